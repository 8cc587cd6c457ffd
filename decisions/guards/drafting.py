"""What must hold before a proposal is edited, submitted or taken over."""

from django.utils.translation import gettext as _

from decisions import status
from decisions.choices import State
from decisions.models import Decision
from network_portal.lib import text
from network_portal.records.registry import registry
from network_portal.records.workflow.engine import Context
from network_portal.records.workflow.refusals import UnmetCondition


def text_has_paragraphs(decision: Decision, context: Context) -> UnmetCondition | None:
    if text.paragraphs(decision.draft_text):
        return None
    return UnmetCondition(_("The proposal has no text yet."), decision.path("edit"))


def mandates_are_answered(decision: Decision, context: Context) -> UnmetCondition | None:
    if decision.mandates.strip():
        return None
    return UnmetCondition(_("Say what it means for the mandates of members."), decision.path("edit"), "global ¶7 b3")


def subject_is_named(decision: Decision, context: Context) -> UnmetCondition | None:
    if decision.subject_id:
        subject, obj = registry.subjects[decision.subject_label], status.subject(decision)
        return subject.stands_in_the_way(obj, decision)
    if not decision.needs_subject:
        return None
    return UnmetCondition(_("Say which {kind} it is about.").format(kind=decision.get_kind_display().lower()))


def its_sponsor_has_left(decision: Decision, context: Context) -> UnmetCondition | None:
    if status.has_left(decision.sponsor):
        return None
    return UnmetCondition(_("{org} is a member and can withdraw its proposal.").format(org=decision.sponsor))


def it_is_a_draft(decision: Decision, context: Context) -> UnmetCondition | None:
    if decision.state == State.DRAFT:
        return None
    return UnmetCondition(_("The proposal was submitted. Its text can no longer be edited."))


def it_can_be_taken_over(decision: Decision, context: Context) -> UnmetCondition | None:
    if status.can_be_taken_over(decision):
        return None
    return UnmetCondition(_("A submitted proposal whose proposing organization has left can be taken over."))
