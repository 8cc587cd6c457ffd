"""What must hold before a move: each is true, or a sentence about what is missing. None writes."""

from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions import status
from decisions.choices import State
from decisions.models import Action, Comment, Concern, Decision
from network_portal.lib import text
from network_portal.records.registry import registry
from network_portal.records.workflow.engine import Context
from network_portal.records.workflow.refusals import UnmetCondition


def _names(organizations: Any, most: int = 12) -> str:
    names = [str(o) for o in organizations]
    more = [_("{n} more").format(n=len(names) - most)] if len(names) > most else []
    return str(get_text_list([*names[:most], *more], _("and")))


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


def every_member_can_be_reached(decision: Decision, context: Context) -> UnmetCondition | None:
    lacking = status.members_without_address(decision)
    if not lacking:
        return None
    sentence = _("No officer can be written to, and no contact is logged, for {names}.")
    return UnmetCondition(
        sentence.format(names=_names(lacking)), decision.path("contact"), "regional decision-making 1"
    )


def period_lies_ahead(decision: Decision, context: Context) -> UnmetCondition | None:
    closes_at = context.changes.get("window_closes_at")
    if closes_at is None or closes_at > context.now:
        return None
    return UnmetCondition(_("The deadline for comments must lie ahead."))


def deadline_lies_ahead(decision: Decision, context: Context) -> UnmetCondition | None:
    deadline = context.changes.get("round_deadline")
    if deadline is None or deadline > context.now:
        return None
    return UnmetCondition(_("The deadline of the round must lie ahead."))


def no_round_is_open(decision: Decision, context: Context) -> UnmetCondition | None:
    """A second round in the state of round needs the first one closed, with someone not reached."""
    latest = status.latest_round(decision)
    if latest is None or decision.state != "round":
        return None
    if latest.closed_at is None:
        return UnmetCondition(_("The round is still open."))
    if status.silent_not_reached(decision, latest):
        return None
    return UnmetCondition(_("The round is closed and everybody was reached: declare the outcome instead."))


def every_member_was_reached(decision: Decision, context: Context) -> UnmetCondition | None:
    lacking = status.members_not_reached(decision)
    if not lacking:
        return None
    n = len(lacking)
    sentence = ngettext("{n} member was not reached: {names}.", "{n} members were not reached: {names}.", n)
    return UnmetCondition(
        sentence.format(n=n, names=_names(lacking)), decision.path("contact"), "regional decision-making 1"
    )


def window_is_over(decision: Decision, context: Context) -> UnmetCondition | None:
    window = status.latest_consultation(decision)
    if window is None:
        return UnmetCondition(_("There was no consultation."), "", "regional decision-making 1")
    if window.closes_at <= context.now or not status.members_not_answered(decision):
        return None
    return UnmetCondition(_("The window for comments is open, and not every member has answered."))


def every_comment_is_answered(decision: Decision, context: Context) -> UnmetCondition | None:
    n = status.unanswered_comments(decision)
    if not n:
        return None
    sentence = ngettext("{n} comment has no answer.", "{n} comments have no answer.", n)
    return UnmetCondition(sentence.format(n=n), decision.get_absolute_url() + "#consultation")


def accepted_comments_are_in_the_text(decision: Decision, context: Context) -> UnmetCondition | None:
    """What was accepted changes the text, or the answer says why it did not need to."""
    if decision.state != "consultation":
        return None
    numbers = status.accepted_without_change(decision)
    if not numbers:
        return None
    sentence = ngettext(
        "Comment {numbers} was accepted, but the text was not revised since. Submit a revised text, or enter in the "
        "answer why the text stays as it is.",
        "Comments {numbers} were accepted, but the text was not revised since. Submit a revised text, or enter in the "
        "answers why the text stays as it is.",
        len(numbers),
    )
    words = ", ".join(str(number) for number in numbers)
    return UnmetCondition(sentence.format(numbers=words), decision.get_absolute_url() + "#consultation")


