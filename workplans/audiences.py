"""Who reads what happened to a plan and to what was reported on it."""

from network_portal.records.access.audience import MEMBERS, Audience
from workplans.models import Plan, Update


def of_plan(_plan: Plan) -> Audience:
    return MEMBERS


def of_update(_update: Update) -> Audience:
    return MEMBERS
