"""Calls for positions: opened on a text and a list of organizations that no longer change, closed once. ToR global ¶7."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.utils.translation import gettext as _

from decisions import guards, method_rules, methods, notices, policies, status
from decisions.models import Decision, InvitedOrganization, Round
from decisions.services import amendments, closing, consultation, drafting
from members.models import Organization
from network_portal.lib import clock, text
from network_portal.records import audit
from network_portal.records.access.actor import SYSTEM, Actor
from network_portal.records.access.audience import MEMBERS
from network_portal.records.jobs import reminders, sweep
from network_portal.records.models import Reminder
from network_portal.records.workflow import engine
from network_portal.records.workflow.acts import service
from network_portal.records.workflow.refusals import ConditionsUnmet, UnmetCondition

REMINDER, DEADLINE = "round_reminder", amendments.DEADLINE  # kinds of reminder


def open_round(
    decision: Decision,
    *,
    actor: Actor,
    mode: str = Round.Mode.WRITTEN,
    deadline: dt.datetime | None = None,
    silence: bool = False,
) -> Round:
    """Ask the organizations of the deciding body for their positions, in writing until a deadline or in a meeting.

    Invited is each member of the body now. With ``silence`` the call runs under the silence procedure in force, and is refused (ConditionsUnmet) where that does not cover it.
    """
    with audit.lock(decision):
        unseen = mode == Round.Mode.MEETING and amendments.is_unseen(decision)
        method = methods.silence_procedure_for(decision, deadline) if silence else None
        payload = {"mode": mode, "deadline": deadline, **({"method": str(method)} if method else {})}
        engine.apply(
            decision, "open_round", actor=actor, payload=payload, round_deadline=deadline,
            writes=lambda: _set_up(decision, actor, mode, deadline, method, amended=unseen),
        )  # fmt: skip
        return decision.rounds.latest("number")


def _set_up(
    decision: Decision, actor: Actor, mode: str, deadline: dt.datetime | None, method: Any, *, amended: bool = False
) -> None:
    """The call, on the newest text, and the organizations invited; one that awaited replies in vain ends with it.

    ``amended``: the text was amended in a meeting, and members that were not represented have not been told of it.
    """
    closing.end_without_outcome(decision, actor=actor)
    now = clock.now()
    opened = Round(
        decision=decision,
        number=decision.rounds.count() + 1,
        mode=mode,
        text=consultation.newest_text(decision),
        opened_at=now,
        deadline=deadline,
        method=method,
        amended=amended,
        positions_are_open=methods.in_force(method_rules.SEALED_POSITIONS) is None,
    )
    opened.remind_at = _reminder_at(now, deadline)
    audit.create(opened)
    _plan_reminders(opened)
    audit.create_all(
        InvitedOrganization(round=opened, organization=organization)
        for organization in Organization.objects.sitting_in(decision.body).filter(kind="un_entity")
    )


def _reminder_at(now: dt.datetime, deadline: dt.datetime | None) -> dt.datetime | None:
    """When who has not replied is reminded: the working days that a method says before the deadline, or half of the time."""
    if deadline is None:
        return None
    days = methods.value(method_rules.REMINDER_DAYS, "days")
    if days is None:
        return now + (deadline - now) / 2
    return max(now, clock.at(clock.add_working_days(clock.day_of(deadline), -days), 9))


def _plan_reminders(one: Round) -> None:
    if one.remind_at is not None and one.deadline is not None:
        reminders.plan(REMINDER, one, f"before {one.deadline.isoformat()}", one.remind_at)
        reminders.plan(DEADLINE, one, f"at {one.deadline.isoformat()}", one.deadline)


@service(policies.close_round, guards.a_round_is_open)
def close_round(decision: Decision, *, actor: Actor) -> Round:
    """Close the open call once: the clock at its deadline, the Coordinator when all have replied or in the meeting.

    A concern that is unresolved is recorded as no consensus in the same transaction. Refused (ConditionsUnmet) while
    replies are awaited: silence is no reply, unless the call runs under a silence procedure and its deadline has passed.
    Refused as well for a text that was amended in a meeting: who was represented there is known with its item.
    """
    current = status.latest_round(decision)
    assert current is not None
    if amendments.still_to_be_told(current) and not status.concerns_after(current):
        words = _("The text was amended in the meeting. Close the call with its agenda item.")
        raise ConditionsUnmet(UnmetCondition(words))
    goes_on = guards.ad_referendum_is_over(decision, current)
    in_room = current.mode == Round.Mode.MEETING and policies.coordinator(actor, decision) and goes_on is None
    if not (in_room or status.all_have_answered(current) or status.ends_at_its_deadline(decision, current)):
        sentence = _("The call is open until its deadline, and not every organization has replied.")
        raise ConditionsUnmet(goes_on or guards.replies_awaited(current) or UnmetCondition(sentence))
    closing.close_with_outcome(decision, current, actor)
    return current


def close_for_meeting(decision: Decision, *, actor: Actor, represented: Collection[int]) -> None:
    """The meeting in which the call was held ends: what is still open closes with it, or goes on ad referendum."""
    with audit.lock(decision):
        current = status.latest_round(decision)
        if current is not None and status.is_open_in_a_meeting(current):
            _end_in_meeting(decision, current, actor, represented)


def _end_in_meeting(decision: Decision, current: Round, actor: Actor, represented: Collection[int]) -> None:
    if not amendments.goes_on_ad_referendum(decision, current, actor, represented):
        amendments.record_not_represented(current, actor=actor, represented=represented)
        closing.close_with_outcome(decision, current, actor)


@service(policies.close_round, guards.a_call_in_a_meeting_is_open)
def close_in_meeting(decision: Decision, *, actor: Actor, represented: Collection[int]) -> None:
    """Close the call with its item; one on a text that was amended in the room goes on for the members not represented."""
    current = status.latest_round(decision)
    assert current is not None
    _end_in_meeting(decision, current, actor, represented)


@service(policies.records_amendment, guards.a_call_in_a_meeting_is_open)
def amend_in_meeting(
    decision: Decision,
    *,
    actor: Actor,
    source: str,
    change_note: str,
    editorial: bool = False,
    version: str | None = None,
) -> None:
    """Put an amendment made in the room into a new version, and ask again whether there is any objection to it.

    An amendment of substance is adopted ad referendum when the call closes, and so is one that only corrects its
    wording before the members not represented were told. Refused (Stale) where the text was changed
    since the form was opened, and (ConditionsUnmet) where it does not change the text.
    """
    consultation.check_newest(decision, version)
    before = consultation.newest_text(decision).source
    if source.strip() == before.strip():
        raise ConditionsUnmet(UnmetCondition(_("The text is the same as before. Enter the amended text.")))
    if editorial and not text.alike(source, before):
        words = _("This changes more than the wording. Record it without “The change is editorial only”.")
        raise ConditionsUnmet(UnmetCondition(words))
    amended = not editorial or amendments.still_to_be_told(status.latest_round(decision))
    drafting.freeze_text(
        decision, source, actor=actor, change_note=change_note,
        writes=lambda: _set_up(decision, actor, Round.Mode.MEETING, None, None, amended=amended),
    )  # fmt: skip
    payload = {"note": change_note, "editorial": editorial}
    audit.record_event(decision, "amended in the meeting", actor=actor, audience=MEMBERS, payload=payload)


def close_due() -> int:
    """Close every call in writing whose deadline has passed, where nobody's reply is awaited any more."""
    due = Round.objects.due(clock.now()).select_related("decision")
    ended = [one for one in due if status.ends_at_its_deadline(one.decision, one)]
    return sweep.run_for_each(ended, lambda one: close_round(one.decision, actor=SYSTEM))


