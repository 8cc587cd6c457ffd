"""Working methods: rules the Network gives itself, each by an adopted decision. ToR regional decision-making 2."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from decisions.models import Decision, Kind, WorkingMethod
from decisions.services import drafting
from network_portal.lib import clock
from network_portal.records import audit
from network_portal.records.access.actor import Actor
from network_portal.records.access.audience import MEMBERS, SECRETARIAT


def propose(rule: str, title: str, *, actor: Actor, draft_text: str = "", mandates: str = "") -> Decision:
    """A draft decision about a rule that is not in force yet."""
    with transaction.atomic():
        method = WorkingMethod(rule=rule, title=title)
        with audit.lock(audit.portal_root()):
            audit.save(method, actor=actor, reason="proposed")
            audit.record_event(method, "method drafted", actor=actor, audience=SECRETARIAT, payload={"rule": rule})
        return drafting.propose(
            Kind.WORKING_METHOD, title, actor=actor, draft_text=draft_text, mandates=mandates, subject=method
        )


def in_force(rule: str) -> WorkingMethod | None:
    """The method that binds today under a rule."""
    return WorkingMethod.objects.in_force().filter(rule=rule).select_related("adopted_by").first()


def put_in_force(method: WorkingMethod, decision: Decision, actor: Actor) -> None:
    """From the day of adoption; an earlier method under the same rule ends that day."""
    today = clock.today()
    for earlier in WorkingMethod.objects.filter(rule=method.rule, starts_on__isnull=False, ends_on=None):
        earlier.ends_on = today
        audit.save(earlier, actor=actor, reason="replaced", fields=["ends_on"])
    method.adopted_by, method.starts_on = decision, today
    audit.save(method, actor=actor, reason="adopted", fields=["adopted_by", "starts_on"])
    audit.append_event(
        *audit.root_of(decision), "decisions.workingmethod", method.pk, "in force", actor, MEMBERS,
        {"rule": method.rule, "from": today},
    )  # fmt: skip


def effect(method: WorkingMethod, decision: Decision) -> list[str]:
    return [_("From the day of adoption it binds: {rule}.").format(rule=method.get_rule_display().lower())]


def nothing(method: Any, decision: Decision, actor: Actor) -> None:
    """A method whose decision ends otherwise never comes into force."""
