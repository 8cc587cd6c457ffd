"""Waking a worker: it finds its work in the rows, so that a message that is lost loses nothing."""

import contextvars
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery import current_app
from django.conf import settings

from network_portal.lib import breaker

RUN_JOB = "records.run_job"
SEND_WAITING = "records.send_waiting"
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


def publish(task: str, *args: Any) -> None:
    """Publish a task by its name, once and briefly; with the broker away the row waits for the sweep, and nobody tries for a minute."""
    if _asleep.get() or not settings.CELERY_BROKER_URL or _broker.rests:
        return
    try:
        if settings.CELERY_BROKER_URL.startswith("redis"):
            breaker.answers(settings.CELERY_BROKER_URL)
        current_app.send_task(task, args=args, expires=3600)
    except Exception as error:
        _broker.rest()
        log.warning("no worker was woken: %s", type(error).__name__)