def outcome_is_on_record(decision: Decision, context: Context) -> UnmetCondition | None:
    """After the Principals or a referral, what came of it stands on record before members are asked again."""
    if decision.state not in ("with_principals", "referred"):
        return None
    step = status.current_escalation(decision)
    if step is not None and step.outcome:
        return None
    return UnmetCondition(_("The outcome of this level is not on record."), decision.path("outcome"), "global ¶7")


def round_is_closed(decision: Decision, context: Context) -> UnmetCondition | None:
    latest = status.latest_round(decision)
    if latest is not None and latest.closed_at is not None:
        return None
    return UnmetCondition(_("The round is open until its deadline."))


def nothing_blocks(decision: Decision, context: Context) -> UnmetCondition | None:
    blocking = status.blocking_concerns(decision)
    if not blocking:
        return None
    sentence = _("A concern of {names} stands: withdrawn, or confirmed as addressed, by its organization only.")
    names = _names(sorted({str(c.organization) for c in blocking}))
    return UnmetCondition(sentence.format(names=names), decision.get_absolute_url() + "#concerns", "global ¶7")


def something_blocks(decision: Decision, context: Context) -> UnmetCondition | None:
    return None if status.blocking_concerns(decision) else UnmetCondition(_("No concern stands."))


def the_silent_were_reached_and_reminded(decision: Decision, context: Context) -> UnmetCondition | None:
    latest = status.latest_round(decision)
    if latest is None:
        return None
    lacking = status.silent_not_reached(decision, latest)
    if not lacking:
        return None
    sentence = _("{names} did not answer and were not both reached and reminded: open the round again.")
    return UnmetCondition(sentence.format(names=_names(lacking)), "", "regional decision-making 1")


def effort_is_logged(decision: Decision, context: Context) -> UnmetCondition | None:
    if status.contacts_now(decision, "reconcile").exists():
        return None
    return UnmetCondition(_("No effort to reconcile is logged."), decision.path("contact"), "global ¶9 b1")


def a_concern_is_maintained(decision: Decision, context: Context) -> UnmetCondition | None:
    if status.maintained_concerns(decision):
        return None
    return UnmetCondition(_("No concern is maintained in writing."), decision.get_absolute_url() + "#concerns")


def principals_failed(decision: Decision, context: Context) -> UnmetCondition | None:
    step = status.escalation(decision, "principals")
    if step is not None and step.outcome == "failed" and step.outcome_on:
        return None
    sentence = _("The effort with the Principals is not recorded as failed, with its date.")
    return UnmetCondition(sentence, decision.path("outcome"), "global ¶7 b2")


def committee_asked(decision: Decision, context: Context) -> UnmetCondition | None:
    request = status.referral_request(decision)
    if request is not None:
        return None
    sentence = _("The request of the Executive Committee is not recorded, with date, document and organizations.")
    return UnmetCondition(sentence, decision.path("committee-request"), "global ¶7 b2")


def sponsor_consents_or_level_ended(decision: Decision, context: Context) -> UnmetCondition | None:
    step = status.current_escalation(decision)
    if status.has_consent(decision, "not_adopted") or (step is not None and step.outcome):
        return None
    return UnmetCondition(_("Neither the sponsor's consent nor the outcome of this level is on record."))


def coordinator_consents(decision: Decision, context: Context) -> UnmetCondition | None:
    if not status.was_consulted(decision) or status.has_consent(decision, "withdrawal"):
        return None
    return UnmetCondition(_("The Coordinator's consent to the withdrawal is not on record."))


def principals_are_told(decision: Decision, context: Context) -> UnmetCondition | None:
    if decision.state not in ("with_principals", "referred"):
        return None
    if status.contacts_now(decision, "principals").exists():
        return None
    return UnmetCondition(_("The Principals were not told of this end."), decision.path("contact"))


def matter_is_open(concern: Concern, context: Context) -> UnmetCondition | None:
    if not concern.decision.is_ended:
        return None
    return UnmetCondition(_("The decision has ended."))


