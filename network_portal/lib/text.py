"""Text as people write it: its paragraphs, canonical JSON, digests."""

import hashlib
import json
import re
from typing import Any

MAX_LENGTH = 20_000


def paragraphs(source: str) -> list[str]:
    """The paragraphs of a text, in order, separated by empty lines; inner line breaks become spaces."""
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", source.replace("\r\n", "\n")) if part.strip()]


def canonical(value: Any) -> str:
    """One fixed spelling of a value as JSON, for hashing; dates and the like as their own text."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def digest(*parts: str) -> str:
    """SHA-256 (hex) over the parts, each with its length, so that no two lists of parts look alike."""
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()
