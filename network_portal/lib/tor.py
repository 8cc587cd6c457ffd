"""The Terms of Reference as addressable paragraphs, and where each rule of the portal is written.

The text lies in ``tor.txt`` (hard wraps and stray page numbers cleaned, words untouched): a line ``== <document>``
opens a document, ``# <heading>`` a section, ``@ <anchor>`` the paragraph on the lines after it.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
    "membership": gettext_lazy("Membership and Composition"),
    "coordination": gettext_lazy("Coordination"),
    "committee": gettext_lazy("Regional Executive Committee"),
    "work plan": gettext_lazy("Annual Work Plan"),
    "task teams": gettext_lazy("Task teams"),
    "decision-making": gettext_lazy("Decision-making"),
    "strategy": gettext_lazy("Strategy"),
}
_BULLETS = (
    gettext_lazy("first bullet"), gettext_lazy("second bullet"), gettext_lazy("third bullet"), gettext_lazy("fourth bullet"),
    gettext_lazy("fifth bullet"), gettext_lazy("sixth bullet"), gettext_lazy("seventh bullet"), gettext_lazy("eighth bullet"),
    gettext_lazy("ninth bullet"), gettext_lazy("tenth bullet"), gettext_lazy("eleventh bullet"),
)  # fmt: skip


def spelled(citation: str) -> str:
    """A citation in UN style: "Regional ToR, Decision-making, para. 1", "Annex I (global ToR), para. 7, first bullet"."""
    document, _sep, rest = citation.partition(" ")
    if document == "global":
        place, _sep, bullet = rest.partition(" ")
        parts = [_("Annex I (global ToR)"), _("para. {n}").format(n=place.lstrip("¶"))]
    else:
        section, _sep, bullet = rest.rpartition(" ")
        parts = [_("Regional ToR"), str(_SECTIONS[section])]
        if not bullet.startswith("b"):
            parts.append(_("para. {n}").format(n=bullet))
    if bullet.startswith("b"):
        parts.append(str(_BULLETS[int(bullet[1:]) - 1]))
    return ", ".join(parts)
