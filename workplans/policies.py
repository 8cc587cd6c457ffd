"""Who may do what with plans and updates."""

from collections.abc import Callable
from typing import Any

from members import policies as people
from members.models import IOM, Seat
from network_portal.records.access.actor import Acting


def secretariat(acting: Acting, _obj: Any) -> bool:
    """The Secretariat coordinates the preparation of the plan. ToR global ¶27 b4."""
    return people.is_secretariat(acting)


def clock(acting: Acting, _obj: Any) -> bool:
    return acting.is_system


def edit_plan(acting: Acting, plan: Any) -> bool:
    return plan.state == "inputs" and people.is_secretariat(acting)


def its_organization(acting: Acting, update: Any) -> bool:
    return people.speaks_for(acting, update.organization_id)


def report(acting: Acting, activity: Any) -> bool:
    """Officers of the lead and of those who contribute, while the plan runs."""
    if activity.plan.state != "adopted" or not people.is_member(acting):
        return False
    if activity.lead_id == acting.organization_id:
        return True
    return any(c.organization_id == acting.organization_id and c.consent != "declined"
               for c in activity.contributions.all())  # fmt: skip


def confirm(acting: Acting, contribution: Any) -> bool:
    return people.speaks_for(acting, contribution.organization_id)


def reviewer(acting: Acting, update: Any) -> bool:
    """Never one's own organization's update. A contributor's goes to the lead; the lead's to the chair of the task
    team, otherwise (also where the lead is its only chair) to the Secretariat; a row led by IOM to the reviewer of
    another organization named on it."""
    activity = update.activity
    if acting.rank > 0 and not people.is_member(acting):
        return False
    if acting.user_id is None or acting.user_id == update.submitted_by_id:
        return False
    if update.organization_id in acting.homes:
        return False
    if not update.is_leads:
        return people.speaks_for(acting, activity.lead_id)
    if activity.body_id and people.chairs(acting, activity.body_id):
        return True
    if activity.lead.slug == IOM:
        return people.speaks_for(acting, activity.reviewer_id)
    return people.is_secretariat(acting) and not has_another_chair(update)


def has_another_chair(update: Any) -> bool:
    """Whether a task team reviews it: one that a chair of another organization than the update's own leads."""
    if not hasattr(update, "another_chair"):  # a list asks for all of its rows at once
        update = type(update).objects.with_another_chair().get(pk=update.pk)
    return bool(update.another_chair)


def another_chairs(activity: Any, organization_id: int) -> bool:
    """Whether a chair of the activity's task team is of another organization than this one."""
    seats = Seat.objects.chairing().filter(body=activity.body_id or 0)
    return bool(seats.exclude(organization=organization_id).exists())


MAY: dict[str, Callable[[Acting, Any], bool]] = {
    "secretariat": secretariat,
    "clock": clock,
    "edit_plan": edit_plan,
    "its_organization": its_organization,
    "report": report,
    "confirm": confirm,
    "reviewer": reviewer,
}
