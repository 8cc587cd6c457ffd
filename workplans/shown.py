"""What a person reads of a report, a part in an activity or a plan before saying yes to it."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from network_portal.lib import text
from network_portal.records.audit.shown import Shown, Texts
from workplans.models import Activity, Contribution, Plan, Update
from workplans.services.plans import snapshot


def update(row: Update) -> Texts:
    percent = "" if row.percent is None else f", {row.percent}%"
    return {
        _("Status"): f"{Update.Status(row.status).label}{percent}",
        _("Achievements"): row.achievements,
        _("Challenges"): row.challenges,
        _("Next steps"): row.next_steps,
    }


def activity(row: Activity) -> Texts:
    return {
        _("Activity"): f"{row.code} {row.title}",
        _("Output"): str(row.output),
        _("Lead"): str(row.lead),
        _("Reviewer"): str(row.reviewer or ""),
        _("Description"): row.description,
        _("Deliverable"): row.deliverable,
        _("Quarters"): ", ".join(f"Q{q}" for q in row.quarters),
    }


def _activities_before(row: Contribution) -> Iterator[Texts]:
    for before in row.activity.history.order_by("-history_id")[:50]:
        yield activity(before.instance)


def plan(row: Plan) -> Texts:
    lines = [" | ".join(str(v) for v in a.values()) for a in snapshot(row)["activities"]]
    return {_("Activities"): "\n".join(lines) or text.canonical({"year": row.year})}


SHOWN: dict[str, Any] = {
    "workplans.update": Shown(update),
    "workplans.contribution": Shown(lambda row: activity(row.activity), _activities_before),
    "workplans.plan": Shown(plan, kept=True),
}