@service(policies.runs, guards.a_call_in_writing_is_open)
def extend(decision: Decision, *, actor: Actor, deadline: dt.datetime, reason: str) -> None:
    """Give a call in writing a later deadline; every organization whose reply is awaited is notified.

    Refused (ConditionsUnmet) for a deadline that is not later than the present one and than now.
    """
    current = status.latest_round(decision)
    assert current is not None
    assert current.deadline is not None
    if (unmet := guards.deadline_is_later(current, deadline)) is not None:
        raise ConditionsUnmet(unmet)
    _extend(decision, current, actor, deadline, reason)


@service(policies.take_position, guards.a_call_in_writing_is_open, guards.an_extension_can_be_requested)
def request_extension(decision: Decision, *, actor: Actor, reason: str) -> None:
    """An invited organization asks for more time: under the working method in force the deadline moves once, at once."""
    current = status.latest_round(decision)
    assert current is not None
    assert current.deadline is not None
    days = int(methods.value(method_rules.EXTENSION_ON_REQUEST, "days"))
    from_day = max(clock.day_of(current.deadline), clock.today())
    later = clock.close_of(clock.add_working_days(from_day, days))
    _extend(decision, current, actor, later, reason, requested_by=str(actor.organization))


def _extend(
    decision: Decision, current: Round, actor: Actor, deadline: dt.datetime, reason: str, *, requested_by: str = ""
) -> None:
    before, current.deadline = current.deadline, deadline
    current.remind_at = _reminder_at(clock.now(), deadline)
    audit.write(current, "deadline", "remind_at")
    decision.round_deadline = deadline
    audit.save(decision, actor=actor, reason=reason, fields=["round_deadline"])
    reminders.drop(current, Reminder.Result.EXTENDED)
    _plan_reminders(current)
    payload = {
        "from": before,
        "to": deadline,
        "reason": reason,
        **({"requested_by": requested_by} if requested_by else {}),
    }
    event = audit.record_event(current, "call extended", actor=actor, audience=MEMBERS, payload=payload)
    notices.tell_extended(current, event)


