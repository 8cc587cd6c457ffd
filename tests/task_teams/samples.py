"""The task teams and deliverables for which addresses are asked."""

from typing import Any

from tests import matters


def team(route: str) -> dict[str, list[Any]]:
    tail = [1] if "<int:number>" in route else []
    return {"seen": [matters.active_team().body.slug, *tail], "missing": ["nothing", *tail]}


SAMPLES = {"<slug:slug>": team}
