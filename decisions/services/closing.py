"""How a call for positions ends: once, with what it causes in the same transaction. ToR global ¶7."""

import datetime as dt
from typing import Any

from decisions import status
from decisions.models import Decision, Round
from network_portal.lib import clock
from network_portal.records import audit
from network_portal.records.access.actor import SYSTEM, Actor
from network_portal.records.access.audience import MEMBERS
from network_portal.records.jobs import reminders
from network_portal.records.models import Reminder
from network_portal.records.workflow import engine


def close_with_outcome(decision: Decision, current: Round, actor: Actor) -> None:
    """Close the call; an unresolved objection or concern about a mandate is recorded as no consensus."""
    _close(current, clock.now(), actor)
    if status.blocking_concerns(decision):
        engine.apply(decision, "no_consensus", actor=SYSTEM)


def end_without_outcome(decision: Decision, *, actor: Actor) -> None:
    """End an open call without an outcome: its text was replaced, a meeting takes it up, or its matter ended otherwise."""
    current = status.latest_round(decision)
    if current is not None and current.closed_at is None:
        _close(current, clock.now(), actor, superseded=True)


def _close(current: Round, now: dt.datetime, actor: Actor, *, superseded: bool = False) -> None:
    """Set the one closing and lift the seal of its positions."""
    current.closed_at, current.superseded = now, superseded
    audit.write(current, "closed_at", "superseded")
    reminders.drop(current, Reminder.Result.CLOSED)
    if current.seal:
        audit.unseal(current.seal, current.decision)
    silent = [str(e.organization) for e in status.silent(current)]
    payload = {"round": current.number, "no_response": silent}
    audit.record_event(current, "round closed", actor=actor, audience=MEMBERS, payload=payload)
    if not superseded:
        settle_concerns(current)


def settle_concerns(closed: Round) -> None:
    """At closing, who stated any position but an objection has withdrawn its own concerns of before that position."""
    withdraw_concerns(status.settled_by(closed), "")


def withdraw_concerns(rows: Any, seal: str) -> None:
    """The position of their organization withdraws these concerns."""
    for concern in rows:
        engine.apply(
            concern, "withdraw_concern", actor=SYSTEM, reason="withdrawn by an explicit position", audience=MEMBERS,
            seal=seal,
        )  # fmt: skip
