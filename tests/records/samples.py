"""The papers and unsubmitted entries for which addresses are asked."""

from typing import Any

from meetings.models import Minutes
from network_portal.records.models import Document


def document(_route: str) -> dict[str, list[Any]]:
    """The unseen one is a draft that was taken back, where a test has filed one."""
    filed, unsent = Document.objects.filter(kind="minutes").latest("pk"), Minutes.objects.get(meeting__kind="team")
    draft = Document.objects.filter(kind="draft", object_label="meetings.minutes", object_id=unsent.pk).first()
    hidden = {"unseen": [draft.sha256]} if draft else {}
    return {"seen": [filed.sha256], **hidden, "missing": ["0" * 64]}


def draft(_route: str) -> dict[str, list[Any]]:
    return {"missing": [999999]}


def code(_route: str) -> dict[str, list[Any]]:
    return {"seen": [Document.objects.filter(kind="minutes").latest("pk").verification_code], "missing": ["0" * 20]}


SAMPLES = {"files/": document, "verify/<str:code>": code, "<int:pk>": draft}
