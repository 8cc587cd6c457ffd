"""Text as people write it: its paragraphs, canonical JSON, digests."""

import hashlib
import json
import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

MAX_LENGTH = 20_000


def paragraphs(source: str) -> list[str]:
    """The paragraphs of a text, in order, separated by empty lines; a single line break stays one."""
    parts = re.split(r"\n[ \t]*\n", source.replace("\r\n", "\n"))
    return ["\n".join(line.rstrip() for line in part.strip("\n").split("\n")) for part in parts if part.strip()]


@lru_cache(maxsize=200)  # texts of decisions do not change, and all who read one see the same
def marked(before: str, after: str) -> tuple[tuple[tuple[str, str], ...], ...]:
    """The paragraphs of a text with what differs from an earlier one: runs of words, each "same", "del" or "ins".

    A paragraph that is gone stands where it stood, its words all "del".
    """
    old, new = (re.findall(r"\n[ \t]*\n|\S+", source.replace("\r\n", "\n").strip()) for source in (before, after))
    found: list[list[tuple[str, str]]] = [[]]

    def put(kind: str, words: list[str]) -> None:
        run: list[str] = []
        for word in [*words, ""]:
            ends = not word.strip()
            if run and ends:
                found[-1].append((kind, " ".join(run)))
                run = []
            if word and ends and found[-1]:
                found.append([])
            elif word and not ends:
                run.append(word)

    for kind, i, j, m, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            put("same", new[m:n])
        else:
            put("del", old[i:j])
            put("ins", new[m:n])
    return tuple(tuple(paragraph) for paragraph in found if paragraph)


def shorten(value: str, most: int) -> str:
    """A title that has to fit: whole words, and "…" where some are left out."""
    if len(value) <= most:
        return value
    kept = value[: most - 1]
    if not value[most - 1].isspace() and " " in kept:
        kept = kept.rpartition(" ")[0]
    return kept.rstrip(" ,;:.–-") + "…"


def numbers(code: str) -> tuple[int, ...]:
    """A code such as 1.10 as its numbers, so that it comes after 1.2."""
    return tuple(int(part) for part in re.findall(r"\d+", code))


def canonical(value: Any) -> str:
    """One fixed spelling of a value as JSON, for hashing; dates and the like as their own text."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def digest(*parts: str) -> str:
    """SHA-256 (hex) over the parts, each with its length, so that no two lists of parts look alike."""
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()


# Characters that nobody sees or that turn the direction of what follows: zero-width space, marks and overrides of
# direction, word joiner, byte order mark, soft hyphen, fillers, tags. The joiners of Indic and Arabic scripts stay.
_BLANK = "\u2800\u3164\u115f\u1160\uffa0"  # letters and signs that are drawn as nothing
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)


# What turns the order of letters on the page: no script needs these in plain text.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x01-\x08\x0b-\x1f\x7f-\x9f]")  # but for tab and line feed; NUL is refused
_JOINER = re.compile("([\u200c\u200d])")
_WESTERN = ("LATIN", "GREEK", "CYRILLIC", "DIGIT")


def normal(value: str) -> str:
    """Text in normalization form C, so that what looks the same is the same."""
    return unicodedata.normalize("NFC", value)


def clean(value: str) -> str:
    """A long text as it is kept: lines end in a line feed, without control characters, which no page can show."""
    lines = normal(value).replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    return _CONTROL.sub("", lines)


# Letters that no normalization takes apart, and apostrophes and glottal stops, which people type or leave out.
_ALIKE = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "ng",
     "ʻ": "", "ʼ": "", "‘": "", "’": "", "'": "", "`": "", "ʿ": "", "ʾ": ""}
)  # fmt: skip
_ACCENTS = re.compile("[\u0300-\u036f]")


def folded(value: str) -> str:
    """A name as it is compared and put in order: without case, accents and apostrophes.

    Vowel signs of scripts that write them above or below a letter are letters of the name, and stay.
    """
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", value).casefold()).translate(_ALIKE)
    return " ".join(unicodedata.normalize("NFC", bare).split())


def turns(value: str) -> bool:
    """Whether a character would show letters in another order than they stand in."""
    return bool(_TURNING.search(value))


def is_seen(value: str) -> bool:
    """Whether anything in the text can be seen: a letter, a digit, a sign."""
    return any(unicodedata.category(c)[0] in "LNPS" and c not in _BLANK for c in value)


def has_unseen(value: str) -> bool:
    """Whether a character is invisible or changes the direction of the text. Joiners belong to scripts that join."""
    if _UNSEEN.search(value) or any(unicodedata.category(c) in ("Cc", "Co", "Cs") or c in _BLANK for c in value):
        return True
    parts = _JOINER.split(value)
    return any(not _joins(parts[n - 1]) for n in range(1, len(parts), 2))


def _joins(before: str) -> bool:
    """Whether a joiner has a place after this text: not at its beginning, nor after a letter that joins nothing."""
    return bool(before) and not unicodedata.name(before[-1], "").startswith(_WESTERN)


def has_letter(value: str) -> bool:
    """Whether there is a letter of any script."""
    return any(c.isalpha() for c in value)


EDITORIAL = 0.9
"""The least share of words that an editorial change leaves as they are."""


def alike(one: str, other: str) -> bool:
    """Whether two texts differ in their wording only: nine of ten words are the same, in the same order; of short ones letters."""
    a, b = one.split(), other.split()
    short = min(len(a), len(b)) < 50
    ratio = SequenceMatcher(None, one if short else a, other if short else b, autojunk=False).ratio()
    return ratio >= EDITORIAL
