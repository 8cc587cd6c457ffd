"""The Terms of Reference as addressable paragraphs, and where each rule of the portal is written.

The text lies in ``tor.txt`` (hard wraps and stray page numbers cleaned, words untouched): a line ``== <document>``
opens a document, ``# <heading>`` a section, ``@ <anchor>`` the paragraph on the lines after it.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

_SOURCE = Path(__file__).with_name("tor.txt")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph: its anchor on the governance page, its printed number or bullet, its words."""

    anchor: str
    label: str
    text: str


@dataclass
class Section:
    title: str
    paragraphs: list[Paragraph] = field(default_factory=list)


@dataclass
class Document:
    key: str
    title: str
    sections: list[Section] = field(default_factory=list)


@cache
def documents() -> tuple[Document, ...]:
    """Both documents, the regional one first."""
    found: list[Document] = []
    pending: tuple[str, str] | None = None
    for line in _SOURCE.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            key, _, title = line[3:].partition(" ")
            found.append(Document(key, title))
        elif line.startswith("# "):
            found[-1].sections.append(Section(line[2:]))
        elif line.startswith("@ "):
            anchor, _, label = line[2:].partition(" ")
            pending = (anchor, label)
        elif line.strip() and pending:
            found[-1].sections[-1].paragraphs.append(Paragraph(pending[0], pending[1], line.strip()))
            pending = None
    return tuple(found)


@cache
def anchors() -> frozenset[str]:
    return frozenset(p.anchor for d in documents() for s in d.sections for p in s.paragraphs)


def address(citation: str) -> str:
    """The address on the governance page of a citation such as "global ¶7"; an unknown one is a KeyError."""
    anchor = re.sub(r"[^a-z0-9]+", "-", citation.lower().replace("¶", "")).strip("-")
    if anchor not in anchors():
        raise KeyError(f"no paragraph {citation!r} in the Terms of Reference")
    return f"/governance/#{anchor}"


_SECTIONS = {
    "membership": "Membership and Composition", "coordination": "Coordination", "committee": "Regional Executive Committee",
    "work plan": "Annual Work Plan", "task teams": "Task teams", "decision-making": "Decision-making", "strategy": "Strategy",
}  # fmt: skip
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh")


def spelled(citation: str) -> str:
    """A citation in UN style: "Regional ToR, Decision-making, para. 1", "Annex I (global ToR), para. 7, first bullet"."""
    document, _space, rest = citation.partition(" ")
    if document == "global":
        place, _space, bullet = rest.partition(" ")
        parts = ["Annex I (global ToR)", f"para. {place.lstrip('¶')}"]
    else:
        section, _space, bullet = rest.rpartition(" ")
        parts = ["Regional ToR", _SECTIONS[section]]
        if not bullet.startswith("b"):
            parts.append(f"para. {bullet}")
    if bullet.startswith("b"):
        parts.append(f"{_ORDINALS[int(bullet[1:]) - 1]} bullet")
    return ", ".join(parts)
