"""What a person reads of a task team before saying yes to it."""

from typing import Any

from django.utils.translation import gettext as _

from network_portal.lib import clock
from network_portal.records.audit.shown import Shown, Texts
from task_teams.models import Deliverable, TaskTeam


def team(row: TaskTeam) -> Texts:
    return {_("Need"): row.need, _("Focus"): row.focus, _("Terms of reference"): row.terms}


def deliverable(row: Deliverable) -> Texts:
    return {_("Deliverable"): row.title, _("Due"): clock.format_day(row.due_on), _("Result"): row.result}


SHOWN: dict[str, Any] = {"task_teams.taskteam": Shown(team), "task_teams.deliverable": Shown(deliverable)}
