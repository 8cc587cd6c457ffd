"""Who is told what of meetings and minutes."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions import notices as people
from meetings import calendars
from meetings.calendars import calendar_file
from meetings.models import Meeting, Minutes
from members.models import Organization
from network_portal.lib import clock
from network_portal.records.mail.notices import Notification, tell
from network_portal.records.models import Event, Notice
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
    """The officers of the members of the body."""
    return people.officers_of(Organization.objects.sitting_in(minutes.meeting.body))


# fmt: off
to_invited = Notification("meeting_convened", invited, lambda m: _("Invitation: {m}").format(m=m), due=lambda m: m.starts_at)
cancellation_to_invited = Notification("meeting_cancelled", of_invitations, lambda m: _("Cancelled: {m}").format(m=m))
to_readers = Notification(
    "minutes_circulated", readers, lambda m: _("For your comments: {m}").format(m=m), due=lambda m: m.comments_until
)
to_secretariat = Notification("minutes_approved", people.secretariat, lambda m: _("Approved: {m}").format(m=m))
publication_to_readers = Notification("minutes_published", readers, lambda m: str(m))
# fmt: on


CHANGES = ("meeting_moved", "meeting_changed", "meeting_cancelled")
QUICK = dt.timedelta(minutes=2)
"""Moves and changes that follow within this time make one mail: the portal's own value."""


def tell_moved(meeting: Meeting) -> None:
    """A new date goes to every invited organization's officers, with the calendar file."""
    _tell_now(meeting, "meeting_moved", _("New date: {m}").format(m=meeting))


def tell_changed(meeting: Meeting) -> None:
    """Another place, link, title or chair goes to the invited with a new calendar file; replies stand."""
    _tell_now(meeting, "meeting_changed", _("Changed: {m}").format(m=meeting))


def _tell_now(meeting: Meeting, kind: str, title: str) -> None:
    tell(
        kind,
        meeting,
        of_invitations(meeting),
        occasion=f"sequence {meeting.sequence}",
        title=title,
        path=meeting.get_absolute_url(),
        due_at=meeting.starts_at,
        hold=QUICK,
    )


