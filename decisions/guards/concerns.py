"""What must hold of concerns, and what stands in the way of an adoption. ToR global ¶7."""

from django.utils.translation import gettext as _

from decisions import status
from decisions.choices import State
from decisions.guards.shared import listed
from decisions.models import Concern, Decision
from network_portal.records.workflow.engine import Context
from network_portal.records.workflow.refusals import UnmetCondition


def nothing_blocks(decision: Decision, context: Context) -> UnmetCondition | None:
    blocking = status.blocking_concerns(decision)
    if not blocking:
        return None
    sentence = _("Unresolved concern: {names}.")
    names = listed(sorted({str(c.organization) for c in blocking}))
    return UnmetCondition(sentence.format(names=names), decision.get_absolute_url() + "#concerns", "global ¶7")


def something_blocks(decision: Decision, context: Context) -> UnmetCondition | None:
    return None if status.blocking_concerns(decision) else UnmetCondition(_("No concern is unresolved."))


def a_concern_is_maintained(decision: Decision, context: Context) -> UnmetCondition | None:
    if status.maintained_concerns(decision):
        return None
    return UnmetCondition(_("No concern is maintained in writing."), decision.get_absolute_url() + "#concerns")


def matter_is_open(concern: Concern, context: Context) -> UnmetCondition | None:
    if not concern.decision.is_ended:
        return None
    return UnmetCondition(_("The decision has ended."))


def response_is_given(concern: Concern, context: Context) -> UnmetCondition | None:
    if "response" not in context.changes or context.changes["response"].strip():
        return None
    return UnmetCondition(_("Enter the response to the concern."))


def position_leaves_it_free(concern: Concern, context: Context) -> UnmetCondition | None:
    """In an open call an objection ends with a new position of its organization."""
    if context.actor.is_system:
        return None
    is_open = concern.round is not None and concern.round.closed_at is None
    if is_open and concern.kind == concern.Kind.OBJECTION:
        return UnmetCondition(_("The call is open. Edit the position instead."), concern.decision.path("position"))
    return None


def its_organization_has_left(concern: Concern, context: Context) -> UnmetCondition | None:
    if status.has_left(concern.organization):
        return None
    return UnmetCondition(_("{org} is a member and can withdraw its concern.").format(org=concern.organization))


def concerns_are_taken(decision: Decision, context: Context) -> UnmetCondition | None:
    if decision.state in (State.CONSULTATION, State.ROUND):
        return None
    return UnmetCondition(_("Concerns are raised in consultation or in a call for positions."))
