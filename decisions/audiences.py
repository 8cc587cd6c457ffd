"""Who reads what happened to a decision, a concern and an action point."""

from decisions.models import Action, Concern, Decision
from network_portal.records.access.audience import MEMBERS, Audience, organization


def of_decision(decision: Decision) -> Audience:
    """All members from its submission; a draft its proposing organization."""
    return MEMBERS if decision.reference else organization(decision.sponsor_id)


def of_concern(_concern: Concern) -> Audience:
    """All members, whatever body decides; what would tell a sealed position waits under the seal."""
    return MEMBERS


def of_action(_action: Action) -> Audience:
    return MEMBERS
