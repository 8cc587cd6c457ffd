"""Concerns beside positions: about a mandate, raised in consultation or in an open round, tracked to their end."""

from django.utils.translation import gettext as _

from decisions import facts, policies
from decisions.models import Concern, Decision
from network_portal.lib import clock
from network_portal.records import chain, machine
from network_portal.records.acting import Acting
from network_portal.records.refusals import IllegalMove, NotReady, NotYours, Unmet


def raise_concern(
    decision: Decision,
    *,
    acting: Acting,
    kind: str,
    reason: str,
    settle: str,
    basis: str = "",
    paragraph: int | None = None,
) -> Concern:
    """Raise a concern in the name of one's organization; it blocks until that organization is satisfied.

    ToR global ¶7 b3. Refused outside consultation and open rounds (IllegalMove).
    """
    with chain.lock(decision):
        decision.refresh_from_db()
        if not policies.raise_concern(acting, decision):
            raise NotYours if acting.rank == 0 else IllegalMove(_("Concerns are raised in consultation or in a round."))
        current = facts.latest_round(decision) if decision.state == "round" else None
        if decision.state == "round" and (current is None or current.closed_at is not None):
            raise IllegalMove(_("The round is closed."))
        if kind == Concern.KindOf.MANDATE and not basis.strip():
            raise NotReady(Unmet(_("Name the basis of the mandate."), "", "global ¶7 b3"))
        concern = Concern(
            decision=decision,
            number=decision.concerns.count() + 1,
            organization_id=acting.own_organization_id,
            kind=kind,
            round=current,
            paragraph=paragraph,
            reason=reason,
            basis=basis,
            settle=settle,
            raised_by=acting.user,
            raised_at=clock.now(),
        )
        chain.save(concern, acting=acting, reason="concern raised")
        chain.act(
            concern,
            "concern raised",
            acting=acting,
            audience=audience(concern),
            payload={"kind": kind},
            seal=current.seal if current else "",
        )
        return concern


def audience(concern: Concern) -> str:
    """One from a round is for the deciding body, one from consultation for all members."""
    return f"body:{concern.decision.body_id}" if concern.round_id else "members"


def address(concern: Concern, *, acting: Acting, response: str) -> None:
    """Sponsor or Secretariat says how it was addressed; that unblocks nothing until the organization confirms."""
    machine.apply(concern, "address", acting=acting, audience=audience(concern), response=response)


def confirm(concern: Concern, *, acting: Acting) -> None:
    machine.apply(concern, "confirm", acting=acting, audience=audience(concern))


def maintain(concern: Concern, *, acting: Acting, reason: str) -> None:
    machine.apply(concern, "maintain", acting=acting, reason=reason, audience=audience(concern))


def withdraw(concern: Concern, *, acting: Acting) -> None:
    machine.apply(concern, "withdraw_concern", acting=acting, audience=audience(concern))
