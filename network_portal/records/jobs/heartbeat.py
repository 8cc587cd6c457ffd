"""Signs of life: who was last seen when, in machine time. The worker gives one every few seconds, the rest in passing."""

import datetime as dt

from network_portal.lib import clock
from network_portal.records.models import Heartbeat

SWEEP, WORKER, MAIL, MAIL_FAULT, RECORD_WHOLE = "sweep", "worker", "mail", "mail fault", "record whole"
NEVER = 10.0**9  # seconds


def beat(name: str) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"at": clock.machine_now()})


def last(name: str) -> dt.datetime | None:
    """When a sign of life came last (UTC)."""
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()


def ages() -> dict[str, float]:
    """Seconds since each sign of workflow."""
    now = clock.machine_now()
    return {name: (now - at).total_seconds() for name, at in Heartbeat.objects.values_list("name", "at")}


def age(name: str) -> float:
    return ages().get(name, NEVER)
