"""Acts that change no state of the decision, or move a concern or an action."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from decisions import forms, policies, status
from decisions.models import Action, Concern, Decision
from decisions.services import actions as action_service
from decisions.services import concerns, consultation, drafting, escalation, positions, rounds
from decisions.services import outcome as outcomes
from decisions.views.register import visible
from network_portal.records.access.marks import confirmed, safe, signed_in
from network_portal.records.web import reading
from network_portal.records.web.forms import PortalForm, answer, transition_page
from network_portal.records.web.requests import PortalRequest
from network_portal.records.workflow.engine import available_transitions
from network_portal.records.workflow.refusals import IllegalTransition, PermissionRefused


def act_page(
    request: PortalRequest,
    decision: Decision,
    allowed: bool,
    form: PortalForm,
    do: Any,
    title: str,
    *,
    explains: str = "",
    receipt: str = "",
    **context: Any,
) -> HttpResponse:
    """The page of an act beside the moves: refused before the form is bound when it is not this actor's."""
    if not allowed:
        raise PermissionRefused
    return answer(
        request,
        form,
        do,
        template="decisions/act.html",
        context={"decision": decision, "title": title, "explains": explains, **context},
        to=decision,
        about=decision,
        receipt=receipt or _("Done."),
    )


def _form(request: PortalRequest, kind: type[PortalForm], decision: Decision, **initial: Any) -> Any:
    return kind(request.POST or None, obj=decision, actor=request.actor, initial=initial)


@signed_in
def comment(request: PortalRequest, slug: str) -> HttpResponse:
    decision = visible(request, slug)
    if decision.state != "consultation":
        raise IllegalTransition(_("The consultation is not open."))
    form = _form(request, forms.CommentForm, decision)
    return act_page(
        request,
        decision,
        policies.comment(request.actor, decision),
        form,
        lambda: consultation.comment(decision, actor=request.actor, **form.cleaned_data),
        _("Comment on the proposal"),
        receipt=_("Your comment is on the record and will be answered."),
        text=consultation.newest_text(decision),
    )


@signed_in
def answer_comment(request: PortalRequest, slug: str, number: int) -> HttpResponse:
    decision = visible(request, slug)
    found = get_object_or_404(decision.comments.filter(kind="comment"), number=number)
    said = {name: getattr(found, name) for name in ("disposition", "reply", "unchanged")}
    form = _form(request, forms.ReplyForm, decision, **said, version=found.answer_seen)
    return act_page(
        request,
        decision,
        policies.answer_comments(request.actor, decision),
        form,
        lambda: consultation.answer_comment(found, actor=request.actor, **form.cleaned_data),
        _("Answer a comment"),
        comment=found,
    )


def _needs_open_round(decision: Decision) -> Any:
    latest = status.latest_round(decision)
    if decision.state != "round" or latest is None or latest.closed_at is not None:
        raise IllegalTransition(_("The round is closed."))
    return latest


@signed_in
def position(request: PortalRequest, slug: str) -> HttpResponse:
    decision = visible(request, slug)
    if not policies.take_position(request.actor, decision):
        raise PermissionRefused
    latest = _needs_open_round(decision)
    mine = latest.positions.current().filter(organization=request.actor.organization_id).first()
    own = decision.concerns.filter(organization=request.actor.organization_id, state__in=status.BLOCKING)
    initial = {n: getattr(mine, n) for n in ("value", "reason", "proposed_solution")} if mine else {}
    form = _form(request, forms.PositionForm, decision, **initial)
    return act_page(
        request,
        decision,
        True,
        form,
        lambda: positions.take_position(decision, actor=request.actor, **form.cleaned_data),
        _("Take a position"),
        explains=_(
            "You may change it until the round closes. No other organization reads it before; an objection is read by "
            "the Secretariat and the Coordinator at once, so that they can help to settle it."
        ),
        receipt=_("The position of {org} is on record. You may change it until the round closes.").format(
            org=request.actor.organization
        ),
        text=latest.text,
        round=latest,
        own_concerns=own,
    )


