"""What the pages of task teams show."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from decisions.models import Decision
from network_portal.lib import clock
from network_portal.records.access.actor import Actor
from network_portal.records.registry import registry
from network_portal.records.web import reading
from network_portal.records.web.acts import menu
from task_teams import policies
from task_teams.acts import OF_TEAM
from task_teams.models import Deliverable, TaskTeam


def listing(actor: Actor) -> Any:
    """The teams that the actor sees, for the list."""
    rows = TaskTeam.objects.visible_to(actor).for_list().prefetch_related("composition__organization")
    return rows.annotate(deliverable_count=Count("deliverables")).order_by("body__name", "pk")


@dataclass(frozen=True)
class TeamPage:
    """One team: its mandate, seats, deliverables, decisions, and by panel its body's meetings."""

    team: TaskTeam
    next: tuple[str, str]
    seats: list[Any]
    composition: list[Any]
    deliverables: list[Any]
    delivered: int
    decision: Any
    closing: Any
    acts: list[tuple[str, str]]
    activities: list[Any]
    events: list[reading.Act]
    panels: list[Any]
    may_run: bool
    today: Any

    @property
    def parts(self) -> list[reading.Part]:
        """The parts of the page: what a proposed team is for comes first, what a running one does."""
        about = [
            reading.Part("mandate", _("Mandate")),
            reading.Part("members", _("Members"), len(self.seats or self.composition)),
        ]
        work = [
            reading.Part("deliverables", _("Deliverables"), len(self.deliverables)),
            *([reading.Part("activities", _("Activities"), len(self.activities))] if self.activities else []),
            *([reading.Part("meetings", _("Meetings"))] if self.panels else []),
        ]
        first, then = (about, work) if self.team.state == "proposed" else (work, about[::-1])
        return [*first, *then, reading.Part("record", _("History"), len(self.events))]


def team(actor: Actor, row: TaskTeam) -> TeamPage:
    decisions = {
        d.pk: d for d in Decision.objects.visible_to(actor).filter(pk__in=[row.decision_id, row.closing_decision_id])
    }
    may_run = row.state == "active" and policies.run(actor, row)
    deliverables = list(row.deliverables.select_related("organization", "delivered_by"))
    return TeamPage(
        team=row,
        next=next_sentence(row, decisions),
        seats=list(row.body.seats.current().select_related("organization", "officer__person")),
        composition=list(row.composition.select_related("organization")),
        deliverables=deliverables,
        delivered=sum(1 for d in deliverables if d.delivered_on),
        decision=decisions.get(row.decision_id),
        closing=decisions.get(row.closing_decision_id or 0),
        acts=menu(OF_TEAM, row, actor),
        activities=list(row.body.activities.select_related("plan", "lead")[:12]),
        events=reading.acts(actor, "task_teams.taskteam", row.pk),
        panels=registry.panels_for("body", actor, row.body),
        may_run=may_run,
        today=clock.today(),
    )


def next_sentence(row: TaskTeam, decisions: dict[Any, Any]) -> tuple[str, str]:
    if row.state == "proposed":
        return _("It becomes active when the Network adopts its decision."), _(
            "the proposing organization and the members"
        )
    if row.state == "active":
        late = Deliverable.objects.filter(team=row, delivered_on=None, due_on__lt=clock.today()).count()
        if late:
            return _("{n} deliverables are overdue.").format(n=late), _("the chairs")
        return _("Active."), _("the chairs")
    return _("The team is closed."), ""
