"""What waits for somebody in task teams."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from network_portal.records.access.actor import Actor
from network_portal.records.access.audience import CHAIR, pks
from network_portal.records.registry import DashboardLine
from network_portal.records.web.waiting import Waiting
from task_teams.models import Deliverable


def lines(actor: Actor, _found: Waiting) -> Iterator[DashboardLine]:
    """Deliverables not brought yet, for chairs and co-chairs."""
    bodies = pks(actor.audiences, CHAIR) if actor.is_representative else []
    if not bodies:
        return
    rows = Deliverable.objects.filter(team__body__in=bodies, team__state="active", delivered_on=None)
    for row in rows.select_related("team__body", "organization")[:5]:
        yield DashboardLine(
            title=row.title, about=str(row.team), path=row.team.get_absolute_url(), action=_("View"),
            organization=str(row.organization), day=row.due_on,
        )  # fmt: skip