@signed_in
def enter_position(request: PortalRequest, slug: str) -> HttpResponse:
    decision = visible(request, slug)
    if not policies.enter_position(request.actor, decision):
        raise PermissionRefused
    latest = _needs_open_round(decision)
    form = _form(request, forms.InstructionForm, decision)
    return act_page(
        request,
        decision,
        True,
        form,
        lambda: positions.enter_position(decision, actor=request.actor, **form.cleaned_data),
        _("Enter a position on instruction"),
        explains=_("The organization is told at once and may change it. An officer's own position stands above it."),
        text=latest.text,
        round=latest,
    )


@signed_in
def close_round(request: PortalRequest, slug: str) -> HttpResponse:
    decision = visible(request, slug)
    if not policies.close_round(request.actor, decision):
        raise PermissionRefused
    _needs_open_round(decision)
    form = _form(request, PortalForm, decision)
    return act_page(
        request,
        decision,
        True,
        form,
        lambda: rounds.close_round(decision, actor=request.actor),
        _("Close the round"),
        explains=_("Positions open to the members of the body. This cannot be undone."),
        receipt=_("The round is closed."),
    )


@signed_in
def concern(request: PortalRequest, slug: str) -> HttpResponse:
    decision = visible(request, slug)
    if request.actor.rank == 0:
        raise PermissionRefused
    if decision.state not in ("consultation", "round"):
        raise IllegalTransition(_("Concerns are raised in consultation or in a round."))
    form = _form(request, forms.ConcernForm, decision)
    return act_page(
        request,
        decision,
        policies.raise_concern(request.actor, decision),
        form,
        lambda: concerns.raise_concern(decision, actor=request.actor, **form.cleaned_data),
        _("Raise a concern"),
        explains=_("It stands in the way of adoption until your organization withdraws it or confirms it addressed."),
    )


CONCERN_MOVES: dict[str, tuple[Callable[..., Any], type[PortalForm] | None]] = {
    "address": (concerns.address, forms.ResponseForm),
    "confirm": (concerns.confirm, None),
    "maintain": (concerns.maintain, None),
    "withdraw-concern": (concerns.withdraw, None),
    "lapse-concern": (concerns.lapse, None),
}


@signed_in
def concern_move(request: PortalRequest, slug: str, number: int, verb: str) -> HttpResponse:
    decision = visible(request, slug)
    row = get_object_or_404(Concern.objects.visible_to(request.actor).filter(decision=decision), number=number)
    do, form_class = CONCERN_MOVES[verb]
    return transition_page(request, row, verb.replace("-", "_"), do, form_class=form_class, decision=decision)


@signed_in
def contact(request: PortalRequest, slug: str) -> HttpResponse:
    decision = visible(request, slug)
    form = _form(request, forms.ContactForm, decision)
    return act_page(
        request,
        decision,
        policies.runs(request.actor, decision),
        form,
        lambda: consultation.log_contact(decision, actor=request.actor, **form.cleaned_data),
        _("Log a contact"),
        receipt=_("The contact is on the record."),
    )


@signed_in
@confirmed
def outcome(request: PortalRequest, slug: str) -> HttpResponse:
    decision = visible(request, slug)
    if not policies.coordinator(request.actor, decision):
        raise PermissionRefused
    step = status.current_escalation(decision)
    if step is None or step.outcome:
        raise IllegalTransition(_("No outcome is awaited."))
    form = _form(request, forms.OutcomeForm, decision)
    return act_page(
        request,
        decision,
        True,
        form,
        lambda: escalation.record_outcome(decision, actor=request.actor, **form.cleaned_data),
        _("Record the outcome"),
        receipt=_("The outcome is on the record."),
    )


@signed_in
@confirmed
def request_referral(request: PortalRequest, slug: str) -> HttpResponse:
    decision = visible(request, slug)
    if policies.secretariat(request.actor, decision) and decision.state != "with_principals":
        raise IllegalTransition(_("The matter is not with the Principals."))
    form = _form(request, forms.RequestForm, decision)
    return act_page(
        request,
        decision,
        policies.secretariat(request.actor, decision),
        form,
        lambda: escalation.record_committee_request(decision, actor=request.actor, **form.cleaned_data),
        _("Record the committee's request"),
        explains=_("The committee refers the matter through the Coordinator."),
    )


