"""What organizations report and what becomes of it."""

from typing import Any

from django.utils.translation import gettext as _

from members.models import Organization
from network_portal.lib import clock
from network_portal.records import audit
from network_portal.records.access.actor import Actor
from network_portal.records.access.audience import MEMBERS
from network_portal.records.access.audience import organization as of_organization
from network_portal.records.web.forms import check_version
from network_portal.records.workflow import engine
from network_portal.records.workflow.refusals import (
    ConditionsUnmet,
    IllegalTransition,
    PermissionRefused,
    UnmetCondition,
)
from workplans import policies
from workplans.models import Activity, Period, Update, UpdateReview


def log_progress(
    activity: Activity,
    period: Period,
    *,
    actor: Actor,
    version: int | None = None,
    submit: bool = False,
    **fields: Any,
) -> Update:
    """Write one's organization's update for a period that has begun, and submit it if asked.

    Refuses who has no part in the activity (PermissionRefused), one under review or accepted (IllegalTransition), a period that
    lies ahead (ConditionsUnmet), a stale save (Stale).
    """
    with audit.lock(activity):
        activity.plan.refresh_from_db()
        if not policies.report(actor, activity):
            raise PermissionRefused
        if period.starts_on > clock.today():
            raise ConditionsUnmet(UnmetCondition(_("This period has not begun.")))
        found = Update.objects.filter(activity=activity, period=period, organization=actor.organization_id).first()
        update = found or Update(
            activity=activity,
            period=period,
            organization=Organization.objects.get(pk=actor.require_organization_id()),
            is_leads=activity.lead_id == actor.organization_id,
        )
        if found is not None:
            if found.state not in ("draft", "returned"):
                raise IllegalTransition(_("The update for this period is submitted."))
            names = ("achievements", "challenges", "next_steps")
            seen = -1 if version is None else version  # opened before a colleague began the draft
            check_version(found, seen, **{n: getattr(found, n) for n in names})
        if found is None or any(getattr(found, name) != value for name, value in fields.items()):
            for name, value in fields.items():
                setattr(update, name, value)
            audit.save(update, actor=actor, reason="progress logged")
            audit.record_event(
                update, "progress logged", actor=actor, audience=of_organization(update.organization_id),
                payload={"status": update.status, "percent": update.percent},
            )  # fmt: skip
        if submit:
            submit_update(update, actor=actor)
        return update


def submit_update(update: Update, *, actor: Actor) -> None:
    engine.apply(
        update, "submit_update", actor=actor, submitted_by=actor.user, submitted_at=clock.now(), audience=MEMBERS
    )


def review(update: Update, *, actor: Actor, accepted: bool, reason: str = "") -> None:
    """Accept an update, or return it with a reason; never one's own organization's (PermissionRefused)."""
    with audit.lock(update):
        verb = "accept_update" if accepted else "return"
        said = UpdateReview(
            update=update, accepted=accepted, reason=reason, by=actor.user, capacity=str(actor), at=clock.now()
        )
        engine.apply(update, verb, actor=actor, reason=reason, audience=MEMBERS, writes=lambda: audit.create(said))


def accept(update: Update, *, actor: Actor) -> None:
    review(update, actor=actor, accepted=True)


def return_update(update: Update, *, actor: Actor, reason: str) -> None:
    review(update, actor=actor, accepted=False, reason=reason)
