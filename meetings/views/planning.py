from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from meetings import forms, pages, policies
from meetings.calendars import calendar_file
from meetings.models import Meeting
from meetings.services import planning
from network_portal.lib import clock
from network_portal.lib.pages import page_of
from network_portal.records.access.marks import needs, safe, signed_in
from network_portal.records.web.forms import answer
from network_portal.records.web.requests import PortalRequest


def visible(request: PortalRequest, slug: str) -> Meeting:
    rows = Meeting.objects.visible_to(request.actor).select_related("body", "chair", "minutes").defer("minutes__frozen")
    return get_object_or_404(rows, slug=slug)


@signed_in
@safe
def listing(request: PortalRequest) -> HttpResponse:
    rows = Meeting.objects.visible_to(request.actor).for_list()
    chosen = request.GET.get("when", "")
    if chosen == "coming":
        rows = rows.filter(starts_at__gt=clock.now()).order_by("starts_at")
    elif chosen == "held":
        rows = rows.filter(state="held")
    narrowed = forms.MeetingFilter(request.GET or None, actor=request.actor)
    page = page_of(request, narrowed.narrow(rows))
    may_plan = policies.plans_some(request.actor, None)
    context = {
        "page": page,
        "when": chosen,
        "filter": narrowed,
        "may_plan": may_plan,
        "network_place": settings.NETWORK_PLACE,
    }
    return render(request, "meetings/list.html", context)


@signed_in
@safe
def detail(request: PortalRequest, slug: str) -> HttpResponse:
    page = pages.meeting(request.actor, visible(request, slug))
    return render(request, "meetings/detail.html", {"page": page, "meeting": page.meeting})


@signed_in
@safe
def calendar(request: PortalRequest, slug: str) -> HttpResponse:
    row = visible(request, slug)
    response = HttpResponse(calendar_file(row), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{row.slug}.ics"'
    return response


@needs(policies.plans_some)
def plan(request: PortalRequest) -> HttpResponse:
    """Plan a meeting; ``?body=`` names the task team for which it is begun."""
    form = forms.MeetingForm(request.POST or None, actor=request.actor, team=request.GET.get("body", ""))

    def do() -> Meeting:
        typed = {k: v for k, v in form.cleaned_data.items() if k not in ("day", "start", "last_day", "end")}
        return planning.plan(typed.pop("body"), actor=request.actor, **typed)

    context = {"title": _("Plan a meeting"), "list_path": reverse("meetings:list")}
    return answer(
        request, form, do, template="components/act.html", context=context, to=lambda made: made.path("add-items"),
        receipt=pages.planned(request.actor),
    )  # fmt: skip
