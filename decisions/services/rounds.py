"""Rounds: opened on a frozen text with the invited organizations frozen, closed once. ToR global ¶7."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from decisions import guards, notices, policies, status
from decisions.models import Decision, InvitedOrganization, Round
from decisions.services import consultation, drafting, positions
from members.models import Organization
from network_portal.lib import clock
from network_portal.records import audit
from network_portal.records.access.actor import SYSTEM, Actor
from network_portal.records.access.audience import body
from network_portal.records.jobs import reminders, sweep
from network_portal.records.models import Reminder
from network_portal.records.workflow import engine
from network_portal.records.workflow.acts import service
from network_portal.records.workflow.refusals import (
    ConditionsUnmet,
    UnmetCondition,
)


def open_round(
    decision: Decision,
    *,
    actor: Actor,
    mode: str = Round.Mode.WRITTEN,
    deadline: dt.datetime | None = None,
    reminded_by_meeting: Collection[int] = (),
) -> Round:
    """Ask the organizations of the deciding body for their positions, in writing until a deadline or in a meeting.

    Invited is who sits in the body now; a meeting says whom its own reminder has reached (ids).
    """
    with audit.lock(decision):
        engine.apply(
            decision, "open_round", actor=actor, payload={"mode": mode, "deadline": deadline},
            round_deadline=deadline, writes=lambda: _set_up(decision, mode, deadline, reminded_by_meeting),
        )  # fmt: skip
        return decision.rounds.latest("number")


def _set_up(decision: Decision, mode: str, deadline: dt.datetime | None, reminded: Collection[int]) -> None:
    """The round, on the newest text, and the organizations that it asks."""
    now = clock.now()
    opened = Round(
        decision=decision,
        number=decision.rounds.count() + 1,
        mode=mode,
        text=consultation.newest_text(decision),
        opened_at=now,
        remind_at=now + (deadline - now) / 2 if deadline else None,
        deadline=deadline,
    )
    audit.create(opened)
    if opened.remind_at is not None:
        reminders.plan("round_reminder", opened, "half of the time", opened.remind_at)
    audit.create_all(
        InvitedOrganization(round=opened, organization=organization, reminded_by_meeting=organization.pk in reminded)
        for organization in Organization.objects.sitting_in(decision.body).filter(kind="un_entity")
    )


@service(policies.close_round, guards.a_round_is_open)
def close_round(decision: Decision, *, actor: Actor) -> Round:
    """Close the open round once: the clock at its deadline, the Coordinator when all answered or in the room.

    Positions open to the body; a concern that blocks is recorded as no consensus in the same transaction.
    """
    current = status.latest_round(decision)
    assert current is not None
    now = clock.now()
    over = current.deadline is not None and current.deadline <= now
    in_room = current.mode == Round.Mode.MEETING and policies.coordinator(actor, decision)
    if not (over or in_room or status.all_have_answered(current)):
        raise ConditionsUnmet(UnmetCondition(_("Not every organization has answered, and the deadline has not come.")))
    _close_with_its_outcome(decision, current, actor)
    return current


def _close_with_its_outcome(decision: Decision, current: Round, actor: Actor) -> None:
    _close(current, clock.now(), actor)
    if status.blocking_concerns(decision):
        engine.apply(decision, "no_consensus", actor=SYSTEM)


def end_without_outcome(decision: Decision, *, actor: Actor) -> None:
    """End an open round without an outcome: its text was replaced, or its matter ended otherwise."""
    current = status.latest_round(decision)
    if current is not None and current.closed_at is None:
        _close(current, clock.now(), actor, superseded=True)


def _close(current: Round, now: dt.datetime, actor: Actor, *, superseded: bool = False) -> None:
    """Set the one closing and lift the seal of its positions."""
    current.closed_at, current.superseded = now, superseded
    audit.write(current, "closed_at", "superseded")
    reminders.drop(current, Reminder.Result.CLOSED)
    audit.unseal(current.seal, current.decision)
    silent = [str(e.organization) for e in status.silent(current)]
    payload = {"round": current.number, "no_response": silent}
    audit.record_event(current, "round closed", actor=actor, audience=body(current.decision.body_id), payload=payload)
    if not superseded:
        positions.settle_concerns(current)


def close_for_meeting(decision: Decision, *, actor: Actor) -> None:
    """The meeting that held the round ends: what is still open closes with it."""
    current = status.latest_round(decision)
    if current is None or current.closed_at is not None or current.mode != Round.Mode.MEETING:
        return
    with audit.lock(decision):
        current.refresh_from_db()
        if current.closed_at is None:
            _close_with_its_outcome(decision, current, actor)


def close_due() -> int:
    """Close every written round whose deadline has come."""
    due = Round.objects.due(clock.now()).select_related("decision")
    return sweep.run_for_each(due, lambda one: close_round(one.decision, actor=SYSTEM))


def remind(one: Round, reminder: Reminder) -> str:
    """Remind the silent, each person once; it stays due until the round closes, so that a new officer is told, too."""
    if status.takes_positions(one):
        notices.remind_silent(one)
    return ""


def instants(after: dt.datetime, until: dt.datetime) -> list[dt.datetime]:
    """When open rounds close, later than one instant and up to another."""
    return list(Round.objects.open().filter(deadline__gt=after, deadline__lte=until).values_list("deadline", flat=True))


def replace_text(
    decision: Decision, *, actor: Actor, source: str, reason: str, closes_at: dt.datetime, version: str | None = None
) -> None:
    """End the round with a new version: positions stay with theirs, members are consulted again."""
    with audit.lock(decision):
        opened_at = clock.now()
        consultation.check_newest(decision, version)
        engine.apply(decision, "replace_text", actor=actor, reason=reason, window_closes_at=closes_at)
        end_without_outcome(decision, actor=actor)
        drafting.freeze_text(
            decision, source, actor=actor, change_note=reason,
            writes=lambda: consultation.open_window(decision, opened_at, closes_at),
        )  # fmt: skip


def invited_organizations(one_round: Round) -> Any:
    return one_round.invited_organizations.select_related("organization").order_by("organization__sort_key")
