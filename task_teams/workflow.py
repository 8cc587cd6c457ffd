"""The workflow of a task team. ToR regional task teams; global ¶17, ¶21."""

from django.utils.translation import gettext_lazy as _

from network_portal.records.workflow.engine import Rule, Transition, Workflow
from task_teams import audiences, policies
from task_teams import guards as g
from task_teams.choices import TeamState

T = TeamState

TEAM = Workflow(
    "task_teams.taskteam",
    TeamState,
    audience=audiences.of_team,
    title=_("Task teams"),
    path=(T.PROPOSED, T.ACTIVE, T.CLOSED),
    transitions=(
        Transition("establish", (T.PROPOSED,), T.ACTIVE, policies.clock, _("Establish"), (g.a_decision_adopted_it, g.chairs_sit_in_it),
             cites=("regional task teams 1",), done=_("Established the task team"), rule=Rule.TOR),
        Transition("drop", (T.PROPOSED,), T.CLOSED, policies.clock, _("Discontinue the proposal"), (g.its_decision_ended,), done=_("Discontinued the proposal"), rule=Rule.SETTING,
             why=_("The proposal of a task team ends with its decision.")),
        Transition("close_team", (T.ACTIVE,), T.CLOSED, policies.clock, _("Close"), (g.a_decision_adopted_it,),
             cites=("regional task teams 1",), done=_("Closed the task team"), rule=Rule.TOR),
    ),
)  # fmt: skip
WORKFLOWS = (TEAM,)
