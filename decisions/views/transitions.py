"""One view a move of the table."""

from django.http import HttpResponse

from decisions import forms
from decisions.services import consultation, drafting, escalation, outcome, rounds
from decisions.views.register import visible
from network_portal.records.access.marks import confirmed, signed_in
from network_portal.records.web.forms import transition_page
from network_portal.records.web.requests import PortalRequest


@signed_in
def submit(request: PortalRequest, slug: str) -> HttpResponse:
    return transition_page(request, visible(request, slug), "submit", drafting.submit)


@signed_in
def return_proposal(request: PortalRequest, slug: str) -> HttpResponse:
    return transition_page(request, visible(request, slug), "return", drafting.return_proposal)


@signed_in
def open_consultation(request: PortalRequest, slug: str) -> HttpResponse:
    decision = visible(request, slug)
    do = consultation.open_consultation
    return transition_page(request, decision, "open_consultation", do, form_class=forms.WindowForm)


@signed_in
def new_text(request: PortalRequest, slug: str) -> HttpResponse:
    decision = visible(request, slug)
    return transition_page(request, decision, "new_text", consultation.put_new_text, form_class=forms.NewTextForm)


@signed_in
def open_round(request: PortalRequest, slug: str) -> HttpResponse:
    return transition_page(request, visible(request, slug), "open_round", rounds.open_round, form_class=forms.RoundForm)


@signed_in
def replace_text(request: PortalRequest, slug: str) -> HttpResponse:
    decision = visible(request, slug)
    return transition_page(request, decision, "replace_text", rounds.replace_text, form_class=forms.ReplaceTextForm)


@signed_in
def adopt(request: PortalRequest, slug: str) -> HttpResponse:
    return transition_page(request, visible(request, slug), "adopt", outcome.adopt, form_class=forms.StatementForm)


@signed_in
@confirmed
def take_to_principals(request: PortalRequest, slug: str) -> HttpResponse:
    decision = visible(request, slug)
    return transition_page(
        request, decision, "take_to_principals", escalation.take_to_principals, form_class=forms.NoteForm
    )


@signed_in
@confirmed
def refer(request: PortalRequest, slug: str) -> HttpResponse:
    return transition_page(request, visible(request, slug), "refer", escalation.refer, form_class=forms.NoteForm)


@signed_in
def not_adopt(request: PortalRequest, slug: str) -> HttpResponse:
    return transition_page(request, visible(request, slug), "not_adopt", outcome.not_adopt)


@signed_in
def lapse(request: PortalRequest, slug: str) -> HttpResponse:
    return transition_page(request, visible(request, slug), "lapse", outcome.lapse)


@signed_in
def withdraw(request: PortalRequest, slug: str) -> HttpResponse:
    return transition_page(request, visible(request, slug), "withdraw", outcome.withdraw)
