"""What must hold before a move of a task team."""

from typing import Any

from django.utils.translation import gettext as _

from members.models import Organization
from network_portal.records.machine import Context
from network_portal.records.refusals import Unmet


def a_decision_adopted_it(team: Any, context: Context) -> Unmet | None:
    """Only an adopted decision of the Network makes it active or closes it."""
    decision = team.closing_decision if team.state == "active" else team.decision
    if decision is not None and decision.state == "adopted":
        return None
    return Unmet(_("Only an adopted decision of the Network does this."), "", "regional task teams 1")


def chairs_sit_in_it(team: Any, context: Context) -> Unmet | None:
    """There is a chair, and who is to sit in the team is still a member of the Network."""
    rows = list(team.composition.select_related("organization"))
    if not any(row.role in ("chair", "co_chair") for row in rows):
        return Unmet(_("Name a chair among those who sit in it."), "", "global ¶22")
    members = set(Organization.objects.members().values_list("pk", flat=True))
    left = [str(row.organization) for row in rows if row.organization_id not in members]
    if not left:
        return None
    return Unmet(_("No longer members of the Network: {names}.").format(names=", ".join(left)), "", "global ¶22")


def its_decision_ended(team: Any, context: Context) -> Unmet | None:
    if team.decision is not None and team.decision.is_ended:
        return None
    return Unmet(_("Its decision is under way."))
