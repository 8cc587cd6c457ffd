"""Text as people write it: its paragraphs, canonical JSON, digests."""

import hashlib
import json
import re
import unicodedata
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


# Characters that nobody sees or that turn the direction of what follows: zero-width space, marks and overrides of
# direction, word joiner, byte order mark, soft hyphen, fillers, tags. The joiners of Indic and Arabic scripts stay.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)


def normal(value: str) -> str:
    """Text in normalization form C, so that what looks the same is the same."""
    return unicodedata.normalize("NFC", value)


def has_unseen(value: str) -> bool:
    """Whether a character is invisible or changes the direction of the text."""
    return bool(_UNSEEN.search(value)) or any(unicodedata.category(c) in ("Cc", "Co", "Cs") for c in value)


def has_letter(value: str) -> bool:
    """Whether there is a letter of any script."""
    return any(c.isalpha() for c in value)
