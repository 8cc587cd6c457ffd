"""What must hold before, during and at the end of a call for positions."""

import datetime as dt

from django.utils.translation import gettext as _

from decisions import method_rules, methods, status
from decisions.choices import State
from decisions.guards.shared import listed
from decisions.models import Decision, Round
from network_portal.lib import clock
from network_portal.records.workflow.engine import Context
from network_portal.records.workflow.refusals import UnmetCondition


def deadline_lies_ahead(decision: Decision, context: Context) -> UnmetCondition | None:
    deadline = context.changes.get("round_deadline")
    if deadline is None or deadline > context.now:
        return None
    return UnmetCondition(_("The deadline for positions must be in the future."))


def reply_is_of_this_call(one_round: Round, on: dt.date) -> UnmetCondition | None:
    """Whether a reply that was received on a day can be one to the call."""
    opened = clock.day_of(one_round.opened_at)
    if on >= opened:
        return None
    words = _("The reply must be dated on or after the day on which the call opened, {day}.")
    return UnmetCondition(words.format(day=clock.format_day(opened)))


def deadline_is_later(one_round: Round, deadline: dt.datetime) -> UnmetCondition | None:
    """Whether a call in writing can be extended to an instant."""
    if one_round.deadline is not None and deadline > max(one_round.deadline, clock.now()):
        return None
    return UnmetCondition(_("The new deadline must be later than the present one, and in the future."))


def no_round_is_open(decision: Decision, context: Context) -> UnmetCondition | None:
    """Another call in this state needs the first one closed, or its deadline past, with replies awaited."""
    latest = status.latest_round(decision)
    if latest is None or decision.state != "round":
        return None
    if latest.closed_at is None and (latest.deadline is None or latest.deadline > context.now):
        return UnmetCondition(_("The call for positions is open."))
    if status.awaited(latest):
        return None
    return UnmetCondition(_("The call has closed. Record the outcome."))


def ad_referendum_is_over(decision: Decision, one_round: Round) -> UnmetCondition | None:
    """Whether members that were not represented have been told of an amended text and had the days of a call."""
    row = status.ad_referendum(one_round)
    if row is None or one_round.closed_at is not None:
        return None
    until, untold = status.objections_until(decision, row)
    if until > clock.now():
        words = _(
            "The amended text is adopted ad referendum until {until}. Members not represented may object until then."
        )
        return UnmetCondition(words.format(until=clock.format_instant(until)))
    if untold:
        words = _("Not informed of the amended text: {names}. Record how each of them was informed.")
        return UnmetCondition(words.format(names=listed(untold)), decision.path("contact"))
    return None


def round_is_closed(decision: Decision, context: Context) -> UnmetCondition | None:
    latest = status.latest_round(decision)
    if latest is not None and latest.closed_at is not None:
        return None
    goes_on = ad_referendum_is_over(decision, latest) if latest is not None else None
    return goes_on or UnmetCondition(_("The call for positions is open."))


def replies_are_complete_or_silence_procedure_applies(decision: Decision, context: Context) -> UnmetCondition | None:
    """Silence is not agreement, unless the call ran under a silence procedure and all its conditions are met."""
    latest = status.latest_round(decision)
    if latest is None:
        return None
    if latest.method_id is None:
        return replies_awaited(latest)
    lacking = status.not_notified_of_the_call(decision, latest)
    if not lacking:
        return None
    sentence = _("The silence procedure does not apply: {names} were not notified of the call.")
    return UnmetCondition(sentence.format(names=listed(lacking)), decision.path("contact"))


def replies_awaited(one_round: Round) -> UnmetCondition | None:
    """Whose reply a call in writing awaits, and what to do."""
    names = status.awaited(one_round)
    if not names:
        return None
    sentence = _(
        "Replies awaited from {names}. Send a reminder, extend the deadline, record a reply received, or place the matter on the "
        "agenda of a meeting."
    )
    path = one_round.decision.path("record-reply") if one_round.closed_at is None else ""
    return UnmetCondition(sentence.format(names=listed(names)), path)


def a_round_is_open(decision: Decision, context: Context) -> UnmetCondition | None:
    """Not closed yet; its deadline may have passed."""
    latest = status.latest_round(decision) if decision.state == State.ROUND else None
    if latest is not None and latest.closed_at is None:
        return None
    return UnmetCondition(_("The call for positions has closed."))


def a_call_in_writing_is_open(decision: Decision, context: Context) -> UnmetCondition | None:
    latest = status.latest_round(decision)
    in_writing = latest is not None and latest.mode == Round.Mode.WRITTEN
    if in_writing and a_round_is_open(decision, context) is None and status.takes_positions(latest):
        return None
    return UnmetCondition(_("No call for positions in writing is open."))


def a_call_in_a_meeting_is_open(decision: Decision, context: Context) -> UnmetCondition | None:
    if status.is_open_in_a_meeting(status.latest_round(decision)):
        return None
    return UnmetCondition(_("No call for positions is open in the meeting."))


def an_extension_can_be_requested(decision: Decision, context: Context) -> UnmetCondition | None:
    """Where a working method in force says so, and nobody asked in this call before."""
    if methods.in_force(method_rules.EXTENSION_ON_REQUEST) is None:
        return UnmetCondition(
            _("No working method in force provides an extension on request. Write to the Secretariat.")
        )
    latest = status.latest_round(decision)
    if latest is not None and status.extension_was_requested(latest):
        return UnmetCondition(_("The deadline of this call was extended on request before."))
    return None


def replies_are_awaited(decision: Decision, context: Context) -> UnmetCondition | None:
    latest = status.latest_round(decision)
    return None if latest is not None and status.awaited(latest) else UnmetCondition(_("No reply is awaited."))


def positions_are_taken(decision: Decision, context: Context) -> UnmetCondition | None:
    """A call is open, or the organization can still correct the reply that the Secretariat recorded for it."""
    if status.may_be_corrected(decision, context.actor.organization_id):
        return None
    return a_round_is_open(decision, context)


def its_reply_was_recorded(decision: Decision, context: Context) -> UnmetCondition | None:
    """The Secretariat recorded the reply of the actor's organization in the call by which the decision was adopted."""
    latest = status.latest_round(decision)
    own = context.actor.organization_id
    position = status.current_position(latest, own) if latest is not None and own is not None else None
    if position is not None and not position.is_its_own:
        return None
    return UnmetCondition(_("The Secretariat recorded no reply of your organization."))
