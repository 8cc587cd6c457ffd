"""Who may do what with task teams."""

from typing import Any

from members import policies as people
from network_portal.records.access.actor import Actor
from task_teams.models import Deliverable, TaskTeam


def propose(actor: Actor, _obj: Any) -> bool:
    """A member's officer, or the Secretariat. ToR regional task teams."""
    return people.is_member(actor) or people.is_secretariat(actor)


def clock(actor: Actor, _obj: Any) -> bool:
    return actor.is_system


def run(actor: Actor, team: TaskTeam) -> bool:
    """Chairs and co-chairs of the team, and the Secretariat, keep its deliverables."""
    return people.is_secretariat(actor) or people.chairs(actor, team.body_id)


def run_its_team(actor: Actor, deliverable: Deliverable) -> bool:
    return run(actor, deliverable.team)
