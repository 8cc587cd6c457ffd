"""The minutes as a document: its content as data, its HTML, its filed PDF."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from network_portal.lib import clock, pdf, text
from network_portal.records.audit import anchor
from network_portal.records.files import documents
from network_portal.records.models import Job
from network_portal.records.workflow.refusals import IllegalTransition

if TYPE_CHECKING:
    from meetings.models import AgendaItem, Minutes


def content(
    minutes: "Minutes", *, approved_at: dt.datetime | None = None, approved_in: "AgendaItem | None" = None
) -> dict[str, Any]:
    """Everything the document says, as plain data: live until approval, then stored and never computed again."""
    meeting = minutes.meeting
    sections = minutes.sections.select_related("item__decision").prefetch_related(
        "item__actions__action__organization", "item__actions__action__officer__person"
    )
    number = 0
    out: list[dict[str, Any]] = []
    for section in sections:
        paragraphs = []
        for part in text.paragraphs(section.text):
            number += 1
            paragraphs.append({"number": number, "text": part})
        out.append({"heading": section.heading, "order": section.order, "paragraphs": paragraphs,
                    "no_discussion": section.no_discussion, **_outcomes(section.item)})  # fmt: skip
    present = meeting.attendances.select_related("organization")
    recorded = meeting.attendance_is_recorded
    return {
        "reference": minutes.reference,
        "title": str(minutes),
        "meeting": meeting.title,
        "body": str(meeting.body),
        "held": clock.span(meeting.starts_at, meeting.ends_at, meeting.zone),
        "place": meeting.place,
        "chair": meeting.chair.name if meeting.chair is not None else "",
        "attendance": recorded,
        "present": [_attendance(a) for a in present if a.present],
        "absent": [str(a.organization) for a in present if recorded and not a.present],
        "apologies": [
            {"organization": str(a.organization), "person": a.person, "reason": a.reason}
            for a in meeting.apologies.select_related("organization")
        ],
        "sections": out,
        "approved": clock.format_instant(approved_at, meeting.zone) if approved_at else "",
        "approved_in": str(approved_in.meeting) if approved_in else "",
    }


def _attendance(row: Any) -> dict[str, str]:
    return {"organization": str(row.organization), "how": str(row.get_mode_display()), "by": row.delegates}


def _outcomes(item: "AgendaItem | None") -> dict[str, Any]:
    if item is None:
        return {"outcome": "", "conclusion": "", "decision": None, "actions": []}
    decision = item.decision if item.decision is not None and item.decision.state != "draft" else None
    if item.outcome == item.Outcome.DEFERRED:  # nothing was decided; the proposal stands on another agenda
        decision = None
    return {
        "outcome": str(item.get_outcome_display()),
        "conclusion": item.conclusion,
        "decision": {
            "reference": decision.reference,
            "title": decision.title,
            "state": str(decision.get_state_display()),
        }
        if decision is not None
        else None,
        "actions": [
            {
                "number": row.action.number,
                "title": row.action.title,
                "organization": str(row.action.organization),
                "due": clock.format_day(row.action.due_on),
            }
            for row in item.actions.all()
        ],
    }


def html(data: dict[str, Any], *, draft: bool, state: str, checksum: str = "", anchored: str = "") -> str:
    """The HTML that is drawn; block layout only. ``anchored``: the digest of the heads of all chains at its filing."""
    context = {
        "data": data,
        "draft": draft,
        "state": state,
        "checksum": checksum,
        "anchor": anchored,
        "network_name": settings.NETWORK_NAME,
        "network_region": settings.NETWORK_REGION,
        "number_state": f"{data['reference']} · {state}",
    }
    return render_to_string("meetings/pdf/minutes.html", context)


def stylesheet() -> str:
    found = finders.find("css/print/minutes.css")
    assert isinstance(found, str)
    return Path(found).read_text(encoding="utf-8")


def pdf_job_kind(minutes: "Minutes") -> str:
    """The kind of job that draws these minutes as they stand."""
    return "minutes_pdf" if minutes.is_frozen else "minutes_draft"


def source(minutes: "Minutes") -> str:
    """What the PDF would be drawn from now, with everything around the words."""
    return html(content(minutes), draft=True, state=_("Approved"), checksum="0" * 64, anchored="0" * 64)


def file_approved(minutes: "Minutes", job: Job) -> None:
    """Draw the approved minutes from their frozen content and file them; filed once, never again."""
    if not minutes.is_frozen:
        raise IllegalTransition("not approved")
    if documents.of(minutes, "minutes", 1) is None:
        taken = anchor.take().digest
        drawn_from = html(
            minutes.content(), draft=False, state=_("Approved"), checksum=minutes.checksum, anchored=taken
        )
        drawn = pdf.render_pdf(drawn_from, stylesheet())
        documents.file(minutes, "minutes", 1, f"{minutes.reference}", drawn.content)


def file_draft(minutes: "Minutes", job: Job) -> None:
    """Draw what was circulated, with the draft mark, one version for each circulation."""
    while documents.of(minutes, "draft", minutes.circulations) is None and minutes.state == "circulated":
        drawn_from = html(content(minutes), draft=True, state=_("Draft"), anchored=anchor.take().digest)
        drawn = pdf.render_pdf(drawn_from, stylesheet())
        documents.file(
            minutes, "draft", minutes.circulations, f"{minutes.reference}, draft {minutes.circulations}", drawn.content
        )
        minutes.refresh_from_db()  # circulated again meanwhile: that draft has no job of its own
