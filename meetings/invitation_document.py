"""The invitation to a meeting as a paper, with its provisional agenda, signed by the Secretariat."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from meetings import minutes_document
from meetings.models import Meeting
from network_portal.lib import clock
from network_portal.records.files import documents, papers
from network_portal.records.models import Document, Job

KIND = "invitation"


def content(meeting: Meeting) -> dict[str, Any]:
    """Everything that the invitation says, as plain data. The link to join is in the portal and the calendar file only."""
    return {
        "reference": f"{meeting.reference}/INV",
        "title": _("Invitation: {meeting}").format(meeting=meeting.title),
        "meeting": meeting.title,
        "meeting_reference": meeting.reference,
        "body": str(meeting.body),
        "distribution": minutes_document.distribution(meeting),
        "language": papers.language(),
        "held": clock.span(meeting.starts_at, meeting.ends_at, meeting.zone),
        "utc": clock.span(meeting.starts_at, meeting.ends_at, "UTC"),
        "mode": minutes_document.mode(meeting),
        "place": meeting.place,
        "online": bool(meeting.link),
        "chair": minutes_document.chair(meeting),
        "agenda": [
            {**row, "note": note}
            for row, note in zip(
                minutes_document.agenda(meeting), meeting.items.values_list("note", flat=True), strict=True
            )
        ],
        "page": settings.BASE_URL + meeting.get_absolute_url(),
    }


def paper(meeting: Meeting, version: int) -> papers.Paper:
    return papers.Paper(meeting, KIND, version, "paper/invitation.html", content(meeting), _("Invitation"))


def file_paper(meeting: Meeting, job: Job) -> None:
    """File the invitation to a convened meeting, a new version where it says something else than the last one."""
    if meeting.state == "convened":
        papers.issue(lambda version: paper(meeting, version))


def filed(meeting: Meeting) -> Document | None:
    return documents.of(meeting, KIND) if meeting.convened_at is not None else None


def void(meeting_id: int) -> str:
    """Why the invitation to a meeting does not hold: it was cancelled. Nothing while it does."""
    cancelled = Meeting.objects.filter(pk=meeting_id, state="cancelled").exists()
    return _("The meeting was cancelled.") if cancelled else ""
