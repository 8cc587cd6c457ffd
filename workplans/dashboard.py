"""What waits for somebody in the work plan."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members import policies as people
from members.models import IOM
from members.querysets import is_member
from network_portal.lib import clock
from network_portal.records.access.actor import Actor
from network_portal.records.registry import DashboardLine
from workplans import policies
from workplans.models import Activity, Contribution, Period, Update
from workplans.querysets import another_chairs


def waiting(actor: Actor) -> Iterator[DashboardLine]:
    if people.is_member(actor):
        yield from _to_report(actor)
        yield from _to_confirm(actor)
    yield from _to_review(actor)
    if people.is_secretariat(actor):
        yield from _without_lead()


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
    rows = list(_unreported(actor))
    for activity, period in rows[:3]:
        yield _line(
            activity, _("Report progress, {period}").format(period=period), _("Report progress"),
            activity.path("report-on", period.quarter), organization=org, day=period.ends_on,
        )  # fmt: skip
    if len(rows) > 3:
        _activity, period = rows[3]
        words = ngettext("Report progress: {n} more report", "Report progress: {n} more reports", len(rows) - 3)
        yield DashboardLine(
            title=words.format(n=len(rows) - 3), about=str(period), path=period.plan.get_absolute_url(),
            action=_("Open the plan"), organization=org, day=period.ends_on,
        )  # fmt: skip
    returned = Update.objects.filter(organization=actor.organization_id, state__in=["returned", "draft"])
    for update in returned.for_list():
        words = _("Returned to you") if update.state == "returned" else _("Finish and submit")
        yield _line(
            update.activity, f"{words}: {update.period}", _("View"), update.get_absolute_url(),
            organization=org, state=update.state, workflow="update",
        )  # fmt: skip


def _unreported(actor: Actor) -> Iterator[tuple[Activity, Period]]:
    """Each activity that one leads with each period begun since it was planned to start, while nothing is written.

    A period stays until it is reported on; what was reported as completed or cancelled is not asked again.
    """
    running = Period.objects.filter(plan__state="adopted", starts_on__lte=clock.today()).select_related("plan")
    led = Activity.objects.filter(plan__state="adopted", lead=actor.organization_id).select_related("plan")
    by_a_lead = Q(is_leads=True, state__in=["submitted", "accepted"])  # also by one who has left since
    updates = Update.objects.filter(Q(organization=actor.organization_id) | by_a_lead, activity__in=led)
    said = set(updates.values_list("activity_id", "period_id"))
    ended: dict[int, int] = {}  # the quarter for which an activity was reported as at its end
    at_end = updates.filter(status__in=["completed", "cancelled"], state__in=["submitted", "accepted"])
    for pk, quarter in at_end.values_list("activity_id", "period__quarter"):
        ended[pk] = min(quarter, ended.get(pk, quarter))
    activities = list(led)
    for period in running.order_by("starts_on"):
        for activity in activities:
            # a quarter that was over when the plan was adopted is reported on at will
            over = activity.plan.adopted_at is not None and period.ends_on < clock.day_of(activity.plan.adopted_at)
            begun = (
                not over and activity.plan_id == period.plan_id and period.quarter >= int((activity.quarters or "1")[0])
            )
            if begun and (activity.pk, period.pk) not in said and period.quarter <= ended.get(activity.pk, 4):
                yield activity, period


def _to_confirm(actor: Actor) -> Iterator[DashboardLine]:
    rows = Contribution.objects.filter(organization=actor.organization_id, consent="proposed")
    rows = rows.exclude(activity__plan__state="closed")
    for row in rows.select_related("activity__plan")[:5]:
        yield _line(
            row.activity, _("Confirm your part"), _("Answer"), row.activity.get_absolute_url(),
            organization=actor.organization,
        )  # fmt: skip


def _to_review(actor: Actor) -> Iterator[DashboardLine]:
    """Submitted updates that are this actor's to review; narrowed in the query, decided by the policy."""
    org = actor.organization_id
    if org is None and not people.is_secretariat(actor):
        return
    near = Q(activity__lead=org) | Q(activity__reviewer=org) | Q(activity__body__isnull=False)
    rows = Update.objects.filter(state="submitted").select_related("activity__lead", "activity__plan").for_list()
    rows = rows.with_another_chair()
    for update in rows if people.is_secretariat(actor) else rows.filter(near):
        if policies.reviewer(actor, update):
            yield _line(
                update.activity, _("Review progress report: {org}, {period}").format(org=update.organization, period=update.period),
                _("Review"), update.get_absolute_url(), state=update.state, workflow="update",
            )  # fmt: skip
