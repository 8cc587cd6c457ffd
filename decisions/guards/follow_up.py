"""What must hold of an adopted decision and its action points."""

from django.utils.translation import gettext as _

from decisions.choices import State
from decisions.models import Action, Decision
from network_portal.records.workflow.engine import Context
from network_portal.records.workflow.refusals import UnmetCondition


def evidence_is_given(action: Action, context: Context) -> UnmetCondition | None:
    if "evidence" not in context.changes or context.changes["evidence"].strip():
        return None
    return UnmetCondition(_("Say what was done, or where it can be seen."))


def it_is_adopted(decision: Decision, context: Context) -> UnmetCondition | None:
    if decision.state == State.ADOPTED:
        return None
    return UnmetCondition(_("The decision is not adopted."))


def action_is_open(action: Action, context: Context) -> UnmetCondition | None:
    return None if action.state == "open" else UnmetCondition(_("An action is assigned while it is open."))