def response_is_given(concern: Concern, context: Context) -> UnmetCondition | None:
    if "response" not in context.changes or context.changes["response"].strip():
        return None
    return UnmetCondition(_("Say how the concern was addressed."))


def position_leaves_it_free(concern: Concern, context: Context) -> UnmetCondition | None:
    """Nobody below who raised it takes it back; in an open round an objection ends with a new position."""
    if context.actor.is_system:
        return None
    if concern.rank > context.actor.rank:
        return UnmetCondition(
            _("An officer of higher rank has raised the concern of {org}.").format(org=concern.organization)
        )
    is_open = concern.round is not None and concern.round.closed_at is None
    if is_open and concern.kind == concern.Kind.OBJECTION:
        return UnmetCondition(_("The round is open: change the position instead."), concern.decision.path("position"))
    return None


def its_sponsor_has_left(decision: Decision, context: Context) -> UnmetCondition | None:
    if status.has_left(decision.sponsor):
        return None
    return UnmetCondition(_("{org} is a member and can withdraw its proposal.").format(org=decision.sponsor))


def its_organization_has_left(concern: Concern, context: Context) -> UnmetCondition | None:
    if status.has_left(concern.organization):
        return None
    return UnmetCondition(_("{org} is a member and can withdraw its concern.").format(org=concern.organization))


def evidence_is_given(action: Action, context: Context) -> UnmetCondition | None:
    if "evidence" not in context.changes or context.changes["evidence"].strip():
        return None
    return UnmetCondition(_("Say what was done, or where it can be seen."))


def it_is_a_draft(decision: Decision, context: Context) -> UnmetCondition | None:
    if decision.state == State.DRAFT:
        return None
    return UnmetCondition(_("The proposal was submitted; its text is frozen."))


def consultation_is_open(decision: Decision, context: Context) -> UnmetCondition | None:
    if decision.state == State.CONSULTATION:
        return None
    return UnmetCondition(_("The consultation is not open."))


def matter_has_not_ended(decision: Decision, context: Context) -> UnmetCondition | None:
    return UnmetCondition(_("The decision has ended.")) if decision.is_ended else None


def its_matter_is_open(comment: Comment, context: Context) -> UnmetCondition | None:
    return matter_has_not_ended(comment.decision, context)


def a_round_is_open(decision: Decision, context: Context) -> UnmetCondition | None:
    """Not closed yet; its deadline may have come."""
    latest = status.latest_round(decision) if decision.state == State.ROUND else None
    if latest is not None and latest.closed_at is None:
        return None
    return UnmetCondition(_("The round is closed."))


def concerns_are_taken(decision: Decision, context: Context) -> UnmetCondition | None:
    if decision.state in (State.CONSULTATION, State.ROUND):
        return None
    return UnmetCondition(_("Concerns are raised in consultation or in a round."))


def an_outcome_is_awaited(decision: Decision, context: Context) -> UnmetCondition | None:
    level = status.current_escalation(decision)
    return None if level is not None and not level.outcome else UnmetCondition(_("No outcome is awaited."))


def it_is_with_the_principals(decision: Decision, context: Context) -> UnmetCondition | None:
    if decision.state == State.WITH_PRINCIPALS:
        return None
    return UnmetCondition(_("The matter is not with the Principals."))


def a_consent_is_asked(decision: Decision, context: Context) -> UnmetCondition | None:
    if decision.is_ended or decision.state == State.DRAFT:
        return UnmetCondition(_("Nothing asks for a consent now."))
    return None


def it_can_be_taken_over(decision: Decision, context: Context) -> UnmetCondition | None:
    if status.can_be_taken_over(decision):
        return None
    return UnmetCondition(_("A submitted proposal whose proposing organization has left can be taken over."))


def it_is_adopted(decision: Decision, context: Context) -> UnmetCondition | None:
    if decision.state == State.ADOPTED:
        return None
    return UnmetCondition(_("Actions follow from adopted decisions."))


def action_is_open(action: Action, context: Context) -> UnmetCondition | None:
    return None if action.state == "open" else UnmetCondition(_("An action is assigned while it is open."))
