from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from meetings import forms, pages, policies
from meetings.calendars import calendar_file
from meetings.models import Meeting
from meetings.services import planning
from network_portal.lib import clock
from network_portal.lib.pages import page_of
from network_portal.records.access.marks import confirmed, needs, safe, signed_in
from network_portal.records.web.forms import PortalForm, answer, transition_page
from network_portal.records.web.requests import PortalRequest
from network_portal.records.workflow.refusals import IllegalTransition, PermissionRefused


def visible(request: PortalRequest, slug: str) -> Meeting:
    rows = Meeting.objects.visible_to(request.actor).select_related("body", "chair")
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
    page = page_of(request, rows)
    may_plan = policies.secretariat(request.actor, None)
    context = {"page": page, "when": chosen, "may_plan": may_plan, "network_place": settings.NETWORK_PLACE}
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


def page(request: PortalRequest, meeting: Any, form: PortalForm, do: Any, title: str, **more: Any) -> HttpResponse:
    to = more.pop("to", meeting)
    receipt = more.pop("receipt", _("Done."))
    about = more.pop("about", None)
    context = {"title": title, "meeting": meeting, **more}
    return answer(
        request, form, do, template="meetings/form.html", context=context, to=to, receipt=receipt, about=about
    )


@needs(policies.secretariat)
def plan(request: PortalRequest) -> HttpResponse:
    form = forms.MeetingForm(request.POST or None, actor=request.actor)

    def do() -> Meeting:
        typed = {k: v for k, v in form.cleaned_data.items() if k not in ("day", "start", "last_day", "end")}
        return planning.plan(typed.pop("body"), actor=request.actor, **typed)

    return page(
        request, None, form, do, _("Plan a meeting"), to=lambda made: made,
        receipt=_("The meeting is planned. Complete the agenda, then convene it."),
    )  # fmt: skip


def to_change(request: PortalRequest, slug: str) -> Meeting:
    """The meeting, for the Secretariat, before it begins."""
    row = visible(request, slug)
    if not policies.secretariat(request.actor, row):
        raise PermissionRefused
    if not row.is_open_to_change:
        raise IllegalTransition(_("The meeting has begun or is cancelled."))
    return row


@signed_in
def edit(request: PortalRequest, slug: str) -> HttpResponse:
    row = to_change(request, slug)
    initial = {n: getattr(row, n) for n in ("version", "title", "place", "link", "chair", "deviation")}
    form = forms.MeetingEditForm(request.POST or None, obj=row, initial=initial)
    return page(
        request, row, form, lambda: planning.edit(row, actor=request.actor, **form.cleaned_data),
        _("Change place, chair or title"),
    )  # fmt: skip


@signed_in
@confirmed
def name_chair(request: PortalRequest, slug: str) -> HttpResponse:
    row = visible(request, slug)
    if not policies.secretariat(request.actor, row):
        raise PermissionRefused
    if not policies.name_chair(request.actor, row):
        raise IllegalTransition(_("The chair is named before the meeting, or until its minutes are approved."))
    form = forms.ChairForm(request.POST or None, obj=row, initial={"chair": row.chair})
    return page(
        request, row, form, lambda: planning.name_chair(row, actor=request.actor, **form.cleaned_data),
        _("Name another chair"), explains=_("The chair circulates and approves the minutes."),
    )  # fmt: skip


@signed_in
def reschedule(request: PortalRequest, slug: str) -> HttpResponse:
    row = to_change(request, slug)
    start, end = (at.astimezone(clock.zone(row.zone)) for at in (row.starts_at, row.ends_at))
    initial = {"day": start.date(), "start": start.time(), "end": end.time(), "zone": row.zone}
    initial["last_day"] = end.date() if end.date() != start.date() else None
    form = forms.RescheduleForm(request.POST or None, obj=row, initial=initial)

    def do() -> None:
        names = ("starts_at", "ends_at", "zone", "reason")
        planning.reschedule(row, actor=request.actor, **{n: form.cleaned_data[n] for n in names})

    explains = _("Every invited organization is told, with a new calendar file, and asked to reply again.")
    return page(request, row, form, do, _("Move the date"), explains=explains, about=row)


@signed_in
def convene(request: PortalRequest, slug: str) -> HttpResponse:
    return transition_page(request, visible(request, slug), "convene", planning.convene)


@signed_in
def cancel(request: PortalRequest, slug: str) -> HttpResponse:
    return transition_page(request, visible(request, slug), "cancel", planning.cancel)


@signed_in
def reply(request: PortalRequest, slug: str) -> HttpResponse:
    row = visible(request, slug)
    if row.state != "convened":
        raise IllegalTransition(_("Replies are taken from the invitation until the meeting starts."))
    if not policies.reply(request.actor, row):
        raise PermissionRefused
    mine = row.invitations.get(organization=request.actor.organization_id)
    form = forms.ReplyForm(request.POST or None, initial={"answer": mine.reply, "mode": mine.mode})
    return page(
        request, row, form, lambda: planning.reply(row, actor=request.actor, **form.cleaned_data), _("Reply"),
        receipt=_("Your reply is noted. You may change it until the meeting starts."), about=row,
    )  # fmt: skip
