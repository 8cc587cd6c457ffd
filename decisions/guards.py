"""What must hold before a move: each is true, or a sentence about what is missing. None writes."""

import datetime as dt
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions import method_rules, methods, status
from decisions.choices import State
from decisions.models import Action, Comment, Concern, Decision, Round
from network_portal.lib import clock, text
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
    sentence = _("No representative can be written to, and no contact is recorded, for {names}.")
    return UnmetCondition(
        sentence.format(names=_names(lacking)), decision.path("contact"), "regional decision-making 1"
    )


def period_lies_ahead(decision: Decision, context: Context) -> UnmetCondition | None:
    closes_at = context.changes.get("window_closes_at")
    if closes_at is None or closes_at > context.now:
        return None
    return UnmetCondition(_("The deadline for comments must be in the future."))


def period_is_as_long_as_a_method_says(decision: Decision, context: Context) -> UnmetCondition | None:
    closes_at = context.changes.get("window_closes_at")
    days = methods.value(method_rules.MINIMUM_CONSULTATION, "days") if closes_at is not None else None
    if days is None or closes_at is None:
        return None
    least = clock.close_of(clock.add_working_days(clock.day_of(context.now), int(days)))
    if closes_at >= least:
        return None
    words = _("By the working method in force a consultation lasts at least {n} working days, until {day} or later.")
    return UnmetCondition(words.format(n=days, day=clock.format_instant(least)))


def deadline_lies_ahead(decision: Decision, context: Context) -> UnmetCondition | None:
    deadline = context.changes.get("round_deadline")
    if deadline is None or deadline > context.now:
        return None
    return UnmetCondition(_("The deadline for positions must be in the future."))


def deadline_is_later(one_round: Round, deadline: dt.datetime) -> UnmetCondition | None:
    """Whether a call in writing can be extended to an instant."""
    if one_round.deadline is not None and deadline > max(one_round.deadline, clock.now()):
        return None
    return UnmetCondition(_("The new deadline must be later than the present one, and in the future."))


def no_round_is_open(decision: Decision, context: Context) -> UnmetCondition | None:
    """Another call in this state needs the first one closed, or its deadline past, with replies awaited."""
    latest = status.latest_round(decision)
    if latest is None or decision.state != "round":
        return None
    if latest.closed_at is None and (latest.deadline is None or latest.deadline > context.now):
        return UnmetCondition(_("The call for positions is open."))
    if status.awaited(latest):
        return None
    return UnmetCondition(_("The call has closed. Record the outcome."))


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
    return UnmetCondition(_("The consultation is open, and not every member has replied."))


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
        "Comment {numbers} was accepted, but no revised text names it. Submit a revised text that takes it up, or enter in the "
        "answer why the text stays as it is.",
        "Comments {numbers} were accepted, but no revised text names them. Submit a revised text that takes them up, or enter "
        "in the answers why the text stays as it is.",
        len(numbers),
    )
    words = ", ".join(str(number) for number in numbers)
    return UnmetCondition(sentence.format(numbers=words), decision.get_absolute_url() + "#consultation")


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


def ad_referendum_is_over(decision: Decision, one_round: Round) -> UnmetCondition | None:
    """Whether members that were not represented have been told of an amended text and had the days of a call."""
    row = status.ad_referendum(one_round)
    if row is None or one_round.closed_at is not None:
        return None
    until, untold = status.objections_until(decision, row)
    if until > clock.now():
        words = _(
            "The amended text is adopted ad referendum until {until}. Members not represented may object until then."
        )
        return UnmetCondition(words.format(until=clock.format_instant(until)))
    if untold:
        words = _("Not informed of the amended text: {names}. Record how each of them was informed.")
        return UnmetCondition(words.format(names=_names(untold)), decision.path("contact"))
    return None


def round_is_closed(decision: Decision, context: Context) -> UnmetCondition | None:
    latest = status.latest_round(decision)
    if latest is not None and latest.closed_at is not None:
        return None
    goes_on = ad_referendum_is_over(decision, latest) if latest is not None else None
    return goes_on or UnmetCondition(_("The call for positions is open."))


def nothing_blocks(decision: Decision, context: Context) -> UnmetCondition | None:
    blocking = status.blocking_concerns(decision)
    if not blocking:
        return None
    sentence = _("Unresolved concern: {names}.")
    names = _names(sorted({str(c.organization) for c in blocking}))
    return UnmetCondition(sentence.format(names=names), decision.get_absolute_url() + "#concerns", "global ¶7")


def something_blocks(decision: Decision, context: Context) -> UnmetCondition | None:
    return None if status.blocking_concerns(decision) else UnmetCondition(_("No concern is unresolved."))


def replies_are_complete_or_silence_procedure_applies(decision: Decision, context: Context) -> UnmetCondition | None:
    """Silence is not agreement, unless the call ran under a silence procedure and all its conditions are met."""
    latest = status.latest_round(decision)
    if latest is None:
        return None
    if latest.method_id is None:
        return replies_awaited(latest)
    lacking = status.not_notified_of_the_call(decision, latest)
    if not lacking:
        return None
    sentence = _("The silence procedure does not apply: {names} were not notified of the call.")
    return UnmetCondition(sentence.format(names=_names(lacking)), decision.path("contact"))


