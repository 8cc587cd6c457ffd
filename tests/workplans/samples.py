"""The plans, activities and updates for which addresses are asked."""

from typing import Any

from tests import matters
from workplans.models import Update


def update(_route: str) -> dict[str, list[Any]]:
    """The unseen one is a draft, where a test has made one."""
    submitted = Update.objects.filter(state="submitted").first()
    row, year = submitted.activity, matters.running_plan().year
    draft = Update.objects.filter(state="draft", organization__acronym="ILO").first()
    hidden = {"unseen": [year, draft.activity.code, draft.period.quarter, "ilo"]} if draft else {}
    return {
        "seen": [row.plan.year, row.code, submitted.period.quarter, submitted.organization.slug],
        **hidden,
        "missing": [year, row.code, 1, "nothing"],
    }


def activity(route: str) -> dict[str, list[Any]]:
    year, tail = matters.running_plan().year, [4] if "<int:quarter>" in route else []
    return {"seen": [year, matters.activity("ILO", "IOM").code, *tail], "missing": [year, "9.9.9", *tail]}


def plan(_route: str) -> dict[str, list[Any]]:
    return {"seen": [matters.running_plan().year], "missing": [2099]}


SAMPLES = {"updates/": update, "<code:code>": activity, "<int:year>": plan}
