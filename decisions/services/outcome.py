"""How a matter ends, and what its end causes in the thing it is about."""

from typing import Any

from decisions import guards, notices, policies, status
from decisions.models import Consent, Decision
from decisions.services import rounds
from network_portal.lib import clock
from network_portal.records import audit
from network_portal.records.access.actor import Actor
from network_portal.records.access.audience import MEMBERS
from network_portal.records.registry import Subject, registry
from network_portal.records.workflow import engine
from network_portal.records.workflow.acts import service


def subject_of(decision: Decision) -> tuple[Subject, Any] | None:
    """What the decision is about, with how the app that owns it wants to be told; None when it is about nothing."""
    if not decision.subject_id:
        return None
    return registry.subjects[decision.subject_label], status.subject(decision)


def _end(decision: Decision, verb: str, *, actor: Actor, adopted: bool, **kwargs: Any) -> None:
    """Make the last move and let the subject follow, all roots held, in one transaction."""
    found = subject_of(decision)
    roots = [decision, *(found[0].roots(found[1]) if found else [])]
    with audit.lock(*roots):
        latest = status.latest_round(decision)
        if adopted and latest is not None:
            kwargs["payload"] = {"no_response": [str(e.organization) for e in status.silent(latest)]}
        elif not adopted:
            rounds.end_without_outcome(decision, actor=actor)
        engine.apply(decision, verb, actor=actor, ended_at=clock.now(), **kwargs)
        if found:
            subject, obj = found
            (subject.adopted if adopted else subject.ended_otherwise)(obj, decision, actor)


def adopt(decision: Decision, *, actor: Actor, statement: str) -> None:
    """The Coordinator declares consensus with a statement; what the decision is about takes effect. ToR global ¶7."""
    _end(decision, "adopt", actor=actor, adopted=True, statement=statement)


def not_adopt(decision: Decision, *, actor: Actor, reason: str) -> None:
    _end(decision, "not_adopt", actor=actor, adopted=False, reason=reason)


def withdraw(decision: Decision, *, actor: Actor, reason: str) -> None:
    """The sponsor takes it back; once members were consulted, with the Coordinator's recorded consent."""
    _end(decision, "withdraw", actor=actor, adopted=False, reason=reason)


def lapse(decision: Decision, *, actor: Actor, reason: str) -> None:
    """The Coordinator ends a matter whose proposing organization has left and that no member took over."""
    _end(decision, "lapse", actor=actor, adopted=False, reason=reason)


@service(policies.consent_to_withdrawal, guards.a_consent_is_asked)
def consent_to_withdrawal(decision: Decision, *, actor: Actor) -> None:
    """The Coordinator's own act beside that of the proposing organization."""
    _consent(decision, actor, Consent.To.WITHDRAWAL)


@service(policies.sponsor, guards.a_consent_is_asked)
def consent_to_not_adopted(decision: Decision, *, actor: Actor) -> None:
    """The proposing organization's own act beside that of the Coordinator."""
    _consent(decision, actor, Consent.To.NOT_ADOPTED)


def _consent(decision: Decision, actor: Actor, to: str) -> None:
    if status.has_consent(decision, to):
        return
    given = Consent(
        decision=decision,
        to=to,
        state=decision.state,
        organization_id=actor.organization_id,
        by=actor.user,
        at=clock.now(),
    )
    audit.create(given)
    payload = {"to": to, "state": decision.state}
    event = audit.record_event(given, "consent given", actor=actor, audience=MEMBERS, payload=payload)
    notices.tell_consent(given, event)
