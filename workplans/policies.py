"""Who may do what with plans and updates."""

from typing import Any

from members import policies as people
from members.models import IOM, Seat
from network_portal.records.access.actor import Actor
from workplans.models import Activity, Update


def secretariat(actor: Actor, _obj: Any) -> bool:
    """The Secretariat coordinates the preparation of the plan. ToR global ¶27 b4."""
    return people.is_secretariat(actor)


def clock(actor: Actor, _obj: Any) -> bool:
    return actor.is_system


def its_organization(actor: Actor, update: Update) -> bool:
    return people.speaks_for(actor, update.organization_id)


def report(actor: Actor, activity: Activity) -> bool:
    """Officers of the lead and of those who contribute, while the plan runs."""
    if activity.plan.state != "adopted" or not people.is_member(actor):
        return False
    if activity.lead_id == actor.organization_id:
        return True
    return any(c.organization_id == actor.organization_id and c.consent != "declined"
               for c in activity.contributions.all())  # fmt: skip


def confirm(actor: Actor, contribution: Any) -> bool:
    return people.speaks_for(actor, contribution.organization_id)


def reviewer(actor: Actor, update: Update) -> bool:
    """Never one's own organization's update. A contributor's goes to the lead; the lead's to the chair of the task
    team, otherwise (also where the lead is its only chair) to the Secretariat; a row led by IOM to the reviewer of
    another organization named on it."""
    activity = update.activity
    if actor.is_representative and not people.is_member(actor):
        return False
    if actor.user_id is None or actor.user_id == update.submitted_by_id:
        return False
    if update.organization_id in actor.affiliated_organization_ids:
        return False
    if not update.is_leads:
        return people.speaks_for(actor, activity.lead_id)
    if activity.body_id and people.chairs(actor, activity.body_id):
        return True
    if activity.lead.slug == IOM:
        return people.speaks_for(actor, activity.reviewer_id)
    return people.is_secretariat(actor) and not has_another_chair(update)


def has_another_chair(update: Update) -> bool:
    """Whether a task team reviews it: one that a chair of another organization than the update's own leads."""
    asked = update if hasattr(update, "another_chair") else Update.objects.with_another_chair().get(pk=update.pk)
    return bool(asked.another_chair)  # a list asks for all of its rows at once


def another_chairs(activity: Activity, organization_id: int) -> bool:
    """Whether a chair of the activity's task team is of another organization than this one."""
    seats = Seat.objects.chairing().filter(body=activity.body_id or 0)
    return bool(seats.exclude(organization=organization_id).exists())
