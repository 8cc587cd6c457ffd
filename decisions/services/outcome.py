"""How a matter ends, and what its end causes in the thing it is about."""

from typing import Any

from django.db import transaction

from decisions import guards, policies, status
from decisions.models import Decision
from decisions.services import closing
from network_portal.lib import clock
from network_portal.records import audit
from network_portal.records.access.actor import Actor
from network_portal.records.access.audience import MEMBERS
from network_portal.records.jobs import jobs
from network_portal.records.models import Job
from network_portal.records.registry import Subject, registry
from network_portal.records.workflow import engine
from network_portal.records.workflow.acts import service

PAPER = "decision_paper"
"""The kind of job that draws the paper of a decision."""


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
            silent = [str(e.organization) for e in status.silent(latest)] if latest.method_id else []
            kwargs["payload"] = {"method": str(latest.method or ""), "no_response": silent}
        elif not adopted:
            closing.end_without_outcome(decision, actor=actor)
        engine.apply(decision, verb, actor=actor, ended_at=clock.now(), **kwargs)
        if found:
            subject, obj = found
            (subject.adopted if adopted else subject.ended_otherwise)(obj, decision, actor)


def adopt(decision: Decision, *, actor: Actor, statement: str) -> None:
    """The Coordinator declares consensus with a statement; what the decision is about takes effect. ToR global ¶7."""
    with transaction.atomic():
        _end(decision, "adopt", actor=actor, adopted=True, statement=statement)
        jobs.queue(PAPER, decision)


@service(policies.secretariat, guards.it_is_adopted)
def issue_paper(decision: Decision, *, actor: Actor) -> None:
    """Ask for the paper of an adopted decision: where it could not be made, or where it would say more than the filed one."""
    job = jobs.latest(PAPER, decision)
    if job is not None and job.state == Job.State.FAILED:
        jobs.start_again(job)
    else:
        jobs.queue(PAPER, decision)
    audit.record_event(decision, "paper asked for", actor=actor, audience=MEMBERS)


def not_adopt(decision: Decision, *, actor: Actor, reason: str) -> None:
    """The Coordinator records what the highest level, or the body by consensus, has concluded. ToR global ¶7."""
    _end(decision, "not_adopt", actor=actor, adopted=False, reason=reason)


def withdraw(decision: Decision, *, actor: Actor, reason: str) -> None:
    """The proposing organization withdraws it; where a level above has it, that level was informed."""
    _end(decision, "withdraw", actor=actor, adopted=False, reason=reason)


def lapse(decision: Decision, *, actor: Actor, reason: str) -> None:
    """The Coordinator ends a matter whose proposing organization has left and that no member took over."""
    _end(decision, "lapse", actor=actor, adopted=False, reason=reason)
