"""What domain rows on the record have in common."""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords


class History(HistoricalRecords):
    """History of what is on the record: a save of columns that it leaves out makes no row."""

    def post_save(self, instance: Any, created: bool, using: str | None = None, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        if not fields or not set(fields) <= set(self.excluded_fields):
            super().post_save(instance, created, using=using, **kwargs)


class Recorded(models.Model):
    """A domain row with history; services save it through ``audit.save`` with actor, reason and the Network's time."""

    version = models.PositiveIntegerField(default=0, editable=False)
    history = History(inherit=True, excluded_fields=["version"])

    class Meta:
        abstract = True
