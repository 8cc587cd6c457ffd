"""Concerns beside positions: about a mandate, raised in consultation or in an open round, tracked to their end."""

import secrets
from typing import Any

from django.utils.translation import gettext as _

from decisions import audiences, guards, notices, policies, status
from decisions.models import Concern, Decision, Round
from network_portal.lib import clock
from network_portal.records import audit
from network_portal.records.access.actor import Actor
from network_portal.records.workflow import bounds, engine
from network_portal.records.workflow.acts import service
from network_portal.records.workflow.refusals import (
    ConditionsUnmet,
    IllegalTransition,
    UnmetCondition,
)


@service(policies.raise_concern, guards.concerns_are_taken)
def raise_concern(
    decision: Decision,
    *,
    actor: Actor,
    kind: str,
    reason: str,
    proposed_solution: str,
    basis: str = "",
    paragraphs: str = "",
) -> Concern:
    """Raise a concern in the name of one's organization; it blocks until that organization is satisfied.

    ToR global ¶7 b3. Refused outside consultation and open rounds (IllegalTransition); in a round only its invited raise
    one, beside their position, and an objection is a position of its own (ConditionsUnmet).
    """
    current = status.latest_round(decision) if decision.state == "round" else None
    if decision.state == "round" and not status.takes_positions(current):
        raise IllegalTransition(_("The call for positions has closed."))
    if current is not None:
        _belongs_to_the_round(current, actor, kind)
    ours = decision.concerns.filter(organization=actor.organization_id)
    bounds.check(ours.count(), bounds.OF_ONE_ORGANIZATION)
    if kind == Concern.Kind.MANDATE and not basis.strip():
        raise ConditionsUnmet(UnmetCondition(_("Name the basis of the mandate."), "", "global ¶7 b3"))
    concern = Concern(
        decision=decision,
        number=free_number(decision),
        organization_id=actor.require_organization_id(),
        kind=kind,
        round=current,
        paragraphs=paragraphs,
        reason=reason,
        basis=basis,
        proposed_solution=proposed_solution,
        raised_by=actor.user,
        raised_at=clock.now(),
    )
    audit.save(concern, actor=actor, reason="concern raised")
    event = audit.record_event(
        concern,
        "concern raised",
        actor=actor,
        audience=audiences.of_concern(concern),
        payload={"kind": kind},
        seal=concern.seal,
    )
    notices.tell_concern(concern, event)
    return concern


def _belongs_to_the_round(current: Round, actor: Actor, kind: str) -> None:
    if not current.invited_organizations.sitting().filter(organization=actor.organization_id).exists():
        raise ConditionsUnmet(
            UnmetCondition(_("{org} is not invited to state a position in this call.").format(org=actor.organization))
        )
    if kind == Concern.Kind.OBJECTION:
        position = current.decision.path("position")
        raise ConditionsUnmet(
            UnmetCondition(_("In a call an objection is a position. Submit it as your position."), position)
        )


def free_number(decision: Decision) -> int:
    """A number for a new concern's address; drawn, because a count would tell of concerns that are still sealed.

    Of four digits, and of six where a matter has more than half of these.
    """
    taken = set(decision.concerns.values_list("number", flat=True))
    first, last = (1000, 9999) if len(taken) < 4500 else (100_000, 999_999)
    while (number := first + secrets.randbelow(last - first + 1)) in taken:
        continue
    return number


def _move(concern: Concern, verb: str, *, actor: Actor, **more: Any) -> None:
    engine.apply(concern, verb, actor=actor, audience=audiences.of_concern(concern), seal=concern.seal, **more)


def address(concern: Concern, *, actor: Actor, response: str) -> None:
    """Sponsor or Secretariat says how it was addressed; that unblocks nothing until the organization confirms."""
    _move(concern, "address", actor=actor, response=response)


def confirm(concern: Concern, *, actor: Actor) -> None:
    _move(concern, "confirm", actor=actor)


def maintain(concern: Concern, *, actor: Actor, reason: str) -> None:
    _move(concern, "maintain", actor=actor, reason=reason)


def lapse(concern: Concern, *, actor: Actor, reason: str) -> None:
    """The Coordinator records that nobody can withdraw or confirm it any more: its organization has left."""
    _move(concern, "lapse_concern", actor=actor, reason=reason)


def withdraw(concern: Concern, *, actor: Actor) -> None:
    _move(concern, "withdraw_concern", actor=actor)
