"""What a person reads of a task team before saying yes to it."""

from typing import Any

from network_portal.records.audit.shown import Shown, Texts
from task_teams.models import Deliverable, TaskTeam


def team(row: TaskTeam) -> Texts:
    return {"Need": row.need, "Focus": row.focus, "Terms of reference": row.terms}


def deliverable(row: Deliverable) -> Texts:
    return {"Deliverable": row.title, "Due": str(row.due_on), "Result": row.result}


SHOWN: dict[str, Any] = {"task_teams.taskteam": Shown(team), "task_teams.deliverable": Shown(deliverable)}
