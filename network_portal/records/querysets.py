"""What can be asked of the record and the ledgers."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When

from network_portal.records.access.audience import BODY, MEMBERS

if TYPE_CHECKING:
    from network_portal.records.access.actor import Actor


class EventQuerySet(models.QuerySet[Any, Any]):
    def of_root(self, label: str, object_id: int) -> Self:
        return self.filter(root_label=label, root_id=object_id)

    def visible_to(self, actor: "Actor") -> Self:
        """Events whose audience the actor belongs to and whose seal, if any, is lifted."""
        releases = apps.get_model("records", "SealRelease")
        lifted = Exists(releases.objects.filter(seal=OuterRef("seal")))
        audience = Q(audience__in=actor.audiences)
        if actor.capacity in ("secretariat", "coordinator", "auditor"):
            audience |= Q(audience__startswith=BODY)
        if actor.capacity == "admin":  # who keeps the membership reads what became of it
            audience |= Q(audience=MEMBERS, root_label__startswith="members.")
        return self.filter(audience, Q(seal="") | lifted)


class MessageQuerySet(models.QuerySet[Any, Any]):
    def due(self, machine_now: dt.datetime) -> Self:
        """Messages to send now: waiting, or claimed by somebody whose lease ran out."""
        return self.filter(
            Q(state="pending", not_before__lte=machine_now) | Q(state="claimed", lease_until__lt=machine_now)
        )

    def by_urgency(self) -> Self:
        """Account mail first, for which somebody waits at the screen; then as they were written."""
        later = Case(When(kind="account", then=0), default=1)
        return self.order_by(later, "pk")


class JobQuerySet(models.QuerySet[Any, Any]):
    def due(self, machine_now: dt.datetime) -> Self:
        """Jobs to run now: waiting, or left behind by a worker that died."""
        return self.filter(Q(state="pending") | Q(state="running", lease_until__lt=machine_now))


class GrantQuerySet(models.QuerySet[Any, Any]):
    def live(self, now: dt.datetime) -> Self:
        return self.filter(ended_at=None, starts_at__lte=now, until__gt=now)
