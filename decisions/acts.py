"""What people do with a decision, a comment, a concern and an action point: one row each, beside the workflows."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions import forms, guards, policies, status
from decisions.models import Action, Comment, Consent, Decision
from decisions.services import actions, concerns, consultation, drafting, escalation, outcome, positions, rounds
from network_portal.lib import clock
from network_portal.records.access.actor import Actor
from network_portal.records.web.acts import Act, nothing_shown
from network_portal.records.workflow.engine import Context


def _the_text(decision: Decision, _actor: Actor) -> dict[str, Any]:
    return {"text": consultation.newest_text(decision)}


def _the_round(decision: Decision, _actor: Actor) -> dict[str, Any]:
    latest = status.latest_round(decision)
    return {"round": latest, "text": latest.text if latest is not None else None}


def _the_round_and_own_concerns(decision: Decision, actor: Actor) -> dict[str, Any]:
    own = decision.concerns.filter(organization=actor.organization_id, state__in=status.BLOCKING)
    return {**_the_round(decision, actor), "own_concerns": own}


def _own_position(decision: Decision, actor: Actor) -> dict[str, Any]:
    latest = status.latest_round(decision)
    mine = latest and latest.positions.current().filter(organization=actor.organization_id).first()
    return {name: getattr(mine, name) for name in ("value", "reason", "proposed_solution")} if mine else {}


def _draft(decision: Decision, _actor: Actor) -> dict[str, Any]:
    return {name: getattr(decision, name) for name in ("version", "title", "draft_text", "mandates")}


def _answer(comment: Comment, _actor: Actor) -> dict[str, Any]:
    said = {name: getattr(comment, name) for name in ("disposition", "reply", "unchanged")}
    return {**said, "version": comment.answer_seen}


def _the_comment(comment: Comment, _actor: Actor) -> dict[str, Any]:
    return {"comment": comment}


def _its_decision(concern: Any, _actor: Actor) -> dict[str, Any]:
    return {"decision": concern.decision}


def _officer(action: Action, _actor: Actor) -> dict[str, Any]:
    return {"officer": action.officer_id, "due_on": action.due_on}


def _taking_over(decision: Decision, actor: Actor) -> str:
    words = _("{org} becomes the proposing organization. Text, comments and positions stay as they are.")
    return words.format(org=actor.organization)


def _taken_over(decision: Decision, actor: Actor) -> str:
    return _("{org} is now the proposing organization.").format(org=actor.organization)


def _position_taken(decision: Decision, actor: Actor) -> str:
    words = _("The position of {org} is on record. You may change it until the round closes.")
    return words.format(org=actor.organization)


def _is_assigned(action: Action, _actor: Actor) -> str:
    words = _("“{title}” is assigned to {org} ({person}), due {day}.")
    return words.format(
        title=action.title,
        org=action.organization,
        person=action.officer.person,
        day=date_format(action.due_on, "j F Y"),
    )


def _is_invited(actor: Actor, decision: Decision) -> bool:
    latest = status.latest_round(decision)
    return latest is not None and latest.invited_organizations.filter(organization=actor.organization_id).exists()


def _closing_is_of_use(_actor: Actor, decision: Decision) -> bool:
    latest = status.latest_round(decision)
    return latest is not None and (status.all_have_answered(latest) or latest.mode == "meeting")


def _concerns_are_read(actor: Actor, decision: Decision) -> bool:
    """In consultation, or while a round is open."""
    return decision.state == "consultation" or guards.a_round_is_open(decision, Context(actor, clock.now())) is None


def _withdrawal_may_come(_actor: Actor, decision: Decision) -> bool:
    consulted = decision.state in ("consultation", "round", "no_consensus", "with_principals")
    return consulted and not status.has_consent(decision, Consent.To.WITHDRAWAL)


def _not_adopting_may_come(_actor: Actor, decision: Decision) -> bool:
    later = decision.state in ("no_consensus", "with_principals", "referred")
    return later and not status.has_consent(decision, Consent.To.NOT_ADOPTED)


# fmt: off
OF_DECISION = (
    # beside the transitions, in the order of the menu
    Act("edit", gettext_lazy("Edit the draft"), drafting.edit, forms.DraftForm, initial=_draft,
        button=gettext_lazy("Save the draft"), about=nothing_shown,
        receipt=gettext_lazy("The draft is saved.")),
    Act("take-over", gettext_lazy("Take the proposal over"), drafting.take_over, explains=_taking_over, receipt=_taken_over),
    Act("position", gettext_lazy("Take a position"), positions.take_position, forms.PositionForm,
        who=policies.take_position, when=(guards.a_round_is_open,), offered=_is_invited,
        initial=_own_position, context=_the_round_and_own_concerns, template="decisions/act.html", receipt=_position_taken,
        explains=gettext_lazy("You may change it until the round closes. No other organization reads it before; an objection is read by "
                              "the Secretariat and the Coordinator at once, so that they can help to settle it.")),
    Act("comment", gettext_lazy("Comment"), consultation.comment, forms.CommentForm,
        title=gettext_lazy("Comment on the proposal"), context=_the_text, template="decisions/act.html",
        receipt=gettext_lazy("Your comment is on the record and will be answered.")),
    Act("concern", gettext_lazy("Raise a concern"), concerns.raise_concern, forms.ConcernForm,
        offered=_concerns_are_read,
        explains=gettext_lazy("It stands in the way of adoption until your organization withdraws it or confirms it addressed.")),
    Act("enter-position", gettext_lazy("Enter a position on instruction"), positions.enter_position, forms.InstructionForm,
        who=policies.enter_position, when=(guards.a_round_is_open,), context=_the_round, template="decisions/act.html",
        explains=gettext_lazy("The organization is told at once and may change it. An officer's own position stands above it.")),
    Act("close-round", gettext_lazy("Close the round"), rounds.close_round, offered=_closing_is_of_use,
        explains=gettext_lazy("Positions open to the members of the body. This cannot be undone."),
        receipt=gettext_lazy("The round is closed.")),
    Act("contact", gettext_lazy("Log a contact"), consultation.log_contact, forms.ContactForm,
        receipt=gettext_lazy("The contact is on the record.")),
    Act("outcome", gettext_lazy("Record the outcome"), escalation.record_outcome, forms.OutcomeForm, confirmed=True,
        receipt=gettext_lazy("The outcome is on the record.")),
    Act("committee-request", gettext_lazy("Record the committee's request"), escalation.record_committee_request,
        forms.RequestForm, confirmed=True, explains=gettext_lazy("The committee refers the matter through the Coordinator.")),
    Act("consent-withdrawal", gettext_lazy("Consent to a withdrawal"), outcome.consent_to_withdrawal,
        offered=_withdrawal_may_come, receipt=gettext_lazy("The consent is on the record.")),
    Act("consent-not-adopted", gettext_lazy("Consent to recording it as not adopted"), outcome.consent_to_not_adopted,
        offered=_not_adopting_may_come, receipt=gettext_lazy("The consent is on the record.")),
    Act("give-action", gettext_lazy("Give an action"), actions.give_from, forms.ActionForm,
        receipt=gettext_lazy("The action is given, and its officer is told.")),
    # its transitions
    Act("submit", transition="submit", service=drafting.submit),
    Act("return", transition="return", service=drafting.return_proposal),
    Act("open-consultation", transition="open_consultation", service=consultation.open_consultation, form=forms.WindowForm),
    Act("new-text", transition="new_text", service=consultation.put_new_text, form=forms.NewTextForm),
    Act("open-round", transition="open_round", service=rounds.open_round, form=forms.RoundForm),
    Act("replace-text", transition="replace_text", service=rounds.replace_text, form=forms.ReplaceTextForm),
    Act("adopt", transition="adopt", service=outcome.adopt, form=forms.StatementForm),
    Act("take-to-principals", transition="take_to_principals", service=escalation.take_to_principals,
        form=forms.NoteForm, confirmed=True),
    Act("refer", transition="refer", service=escalation.refer, form=forms.NoteForm, confirmed=True),
    Act("not-adopt", transition="not_adopt", service=outcome.not_adopt),
    Act("withdraw", transition="withdraw", service=outcome.withdraw),
    Act("lapse", transition="lapse", service=outcome.lapse),
)
OF_COMMENT = (
    Act("answer", gettext_lazy("Answer a comment"), consultation.answer_comment, forms.ReplyForm, initial=_answer,
        context=_the_comment, template="decisions/act.html", back=lambda comment: comment.decision, address="answer-comment"),
)
OF_CONCERN = (
    Act("address", transition="address", service=concerns.address, form=forms.ResponseForm, context=_its_decision),
    Act("confirm", transition="confirm", service=concerns.confirm, context=_its_decision),
    Act("maintain", transition="maintain", service=concerns.maintain, context=_its_decision),
    Act("withdraw-concern", transition="withdraw_concern", service=concerns.withdraw, context=_its_decision),
    Act("lapse-concern", transition="lapse_concern", service=concerns.lapse, context=_its_decision),
)
OF_ACTION = (
    Act("assign", gettext_lazy("Assign to another officer"), actions.assign, forms.AssignForm, initial=_officer, explains=_is_assigned,
        title=gettext_lazy("Assign the action point to another officer"), button=gettext_lazy("Assign"), about=nothing_shown, receipt=gettext_lazy("Action point assigned.")),
    Act("finish", transition="finish", service=actions.finish, form=forms.EvidenceForm),
    Act("close-action", transition="close_action", service=actions.close),
    Act("reopen", transition="reopen", service=actions.reopen),
)
# fmt: on