def remind(meeting: Meeting, occasion: str) -> int:
    """Remind the officers of those who have not replied, once for an occasion."""
    silent = meeting.invitations.expected().filter(reply="").values("organization")
    return tell(
        "meeting_reminder",
        meeting,
        people.officers_of(silent),
        occasion=occasion,
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


def tell_invitation_failed(meeting: Meeting) -> None:
    """The Secretariat learns that the invitation paper could not be made."""
    tell(
        "invitation_failed",
        meeting,
        people.secretariat(meeting),
        occasion=f"version {meeting.version}",
        title=_("The PDF could not be made: {m}").format(m=meeting),
        path=meeting.get_absolute_url(),
    )


def _invited_still(notice: Notice, meeting: Meeting) -> bool:
    rows = meeting.invitations.expected().filter(organization__in=people.speaks(notice))
    if notice.kind == "meeting_reminder":
        rows = rows.filter(reply="", meeting__starts_at__gt=clock.now())
    return meeting.state == "convened" and rows.exists()


def _was_invited(notice: Notice, meeting: Meeting) -> bool:
    return bool(meeting.invitations.expected().filter(organization__in=people.speaks(notice)).exists())


def _member(notice: Notice, minutes: Minutes) -> bool:
    wanted = {"minutes_circulated": ("circulated",), "minutes_published": ("published",)}[notice.kind]
    sitting = Organization.objects.sitting_in(minutes.meeting.body)
    return minutes.state in wanted and sitting.filter(pk__in=people.speaks(notice)).exists()


def _newest(notice: Notice, meeting: Meeting) -> bool:
    """A later move or change takes the place of an earlier one that has not left.

    Where all is as the person was last told, none does, but for who is to reply again: a move clears the replies.
    """
    if notice.occasion != f"sequence {meeting.sequence}" or not _invited_still(notice, meeting):
        return False
    told = _told_at(notice, meeting)
    return told is None or bool(_changes(meeting, told)) or _is_to_reply_again(notice, meeting)


def _is_to_reply_again(notice: Notice, meeting: Meeting) -> bool:
    """Whether an organization of the person had replied, and its reply was cleared by a move."""
    cleared = meeting.invitations.expected().filter(reply="", organization__in=people.speaks(notice))
    names = list(cleared.values_list("organization__acronym", flat=True))
    said = Event.objects.of_root("meetings.meeting", meeting.pk).filter(verb="replied", organization__in=names)
    return bool(said.exists())


FACTS_TOLD = ("meeting_convened", "meeting_moved", "meeting_changed", "meeting_reminder", "meeting_cancelled")
"""Kinds whose mail says date, place, link, title and chair of a meeting."""


def _told_at(notice: Notice, meeting: Meeting) -> dt.datetime | None:
    """When the person was last told of the meeting by mail; None where nothing was sent."""
    sent = Notice.objects.filter(
        object_label=notice.object_label, object_id=meeting.pk, person=notice.person, kind__in=FACTS_TOLD,
        message__sent_at__isnull=False,
    )  # fmt: skip
    return sent.exclude(pk=notice.pk).order_by("-message__sent_at").values_list("message__sent_at", flat=True).first()


FACTS: dict[str, tuple[Any, Callable[[Any], str]]] = {
    "when": (gettext_lazy("Date and time"), lambda row: clock.span(row.starts_at, row.ends_at, row.zone)),
    "place": (gettext_lazy("Place"), lambda row: row.place or "–"),
    "link": (gettext_lazy("Link"), lambda row: row.link or "–"),
    "title": (gettext_lazy("Title"), lambda row: row.title),
    "chair": (gettext_lazy("Chair"), lambda row: str(row.chair or "–")),
}


def _changes(meeting: Meeting, told: dt.datetime) -> dict[str, tuple[str, str, str]]:
    """What differs from the meeting as it was at an instant, by fact: (its name, before, now)."""
    rows = meeting.history.filter(history_date__lte=told)
    before = rows.order_by("-history_date", "-history_id").first()
    said = {key: (str(name), say(before), say(meeting)) for key, (name, say) in FACTS.items()} if before else {}
    return {key: words for key, words in said.items() if words[1] != words[2]}


def _reason(meeting: Meeting, told: dt.datetime | None) -> str:
    """The reasons of the moves or the cancellation since the person was last told, in their order."""
    events = Event.objects.of_root("meetings.meeting", meeting.pk).filter(verb__in=["rescheduled", "cancel"])
    if told is not None:
        events = events.filter(at__gt=told)
    payloads = events.order_by("number").values_list("body__payload", flat=True)
    reasons = [str(json.loads(payload).get("reason") or "") for payload in payloads if payload]
    return "; ".join(dict.fromkeys(reason.rstrip(". ") for reason in reasons if reason.strip()))


def _calendar(notice: Notice, meeting: Meeting) -> list[tuple[str, bytes, str]]:
    return [("invite.ics", calendar_file(meeting, notice.person), "application/ics")]


def _calendar_part(notice: Notice, meeting: Meeting) -> list[tuple[str, str]]:
    """The part of the mail that a calendar acts on: its type names the method (RFC 6047, 2.4)."""
    wanted = f"text/calendar; method={calendars.method(meeting, notice.person)}"
    return [(calendar_file(meeting, notice.person).decode(), wanted)]


def _meeting(notice: Notice, obj: Any) -> dict[str, Any]:
    told = _told_at(notice, obj) if notice.kind in CHANGES else None
    changes = _changes(obj, told) if told is not None else {}
    cancelled, mine = notice.kind == "meeting_cancelled", notice.person.zone
    same = clock.same_time(mine, obj.zone, obj.starts_at, obj.ends_at)
    return {
        "meeting": obj,
        "when": clock.span(obj.starts_at, obj.ends_at, obj.zone),
        "own_time": "" if same else clock.span(obj.starts_at, obj.ends_at, mine),
        "changes": list(changes.values()),
        "reply_again": "when" in changes and not cancelled,
        "as_before": told is not None and notice.kind == "meeting_moved" and not changes,
        "reason": _reason(obj, told) if "when" in changes or cancelled else "",
    }


def _nothing(notice: Notice, obj: Any) -> dict[str, Any]:
    return {}


def _convened(meeting: Meeting) -> str:
    words = _("The Secretariat invites the members of the body ({body}) to this meeting: {meeting}.")
    return words.format(body=meeting.body, meeting=meeting.title)


def _moved(meeting: Meeting) -> str:
    return _("The Secretariat has set a new date for this meeting: {meeting}.").format(meeting=meeting.title)


def _changed(meeting: Meeting) -> str:
    return _("The Secretariat has changed the details of this meeting: {meeting}.").format(meeting=meeting.title)


def _reminded(meeting: Meeting) -> str:
    words = _("Your organization has not replied to the invitation to this meeting: {meeting}.")
    return words.format(meeting=meeting.title)


def _circulated(minutes: Minutes) -> str:
    until = clock.format_instant(minutes.comments_until) if minutes.comments_until else ""
    words = _("The Secretariat has circulated the draft minutes of the {meeting}. Please send the comments of your organization by {until}.")  # fmt: skip
    return words.format(meeting=minutes.meeting, until=until)


def _published(minutes: Minutes) -> str:
    words = _("The minutes of the {meeting} were approved and are now published. No action is required.")
    return words.format(meeting=minutes.meeting)


def _approved(minutes: Minutes) -> str:
    words = _("The minutes of the {meeting} were approved. Please publish them once their PDF is ready.")
    return words.format(meeting=minutes.meeting)


def _not_drawn(obj: Any) -> str:
    return _("The portal could not make the PDF of “{what}”. Please make it again from its page.").format(what=obj)


MEETING_MAIL = "meetings/mail/meeting.txt"
KINDS = [
    NoticeKind("meeting_convened", _invited_still, _meeting, MEETING_MAIL, _calendar, _calendar_part, _convened),
    NoticeKind("meeting_moved", _newest, _meeting, MEETING_MAIL, _calendar, _calendar_part, _moved),
    NoticeKind("meeting_changed", _newest, _meeting, MEETING_MAIL, _calendar, _calendar_part, _changed),
    NoticeKind("meeting_reminder", _invited_still, _meeting, MEETING_MAIL, _calendar, says=_reminded),
    NoticeKind("meeting_cancelled", _was_invited, _meeting, MEETING_MAIL, _calendar, _calendar_part),
    NoticeKind("minutes_circulated", _member, _nothing, people.PLAIN, says=_circulated),
    NoticeKind("minutes_published", _member, _nothing, people.PLAIN, says=_published),
    NoticeKind("minutes_approved", people.in_secretariat, _nothing, people.PLAIN, says=_approved),
    NoticeKind("invitation_failed", people.in_secretariat, _nothing, people.PLAIN, says=_not_drawn),
    NoticeKind("pdf_failed", people.in_secretariat, _nothing, people.PLAIN, says=_not_drawn),
]
