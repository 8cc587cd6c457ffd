"""Papers: what a record says as data, drawn under the letterhead of the Network and filed with a code that verifies it.

The code is the short digest of the data, the record and the version. ``/verify/<code>`` says to everybody which paper it
is of, and to whoever may read the record its content.
"""

import base64
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import qrcode
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import models
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathImage

from network_portal.lib import clock, pdf, text
from network_portal.records.audit import anchor
from network_portal.records.files import documents
from network_portal.records.models import Document, label_of
from network_portal.records.registry import registry

CODE_LENGTH = 20
"""Hexadecimal digits: 80 bits, so that no code is guessed."""


@dataclass(frozen=True)
class Paper:
    """A paper that can be drawn: its record, its place among the papers of that record, and what it says as plain data.

    ``data`` holds at least ``reference`` and ``title``; ``state`` stands beside the number on every page.
    """

    record: models.Model
    kind: str
    version: int
    template: str
    data: dict[str, Any]
    state: str
    draft: bool = False

    @property
    def code(self) -> str:
        """The verification code: the first digits of the digest of record, kind, version and data."""
        parts = (label_of(self.record), str(self.record.pk), self.kind, str(self.version), text.canonical(self.data))
        return text.digest(*parts)[:CODE_LENGTH]

    def html(self, *, anchored: str = "") -> str:
        """What is drawn. ``anchored``: the digest of the heads of all chains at the filing."""
        return render_to_string(
            self.template,
            {
                "data": self.data,
                "draft": self.draft,
                "state": self.state,
                "number_state": f"{self.data['reference']} · {self.state}",
                "issued": clock.format_day(clock.now()),
                "anchor": anchored,
                "version": self.version,
                "code": grouped(self.code),
                "verify": address(self.code),
                "verify_picture": picture(address(self.code)),
                **letterhead(),
            },
        )


def letterhead() -> dict[str, Any]:
    """What stands at the head of every paper, beside its own facts."""
    return {
        "network_name": settings.NETWORK_NAME,
        "network_region": settings.NETWORK_REGION,
        "full_name": settings.NETWORK_FULL_NAME,
        "secretariat_address": settings.SECRETARIAT_ADDRESS,
        "classification": settings.PAPER_CLASSIFICATION,
        "is_demo": settings.DEMO,
    }


def file(paper: Paper) -> Document:
    """Draw a paper and file it; a version that was filed before is returned as it is, never drawn again."""
    found = documents.of(paper.record, paper.kind, paper.version)
    if found is not None:
        return found
    drawn = pdf.render_pdf(paper.html(anchored=anchor.take().digest), stylesheet())
    return documents.file(
        paper.record,
        paper.kind,
        paper.version,
        paper.data["title"],
        drawn.content,
        reference=paper.data["reference"],
        code=paper.code,
    )


def issue(make: Callable[[int], Paper]) -> Document:
    """File a paper as it is now: a new version where it says something else than the last one, otherwise that one."""
    last = documents.of(make(0).record, make(0).kind)
    if last is not None and make(last.version).code == last.verification_code:
        return last
    return file(make(last.version + 1 if last is not None else 1))


def grouped(code: str) -> str:
    """A code as it is printed and read aloud: five groups of four."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def address(code: str) -> str:
    return str(settings.BASE_URL) + reverse("records:verify", args=[code])


def picture(words: str) -> str:
    """A QR code as an SVG in a data address; level M, as print shops and copies leave some of it."""
    drawn = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0, image_factory=SvgPathImage)
    drawn.add_data(words)
    out = io.BytesIO()
    drawn.make_image().save(out)
    return "data:image/svg+xml;base64," + base64.b64encode(out.getvalue()).decode()


@cache
def stylesheet() -> str:
    found = finders.find("css/print/paper.css")
    assert isinstance(found, str)
    return Path(found).read_text(encoding="utf-8")


@dataclass(frozen=True)
class Verified:
    """What is said of a code to anybody: the paper, and the one that replaced it; no content."""

    document: Document
    newer: Document | None
    void: str
    """Why it does not hold any more, though none replaced it: a sentence, or nothing."""

    @property
    def kind_label(self) -> str:
        return str(registry.paper_kinds[self.document.kind].label)


def find(code: str) -> Verified | None:
    """The paper of a verification code, however it was typed; None for an unknown one.

    Known as well are a file's own SHA-256 and the digest that papers printed before there were codes.
    """
    typed = "".join(code.split()).replace("-", "").lower()
    if len(typed) == CODE_LENGTH:
        found = Document.objects.filter(verification_code=typed).first()
    elif len(typed) == 64:
        found = Document.objects.filter(sha256=typed).order_by("-pk").first() or _by_digest(typed)
    else:
        return None
    if found is None:
        return None
    return Verified(found, newer_than(found), registry.paper_kinds[found.kind].void(found.object_id))


def _by_digest(digest: str) -> Document | None:
    for kind in registry.paper_kinds.values():
        rows = Document.objects.filter(kind=kind.code, object_id__in=kind.by_digest(digest))
        if (found := rows.order_by("-version").first()) is not None:
            return found
    return None


def newer_than(document: Document) -> Document | None:
    """The paper that replaces a filed one: a later version of it, or a paper of a kind that takes its place."""
    rows = Document.objects.filter(object_label=document.object_label, object_id=document.object_id)
    later = rows.filter(kind=document.kind, version__gt=document.version)
    instead = rows.filter(kind__in=registry.paper_kinds[document.kind].replaced_by)
    return (instead | later).order_by("-filed_at", "-pk").first()


def language() -> str:
    """The language in which papers are written."""
    return _("English")
