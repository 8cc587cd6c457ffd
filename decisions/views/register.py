from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from decisions import forms, pages, policies
from decisions.models import Action, Decision, Kind
from decisions.services import drafting, methods
from network_portal.lib.pages import page_of
from network_portal.records.access.marks import safe, signed_in
from network_portal.records.web.forms import answer
from network_portal.records.web.requests import PortalRequest
from network_portal.records.workflow.refusals import IllegalTransition, PermissionRefused


def visible(request: PortalRequest, slug: str) -> Decision:
    """The decision if this actor may see it; otherwise it is not there (404)."""
    rows = Decision.objects.visible_to(request.actor).for_list()
    return get_object_or_404(rows, slug=slug)


@signed_in
@safe
def register(request: PortalRequest) -> HttpResponse:
    narrowed = forms.DecisionFilter(request.GET or None)
    rows = Decision.objects.visible_to(request.actor).for_list()
    if narrowed.is_valid():
        chosen = narrowed.cleaned_data
        if q := chosen["q"]:
            rows = rows.filter(Q(title__icontains=q) | Q(reference__icontains=q))
        for name in ("state", "kind"):
            if chosen[name]:
                rows = rows.filter(**{name: chosen[name]})
    page = page_of(request, rows.order_by("-created_at").defer("draft_text", "mandates"))
    may_propose = policies.propose(request.actor, None)
    return render(request, "decisions/register.html", {"page": page, "filter": narrowed, "may_propose": may_propose})


@signed_in
@safe
def detail(request: PortalRequest, slug: str) -> HttpResponse:
    page = pages.page(request.actor, visible(request, slug))
    return render(request, "decisions/detail.html", {"page": page, "decision": page.decision})


@signed_in
def propose(request: PortalRequest) -> HttpResponse:
    if not policies.propose(request.actor, None):
        raise PermissionRefused
    form = forms.ProposalForm(request.POST or None, actor=request.actor)

    def do() -> Decision:
        typed = dict(form.cleaned_data)
        kind, rule = typed.pop("kind"), typed.pop("rule")
        if kind == Kind.WORKING_METHOD:
            return methods.propose(rule, typed.pop("title"), actor=request.actor, **typed)
        return drafting.propose(kind, typed.pop("title"), actor=request.actor, **typed)

    return answer(
        request, form, do, template="decisions/propose.html", context={}, to=lambda made: made,
        receipt=_("The draft is kept. Submit it when it is ready."),
    )  # fmt: skip


@signed_in
def edit(request: PortalRequest, slug: str) -> HttpResponse:
    decision = visible(request, slug)
    if decision.state != "draft":
        raise IllegalTransition(_("The proposal was submitted; its text is frozen."))
    if not policies.edit(request.actor, decision):
        raise PermissionRefused
    fields = ("version", "title", "draft_text", "mandates")
    initial = {name: getattr(decision, name) for name in fields}
    form = forms.DraftForm(request.POST or None, obj=decision, actor=request.actor, initial=initial)
    return answer(
        request,
        form,
        lambda: drafting.edit(decision, actor=request.actor, **form.cleaned_data),
        template="decisions/edit.html",
        context={"decision": decision},
        to=decision,
        receipt=_("The draft is saved."),
    )


@signed_in
@safe
def actions(request: PortalRequest) -> HttpResponse:
    rows = Action.objects.visible_to(request.actor).for_list()
    state = request.GET.get("state", "open")
    if state in ("open", "done", "closed"):
        rows = rows.filter(state=state)
    page = page_of(request, rows)
    return render(request, "decisions/actions.html", {"page": page, "state": state})
