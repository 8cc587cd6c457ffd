"""How a matter ends, and what its end causes in the thing it is about."""

from typing import Any

from django.utils.translation import gettext as _

from decisions import facts, notices, policies
from decisions.models import Consent, Decision
from decisions.services import rounds
from network_portal.lib import clock
from network_portal.records.access.actor import Acting
from network_portal.records.audit import chain
from network_portal.records.registry import Subject, registry
from network_portal.records.workflow import engine
from network_portal.records.workflow.refusals import IllegalTransition, PermissionRefused


def subject_of(decision: Decision) -> tuple[Subject, Any] | None:
    """What the decision is about, with how the app that owns it wants to be told; None when it is about nothing."""
    if not decision.subject_id:
        return None
    return registry.subjects[decision.subject_label], facts.subject(decision)


def _end(decision: Decision, verb: str, *, acting: Acting, adopted: bool, **kwargs: Any) -> None:
    """Make the last move and let the subject follow, all roots held, in one transaction."""
    found = subject_of(decision)
    roots = [decision, *(found[0].roots(found[1]) if found else [])]
    with chain.lock(*roots):
        latest = facts.latest_round(decision)
        if adopted and latest is not None:
            kwargs["payload"] = {"no_response": [str(e.organization) for e in facts.silent(latest)]}
        elif not adopted:
            rounds.cut_short(decision, acting=acting)
        engine.apply(decision, verb, acting=acting, ended_at=clock.now(), **kwargs)
        if found:
            subject, obj = found
            (subject.adopted if adopted else subject.ended_otherwise)(obj, decision, acting)


def adopt(decision: Decision, *, acting: Acting, statement: str) -> None:
    """The Coordinator declares consensus with a statement; what the decision is about takes effect. ToR global ¶7."""
    _end(decision, "adopt", acting=acting, adopted=True, statement=statement)


def not_adopt(decision: Decision, *, acting: Acting, reason: str) -> None:
    _end(decision, "not_adopt", acting=acting, adopted=False, reason=reason)


def withdraw(decision: Decision, *, acting: Acting, reason: str) -> None:
    """The sponsor takes it back; once members were consulted, with the Coordinator's recorded consent."""
    _end(decision, "withdraw", acting=acting, adopted=False, reason=reason)


def lapse(decision: Decision, *, acting: Acting, reason: str) -> None:
    """The Coordinator ends a matter whose proposing organization has left and that no member took over."""
    _end(decision, "lapse", acting=acting, adopted=False, reason=reason)


def consent(decision: Decision, *, acting: Acting, to: str) -> None:
    """A second party's own act: the Coordinator to a withdrawal, the sponsor to being recorded as not adopted."""
    with chain.lock(decision):
        decision.refresh_from_db()
        allowed = policies.consent_to_withdrawal if to == Consent.To.WITHDRAWAL else policies.sponsor
        if not allowed(acting, decision):
            raise PermissionRefused
        if decision.is_ended or decision.state == "draft":
            raise IllegalTransition(_("Nothing asks for a consent now."))
        if facts.has_consent(decision, to):
            return
        given = Consent(
            decision=decision,
            to=to,
            state=decision.state,
            organization_id=acting.organization_id,
            by=acting.user,
            at=clock.now(),
        )
        chain.create(given)
        payload = {"to": to, "state": decision.state}
        event = chain.act(given, "consent given", acting=acting, audience="members", payload=payload)
        notices.tell_consent(given, event)
