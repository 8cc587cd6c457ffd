"""What must hold before a move of a task team."""

from django.utils.translation import gettext as _

from members.querysets import CHAIRING, is_member
from network_portal.records.workflow.engine import Context
from network_portal.records.workflow.refusals import UnmetCondition
from task_teams.choices import TeamState
from task_teams.models import Deliverable, TaskTeam


def a_decision_adopted_it(team: TaskTeam, context: Context) -> UnmetCondition | None:
    """Only an adopted decision of the Network makes it active or closes it."""
    decision = team.closing_decision if team.state == "active" else team.decision
    if decision is not None and decision.state == "adopted":
        return None
    return UnmetCondition(_("Only an adopted decision of the Network does this."), "", "regional task teams 1")


def chairs_sit_in_it(team: TaskTeam, context: Context) -> UnmetCondition | None:
    """There is a chair that is a member of the Network. Who has left takes no seat, and holds up nobody."""
    rows = team.composition.select_related("organization").annotate(stays=is_member())
    chairs = [row for row in rows if row.role in CHAIRING]
    if any(row.stays for row in chairs):
        return None
    if not chairs:
        return UnmetCondition(_("Name a chair among those who sit in it."), "", "global ¶22")
    names = ", ".join(str(row.organization) for row in chairs)
    sentence = _("No longer a member of the Network: {names}. A team needs a chair: propose it anew.")
    return UnmetCondition(sentence.format(names=names), "", "global ¶22")


def its_decision_ended(team: TaskTeam, context: Context) -> UnmetCondition | None:
    if team.decision is not None and team.decision.is_ended:
        return None
    return UnmetCondition(_("Its decision is under way."))


def team_is_active(team: TaskTeam, context: Context) -> UnmetCondition | None:
    return None if team.state == TeamState.ACTIVE else UnmetCondition(_("The team is not active."))


def its_team_is_active(deliverable: Deliverable, context: Context) -> UnmetCondition | None:
    return team_is_active(deliverable.team, context)


def no_closing_is_under_way(team: TaskTeam, context: Context) -> UnmetCondition | None:
    """A draft is nobody's but its proposing organization's: it holds nobody up, and a newer one takes its place."""
    closing = team.closing_decision
    if closing is None or closing.is_ended or closing.state == "draft":
        return None
    return UnmetCondition(_("A decision to close it is under way."))


def not_delivered_yet(deliverable: Deliverable, context: Context) -> UnmetCondition | None:
    return None if deliverable.delivered_on is None else UnmetCondition(_("It was delivered before."))
