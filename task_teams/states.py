"""The workflow of a task team. ToR regional task teams; global ¶17, ¶21."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from network_portal.records.workflow.engine import Transition, Workflow
from task_teams import guards as g


class TeamState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ACTIVE = "active", _("Active")
    CLOSED = "closed", _("Closed")


T = TeamState

TEAM = Workflow(
    "task_teams.taskteam",
    TeamState,
    path=(T.PROPOSED, T.ACTIVE, T.CLOSED),
    transitions=(
        Transition("establish", (T.PROPOSED,), T.ACTIVE, "clock", _("Establish"), (g.a_decision_adopted_it, g.chairs_sit_in_it),
             cites=("regional task teams 1",)),
        Transition("drop", (T.PROPOSED,), T.CLOSED, "clock", _("Drop the proposal"), (g.its_decision_ended,)),
        Transition("close_team", (T.ACTIVE,), T.CLOSED, "clock", _("Close"), (g.a_decision_adopted_it,),
             cites=("regional task teams 1",)),
    ),
)  # fmt: skip
WORKFLOWS = (TEAM,)
