"""The task teams and deliverables for which addresses are asked."""

from typing import Any

from task_teams.models import TaskTeam


def team(route: str) -> dict[str, list[Any]]:
    tail = [1] if "<int:number>" in route else []
    return {"seen": [TaskTeam.objects.get(state="active").body.slug, *tail], "missing": ["nothing", *tail]}


SAMPLES = {"<slug:slug>": team}
