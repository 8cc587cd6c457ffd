from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from members import policies as people
from network_portal.lib import clock
from network_portal.records.access.marks import needs, safe, signed_in
from network_portal.records.web.acts import ONWARD
from network_portal.records.web.forms import answer
from network_portal.records.web.requests import PortalRequest
from network_portal.records.workflow import engine
from network_portal.records.workflow.acts import refuse_unless
from network_portal.records.workflow.refusals import IllegalTransition, PermissionRefused
from workplans import forms, guards, pages, policies, status
from workplans.models import Activity, Contribution, Period, Plan, Update
from workplans.services import plans, progress


def plan_of(request: PortalRequest, year: int) -> Plan:
    rows = Plan.objects.visible_to(request.actor).select_related("decision", "body")
    return get_object_or_404(rows, year=year, body__slug="network")


def activity_of(request: PortalRequest, year: int, code: str) -> Activity:
    rows = Activity.objects.select_related("plan", "lead", "output__objective", "body", "reviewer")
    return get_object_or_404(rows, plan=plan_of(request, year), code=code)


@needs(people.reads)
@safe
def current(request: PortalRequest) -> HttpResponse:
    """The running plan, or the newest; without any, the page that begins one."""
    rows = Plan.objects.visible_to(request.actor).filter(body__slug="network")
    found = rows.filter(state="adopted", year=clock.today().year).first() or rows.order_by("-year").first()
    if found is not None:
        return redirect(found)
    context = {"may_begin": policies.secretariat(request.actor, None)}
    return render(request, "workplans/none.html", context)


@signed_in
@safe
def plan(request: PortalRequest, year: int) -> HttpResponse:
    rows = Plan.objects.visible_to(request.actor).for_matrix()
    row = get_object_or_404(rows, year=year, body__slug="network")
    narrowed = {k: request.GET.get(k, "") for k in ("lead", "status")}
    context = {"page": pages.plan(request.actor, row, **narrowed), "narrowed": narrowed, "statuses": Update.Status}
    return render(request, "workplans/plan.html", context)


@needs(policies.secretariat)
def begin(request: PortalRequest) -> HttpResponse:
    form = forms.PlanForm(request.POST or None, actor=request.actor)
    return answer(
        request, form, lambda: plans.begin(form.cleaned_data["year"], actor=request.actor),
        template="components/act.html", context={"title": _("Begin a work plan")}, to=lambda made: made,
    )  # fmt: skip


@signed_in
def edit_activity(request: PortalRequest, year: int, code: str) -> HttpResponse:
    found = activity_of(request, year, code)
    row = found.plan
    refuse_unless(row, request.actor, policies.secretariat, (guards.inputs_are_open,))
    names = ("output", "title", "description", "deliverable", "kind", "lead", "reviewer", "body", "weight", "method")
    initial = {
        **{name: getattr(found, name) for name in (*names, "version")},
        "quarters": list(found.quarters),
        "contributing": found.contributions.exclude(consent="declined").values_list("organization", flat=True),
        "objectives": found.alignments.values_list("entry", flat=True),
    }
    form = forms.ActivityForm(request.POST or None, obj=row, initial=initial)
    before = pages.contributing(found)
    return answer(
        request, form, lambda: plans.save_activity(row, actor=request.actor, activity=found, **_seen(form)),
        template="components/act.html", context={"title": _("Edit"), "object": row}, to=found,
        receipt=lambda made: pages.parts_changed(before, made),
    )  # fmt: skip


def _seen(form: Any) -> dict[str, Any]:
    """What was typed; a form that does not say which version it was opened on was opened on none."""
    version = form.cleaned_data["version"]
    return {**form.cleaned_data, "version": -1 if version is None else version}


@signed_in
@safe
def activity(request: PortalRequest, year: int, code: str) -> HttpResponse:
    page = pages.activity(request.actor, activity_of(request, year, code))
    return render(
        request, "workplans/activity.html", {"page": page, "activity": page.activity, "plan": page.activity.plan}
    )


@signed_in
def report(request: PortalRequest, year: int, code: str, quarter: int | None = None) -> HttpResponse:
    found = activity_of(request, year, code)
    if not policies.report(request.actor, found):
        raise PermissionRefused
    begun = Period.objects.filter(plan=found.plan, starts_on__lte=clock.today()).order_by("-quarter")
    ours = Update.objects.filter(activity=found, organization=request.actor.organization_id)
    still_open = begun.exclude(updates__in=ours.filter(state__in=["submitted", "accepted"]))
    period = begun.filter(quarter=quarter).first() if quarter else still_open.first() or begun.first()
    if period is None:
        raise Http404
    old = Update.objects.filter(activity=found, period=period, organization=request.actor.organization_id).first()
    if old is not None and old.state not in ("draft", "returned"):
        raise IllegalTransition(_("The update for this period is submitted."))
    names = ("version", "status", "percent", "achievements", "challenges", "next_steps")
    initial = {n: getattr(old, n) for n in names} if old else {"version": None}
    form = forms.ProgressForm(request.POST or None, obj=found, initial=initial)
    submit = "submit" in request.POST or ONWARD in request.POST
    further = pages.next_report(request.actor, found, period)
    to = further if further is not None and ONWARD in request.POST else None
    return answer(
        request, form,
        lambda: progress.log_progress(found, period, actor=request.actor, submit=submit, **form.cleaned_data),
        template="workplans/report.html",
        context={"activity": found, "plan": found.plan, "period": period, "begun": still_open, "update": old, "next_report": further,
                 "last": status.last_report(found, request.actor.organization_id, period)},
        to=to or (lambda made: made), receipt=(lambda _made: pages.reported(request.actor)) if submit else _("Draft saved."),
    )  # fmt: skip


@signed_in
@safe
def review(request: PortalRequest, year: int) -> HttpResponse:
    """The reports of a plan that this actor is to review, each accepted or returned in its row."""
    row = plan_of(request, year)
    return render(request, "workplans/review.html", {"plan": row, "rows": pages.review_queue(request.actor, row)})


def part_of(request: PortalRequest, year: int, code: str) -> Contribution:
    """The part of the actor's own organization in an activity (404)."""
    own = Contribution.objects.filter(organization=request.actor.organization_id)
    return get_object_or_404(own, activity=activity_of(request, year, code))


def update_of(request: PortalRequest, year: int, code: str, quarter: int, slug: str) -> Update:
    rows = Update.objects.visible_to(request.actor).for_list()
    return get_object_or_404(
        rows, activity=activity_of(request, year, code), period__quarter=quarter, organization__slug=slug
    )


@signed_in
@safe
def update(request: PortalRequest, year: int, code: str, quarter: int, slug: str) -> HttpResponse:
    row = update_of(request, year, code, quarter, slug)
    context = {
        "update": row,
        "activity": row.activity,
        "plan": row.activity.plan,
        "available_transitions": engine.available_transitions(row, request.actor),
        "reviews": row.reviews.select_related("by"),
        "may_edit": row.state in ("draft", "returned") and policies.its_organization(request.actor, row),
    }
    return render(request, "workplans/update.html", context)
