"""What must hold before a move of a meeting or its minutes."""

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions import method_rules, methods
from decisions import status as decision_status
from meetings import chairs, minutes_document, status
from meetings.choices import MeetingState, MinutesState
from meetings.models import AgendaItem, Meeting, Minutes, MinutesComment, Participant
from members.models import Body
from network_portal.lib import clock, fonts, pdf
from network_portal.records.files import documents
from network_portal.records.workflow.engine import Context
from network_portal.records.workflow.refusals import UnmetCondition


def lies_ahead(meeting: Meeting, context: Context) -> UnmetCondition | None:
    return (
        None
        if meeting.starts_at > context.now
        else UnmetCondition(_("The date must be in the future."), meeting.path("reschedule"))
    )


def place_is_known(meeting: Meeting, context: Context) -> UnmetCondition | None:
    if meeting.place.strip() or meeting.link.strip():
        return None
    return UnmetCondition(_("Name the place or the link."), meeting.path("edit"))


def chair_is_known(meeting: Meeting, context: Context) -> UnmetCondition | None:
    if meeting.chair_id is None:
        return UnmetCondition(_("Name the chair."), meeting.path("edit"), "regional coordination b1")
    return can_chair(meeting.body, meeting.chair, meeting.path("edit"))


def can_chair(body: Body, person: Any, link: str = "") -> UnmetCondition | None:
    """Whether a person can chair a meeting of a body; ``link``: where another one is named."""
    if chairs.may_chair(body, person):
        return None
    words = _("{who} can no longer chair. Name another chair.")
    if not body.is_task_team:
        words = _("{who} cannot chair: IOM chairs the meetings of the Network and of the Regional Executive Committee, through "
                  "any official that it designates. Name an official of IOM.")  # fmt: skip
    return UnmetCondition(words.format(who=person), link, "regional coordination b1")


def place_has_its_reason(body: Body, place: str, reason: str) -> UnmetCondition | None:
    """Whether the Network or its committee meets at its place, or a reason is given why not."""
    named = bool(place.strip()) and settings.NETWORK_PLACE.casefold() not in place.casefold()
    if body.is_task_team or not named or reason.strip():
        return None
    return UnmetCondition(_("Another place needs its reason."), "", "regional coordination b1")


def has_an_item(meeting: Meeting, context: Context) -> UnmetCondition | None:
    return (
        None if meeting.items.exists() else UnmetCondition(_("The agenda has no item yet."), meeting.path("add-item"))
    )


def is_its_day(meeting: Meeting, context: Context) -> UnmetCondition | None:
    if clock.day_of(context.now, meeting.zone) >= clock.day_of(meeting.starts_at, meeting.zone):
        return None
    return UnmetCondition(_("Scheduled."))


def every_item_has_an_outcome(meeting: Meeting, context: Context) -> UnmetCondition | None:
    open_items = [str(item.number) for item in meeting.items.filter(outcome="")]
    if not open_items:
        return None
    n = len(open_items)
    sentence = ngettext("Item {items} has no outcome.", "Items {items} have no outcome.", n)
    return UnmetCondition(sentence.format(items=", ".join(open_items)), meeting.get_absolute_url() + "#agenda")


def meeting_is_held(minutes: Minutes, context: Context) -> UnmetCondition | None:
    return None if minutes.meeting.state == "held" else UnmetCondition(_("The meeting is not closed yet."))


def every_section_has_text(minutes: Minutes, context: Context) -> UnmetCondition | None:
    lacking = [s.heading for s in minutes.sections.filter(text="", no_discussion=False)]
    if not lacking:
        return None
    sentence = _("These sections have neither text nor “no discussion”: {names}.")
    return UnmetCondition(sentence.format(names="; ".join(lacking)), minutes.get_absolute_url())


def they_can_be_drawn(minutes: Minutes, context: Context) -> UnmetCondition | None:
    """What is approved is drawn and filed: no letter may lack a font, and a text too long could never be published."""
    source, most = minutes_document.source(minutes), pdf.LARGEST_SOURCE
    if letters := fonts.missing(source):
        lacking = [s.heading for s in minutes.sections.all() if set(letters) & set(s.text + s.heading)]
        sentence = _("These characters cannot be printed: {letters}. Please replace them. Sections: {names}.")
        names = "; ".join(lacking) or _("none; see title, participants and actions")
        return UnmetCondition(
            sentence.format(letters=fonts.described(letters), names=names), minutes.get_absolute_url()
        )
    characters = len(source)
    if characters <= most:
        return None
    sentence = _("The minutes are too long for one PDF ({n} of {most} characters).")
    return UnmetCondition(sentence.format(n=characters, most=most))


