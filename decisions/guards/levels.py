"""What must hold before a matter goes to another level, or ends there. ToR global ¶7."""

from django.utils.translation import gettext as _

from decisions import status
from decisions.choices import State
from decisions.models import Decision
from network_portal.records.workflow.engine import Context
from network_portal.records.workflow.refusals import UnmetCondition


def outcome_is_on_record(decision: Decision, context: Context) -> UnmetCondition | None:
    """The way forward of the Principals, or the guidance of the Secretary-General, comes before members are asked again."""
    needed = {"with_principals": "agreed", "referred": "guidance"}.get(decision.state)
    step = status.current_escalation(decision)
    if needed is None or (step is not None and step.outcome == needed):
        return None
    words = {
        "agreed": _("Record first the way forward of the Principals. Where their effort failed, the Regional Executive "
                    "Committee refers the matter."),
        "guidance": _("Record first the guidance of the Secretary-General."),
    }  # fmt: skip
    return UnmetCondition(words[needed], decision.path("outcome"), "global ¶7")


def effort_is_logged(decision: Decision, context: Context) -> UnmetCondition | None:
    if status.contacts_now(decision, "reconcile").exists():
        return None
    return UnmetCondition(_("Record first the effort to reconcile."), decision.path("contact"))


def principals_failed(decision: Decision, context: Context) -> UnmetCondition | None:
    step = status.escalation(decision, "principals")
    if step is not None and step.outcome == "failed" and step.outcome_on:
        return None
    sentence = _("The effort with the Principals is not recorded as failed, with its date.")
    return UnmetCondition(sentence, decision.path("outcome"), "global ¶7 b2")


def committee_concluded(decision: Decision, context: Context) -> UnmetCondition | None:
    if status.referral(decision) is not None:
        return None
    sentence = _("Record first the conclusion of the Regional Executive Committee that refers the matter.")
    return UnmetCondition(sentence, decision.path("committee-conclusion"), "global ¶7 b2")


def highest_level_ended_or_body_agreed(decision: Decision, context: Context) -> UnmetCondition | None:
    """The guidance of the Secretary-General is on record, or the body agreed by consensus not to pursue the matter."""
    step = status.current_escalation(decision)
    if step is not None and step.outcome == "guidance":
        return None
    if status.agreed_not_to_pursue(decision) is None:
        words = _(
            "Record first the guidance of the Secretary-General, or the agreement of {body} not to pursue the matter."
        )
        return UnmetCondition(words.format(body=decision.body), decision.path("not-pursued"), "global ¶7")
    return principals_are_told(decision, context)


def principals_are_told(decision: Decision, context: Context) -> UnmetCondition | None:
    if decision.state not in ("with_principals", "referred"):
        return None
    if status.contacts_now(decision, "principals").exists():
        return None
    words = {
        "with_principals": _("Record first that the Principals were informed."),
        "referred": _("Record first that the office of the Secretary-General was informed."),
    }
    return UnmetCondition(words[decision.state], decision.path("contact"))


def an_outcome_is_awaited(decision: Decision, context: Context) -> UnmetCondition | None:
    level = status.current_escalation(decision)
    return None if level is not None and not level.outcome else UnmetCondition(_("No outcome is awaited."))


def it_is_with_the_principals(decision: Decision, context: Context) -> UnmetCondition | None:
    if decision.state == State.WITH_PRINCIPALS:
        return None
    return UnmetCondition(_("The matter is not with the Principals."))


def it_is_without_consensus(decision: Decision, context: Context) -> UnmetCondition | None:
    if decision.state in (State.NO_CONSENSUS, State.WITH_PRINCIPALS, State.REFERRED):
        return None
    return UnmetCondition(_("The matter is not recorded as having no consensus."))
