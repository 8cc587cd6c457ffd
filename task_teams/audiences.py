"""Who reads what happened to a task team."""

from network_portal.records.access.audience import MEMBERS, Audience
from task_teams.models import TaskTeam


def of_team(_team: TaskTeam) -> Audience:
    return MEMBERS