def comments_lie_ahead(minutes: Minutes, context: Context) -> UnmetCondition | None:
    until = context.changes.get("comments_until")
    return (
        None
        if until is None or until > context.now
        else UnmetCondition(_("The deadline for comments must be in the future."))
    )


def every_comment_has_a_reply(minutes: Minutes, context: Context) -> UnmetCondition | None:
    n = minutes.comments.filter(answered_at=None).count()
    if not n:
        return None
    sentence = ngettext("{n} comment has no answer.", "{n} comments have no answer.", n)
    return UnmetCondition(sentence.format(n=n), minutes.get_absolute_url() + "#comments")


def comments_last_as_long_as_a_method_says(minutes: Minutes, context: Context) -> UnmetCondition | None:
    """Where minutes are approved after the deadline for comments, it lies as late as the working method says."""
    until = context.changes.get("comments_until")
    if until is None:
        return None
    days, least = methods.earliest_close(method_rules.MINUTES_AFTER_DEADLINE, context.now)
    if until >= least:
        return None
    words = _(
        "By the working method in force members have at least {n} working days for comments on minutes, until {day} or later."
    )
    return UnmetCondition(words.format(n=days, day=clock.format_instant(least)))


def approval_has_its_way(minutes: Minutes, context: Context) -> UnmetCondition | None:
    """At a later meeting of the body by an item that points at the minutes, or after the deadline under a method."""
    item = context.changes.get("approved_in") or minutes.item_for_approval()
    if item is not None:
        return None
    method = methods.in_force(method_rules.MINUTES_AFTER_DEADLINE)
    if method is None:
        sentence = _("Minutes are approved at a later meeting of the body, by an item that points at them.")
        return UnmetCondition(sentence)
    if minutes.comments_until is None or minutes.comments_until > context.now:
        return UnmetCondition(
            _("The deadline for comments has not passed, and no meeting in session has them on its agenda.")
        )
    of_this = Q(circulation=minutes.circulations) | Q(circulation=None)
    if minutes.comments.filter(of_this, is_objection=True).exists():
        return UnmetCondition(_("There is an objection: a later meeting approves the minutes."))
    return None


def minutes_are_a_draft(minutes: Minutes, context: Context) -> UnmetCondition | None:
    return None if minutes.state == MinutesState.DRAFT else UnmetCondition(_("The minutes are not in draft."))


def a_method_asks_for_clearance(minutes: Minutes, context: Context) -> UnmetCondition | None:
    if minutes.cleared_at is None and methods.in_force(method_rules.CHAIR_CLEARS_MINUTES) is not None:
        return None
    return UnmetCondition(_("No working method in force asks for a clearance, or the draft is cleared."))


def the_chair_cleared_them(minutes: Minutes, context: Context) -> UnmetCondition | None:
    """Where a working method asks for the clearance of the Chair."""
    if minutes.cleared_at is not None or methods.in_force(method_rules.CHAIR_CLEARS_MINUTES) is None:
        return None
    return UnmetCondition(_("The Chair clears the draft first, by the working method in force."))


def notice_is_as_long_as_a_method_says(meeting: Meeting, context: Context) -> UnmetCondition | None:
    days = methods.value(method_rules.MEETING_NOTICE, "days")
    if days is None:
        return None
    earliest = clock.add_working_days(clock.day_of(context.now), int(days))
    if clock.day_of(meeting.starts_at) >= earliest:
        return None
    words = _("By the working method in force a meeting is convened at least {n} working days before it.")
    return UnmetCondition(words.format(n=days), meeting.path("reschedule"))


def another_hand_wrote(minutes: Minutes, context: Context) -> UnmetCondition | None:
    """Nobody approves minutes that one wrote alone."""
    authors = minutes.authors()
    if not authors or authors - {context.actor.user_id}:
        return None
    return UnmetCondition(_("The approval must be recorded by a person other than the drafter."))


def pdf_is_filed(minutes: Minutes, context: Context) -> UnmetCondition | None:
    if documents.of(minutes, "minutes") is not None:
        return None
    return UnmetCondition(_("The PDF is being prepared. Reload the page shortly."), minutes.get_absolute_url())


def it_has_not_begun(meeting: Meeting, context: Context) -> UnmetCondition | None:
    if meeting.is_open_to_change:
        return None
    return UnmetCondition(_("The meeting has begun or is cancelled."))