def replies_awaited(one_round: Round) -> UnmetCondition | None:
    """Whose reply a call in writing awaits, and what to do."""
    names = status.awaited(one_round)
    if not names:
        return None
    sentence = _(
        "Replies awaited from {names}. Send a reminder, extend the deadline, record a reply received, or place the matter on the "
        "agenda of a meeting."
    )
    path = one_round.decision.path("record-reply") if one_round.closed_at is None else ""
    return UnmetCondition(sentence.format(names=_names(names)), path)


def effort_is_logged(decision: Decision, context: Context) -> UnmetCondition | None:
    if status.contacts_now(decision, "reconcile").exists():
        return None
    return UnmetCondition(_("Record first the effort to reconcile."), decision.path("contact"))


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
    return UnmetCondition(_("The proposal was submitted. Its text can no longer be edited."))


def consultation_is_open(decision: Decision, context: Context) -> UnmetCondition | None:
    if decision.state == State.CONSULTATION:
        return None
    return UnmetCondition(_("The consultation is not open."))


def matter_has_not_ended(decision: Decision, context: Context) -> UnmetCondition | None:
    return UnmetCondition(_("The decision has ended.")) if decision.is_ended else None


def its_matter_is_open(comment: Comment, context: Context) -> UnmetCondition | None:
    return matter_has_not_ended(comment.decision, context)


def a_round_is_open(decision: Decision, context: Context) -> UnmetCondition | None:
    """Not closed yet; its deadline may have passed."""
    latest = status.latest_round(decision) if decision.state == State.ROUND else None
    if latest is not None and latest.closed_at is None:
        return None
    return UnmetCondition(_("The call for positions has closed."))


def a_call_in_writing_is_open(decision: Decision, context: Context) -> UnmetCondition | None:
    latest = status.latest_round(decision)
    in_writing = latest is not None and latest.mode == Round.Mode.WRITTEN
    if in_writing and a_round_is_open(decision, context) is None and status.takes_positions(latest):
        return None
    return UnmetCondition(_("No call for positions in writing is open."))


def a_call_in_a_meeting_is_open(decision: Decision, context: Context) -> UnmetCondition | None:
    latest = status.latest_round(decision)
    open_there = latest is not None and latest.closed_at is None and latest.mode == Round.Mode.MEETING
    if open_there and status.ad_referendum(latest) is None:
        return None
    return UnmetCondition(_("No call for positions is open in the meeting."))


def an_extension_can_be_requested(decision: Decision, context: Context) -> UnmetCondition | None:
    """Where a working method in force says so, and nobody asked in this call before."""
    if methods.in_force(method_rules.EXTENSION_ON_REQUEST) is None:
        return UnmetCondition(
            _("No working method in force provides an extension on request. Write to the Secretariat.")
        )
    latest = status.latest_round(decision)
    if latest is not None and status.extension_was_requested(latest):
        return UnmetCondition(_("The deadline of this call was extended on request before."))
    return None


def replies_are_awaited(decision: Decision, context: Context) -> UnmetCondition | None:
    latest = status.latest_round(decision)
    return None if latest is not None and status.awaited(latest) else UnmetCondition(_("No reply is awaited."))


def positions_are_taken(decision: Decision, context: Context) -> UnmetCondition | None:
    """A call is open, or the organization can still correct the reply that the Secretariat recorded for it."""
    if status.may_be_corrected(decision, context.actor.organization_id):
        return None
    return a_round_is_open(decision, context)


def concerns_are_taken(decision: Decision, context: Context) -> UnmetCondition | None:
    if decision.state in (State.CONSULTATION, State.ROUND):
        return None
    return UnmetCondition(_("Concerns are raised in consultation or in a call for positions."))


def an_outcome_is_awaited(decision: Decision, context: Context) -> UnmetCondition | None:
    level = status.current_escalation(decision)
    return None if level is not None and not level.outcome else UnmetCondition(_("No outcome is awaited."))


def it_is_with_the_principals(decision: Decision, context: Context) -> UnmetCondition | None:
    if decision.state == State.WITH_PRINCIPALS:
        return None
    return UnmetCondition(_("The matter is not with the Principals."))


def its_reply_was_recorded(decision: Decision, context: Context) -> UnmetCondition | None:
    """The Secretariat recorded the reply of the actor's organization in the call by which the decision was adopted."""
    latest = status.latest_round(decision)
    own = context.actor.organization_id
    position = status.current_position(latest, own) if latest is not None and own is not None else None
    if position is not None and not position.is_its_own:
        return None
    return UnmetCondition(_("The Secretariat recorded no reply of your organization."))


def it_is_without_consensus(decision: Decision, context: Context) -> UnmetCondition | None:
    if decision.state in (State.NO_CONSENSUS, State.WITH_PRINCIPALS, State.REFERRED):
        return None
    return UnmetCondition(_("The matter is not recorded as having no consensus."))


def it_can_be_taken_over(decision: Decision, context: Context) -> UnmetCondition | None:
    if status.can_be_taken_over(decision):
        return None
    return UnmetCondition(_("A submitted proposal whose proposing organization has left can be taken over."))


def it_is_adopted(decision: Decision, context: Context) -> UnmetCondition | None:
    if decision.state == State.ADOPTED:
        return None
    return UnmetCondition(_("The decision is not adopted."))


def action_is_open(action: Action, context: Context) -> UnmetCondition | None:
    return None if action.state == "open" else UnmetCondition(_("An action is assigned while it is open."))
