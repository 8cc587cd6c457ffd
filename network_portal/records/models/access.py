"""What a named person may do with one object."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from network_portal.records import querysets
from network_portal.records.models.labels import model_of


class Grant(models.Model):
    """A named person may do one thing with one object until a day: the truth behind a guardian permission."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="grants")
    permission = models.CharField(max_length=60)
    object_label = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    starts_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = querysets.GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=models.F("starts_at")), name="grant_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return f"{self.permission} {self.object_label}:{self.object_id}"

    def record_root(self) -> Any:
        """What the granted object's own events belong to."""
        granted = model_of(self.object_label)._base_manager.get(pk=self.object_id)
        return granted.record_root() if hasattr(granted, "record_root") else granted
