"""Who is told what of meetings and minutes."""

from typing import Any

from django.utils.translation import gettext as _

from decisions import notices as people
from meetings.calendars import calendar_file
from meetings.models import Meeting, Minutes, Reminder
from members.models import Officer, Organization
from network_portal.lib import clock
from network_portal.records.models import Notice
from network_portal.records.notices import Teller, tell
from network_portal.records.registry import NoticeKind


def invited(meeting: Meeting) -> Any:
    """The officers of the organizations of the body."""
    return people.officers_of(Organization.objects.sitting_in(meeting.body))


def of_invitations(meeting: Meeting) -> Any:
    """The officers of the invited organizations that still sit in the body."""
    return people.officers_of(meeting.invitations.expected().values("organization"))


def tell_joined(meeting: Meeting, organizations: list[Organization], event: Any) -> None:
    """The invitation goes to the organizations that came to sit in the body after the meeting was convened."""
    tell(
        "meeting_convened",
        meeting,
        people.officers_of([o.pk for o in organizations]),
        occasion=f"event {event.pk}",
        title=_("Invitation: {m}").format(m=meeting),
        path=meeting.get_absolute_url(),
        due_at=meeting.starts_at,
    )


def readers(minutes: Minutes) -> Any:
    """All members."""
    return people.members(minutes)


TELLERS = {
    "invited": Teller("meeting_convened", invited, lambda m: _("Invitation: {m}").format(m=m), due=lambda m: m.starts_at),
    "cancelled": Teller("meeting_cancelled", of_invitations, lambda m: _("Cancelled: {m}").format(m=m)),
    "readers": Teller(
        "minutes_circulated", readers, lambda m: _("For your comments: {m}").format(m=m), due=lambda m: m.comments_until
    ),
    "secretariat": Teller("minutes_approved", people.secretariat, lambda m: _("Approved: {m}").format(m=m)),
    "readers_published": Teller("minutes_published", readers, lambda m: str(m)),
}  # fmt: skip


def tell_moved(meeting: Meeting) -> None:
    """A new date goes to every invited organization's officers, with the calendar file."""
    tell(
        "meeting_moved",
        meeting,
        of_invitations(meeting),
        occasion=f"sequence {meeting.sequence}",
        title=_("New date: {m}").format(m=meeting),
        path=meeting.get_absolute_url(),
        due_at=meeting.starts_at,
    )


def tell_changed(meeting: Meeting) -> None:
    """Another place, link, title or chair goes to the invited with a new calendar file; replies stand."""
    tell(
        "meeting_changed",
        meeting,
        of_invitations(meeting),
        occasion=f"sequence {meeting.sequence}",
        title=_("Changed: {m}").format(m=meeting),
        path=meeting.get_absolute_url(),
        due_at=meeting.starts_at,
    )


def remind(reminder: Reminder) -> int:
    """Remind the officers of those who have not replied, once for this reminder."""
    meeting = reminder.meeting
    silent = meeting.invitations.expected().filter(reply="").values("organization")
    return tell(
        "meeting_reminder",
        meeting,
        people.officers_of(silent),
        occasion=f"{reminder.sequence}, {reminder.working_days} working days before",
        title=_("Please reply: {m}").format(m=meeting),
        path=meeting.get_absolute_url(),
        due_at=meeting.starts_at,
    )


def tell_pdf_failed(minutes: Minutes) -> None:
    tell(
        "pdf_failed",
        minutes,
        people.secretariat(minutes),
        occasion=f"version {minutes.version}",
        title=_("The PDF could not be made: {m}").format(m=minutes),
        path=minutes.get_absolute_url(),
    )


def _speaks(notice: Notice) -> Any:
    return Officer.objects.active().filter(person=notice.person).values("organization")


def _invited_still(notice: Notice, meeting: Meeting) -> bool:
    rows = meeting.invitations.expected().filter(organization__in=_speaks(notice))
    if notice.kind == "meeting_reminder":
        rows = rows.filter(reply="", meeting__starts_at__gt=clock.now())
    return meeting.state == "convened" and rows.exists()


def _was_invited(notice: Notice, meeting: Meeting) -> bool:
    return bool(meeting.invitations.expected().filter(organization__in=_speaks(notice)).exists())


def _member(notice: Notice, minutes: Minutes) -> bool:
    wanted = {"minutes_circulated": ("circulated",), "minutes_published": ("published",)}[notice.kind]
    return minutes.state in wanted and Organization.objects.members().filter(pk__in=_speaks(notice)).exists()


def _in_secretariat(notice: Notice, obj: Any) -> bool:
    return bool(people.secretariat(obj).filter(pk=notice.person_id).exists())


def _calendar(notice: Notice, meeting: Meeting) -> list[tuple[str, bytes, str]]:
    return [("meeting.ics", calendar_file(meeting), "text/calendar")]


def _meeting(notice: Notice, obj: Any) -> dict[str, Any]:
    return {"meeting": obj}


def _nothing(notice: Notice, obj: Any) -> dict[str, Any]:
    return {}


MEETING_MAIL, PLAIN = "meetings/mail/meeting.txt", "decisions/mail/notice.txt"
KINDS = [
    NoticeKind("meeting_convened", _invited_still, _meeting, MEETING_MAIL, _calendar),
    NoticeKind("meeting_moved", _invited_still, _meeting, MEETING_MAIL, _calendar),
    NoticeKind("meeting_changed", _invited_still, _meeting, MEETING_MAIL, _calendar),
    NoticeKind("meeting_reminder", _invited_still, _meeting, MEETING_MAIL, _calendar),
    NoticeKind("meeting_cancelled", _was_invited, _meeting, MEETING_MAIL, _calendar),
    NoticeKind("minutes_circulated", _member, _nothing, PLAIN),
    NoticeKind("minutes_published", _member, _nothing, PLAIN),
    NoticeKind("minutes_approved", _in_secretariat, _nothing, PLAIN),
    NoticeKind("pdf_failed", _in_secretariat, _nothing, PLAIN),
]