def its_meeting_has_not_begun(item: AgendaItem, context: Context) -> UnmetCondition | None:
    return it_has_not_begun(item.meeting, context)


def its_meeting_is_in_session(item: AgendaItem, context: Context) -> UnmetCondition | None:
    if item.meeting.state == MeetingState.IN_SESSION:
        return None
    return UnmetCondition(_("The meeting is not in session."))


def item_can_be_edited(item: AgendaItem, context: Context) -> UnmetCondition | None:
    """Until it has an outcome, in a meeting that is not over."""
    meeting = item.meeting
    if meeting.is_open_to_change or (meeting.state == MeetingState.IN_SESSION and not status.was_taken(item)):
        return None
    return UnmetCondition(_("The outcome of the item is recorded, or the meeting has ended."))


def replies_are_taken(meeting: Meeting, context: Context) -> UnmetCondition | None:
    if meeting.state == MeetingState.CONVENED:
        return None
    return UnmetCondition(_("Replies can be submitted from the invitation until the meeting starts."))


def it_is_convened(meeting: Meeting, context: Context) -> UnmetCondition | None:
    if meeting.state == MeetingState.CONVENED:
        return None
    return UnmetCondition(_("The invitation is issued from the convening until the meeting starts."))


def a_chair_can_be_named(meeting: Meeting, context: Context) -> UnmetCondition | None:
    """From the start of the meeting until its minutes are approved: a chair may fall away."""
    begun = meeting.state in (MeetingState.IN_SESSION, MeetingState.HELD)
    if begun and (not hasattr(meeting, "minutes") or status.open_minutes(meeting) is not None):
        return None
    return UnmetCondition(_("The chair is named before the meeting, or until its minutes are approved."))


def attendance_is_taken(meeting: Meeting, context: Context) -> UnmetCondition | None:
    begun = meeting.state in (MeetingState.IN_SESSION, MeetingState.HELD)
    if begun and status.open_minutes(meeting) is not None:
        return None
    return UnmetCondition(_("Attendance can be recorded from the start of the meeting until its minutes are approved."))


def its_call_is_open_here(item: AgendaItem, context: Context) -> UnmetCondition | None:
    """Only the meeting in which the call was opened, of the body that decides, states positions, amends and closes."""
    call = status.call_held_here(item)
    if call is None:
        return UnmetCondition(_("No call for positions on this item was opened in this meeting."))
    if not decision_status.is_open_in_a_meeting(call):
        return UnmetCondition(_("No call for positions is open in the meeting."))
    return None


def its_attendance_is_taken(participant: Participant, context: Context) -> UnmetCondition | None:
    return attendance_is_taken(participant.meeting, context)


def actions_can_be_given(item: AgendaItem, context: Context) -> UnmetCondition | None:
    if item.meeting.started_at is not None and status.open_minutes(item.meeting) is not None:
        return None
    return UnmetCondition(
        _("Action points can be assigned from the start of the meeting until its minutes are approved.")
    )


def comments_are_taken(minutes: Minutes, context: Context) -> UnmetCondition | None:
    if minutes.state != MinutesState.CIRCULATED:
        return UnmetCondition(_("The minutes are not open for comments."))
    if minutes.comments_until is not None and minutes.comments_until <= context.now:
        return UnmetCondition(_("The deadline for comments has passed."))
    return None


def minutes_are_circulated(minutes: Minutes, context: Context) -> UnmetCondition | None:
    if minutes.state == MinutesState.CIRCULATED:
        return None
    return UnmetCondition(_("The minutes are not circulated."))


def its_minutes_are_circulated(comment: MinutesComment, context: Context) -> UnmetCondition | None:
    return minutes_are_circulated(comment.minutes, context)


def apologies_are_taken(meeting: Meeting, context: Context) -> UnmetCondition | None:
    """From the invitation until the minutes are approved."""
    if meeting.state == MeetingState.CONVENED or attendance_is_taken(meeting, context) is None:
        return None
    return UnmetCondition(_("Apologies can be recorded from the invitation until the minutes are approved."))


def minutes_were_never_circulated(meeting: Meeting, context: Context) -> UnmetCondition | None:
    minutes = status.open_minutes(meeting)
    if minutes is not None and minutes.circulations == 0:
        return None
    return UnmetCondition(_("The minutes were circulated: correct the attendance in them."), meeting.path("attendance"))
