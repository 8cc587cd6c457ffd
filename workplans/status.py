"""What is so in the work plans: which reports are awaited, and from whom. Computed, never stored."""

from collections.abc import Iterator, Sequence

from django.db.models import Q

from members import policies as people
from network_portal.lib import clock
from network_portal.records.access.actor import Actor
from workplans import policies
from workplans.models import Activity, Period, Update


def unreported(actor: Actor) -> Iterator[tuple[Activity, Period]]:
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


def to_review(actor: Actor) -> list[Update]:
    """Submitted updates that are this actor's to review, the oldest first; narrowed in the query, decided by the policy."""
    org = actor.organization_id
    if org is None and not people.is_secretariat(actor):
        return []
    near = Q(activity__lead=org) | Q(activity__reviewer=org) | Q(activity__body__isnull=False)
    rows = Update.objects.filter(state="submitted").select_related("activity__lead", "activity__plan").for_list()
    rows = rows.with_another_chair()
    rows = rows if people.is_secretariat(actor) else rows.filter(near)
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
