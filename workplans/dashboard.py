"""What waits for somebody in the work plan."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members import policies as people
from members.models import IOM
from members.querysets import is_member
from network_portal.records.access.actor import Actor
from network_portal.records.audit import shown
from network_portal.records.registry import DashboardLine, RowAnswer
from workplans import status
from workplans.models import Activity, Contribution, Period, Plan, Update
from workplans.querysets import another_chairs


def waiting(actor: Actor) -> Iterator[DashboardLine]:
    if people.is_member(actor):
        yield from _to_report(actor)
        yield from _to_confirm(actor)
    yield from _to_review(actor)
    yield from _plans(actor)
    if people.is_secretariat(actor):
        yield from _without_lead()


def _plans(actor: Actor) -> Iterator[DashboardLine]:
    """Plans that are prepared: whoever the head of the plan names."""
    asked = {
        "inputs": (people.is_secretariat(actor), _("Prepare: {plan}"), _("Edit the plan")),
        "review": (people.is_member(actor), _("Under review by members: {plan}"), _("Read the draft")),
        "guidance": (people.is_secretariat(actor), _("Awaiting guidance: {plan}"), _("Open the plan")),
    }
    states = [state for state, (is_asked, *_rest) in asked.items() if is_asked]
    for plan in Plan.objects.filter(state__in=states).select_related("decision") if states else ():
        _is_asked, title, action = asked[plan.state]
        if plan.state != "guidance" or not plan.has_decision_under_way:
            yield DashboardLine(
                title=title.format(plan=plan), about=str(plan.get_state_display()), path=plan.get_absolute_url(), action=action,
            )  # fmt: skip


def _without_lead() -> Iterator[DashboardLine]:
    """Activities of running plans that nobody can report on, since their lead has left, or whose reports nobody reviews."""
    running = Activity.objects.filter(plan__state="adopted").select_related("plan", "lead")
    unreviewed = Q(lead__slug=IOM) & (Q(reviewer=None) | ~is_member("reviewer"))
    for row in running.filter(unreviewed, ~another_chairs("body", "lead")):
        yield _line(row, _("No reviewer: name one"), _("Name a reviewer"), row.path("responsible"))
    for row in running.filter(~is_member("lead")):
        title = _("{org} has left: name another lead").format(org=row.lead)
        yield _line(row, title, _("Name a lead"), row.path("responsible"))


def _line(activity: Activity, title: str, action: str, path: str, **kwargs: Any) -> DashboardLine:
    about = f"{activity.code} {activity.title}"
    return DashboardLine(title=title, about=about, path=path, action=action, **kwargs)


def _to_report(actor: Actor) -> Iterator[DashboardLine]:
    """Rows that one leads, for each period that has begun and is not reported on, the oldest first; what came back."""
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
    returned = Update.objects.filter(organization=actor.organization_id, state__in=["returned", "draft"])
    for update in returned.for_list():
        words = _("Returned to you") if update.state == "returned" else _("Finish and submit")
        yield _line(
            update.activity, f"{words}: {update.period}", _("Edit and submit"),
            update.activity.path("report-on", update.period.quarter),
            organization=org, state=update.state, workflow="update",
        )  # fmt: skip


def _to_confirm(actor: Actor) -> Iterator[DashboardLine]:
    rows = Contribution.objects.filter(organization=actor.organization_id, consent="proposed")
    rows = rows.exclude(activity__plan__state="closed")
    for row in rows.select_related("activity__plan")[:5]:
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
