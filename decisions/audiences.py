"""Who reads what happened to a decision, a concern and an action point."""

from decisions.models import Action, Concern, Decision
from network_portal.records.access.audience import MEMBERS, Audience, body, organization


def of_decision(decision: Decision) -> Audience:
    """All members from its submission; a draft its proposing organization."""
    return MEMBERS if decision.reference else organization(decision.sponsor_id)


def of_concern(concern: Concern) -> Audience:
    """One from a round is for the deciding body, one from consultation for all members."""
    return body(concern.decision.body_id) if concern.round_id else MEMBERS


def of_action(_action: Action) -> Audience:
    return MEMBERS
