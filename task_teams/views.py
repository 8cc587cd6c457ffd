from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from network_portal.records.access.marks import needs, safe, signed_in
from network_portal.records.web.forms import answer
from network_portal.records.web.requests import PortalRequest
from network_portal.records.workflow.refusals import IllegalTransition, PermissionRefused
from task_teams import forms, pages, policies, services
from task_teams.models import TaskTeam


def _visible(request: PortalRequest, slug: str) -> TaskTeam:
    return get_object_or_404(TaskTeam.objects.visible_to(request.actor).for_list(), body__slug=slug)


@signed_in
@safe
def listing(request: PortalRequest) -> HttpResponse:
    page = pages.listing(request.actor)
    return render(request, "task_teams/list.html", {"page": page})


@signed_in
@safe
def detail(request: PortalRequest, slug: str) -> HttpResponse:
    page = pages.team(request.actor, _visible(request, slug))
    return render(request, "task_teams/detail.html", {"page": page, "team": page.team})


@needs(policies.propose)
def propose(request: PortalRequest) -> HttpResponse:
    form = forms.TeamForm(request.POST or None, actor=request.actor)
    return answer(
        request, form, lambda: services.propose(actor=request.actor, **form.cleaned_data),
        template="task_teams/form.html", context={"title": _("Propose a task team")}, to=lambda made: made,
        receipt=_("The proposal is kept, with the draft of its decision. Submit the decision when it is ready."),
    )  # fmt: skip


def _active(request: PortalRequest, slug: str, *, closing: bool = False) -> TaskTeam:
    team = _visible(request, slug)
    allowed = policies.propose_closing if closing else policies.run
    if not allowed(request.actor, team):
        if team.state != "active" and policies.propose(request.actor, team):
            raise IllegalTransition(_("The team is not active."))
        raise PermissionRefused
    return team


@signed_in
def propose_closing(request: PortalRequest, slug: str) -> HttpResponse:
    team = _active(request, slug, closing=True)
    form = forms.ClosingForm(request.POST or None, obj=team)
    return answer(
        request, form, lambda: services.propose_closing(team, actor=request.actor, **form.cleaned_data),
        template="task_teams/form.html", context={"title": _("Propose to close the team"), "team": team},
        to=lambda made: made,
    )  # fmt: skip


@signed_in
def add_deliverable(request: PortalRequest, slug: str) -> HttpResponse:
    team = _active(request, slug)
    form = forms.DeliverableForm(request.POST or None, obj=team)
    return answer(
        request, form, lambda: services.add_deliverable(team, actor=request.actor, **form.cleaned_data),
        template="task_teams/form.html", context={"title": _("Add a deliverable"), "team": team}, to=team,
    )  # fmt: skip


@signed_in
def deliver(request: PortalRequest, slug: str, number: int) -> HttpResponse:
    team = _active(request, slug)
    row = get_object_or_404(team.deliverables.all(), number=number)
    form = forms.DeliveredForm(request.POST or None, obj=row)
    return answer(
        request, form, lambda: services.deliver(row, actor=request.actor, **form.cleaned_data),
        template="task_teams/form.html", context={"title": _("Mark as delivered"), "team": team, "row": row}, to=team,
        about=row,
    )  # fmt: skip
