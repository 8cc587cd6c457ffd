from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from decisions import acts, forms, pages, policies, status
from decisions.models import Action, Comment, Concern, Decision
from decisions.services import drafting, methods
from network_portal.lib.pages import page_of
from network_portal.records.access.marks import needs, safe, signed_in
from network_portal.records.web import reading
from network_portal.records.web.acts import ONWARD, menu
from network_portal.records.web.forms import answer
from network_portal.records.web.requests import PortalRequest
from network_portal.records.workflow.engine import available_transitions


def visible(request: PortalRequest, slug: str) -> Decision:
    """The decision if this actor may see it; otherwise it is not there (404)."""
    rows = Decision.objects.visible_to(request.actor).for_list()
    return get_object_or_404(rows, slug=slug)


def comment_of(request: PortalRequest, slug: str, number: int) -> Comment:
    """A comment on a decision that this actor may see (404)."""
    return get_object_or_404(visible(request, slug).comments.filter(kind="comment"), number=number)


def concern_of(request: PortalRequest, slug: str, number: int) -> Concern:
    """A concern that this actor may see (404)."""
    rows = Concern.objects.visible_to(request.actor).filter(decision=visible(request, slug))
    return get_object_or_404(rows, number=number)


@signed_in
@safe
def register(request: PortalRequest) -> HttpResponse:
    narrowed = forms.DecisionFilter(request.GET or None, actor=request.actor)
    rows = narrowed.narrow(Decision.objects.visible_to(request.actor).for_list())
    page = page_of(request, rows.order_by("-created_at").defer("draft_text", "mandates"))
    may_propose = policies.propose(request.actor, None)
    return render(request, "decisions/register.html", {"page": page, "filter": narrowed, "may_propose": may_propose})


@signed_in
@safe
def detail(request: PortalRequest, slug: str) -> HttpResponse:
    page = pages.page(request.actor, visible(request, slug))
    return render(request, "decisions/detail.html", {"page": page, "decision": page.decision})


@needs(policies.propose)
def propose(request: PortalRequest) -> HttpResponse:
    form = forms.ProposalForm(request.POST or None, actor=request.actor)

    def do() -> Decision:
        typed = dict(form.cleaned_data)
        return drafting.propose(typed.pop("kind"), typed.pop("title"), actor=request.actor, **typed)

    return answer(
        request, form, do, template="decisions/propose.html", context={},
        to=lambda made: made.path("submit") if ONWARD in request.POST else made.get_absolute_url(),
        receipt=_("Draft saved. Submit it when it is ready."),
    )  # fmt: skip


@needs(policies.propose)
def propose_method(request: PortalRequest) -> HttpResponse:
    form = forms.MethodForm(request.POST or None, actor=request.actor)

    def do() -> Decision:
        names = ("rules", "replaces", "draft_text", "mandates")
        typed = {name: form.cleaned_data[name] for name in names}
        return methods.propose(form.cleaned_data["title"], actor=request.actor, **typed)

    return answer(
        request, form, do, template="decisions/propose.html", context={"of_method": True}, to=lambda made: made,
        receipt=_("Draft saved. Submit it when it is ready."),
    )  # fmt: skip


@signed_in
@safe
def actions(request: PortalRequest) -> HttpResponse:
    rows = Action.objects.visible_to(request.actor).for_list()
    state = request.GET.get("state", "open")
    if state in ("open", "done", "closed"):
        rows = rows.filter(state=state)
    narrowed = forms.ActionFilter(request.GET or None, actor=request.actor)
    page = page_of(request, narrowed.narrow(rows))
    return render(request, "decisions/actions.html", {"page": page, "state": state, "filter": narrowed})


def action_of(request: PortalRequest, number: int) -> Action:
    """The action point if this actor may see it (404)."""
    return get_object_or_404(Action.objects.visible_to(request.actor).for_list(), number=number)


@signed_in
@safe
def action(request: PortalRequest, number: int) -> HttpResponse:
    row = action_of(request, number)
    label, pk = ("decisions.decision", row.decision_id) if row.decision_id else ("members.body", row.body_id)
    events = reading.acts(request.actor, label, pk, Q(object_label="decisions.action", object_id=row.pk))
    context = {
        "action": row,
        "available_transitions": available_transitions(row, request.actor),
        "acts": menu(acts.OF_ACTION, row, request.actor),
        "has_left": status.has_left(row.organization),
        "events": events,
    }
    return render(request, "decisions/action.html", context)
