"""What waits for somebody in the work plan."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members import policies as people
from members.models import IOM
from members.querysets import is_member
from network_portal.lib.compiled_query import PLACEHOLDER_ORGANIZATION as ORGANIZATION
from network_portal.records.access.actor import Actor
from network_portal.records.audit import shown
from network_portal.records.registry import DashboardLine, RowAnswer, WaitingRows
from network_portal.records.web.waiting import Waiting
from workplans import status
from workplans.models import Activity, Contribution, Period, Plan, Update
from workplans.querysets import another_chairs


def _proposed() -> QuerySet[Any]:
    proposed = Contribution.objects.filter(organization=ORGANIZATION, consent="proposed")
    return proposed.exclude(activity__plan__state="closed")


def _running() -> QuerySet[Any]:
    return Activity.objects.filter(plan__state="adopted")


def _without_reviewer() -> QuerySet[Any]:
    """Activities led by IOM whose reports nobody reviews: no reviewer of another organization, no chair of another."""
    unreviewed = Q(lead__slug=IOM) & (Q(reviewer=None) | ~is_member("reviewer"))
    return _running().filter(unreviewed, ~another_chairs("body", "lead"))


def _plans_in(state: str) -> Callable[[], QuerySet[Any]]:
    return lambda: Plan.objects.filter(state=state)


WAITING_ROWS = (
    WaitingRows("report", people.is_member, lambda: status.without_report(ORGANIZATION)),
    WaitingRows("returned", people.is_member, lambda: Update.objects.filter(organization=ORGANIZATION, state__in=["returned", "draft"])),
    WaitingRows("confirm", people.is_member, _proposed),
    WaitingRows("review near", people.is_member, lambda: status.near(ORGANIZATION)),
    WaitingRows("review", people.is_secretariat, lambda: Update.objects.filter(state="submitted")),
    WaitingRows("inputs", people.is_secretariat, _plans_in("inputs")),
    WaitingRows("plan review", people.is_member, _plans_in("review")),
    WaitingRows("guidance", people.is_secretariat, _plans_in("guidance")),
    WaitingRows("no reviewer", people.is_secretariat, _without_reviewer),
    WaitingRows("lead left", people.is_secretariat, lambda: _running().filter(~is_member("lead"))),
)  # fmt: skip


def lines(actor: Actor, found: Waiting) -> Iterator[DashboardLine]:
    if found.of("report"):
        yield from _to_report(actor)
    if pks := found.ids("returned"):
        yield from _returned(actor, pks)
    if pks := found.ids("confirm"):
        yield from _to_confirm(actor, pks)
    if found.ids("review", "review near"):
        yield from _to_review(actor)
    yield from _plans(found)
    yield from _without_lead(found)


def _plans(found: Waiting) -> Iterator[DashboardLine]:
    """Plans that are prepared: whoever the head of the plan names."""
    asked = {
        "inputs": (_("Prepare: {plan}"), _("Edit the plan")),
        "review": (_("Under review by members: {plan}"), _("Read the draft")),
        "guidance": (_("Awaiting guidance: {plan}"), _("Open the plan")),
    }
    pks = found.ids("inputs", "plan review", "guidance")
    for plan in Plan.objects.filter(pk__in=pks).select_related("decision") if pks else ():
        if plan.state not in asked:  # it went on since it was found
            continue
        title, action = asked[plan.state]
        if plan.state != "guidance" or not plan.has_decision_under_way:
            yield DashboardLine(
                title=title.format(plan=plan), about=str(plan.get_state_display()), path=plan.get_absolute_url(), action=action,
            )  # fmt: skip


def _without_lead(found: Waiting) -> Iterator[DashboardLine]:
    """Activities of running plans that nobody can report on, since their lead has left, or whose reports nobody reviews."""
    pks = found.ids("no reviewer", "lead left")
    for row in Activity.objects.filter(pk__in=pks).select_related("plan", "lead") if pks else ():
        if row.pk in found.of("no reviewer"):
            yield _line(row, _("No reviewer: name one"), _("Name a reviewer"), row.path("responsible"))
        if row.pk in found.of("lead left"):
            title = _("{org} has left: name another lead").format(org=row.lead)
            yield _line(row, title, _("Name a lead"), row.path("responsible"))


def _line(activity: Activity, title: str, action: str, path: str, **kwargs: Any) -> DashboardLine:
    about = f"{activity.code} {activity.title}"
    return DashboardLine(title=title, about=about, path=path, action=action, **kwargs)


def _to_report(actor: Actor) -> Iterator[DashboardLine]:
    """Rows that one leads, for each period that has begun and is not reported on, the oldest first."""
    org = actor.organization
    by_period: dict[Period, list[Activity]] = {}
    for activity, period in status.unreported(actor):
        by_period.setdefault(period, []).append(activity)
    for period, activities in by_period.items():
        first, n = activities[0], len(activities)
        words = ngettext("Report progress on an activity, {period}", "Report progress on {n} activities, {period}", n)
        codes = [f"{a.code} {a.title}" for a in activities] if n == 1 else [a.code for a in activities]
        yield DashboardLine(
            title=words.format(n=n, period=period), about=f"{period.plan} · {', '.join(codes)}",
            path=first.path("report-on", period.quarter), action=_("Report progress"), organization=org,
            day=period.ends_on,
        )  # fmt: skip


def _returned(actor: Actor, pks: set[int]) -> Iterator[DashboardLine]:
    rows = Update.objects.filter(pk__in=pks).select_related("activity__plan", "period")
    for update in rows.only("state", "activity__code", "activity__title", "activity__plan__year", "period__quarter"):
        update.period.plan = update.activity.plan
        words = _("Returned to you") if update.state == "returned" else _("Finish and submit")
        yield _line(
            update.activity, f"{words}: {update.period}", _("Edit and submit"),
            update.activity.path("report-on", update.period.quarter),
            organization=actor.organization, state=update.state, workflow="update",
        )  # fmt: skip


def _to_confirm(actor: Actor, pks: set[int]) -> Iterator[DashboardLine]:
    rows = Contribution.objects.filter(pk__in=pks)
    for row in rows.select_related(*(f"activity__{name}" for name in ("plan", "output", "lead", "reviewer")))[:5]:
        yield _line(
            row.activity, _("Confirm your part"), "", row.activity.get_absolute_url(), organization=actor.organization,
            shown=(texts := shown.show(row)),
            answers=(
                RowAnswer(_("Confirm"), row.activity.path("confirm"), (), seen := shown.token_of(texts)),
                RowAnswer(_("Decline"), row.activity.path("decline"), (), seen),
            ),
        )  # fmt: skip


def _to_review(actor: Actor) -> Iterator[DashboardLine]:
    by_plan: dict[Plan, list[Update]] = {}
    for update in status.to_review(actor):
        by_plan.setdefault(update.activity.plan, []).append(update)
    for plan, updates in by_plan.items():
        words = ngettext("Review a progress report", "Review {n} progress reports", len(updates))
        said = [f"{u.activity.code} {u.organization}, {u.period}" for u in updates]
        yield DashboardLine(
            title=words.format(n=len(updates)), about=f"{plan} · {'; '.join(said[:4])}{'; …' if len(said) > 4 else ''}",
            path=plan.path("review"), action=_("Review"), since=updates[0].submitted_at, state="submitted",
            workflow="update",
        )  # fmt: skip