@service(policies.runs, guards.a_call_in_writing_is_open, guards.replies_are_awaited)
def remind_now(decision: Decision, *, actor: Actor) -> None:
    """Remind at once every organization whose reply is awaited."""
    current = status.latest_round(decision)
    assert current is not None
    payload = {"to": [str(e.organization) for e in status.silent(current)]}
    event = audit.record_event(
        current, "reminder sent", actor=actor, audience=MEMBERS, payload=payload, seal=current.seal_now
    )
    notices.remind_silent(current, f"event {event.pk}")


def remind(one: Round, reminder: Reminder) -> str:
    """Remind the silent, each person once; it stays due until the call closes, so that a new representative is told, too."""
    if status.takes_positions(one):
        notices.remind_silent(one, f"round {one.pk}, {one.deadline.isoformat() if one.deadline else ''}")
    return ""


def tell_replies_awaited(one: Round, _reminder: Reminder) -> str:
    """At the deadline the Secretariat learns which replies are awaited; one that was given since ends it."""
    if one.closed_at is None and not status.ends_at_its_deadline(one.decision, one):
        notices.tell_replies_awaited(one)
    return Reminder.Result.SENT


def instants(after: dt.datetime, until: dt.datetime) -> list[dt.datetime]:
    """When open calls end, later than one instant and up to another."""
    return list(Round.objects.open().filter(deadline__gt=after, deadline__lte=until).values_list("deadline", flat=True))


def replace_text(
    decision: Decision,
    *,
    actor: Actor,
    source: str,
    reason: str,
    closes_at: dt.datetime,
    takes_up: Iterable[int] = (),
    version: str | None = None,
) -> None:
    """End the call with a new version: positions stay with theirs, members are consulted again."""
    with audit.lock(decision):
        opened_at = clock.now()
        consultation.check_newest(decision, version)
        engine.apply(decision, "replace_text", actor=actor, reason=reason, window_closes_at=closes_at)
        closing.end_without_outcome(decision, actor=actor)
        drafting.freeze_text(
            decision, source, actor=actor, change_note=reason, takes_up=[int(n) for n in takes_up],
            writes=lambda: consultation.open_window(decision, opened_at, closes_at),
        )  # fmt: skip


def invited_organizations(one_round: Round) -> Any:
    return one_round.invited_organizations.select_related("organization").order_by("organization__sort_key")
