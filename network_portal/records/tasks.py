"""Celery's doors: ids in, the row decides, running twice is harmless."""

import contextvars
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery import shared_task
from django.conf import settings

from network_portal.lib import breaker, clock

log = logging.getLogger("portal.tasks")
_broker = breaker.Breaker()
_asleep: contextvars.ContextVar[bool] = contextvars.ContextVar("asleep", default=False)


@contextmanager
def without_publishing() -> Iterator[None]:
    """For who does the work of the sweep in the same process: nothing is published meanwhile."""
    token = _asleep.set(True)
    try:
        yield
    finally:
        _asleep.reset(token)


def wake(task: Any, *args: Any) -> None:
    """Publish once, briefly; with the broker away the row waits for the sweep, and nobody tries for a minute."""
    if _asleep.get() or not settings.CELERY_BROKER_URL or _broker.rests:
        return
    try:
        if settings.CELERY_BROKER_URL.startswith("redis"):
            breaker.answers(settings.CELERY_BROKER_URL)
        task.apply_async(args=args, expires=3600)
    except Exception as error:
        _broker.rest()
        log.warning("no worker was woken: %s", type(error).__name__)


@shared_task(name="records.pulse", ignore_result=True)
def pulse() -> None:
    from network_portal.records.jobs import heartbeat as signs  # noqa: PLC0415 - task body

    signs.beat(signs.WORKER)


@shared_task(name="records.sweep")
def sweep() -> None:
    from network_portal.records.jobs import sweep as sweeper  # noqa: PLC0415 - task body

    sweeper.sweep()


@shared_task(name="records.send_waiting")
def send_waiting() -> None:
    from network_portal.records.mail import mailer  # noqa: PLC0415 - task body

    with clock.hold():
        mailer.send_waiting()


@shared_task(name="records.run_job")
def run_job(pk: int) -> None:
    from network_portal.records.jobs import jobs  # noqa: PLC0415 - task body

    with clock.hold():
        jobs.run(pk)
