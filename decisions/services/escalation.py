"""Where there is no consensus: Principals, the conclusion of the committee, the Secretary-General. ToR global ¶7."""

import datetime as dt

from django.utils.translation import gettext as _

from decisions import guards, policies, status
from decisions.models import Conclusion, Decision, Escalation
from network_portal.lib import clock
from network_portal.records import audit
from network_portal.records.access.actor import Actor
from network_portal.records.access.audience import MEMBERS
from network_portal.records.workflow import bounds, engine
from network_portal.records.workflow.acts import service
from network_portal.records.workflow.refusals import (
    ConditionsUnmet,
    UnmetCondition,
)


def take_to_principals(decision: Decision, *, actor: Actor, note: str) -> None:
    """The Coordinator works with the Principals; the note says what is put before them. ToR global ¶7 b1."""
    _step_up(decision, "take_to_principals", Escalation.Level.PRINCIPALS, actor, note)


def refer(decision: Decision, *, actor: Actor, note: str) -> None:
    """The committee refers through the Coordinator, and through nobody else. ToR global ¶7 b2."""
    _step_up(decision, "refer", Escalation.Level.SECRETARY_GENERAL, actor, note)


def _step_up(decision: Decision, verb: str, level: str, actor: Actor, note: str) -> None:
    with audit.lock(decision):
        step = Escalation(decision=decision, level=level, opened_at=clock.now(), opened_by=actor.user, sent=note)
        engine.apply(decision, verb, actor=actor, payload={"sent": note}, writes=lambda: audit.create(step))


@service(policies.coordinator, guards.an_outcome_is_awaited)
def record_outcome(decision: Decision, *, actor: Actor, outcome: str, on: dt.date, note: str) -> None:
    """The Coordinator records what came back from the level the matter stands at, once, with its date."""
    step = status.current_escalation(decision)
    fits = {"principals": ("agreed", "failed"), "secretary_general": ("guidance",)}
    if outcome not in fits[step.level]:
        raise ConditionsUnmet(UnmetCondition(_("This outcome does not fit the level.")))
    if on > clock.today() or on < clock.day_of(step.opened_at):
        raise ConditionsUnmet(UnmetCondition(_("The outcome lies between the day the step was taken and today.")))
    step.outcome, step.outcome_on, step.outcome_text = outcome, on, note
    audit.write(step, "outcome", "outcome_on", "outcome_text")
    payload = {"level": step.level, "outcome": outcome, "on": on, "note": note}
    audit.record_event(step, "outcome recorded", actor=actor, audience=MEMBERS, payload=payload)


@service(policies.secretariat, guards.it_is_with_the_principals, guards.principals_failed)
def record_committee_conclusion(
    decision: Decision, *, actor: Actor, on: dt.date, document: str, words: str
) -> Conclusion:
    """The Secretariat records that the Regional Executive Committee refers the matter: at which meeting and item, or in writing.

    ToR global ¶7 b2. Referral is mandatory once the effort of the Principals has failed: the conclusion records it.
    """
    return _conclude(decision, actor, Conclusion.About.REFERRAL, on, document, words, "committee's conclusion")


@service(policies.secretariat, guards.it_is_without_consensus)
def record_not_pursued(decision: Decision, *, actor: Actor, on: dt.date, document: str, words: str) -> Conclusion:
    """The Secretariat records that the deciding body agreed by consensus not to pursue the matter, and where."""
    return _conclude(decision, actor, Conclusion.About.NOT_PURSUED, on, document, words, "not pursued")


def _conclude(
    decision: Decision, actor: Actor, about: str, on: dt.date, document: str, words: str, verb: str
) -> Conclusion:
    bounds.check(decision.conclusions.count(), bounds.REQUESTS)
    if on > clock.today():
        raise ConditionsUnmet(UnmetCondition(_("The date of the conclusion must not lie in the future.")))
    if not (document.strip() and words.strip()):
        raise ConditionsUnmet(
            UnmetCondition(_("Enter the meeting and item, or the document, and the text of the conclusion."))
        )
    made = audit.create(
        Conclusion(
            decision=decision, about=about, on=on, document=document, words=words, recorded_by=actor.user,
            recorded_at=clock.now(),
        )
    )  # fmt: skip
    payload = {"on": on, "document": document, "text": words}
    audit.record_event(made, verb, actor=actor, audience=MEMBERS, payload=payload)
    return made
