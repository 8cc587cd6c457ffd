"""Who answers for an activity of an adopted plan, where the one named in it can no longer."""

from typing import Any

from django.utils.translation import gettext as _

from decisions import status
from members.models import IOM, Organization
from network_portal.records import audit
from network_portal.records.access.actor import Actor
from network_portal.records.access.audience import MEMBERS
from network_portal.records.workflow.acts import service
from network_portal.records.workflow.refusals import (
    ConditionsUnmet,
    UnmetCondition,
)
from workplans import guards, notices, policies
from workplans.models import Activity


@service(policies.secretariat, guards.its_plan_runs)
def name(
    activity: Activity, *, actor: Actor, reason: str, lead: Organization, reviewer: Organization | None = None
) -> None:
    """Name another lead where the lead has left, or the reviewer of another organization where IOM leads.

    Refuses who is not the Secretariat (PermissionRefused), a plan that does not run (IllegalTransition), another lead while the
    present one is a member: the plan was adopted with it (ConditionsUnmet). ToR regional work plan.
    """
    if (activity.lead, activity.reviewer) == (lead, reviewer):
        return
    missing = list(_missing(activity, lead, reviewer))
    if missing:
        raise ConditionsUnmet(*missing)
    before, moved = f"{activity.lead}; {activity.reviewer or '–'}", activity.lead != lead
    activity.lead, activity.reviewer = lead, reviewer
    audit.save(activity, actor=actor, reason=reason, fields=["lead", "reviewer"])
    audit.delete(activity.contributions.filter(organization=lead), actor=actor)
    for update in activity.updates.filter(organization=lead, is_leads=False).exclude(state="accepted"):
        update.is_leads = True  # what it had begun to report as contributing is the lead's report now
        audit.save(update, actor=actor, reason="leads now", fields=["is_leads"])
    payload = {"from": before, "to": f"{lead}; {reviewer or '–'}", "code": activity.code, "reason": reason}
    event = audit.record_event(activity, "responsibility named", actor=actor, audience=MEMBERS, payload=payload)
    if moved:
        notices.tell_lead(activity, event)


def _missing(activity: Activity, lead: Organization, reviewer: Organization | None) -> Any:
    if any(status.has_left(named) for named in (lead, reviewer) if named is not None):
        yield UnmetCondition(_("Lead and reviewer are members of the Network."))
    if activity.lead != lead and not status.has_left(activity.lead):
        sentence = _("{org} is a member and leads the activity in the adopted plan.")
        yield UnmetCondition(sentence.format(org=activity.lead), activity.get_absolute_url())
    if reviewer is not None and reviewer == lead:
        yield UnmetCondition(_("The lead does not review its own activity."))
    if lead.slug == IOM and reviewer is None and not policies.another_chairs(activity, lead.pk):
        yield UnmetCondition(_("IOM leads: name the organization that reviews its reports."))
