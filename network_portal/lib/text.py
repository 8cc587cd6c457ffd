"""Text as people write it: Markdown to safe HTML, canonical JSON, digests, folded search text."""

import hashlib
import json
import re
import unicodedata
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
_TAGS = {
    "p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "code", "pre", "a", "hr",
    "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
MAX_LENGTH = 20_000


def _safe_attribute(tag: str, name: str, value: str) -> str | None:
    """Links are http, https or mailto with the scheme spelt out; a bare //host is refused."""
    if tag == "a" and name == "href" and not re.match(r"(?i)(https?://|mailto:|/(?!/))", value):
        return None
    return value


def clean(html: str) -> str:
    """HTML of an allow-list of elements: no images, styles, spans of cells, scripts or foreign schemes."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
        attribute_filter=_safe_attribute,
    )


def render(source: str) -> SafeString:
    """Markdown as HTML that is safe to print on a page or in a PDF; headings start at level 4."""
    html = re.sub(r"<(/?)h[123]>", r"<\1h4>", _markdown.render(source[:MAX_LENGTH]))
    return mark_safe(clean(html))  # noqa: S308 - cleaned on the line it is marked


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


def fold(value: str) -> str:
    """Lower case without accents, for searching on databases that compare only ASCII case."""
    decomposed = unicodedata.normalize("NFKD", value.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
