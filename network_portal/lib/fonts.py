"""Which letters our fonts have, and the files that a text needs; nothing is taken from the machine.

``static/fonts/faces.json`` says for each file which letters it has, read from the files by ``tools/fonts.py``.
"""

import json
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent.parent / "static" / "fonts"
PRINT, SCRIPTS = FOLDER / "print", FOLDER / "scripts"
# Nothing is drawn for these: joiners, marks of direction, variation selectors, line ends.
_NOT_DRAWN = ("Cc", "Cf", "Zl", "Zp", "Zs")
_JAPANESE = range(0x3040, 0x3100)
_KOREAN = range(0xAC00, 0xD7A4)


@dataclass(frozen=True)
class Face:
    """A font file of ours: its family, and the letters for which it is taken, as sorted inclusive ranges."""

    file: str
    family: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def has(self, code: int) -> bool:
        at = bisect_right(self.starts, code) - 1
        return at >= 0 and code <= self.ends[at]


@cache
def faces() -> tuple[Face, ...]:
    """Every file, in the order in which a letter is looked for."""
    rows = json.loads((FOLDER / "faces.json").read_text(encoding="utf-8"))
    return tuple(
        Face(row["file"], row["family"], tuple(a for a, _b in row["has"]), tuple(b for _a, b in row["has"]))
        for row in rows
    )


def _drawn(text: str) -> Iterator[str]:
    for letter in sorted(set(text)):
        selects = 0xFE00 <= ord(letter) <= 0xFE0F or 0xE0100 <= ord(letter) <= 0xE01EF
        if unicodedata.category(letter) not in _NOT_DRAWN and not selects:
            yield letter


def missing(text: str) -> list[str]:
    """The letters of a text that no font of ours has, in the order of their codes."""
    return [letter for letter in _drawn(text) if not any(face.has(ord(letter)) for face in faces())]


def described(letters: list[str]) -> str:
    """Letters with their codes and names, as a person can look for them."""
    return ", ".join(f"{c} (U+{ord(c):04X}, {unicodedata.name(c, 'no name').capitalize()})" for c in letters)


def needed(text: str) -> list[Face]:
    """The files beside the basic ones that a text needs, each letter by one family.

    Han characters stand in several families: a text with kana takes the Japanese forms, one with Hangul the Korean.
    """
    codes = [ord(letter) for letter in _drawn(text)]
    first = "Noto Sans JP" if any(c in _JAPANESE for c in codes) else "Noto Sans SC"
    first = "Noto Sans KR" if any(c in _KOREAN for c in codes) else first
    ordered = sorted(faces(), key=lambda face: face.family.endswith((" JP", " SC", " KR")) and face.family != first)
    found: dict[str, Face] = {}
    for code in codes:
        taken = next((face for face in ordered if face.has(code)), None)
        for face in ordered:
            if taken is not None and face.family == taken.family and face.has(code):  # each weight of it
                found[face.file] = face
    return [face for face in found.values() if face.file.endswith(".woff2")]
