"""What is so in the work plans: which reports are awaited, and from whom. Computed, never stored."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from members import policies as people
from network_portal.lib import clock
from network_portal.records.access.actor import Actor
from workplans import policies
from workplans.models import Activity, Period, Update


def without_report(organization: int) -> QuerySet[Any]:
    """Each activity that an organization leads with each period begun while nothing is written: one row a period.

    A row says its period, and the quarter for which the activity was reported as at its end.
    """
    by_a_lead = Q(is_leads=True, state__in=["submitted", "accepted"])  # also by one who has left since
    reports = Update.objects.filter(Q(organization=organization) | by_a_lead, activity=OuterRef("pk")).order_by()
    at_end = reports.filter(status__in=["completed", "cancelled"], state__in=["submitted", "accepted"])
    begun = Activity.objects.filter(
        plan__state="adopted", lead=organization, plan__periods__starts_on__lte=clock.today()
    ).annotate(
        period_pk=F("plan__periods"), quarter=F("plan__periods__quarter"),
        starts_on=F("plan__periods__starts_on"), ends_on=F("plan__periods__ends_on"),
    )  # fmt: skip
    ended = at_end.order_by("period__quarter").values("period__quarter")[:1]
    return begun.filter(~Exists(reports.filter(period=OuterRef("period_pk")))).annotate(ended=Subquery(ended))


def unreported(actor: Actor) -> Iterator[tuple[Activity, Period]]:
    """Each activity that one leads with each period begun since it was planned to start, while nothing is written.

    A period stays until it is reported on; what was reported as completed or cancelled is not asked again.
    """
    rows = without_report(actor.organization_id or 0).select_related("plan")
    rows = rows.only("code", "title", "quarters", "plan__year", "plan__adopted_at")
    for row in rows.order_by("starts_on", "period_pk", "output__code", "order"):
        period = Period(
            pk=row.period_pk, plan=row.plan, quarter=row.quarter, starts_on=row.starts_on, ends_on=row.ends_on
        )
        # a quarter that was over when the plan was adopted is reported on at will
        over = row.plan.adopted_at is not None and period.ends_on < clock.day_of(row.plan.adopted_at)
        begun = not over and period.quarter >= int((row.quarters or "1")[0])
        if begun and period.quarter <= (row.ended or 4):
            yield row, period


def near(organization: int) -> Any:
    """Submitted updates that an organization may have to review: those of a task team are decided by the policy."""
    asked = Q(activity__lead=organization) | Q(activity__reviewer=organization) | Q(activity__body__isnull=False)
    return Update.objects.filter(asked, state="submitted")


def to_review(actor: Actor) -> list[Update]:
    """Submitted updates that are this actor's to review, the oldest first; narrowed in the query, decided by the policy."""
    org = actor.organization_id
    if org is None and not people.is_secretariat(actor):
        return []
    submitted = Update.objects.filter(state="submitted")
    rows = submitted if people.is_secretariat(actor) else near(org or 0)
    rows = rows.select_related("activity__lead", "activity__plan").for_list().with_another_chair()
    return [update for update in rows.order_by("submitted_at", "pk") if policies.reviewer(actor, update)]


def last_reports(updates: Sequence[Update]) -> dict[int, Update]:
    """The report of the same organization for the period before each of these, by the id of the later one."""
    activities = {update.activity_id for update in updates}
    earlier = Update.objects.filter(activity__in=activities).exclude(state="draft").select_related("period")
    rows = list(earlier.select_related("activity__plan", "organization").order_by("period__quarter"))
    found = {}
    for update in updates:
        for row in rows:
            same = (row.activity_id, row.organization_id) == (update.activity_id, update.organization_id)
            if same and row.period.quarter < update.period.quarter:
                found[update.pk] = row
    return found


def last_report(activity: Activity, organization: int | None, period: Period) -> Update | None:
    """The organization's report on the activity for the newest period before this one; None where there is none."""
    earlier = Update.objects.filter(activity=activity, organization=organization, period__quarter__lt=period.quarter)
    return earlier.exclude(state="draft").select_related("period").order_by("-period__quarter").first()