@signed_in
def consent(request: PortalRequest, slug: str, to: str) -> HttpResponse:
    decision = visible(request, slug)
    allowed = policies.consent_to_withdrawal if to == "withdrawal" else policies.sponsor
    form = _form(request, forms.ConsentForm, decision)
    titles = {
        "withdrawal": _("Consent to a withdrawal"),
        "not_adopted": _("Consent to recording it as not adopted"),
    }
    return act_page(
        request,
        decision,
        allowed(request.actor, decision),
        form,
        lambda: outcomes.consent(decision, actor=request.actor, to=to),
        titles[to],
        receipt=_("The consent is on the record."),
    )


@signed_in
def take_over(request: PortalRequest, slug: str) -> HttpResponse:
    decision = visible(request, slug)
    if not policies.propose(request.actor, decision):
        raise PermissionRefused
    if not status.can_be_taken_over(decision):
        raise IllegalTransition(_("A submitted proposal whose proposing organization has left can be taken over."))
    form = _form(request, PortalForm, decision)
    return act_page(
        request,
        decision,
        True,
        form,
        lambda: drafting.take_over(decision, actor=request.actor),
        _("Take the proposal over"),
        explains=_("{org} becomes the proposing organization. Text, comments and positions stay as they are.").format(
            org=request.actor.organization
        ),
        receipt=_("{org} is now the proposing organization.").format(org=request.actor.organization),
    )


@signed_in
def give_action(request: PortalRequest, slug: str) -> HttpResponse:
    decision = visible(request, slug)
    if decision.state != "adopted":
        raise IllegalTransition(_("Actions follow from adopted decisions."))
    form = _form(request, forms.ActionForm, decision)
    return act_page(
        request,
        decision,
        policies.runs(request.actor, decision),
        form,
        lambda: action_service.give(decision.body, actor=request.actor, decision=decision, **form.cleaned_data),
        _("Give an action"),
        receipt=_("The action is given, and its officer is told."),
    )


def _action(request: PortalRequest, number: int) -> Action:
    return get_object_or_404(Action.objects.visible_to(request.actor).for_list(), number=number)


@signed_in
@safe
def action(request: PortalRequest, number: int) -> HttpResponse:
    row = _action(request, number)
    label, pk = ("decisions.decision", row.decision_id) if row.decision_id else ("members.body", row.body_id)
    events = reading.acts(request.actor, label, pk, Q(object_label="decisions.action", object_id=row.pk))
    context = {
        "action": row,
        "available_transitions": available_transitions(row, request.actor),
        "may_assign": row.state == "open" and policies.runs(request.actor, row),
        "has_left": status.has_left(row.organization),
        "events": events,
    }
    return render(request, "decisions/action.html", context)


@signed_in
def assign_action(request: PortalRequest, number: int) -> HttpResponse:
    row = _action(request, number)
    if not policies.runs(request.actor, row):
        raise PermissionRefused
    if row.state != "open":
        raise IllegalTransition(_("An action is assigned while it is open."))
    form = forms.AssignForm(request.POST or None, initial={"officer": row.officer_id, "due_on": row.due_on})
    return answer(
        request,
        form,
        lambda: action_service.assign(row, actor=request.actor, **form.cleaned_data),
        template="decisions/assign.html",
        context={"action": row, "title": _("Assign the action point to another officer")},
        to=row,
        receipt=_("Action point assigned."),
    )


@signed_in
def finish_action(request: PortalRequest, number: int) -> HttpResponse:
    return transition_page(
        request, _action(request, number), "finish", action_service.finish, form_class=forms.EvidenceForm
    )


@signed_in
def close_action(request: PortalRequest, number: int) -> HttpResponse:
    return transition_page(request, _action(request, number), "close_action", action_service.close)


@signed_in
def reopen_action(request: PortalRequest, number: int) -> HttpResponse:
    return transition_page(request, _action(request, number), "reopen", action_service.reopen)
