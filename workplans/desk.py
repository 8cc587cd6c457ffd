"""What waits for somebody in the work plan."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from members import policies as people
from network_portal.lib import clock
from network_portal.records.acting import Acting
from network_portal.records.registry import DeskLine
from workplans import policies
from workplans.models import Activity, Contribution, Period, Update


def waiting(acting: Acting) -> Iterator[DeskLine]:
    if people.is_member(acting):
        yield from _to_report(acting)
        yield from _to_confirm(acting)
    yield from _to_review(acting)


def _line(activity: Activity, title: str, action: str, path: str, **kwargs: object) -> DeskLine:
    about = f"{activity.code} {activity.title}"
    return DeskLine(title=title, about=about, path=path, action=action, **kwargs)  # type: ignore[arg-type]


def _to_report(acting: Acting) -> Iterator[DeskLine]:
    """The period that runs: rows that one leads and has not reported on, and what came back."""
    today = clock.today()
    period = Period.objects.filter(plan__state="adopted", starts_on__lte=today, ends_on__gte=today).first()
    org = acting.organization
    if period is not None:
        done = Update.objects.filter(activity=OuterRef("pk"), period=period, organization=acting.organization_id)
        rows = Activity.objects.filter(~Exists(done), plan=period.plan_id, lead=acting.organization_id)
        count = rows.count()
        for activity in rows.select_related("plan")[:3]:
            yield _line(
                activity, _("Log progress, {period}").format(period=period), _("Log progress"),
                activity.path("report"), organization=org, day=period.ends_on,
            )  # fmt: skip
        if count > 3:
            yield DeskLine(
                title=_("Log progress on {n} more activities").format(n=count - 3), about=str(period),
                path=period.plan.get_absolute_url(), action=_("Open the plan"), organization=org, day=period.ends_on,
            )  # fmt: skip
    returned = Update.objects.filter(organization=acting.organization_id, state__in=["returned", "draft"])
    for update in returned.for_list():
        words = _("Returned to you") if update.state == "returned" else _("Finish and submit")
        yield _line(
            update.activity, f"{words}: {update.period}", _("Open"), update.get_absolute_url(),
            organization=org, state=update.state, machine="update",
        )  # fmt: skip


def _to_confirm(acting: Acting) -> Iterator[DeskLine]:
    rows = Contribution.objects.filter(organization=acting.organization_id, consent="proposed")
    for row in rows.select_related("activity__plan")[:5]:
        yield _line(
            row.activity, _("Confirm your part"), _("Answer"), row.activity.get_absolute_url(),
            organization=acting.organization,
        )  # fmt: skip


def _to_review(acting: Acting) -> Iterator[DeskLine]:
    """Submitted updates that are this acting's to review; narrowed in the query, decided by the policy."""
    org = acting.own_organization_id
    near = Q(activity__lead=org) | Q(activity__reviewer=org) | Q(activity__body__isnull=False)
    rows = Update.objects.filter(state="submitted").select_related("activity__lead", "activity__plan").for_list()
    rows = rows.with_another_chair()
    for update in rows if people.is_secretariat(acting) else rows.filter(near):
        if policies.reviewer(acting, update):
            yield _line(
                update.activity, _("Review: {org}, {period}").format(org=update.organization, period=update.period),
                _("Review"), update.get_absolute_url(), state=update.state, machine="update",
            )  # fmt: skip
