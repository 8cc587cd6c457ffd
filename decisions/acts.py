"""What people do with a decision, a comment, a concern and an action point: one row each, beside the workflows."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions import forms, guards, method_rules, policies, status
from decisions.models import Action, Comment, Decision
from decisions.services import actions, concerns, consultation, drafting, escalation, outcome, positions, rounds
from network_portal.lib import clock
from network_portal.records.access.actor import Actor
from network_portal.records.web.acts import Act, nothing_shown
from network_portal.records.workflow.engine import Context, Rule


def _the_text(decision: Decision, _actor: Actor) -> dict[str, Any]:
    return {"text": consultation.newest_text(decision)}


def _the_consultation(decision: Decision, actor: Actor) -> dict[str, Any]:
    return {**_the_text(decision, actor), "until": getattr(status.latest_consultation(decision), "closes_at", None)}


def _the_round(decision: Decision, _actor: Actor) -> dict[str, Any]:
    latest = status.latest_round(decision)
    return {"round": latest, "text": latest.text if latest is not None else None}


def _the_round_and_own_concerns(decision: Decision, actor: Actor) -> dict[str, Any]:
    own = decision.concerns.filter(organization=actor.organization_id, state__in=status.BLOCKING)
    return {**_the_round(decision, actor), "own_concerns": own}


def _own_position(decision: Decision, actor: Actor) -> dict[str, Any]:
    latest = status.latest_round(decision)
    mine = latest and latest.positions.current().filter(organization=actor.organization_id).first()
    return (
        {name: getattr(mine, name) for name in ("value", "reason", "paragraphs", "proposed_solution")} if mine else {}
    )


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
    words = _("{org} becomes the proposing organization. Text, comments and positions do not change.")
    return words.format(org=actor.organization)


def _taken_over(decision: Decision, actor: Actor) -> str:
    return _("{org} is now the proposing organization.").format(org=actor.organization)


def _position_taken(decision: Decision, actor: Actor) -> str:
    return _("Position of {org} recorded.").format(org=actor.organization)


def _until_when(decision: Decision, _actor: Actor) -> str:
    """How long a position may be changed, and who reads it."""
    latest = status.latest_round(decision)
    if latest is None or latest.closed_at is not None:
        return _("You may correct the reply that the Secretariat recorded until the decision is adopted.")
    until = _("You may change the position until the call for positions closes.")
    if latest.deadline is not None and latest.deadline > clock.now():
        until = _("You may change the position until {day}.").format(day=clock.format_instant(latest.deadline))
    if latest.positions_are_open:
        return f"{until} {_('All members of the Network can read it as soon as it is submitted (portal setting).')}"
    sealed = _(
        "Until then it is visible to your organization only; an objection is also visible to the Secretariat and the "
        "Coordinator."
    )
    return f"{until} {sealed}"


def _whom_it_reminds(decision: Decision, _actor: Actor) -> str:
    latest = status.latest_round(decision)
    names = ", ".join(str(o) for o in status.awaited(latest)) if latest is not None else ""
    return _("The representatives of these organizations are reminded by email: {names}.").format(names=names)


def _is_assigned(action: Action, _actor: Actor) -> str:
    words = _("“{title}” is assigned to {org} ({person}), due {day}.")
    return words.format(
        title=action.title,
        org=action.organization,
        person=action.officer.person,
        day=clock.format_day(action.due_on),
    )


def _is_invited(actor: Actor, decision: Decision) -> bool:
    latest = status.latest_round(decision)
    return latest is not None and latest.invited_organizations.filter(organization=actor.organization_id).exists()


def _replies(form: Any) -> dict[str, Any]:
    return {"replies": form.replies()}


def _replies_are_awaited(_actor: Actor, decision: Decision) -> bool:
    latest = status.latest_round(decision)
    return latest is not None and len(status.awaited(latest)) > 1


def _closing_is_of_use(_actor: Actor, decision: Decision) -> bool:
    latest = status.latest_round(decision)
    return latest is not None and (status.all_have_answered(latest) or latest.mode == "meeting")


def _concerns_are_read(actor: Actor, decision: Decision) -> bool:
    """In consultation, or while a round is open."""
    return decision.state == "consultation" or guards.a_round_is_open(decision, Context(actor, clock.now())) is None


# fmt: off
OF_DECISION = (
    # beside the transitions, in the order of the menu
    Act("edit", gettext_lazy("Edit the draft"), drafting.edit, forms.DraftForm, initial=_draft,
        button=gettext_lazy("Save draft"), about=nothing_shown,
        receipt=gettext_lazy("Draft saved."),
        rule=Rule.SETTING,
        why=gettext_lazy("The proposing organization edits its draft until it is submitted.")),
    Act("take-over", gettext_lazy("Take over the proposal"), drafting.take_over, explains=_taking_over, receipt=_taken_over,
        rule=Rule.SETTING,
        why=gettext_lazy("A proposal whose proposing organization has left the Network can go on under another member.")),
    Act("position", gettext_lazy("Submit position"), positions.take_position, forms.PositionForm,
        who=policies.take_position, when=(guards.positions_are_taken,), offered=_is_invited,
        initial=_own_position, context=_the_round_and_own_concerns, template="decisions/act.html", receipt=_position_taken,
        explains=_until_when,
        rule=Rule.TOR, cites=("regional decision-making 1",)),
    Act("comment", gettext_lazy("Comment"), consultation.comment_together, forms.CommentForm,
        title=gettext_lazy("Comment on the proposal"), context=_the_consultation, template="decisions/act.html",
        receipt=gettext_lazy("Comment recorded. The Secretariat or the proposing organization will reply to it."),
        rule=Rule.TOR, cites=("regional decision-making 1",)),
    Act("concern", gettext_lazy("Raise a concern"), concerns.raise_concern, forms.ConcernForm,
        offered=_concerns_are_read,
        explains=gettext_lazy("The proposal cannot be adopted until your organization withdraws the concern, confirms that it is resolved, or joins the consensus."),
        rule=Rule.BY_ANALOGY, cites=("global ¶7 b3",)),
    Act("record-reply", gettext_lazy("Record a reply received"), positions.record_reply, forms.ReplyReceivedForm,
        who=policies.record_reply, when=(guards.a_round_is_open,), context=_the_round, template="decisions/act.html",
        explains=gettext_lazy("The organization is notified at once and may correct the reply until the decision is adopted."),
        receipt=gettext_lazy("Reply recorded. The organization was notified and can correct it."),
        again=True, rule=Rule.SETTING,
        why=gettext_lazy("A reply received by letter or telephone counts, and its organization can correct it.")),
    Act("record-replies", gettext_lazy("Record replies received"), positions.record_replies, forms.RepliesReceivedForm,
        who=policies.record_reply, when=(guards.a_round_is_open,), offered=_replies_are_awaited, arguments=_replies,
        context=_the_round, template="decisions/act.html",
        explains=gettext_lazy("Each organization is notified at once and may correct the reply until the decision is adopted."),
        receipt=gettext_lazy("Replies recorded. The organizations were notified and can correct them."),
        rule=Rule.SETTING,
        why=gettext_lazy("A reply received by letter or telephone counts, and its organization can correct it.")),
    Act("remind", gettext_lazy("Send a reminder"), rounds.remind_now, explains=_whom_it_reminds,
        receipt=gettext_lazy("Reminder sent."),
        rule=Rule.SETTING,
        why=gettext_lazy("Silence is not agreement: an organization that has not replied is reminded.")),
    Act("extend", gettext_lazy("Extend the deadline"), rounds.extend, forms.ExtendForm, context=_the_round,
        template="decisions/act.html", receipt=gettext_lazy("Deadline extended. The organizations whose reply is awaited were notified."),
        rule=Rule.SETTING,
        why=gettext_lazy("The Terms of Reference set no period for a call; its deadline can be extended while replies are awaited.")),
    Act("request-extension", gettext_lazy("Ask for an extension"), rounds.request_extension, forms.ReasonForm, offered=_is_invited,
        explains=gettext_lazy("The working method in force extends the deadline once, at once; every organization whose reply is awaited is notified."),
        receipt=gettext_lazy("Deadline extended."), rule=Rule.WORKING_METHOD,
        method=method_rules.EXTENSION_ON_REQUEST),
    Act("close-round", gettext_lazy("Close the call"), rounds.close_round, offered=_closing_is_of_use,
        explains=gettext_lazy("No further position can be submitted. This cannot be undone."),
        receipt=gettext_lazy("The call for positions is closed."),
        rule=Rule.SETTING,
        why=gettext_lazy("A call to which every organization has replied need not wait for its deadline.")),
    Act("outcome", gettext_lazy("Record the outcome"), escalation.record_outcome, forms.OutcomeForm, confirmed=True,
        receipt=gettext_lazy("Outcome recorded."),
        rule=Rule.BY_ANALOGY, cites=("global ¶7 b1", "global ¶7 b2")),
    Act("committee-conclusion", gettext_lazy("Record the conclusion of the Regional Executive Committee"),
        escalation.record_committee_conclusion, forms.ConclusionForm, confirmed=True,
        explains=gettext_lazy("The Regional Executive Committee refers the matter to the Secretary-General through the Coordinator. "
                              "The referral is mandatory once the effort of the Principals has failed."),
        receipt=gettext_lazy("Conclusion recorded."),
        rule=Rule.BY_ANALOGY, cites=("global ¶7 b2",)),
    Act("contact", gettext_lazy("Record a contact"), consultation.log_contact, forms.ContactForm,
        receipt=gettext_lazy("Contact recorded."),
        rule=Rule.TOR, cites=("regional decision-making 1",)),
    Act("not-pursued", gettext_lazy("Record that the matter is not pursued"), escalation.record_not_pursued,
        forms.ConclusionForm, confirmed=True,
        explains=gettext_lazy("The deciding body agreed by consensus not to pursue the matter."),
        receipt=gettext_lazy("Conclusion recorded."),
        rule=Rule.SETTING,
        why=gettext_lazy("The body that decides may agree by consensus not to pursue a matter.")),
    Act("correct-late", gettext_lazy("Record a correction of our reply"), positions.record_late_correction,
        forms.LateCorrectionForm,
        explains=gettext_lazy("The decision is adopted. The correction is recorded beside it and does not change it."),
        receipt=gettext_lazy("Correction recorded."),
        rule=Rule.SETTING,
        why=gettext_lazy("A correction that comes after the adoption is kept beside the decision.")),
    Act("give-action", gettext_lazy("Assign an action"), actions.give_several, forms.ActionForm,
        receipt=gettext_lazy("Action assigned. The representatives were notified."),
        again=True, rule=Rule.TOR, cites=("regional coordination b3",)),
    Act("issue-paper", gettext_lazy("Issue the paper of the decision"), outcome.issue_paper, about=nothing_shown,
        explains=gettext_lazy("The portal makes the PDF as the decision stands now. Where it says more than the filed one, the new version supersedes it."),
        receipt=gettext_lazy("The paper will be ready in a moment."),
        rule=Rule.TOR, cites=("regional coordination b4",)),
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
    Act("answer", gettext_lazy("Respond to a comment"), consultation.answer_comment, forms.ReplyForm, initial=_answer,
        context=_the_comment, template="decisions/act.html", back=lambda comment: comment.decision, address="answer-comment",
        rule=Rule.SETTING,
        why=gettext_lazy("Each comment receives a response, so that members see what became of it.")),
)
OF_CONCERN = (
    Act("address", transition="address", service=concerns.address, form=forms.ResponseForm, context=_its_decision),
    Act("confirm", transition="confirm", service=concerns.confirm, context=_its_decision),
    Act("maintain", transition="maintain", service=concerns.maintain, context=_its_decision),
    Act("withdraw-concern", transition="withdraw_concern", service=concerns.withdraw, context=_its_decision),
    Act("lapse-concern", transition="lapse_concern", service=concerns.lapse, context=_its_decision),
)
OF_ACTION = (
    Act("assign", gettext_lazy("Assign to another representative"), actions.assign, forms.AssignForm, initial=_officer, explains=_is_assigned,
        title=gettext_lazy("Assign the action point to another representative"), button=gettext_lazy("Assign"), about=nothing_shown, receipt=gettext_lazy("Action point assigned."),
        rule=Rule.SETTING,
        why=gettext_lazy("An action point is assigned to another representative where the first one can no longer complete it.")),
    Act("finish", transition="finish", service=actions.finish, form=forms.EvidenceForm),
    Act("close-action", transition="close_action", service=actions.close),
    Act("reopen", transition="reopen", service=actions.reopen),
)
# fmt: on
