from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from members import policies
from members.services import people
from network_portal.dashboard import help_pages, pages
from network_portal.lib import clock
from network_portal.lib.pages import page_of
from network_portal.records.access.marks import needs, public, safe, signed_in, without_key
from network_portal.records.web.requests import PortalRequest


@signed_in
@safe
def home(request: PortalRequest) -> HttpResponse:
    page = pages.dashboard(request.actor, request.capacities)
    first_day = request.user.dashboard_before_at is None and not request.session.get("tour_dismissed")
    people.note_visit(request.user, clock.now())
    return render(request, "dashboard/home.html", {"page": page, "tour": help_pages.TOUR if first_day else ()})


@signed_in
@without_key
def dismiss_tour(request: PortalRequest) -> HttpResponse:
    """The tour of the first day is shown no more; from the second visit on it is not shown either."""
    if request.method == "POST":
        request.session["tour_dismissed"] = True
    return redirect("dashboard:home")


@signed_in
@safe
def search(request: PortalRequest) -> HttpResponse:
    """What the reader may see of what holds all the words; a few of each kind."""
    typed = request.GET.get("q", "").strip()
    return render(request, "dashboard/search.html", {"typed": typed, "groups": pages.search(request.actor, typed)})


@signed_in
@safe
def show_help(request: PortalRequest) -> HttpResponse:
    """What one does here, in the capacity one acts in."""
    context = {"help": help_pages.for_reader(request.actor), "address": settings.SECRETARIAT_ADDRESS}
    return render(request, "dashboard/help.html", context)


@signed_in
@without_key
def capacity(request: PortalRequest) -> HttpResponse:
    """Choose in whose name one acts; only names that one has today can be chosen."""
    if request.method == "POST":
        chosen = next((a for a in request.capacities if a.key == request.POST.get("capacity")), None)
        if chosen is None:
            return render(request, "dashboard/capacity.html", {"wrong": True}, status=422)
        request.session["capacity"] = chosen.key
        messages.success(request, _("You are now acting as {name}.").format(name=chosen))
        back = request.POST.get("next", "/")
        safe = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
        return redirect(back if safe else "/")
    return render(request, "dashboard/capacity.html", {"next": request.GET.get("next", "/")})


@public
@safe
def governance(request: PortalRequest) -> HttpResponse:
    return render(request, "dashboard/governance.html", pages.governance(request.actor))


@signed_in
@safe
def notices(request: PortalRequest) -> HttpResponse:
    page = page_of(request, pages.notices_of(request.user, request.capacities).order_by("-created_at"))
    seen_at = request.user.notices_seen_at
    newest = max((row.created_at for row in page.object_list), default=None)
    if page.number == 1 and newest is not None and (seen_at is None or newest > seen_at):
        people.note_notices_seen(request.user, newest)
    return render(request, "dashboard/notices.html", {"page": page, "seen_at": seen_at})


@signed_in
@safe
def counts(request: PortalRequest) -> JsonResponse:
    """What the menu counts, as JSON: asked beside the page, so that no page waits for it."""
    return JsonResponse(pages.counts(request.actor, request.capacities))


@needs(policies.is_staff)
@safe
def styleguide(request: PortalRequest) -> HttpResponse:
    return render(request, "dashboard/styleguide.html", pages.styleguide())
