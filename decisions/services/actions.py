"""What follows from decisions and meetings. ToR regional coordination, bullet 3; global ¶27 b10."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from decisions import guards, notices, policies
from decisions.models import Action, Decision
from decisions.services import outcome
from members.models import Body, Officer
from network_portal.lib import clock
from network_portal.records import audit
from network_portal.records.access.actor import Actor
from network_portal.records.access.audience import MEMBERS
from network_portal.records.files import counters
from network_portal.records.jobs import jobs
from network_portal.records.workflow import bounds, engine
from network_portal.records.workflow.acts import service
from network_portal.records.workflow.refusals import (
    ConditionsUnmet,
    IllegalTransition,
    PermissionRefused,
    UnmetCondition,
)


def give(
    body: Body, *, actor: Actor, title: str, officer: Officer, due_on: dt.date, decision: Decision | None = None
) -> Action:
    """Give an action to an officer of an organization until a day; the officer is told.

    Secretariat or Coordinator give it; one that follows from a decision follows from an adopted one (IllegalTransition).
    """
    if not policies.runs(actor, None):
        raise PermissionRefused
    with transaction.atomic(), audit.lock(decision or body):
        if decision is not None:
            decision.refresh_from_db()
            if decision.state != "adopted":
                raise IllegalTransition(_("The decision is not adopted."))
        _can_be_assigned(officer, due_on)
        action = Action(
            body=body,
            decision=decision,
            title=title,
            organization=officer.organization,
            officer=officer,
            due_on=due_on,
            created_at=clock.now(),
        )
        bounds.check(Action.objects.filter(decision=decision, body=body).count(), bounds.ACTIONS)
        action.number = counters.next_number("ACTION")
        audit.save(action, actor=actor, reason="action given")
        payload = {"title": title, "organization": str(action.organization), "due_on": due_on}
        event = audit.record_event(action, "action given", actor=actor, audience=MEMBERS, payload=payload)
        notices.tell_action(action, event)
        if decision is not None:
            jobs.queue(outcome.PAPER, decision)  # its follow-up is part of the paper
    return action


def _can_be_assigned(officer: Officer, due_on: dt.date) -> None:
    """Refuse (ConditionsUnmet) a day in the past, and who speaks for no member any more or has no account."""
    missing = []
    if due_on < clock.today():
        missing.append(UnmetCondition(_("The date must be in the future.")))
    if not Officer.objects.of_members().contains(officer):
        missing.append(UnmetCondition(_("{who} speaks for no member any more.").format(who=officer.person)))
    if missing:
        raise ConditionsUnmet(*missing)


@service(policies.runs, guards.it_is_adopted)
def give_from(decision: Decision, *, actor: Actor, title: str, officer: Officer, due_on: dt.date) -> Action:
    """Give an action that follows from an adopted decision."""
    return give(decision.body, actor=actor, decision=decision, title=title, officer=officer, due_on=due_on)


@service(policies.runs, guards.it_is_adopted)
def give_several(
    decision: Decision, *, actor: Actor, title: str, officers: Collection[Officer], due_on: dt.date
) -> list[Action]:
    """Give the same action to several officers: each has a record and a date of one's own, and is told."""
    return [give_from(decision, actor=actor, title=title, officer=one, due_on=due_on) for one in officers]


@service(policies.runs, guards.action_is_open)
def assign(action: Action, *, actor: Actor, officer: Officer, due_on: dt.date, reason: str) -> None:
    """Name another officer, of the same or another organization, for an open action; that organization is told.

    Secretariat or Coordinator do it (PermissionRefused), while the action is open (IllegalTransition), to a day ahead (ConditionsUnmet).
    """
    _can_be_assigned(officer, due_on)
    if (action.officer, action.due_on) == (officer, due_on):
        return
    before = f"{action.organization}, {action.officer.person}"
    action.organization, action.officer, action.due_on = officer.organization, officer, due_on
    audit.save(action, actor=actor, reason=reason, fields=["organization", "officer", "due_on"])
    to = f"{action.organization}, {officer.person}"
    payload = {"from": before, "to": to, "due_on": due_on, "reason": reason}
    event = audit.record_event(action, "action assigned", actor=actor, audience=MEMBERS, payload=payload)
    notices.tell_action(action, event)


def finish(action: Action, *, actor: Actor, evidence: str) -> None:
    engine.apply(action, "finish", actor=actor, evidence=evidence)


def close(action: Action, *, actor: Actor) -> None:
    engine.apply(action, "close_action", actor=actor)


def reopen(action: Action, *, actor: Actor, reason: str) -> None:
    engine.apply(action, "reopen", actor=actor, reason=reason)
