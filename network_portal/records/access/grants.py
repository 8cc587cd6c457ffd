"""Grants in person: given and ended here, the dated row being the truth and guardian's row its live half."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from network_portal.lib import clock, policy
from network_portal.records import audit
from network_portal.records.access import security
from network_portal.records.access.actor import SYSTEM, Actor
from network_portal.records.access.audience import SECRETARIAT
from network_portal.records.jobs import sweep
from network_portal.records.models import Grant, SecurityEvent, label_of, model_of
from network_portal.records.registry import registry
from network_portal.records.workflow.refusals import ConditionsUnmet, PermissionRefused, UnmetCondition


def give(person: Any, permission: str, obj: models.Model, *, actor: Actor, reason: str, until: dt.datetime) -> Grant:
    """Let a named person do one thing with one object until an instant.

    Refuses who may not give it (PermissionRefused), an end in the past or no reason (ConditionsUnmet).
    """
    may_give = registry.grantable.get(label_of(obj), {}).get(permission)
    if may_give is None or not may_give(actor, obj):
        raise PermissionRefused
    if until <= clock.now() or not reason.strip():
        raise ConditionsUnmet(UnmetCondition(_("Enter a reason and an end date in the future.")))
    with audit.lock(obj, person):
        now = clock.now()  # under the lock: whoever waited for it sees what was given meanwhile
        held = Grant.objects.live(now).filter(person=person, permission=permission, object_label=label_of(obj))
        if held.filter(object_id=obj.pk).exists():
            raise ConditionsUnmet(UnmetCondition(_("{who} has this access already.").format(who=person)))
        grant = Grant(
            person=person,
            permission=permission,
            object_label=label_of(obj),
            object_id=obj.pk,
            giver=actor.user,
            reason=reason,
            starts_at=now,
            until=until,
        )
        audit.create(grant)
        policy.give(person, permission, obj)
        about = f"{permission} for person {person.pk}"
        security.note(SecurityEvent.Kind.ROLE_CHANGED, person_id=actor.user_id, subject=about)
        payload = {"person": person.pk, "permission": permission, "until": until, "reason": reason}
        audit.record_event(obj, "grant given", actor=actor, audience=SECRETARIAT, payload=payload)
    return grant


def end(grant: Grant, *, actor: Actor = SYSTEM) -> None:
    """End a grant now; the live half goes unless another grant in time still carries it."""
    obj = model_of(grant.object_label)._default_manager.get(pk=grant.object_id)
    with audit.lock(obj):
        grant.refresh_from_db()
        if grant.ended_at is not None:
            return
        now = clock.now()
        grant.ended_at = now
        audit.write(grant, "ended_at")
        others = Grant.objects.live(now).filter(
            person=grant.person,
            permission=grant.permission,
            object_label=grant.object_label,
            object_id=grant.object_id,
        )
        if not others.exists():
            policy.take(grant.person, grant.permission, obj)
        if not actor.is_system:
            about = f"{grant.permission} for person {grant.person_id}, ended"
            security.note(SecurityEvent.Kind.ROLE_CHANGED, person_id=actor.user_id, subject=about)
        payload = {"person": grant.person_id, "permission": grant.permission}
        audit.record_event(obj, "grant ended", actor=actor, audience=SECRETARIAT, payload=payload)


def end_due() -> int:
    """End every grant whose time is over."""
    return sweep.run_for_each(Grant.objects.filter(ended_at=None, until__lte=clock.now()), end)


def instants(after: dt.datetime, until: dt.datetime) -> list[dt.datetime]:
    return list(Grant.objects.filter(ended_at=None, until__gt=after, until__lte=until).values_list("until", flat=True))


def ids(actor: Actor, permission: str, model: type[models.Model]) -> Collection[int]:
    """The ids of the objects for which the actor person holds a grant in time: both halves must agree."""
    in_time = [pk for code, label, pk in actor.granted if (code, label) == (permission, label_of(model))]
    return set(policy.live_ids(actor.user, permission, model).filter(content_object__in=in_time)) if in_time else ()


def holds(actor: Actor, permission: str, obj: models.Model) -> bool:
    """Asked under the lock of a change: whether the grant stands now, whatever it was when the request began."""
    if actor.user_id is None or obj.pk not in ids(actor, permission, type(obj)):
        return False
    rows = Grant.objects.live(clock.now()).filter(person=actor.user_id, permission=permission)
    return rows.filter(object_label=label_of(obj), object_id=obj.pk).exists()


def of(obj: models.Model) -> QuerySet[Grant]:
    return Grant.objects.filter(object_label=label_of(obj), object_id=obj.pk).select_related("person", "giver")
