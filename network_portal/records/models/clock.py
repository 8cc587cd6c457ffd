"""Where the movable clock stands, and when a process was last seen."""

from django.db import models
from django.db.models import Q


class ClockOffset(models.Model):
    """How far the movable clock stands ahead of the machine's, in microseconds (demonstration and tests)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    offset = models.DurationField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_clock")]

    def __str__(self) -> str:
        return str(self.offset)


class Heartbeat(models.Model):
    """When a process of a kind was last seen, in machine time."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at}"
