from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from network_portal.lib.pages import page_of
from network_portal.records.access.marks import needs, safe, signed_in
from network_portal.records.web.forms import answer
from network_portal.records.web.requests import PortalRequest
from task_teams import forms, pages, policies, services
from task_teams.models import Deliverable, TaskTeam


def visible(request: PortalRequest, slug: str) -> TaskTeam:
    return get_object_or_404(TaskTeam.objects.visible_to(request.actor).for_list(), body__slug=slug)


@signed_in
@safe
def listing(request: PortalRequest) -> HttpResponse:
    page = page_of(request, pages.listing(request.actor))
    context = {"page": page, "may_propose": policies.propose(request.actor, None)}
    return render(request, "task_teams/list.html", context)


@signed_in
@safe
def detail(request: PortalRequest, slug: str) -> HttpResponse:
    page = pages.team(request.actor, visible(request, slug))
    return render(request, "task_teams/detail.html", {"page": page, "team": page.team})


@needs(policies.propose)
def propose(request: PortalRequest) -> HttpResponse:
    form = forms.TeamForm(request.POST or None, actor=request.actor)
    return answer(
        request, form, lambda: services.propose(actor=request.actor, **form.cleaned_data),
        template="components/act.html", context={"title": _("Propose a task team"), "list_path": reverse("task_teams:list")}, to=lambda made: made,
        receipt=_("Proposal saved, with the draft of its decision. Submit the decision when it is ready."),
    )  # fmt: skip


def deliverable_of(request: PortalRequest, slug: str, number: int) -> Deliverable:
    """A deliverable of a team that this actor may see (404)."""
    return get_object_or_404(visible(request, slug).deliverables.all(), number=number)
