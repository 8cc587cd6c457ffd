"""/live: the process answers. /ready: what works, each by its name and nothing more. The operator's page says what to do."""

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network_portal.lib import breaker, clock, pdf
from network_portal.records.access import security
from network_portal.records.audit import anchor
from network_portal.records.jobs import heartbeat, jobs
from network_portal.records.models import Job, Message

SWEEP_TAKES = 25.0  # seconds from one sweep's sign of life to the next, beside SWEEP_SECONDS
WORKER_SILENT = 45.0  # seconds; a worker gives a sign of life every PULSE_SECONDS
LEAST_FREE = 64 * 1024 * 1024  # bytes
LATE = dt.timedelta(seconds=45)  # a sweep after its time, a mail or a job that no worker took
WORKS_LONG = dt.timedelta(seconds=55)  # a PDF takes seconds; one that is worked on for so long hangs
NEEDED = {"database", "disk"}  # without these nobody can work: 503


@dataclass(frozen=True)
class Check:
    """One thing that is looked at: whether it works, what was seen, and what to do when it does not."""

    name: str
    title: Any
    works: bool
    seen: str
    advice: Any


def _database() -> tuple[bool, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True, _("It answers.")


def _broker() -> tuple[bool, str]:
    if not settings.CELERY_BROKER_URL.startswith("redis"):
        return True, _("Messages lie as files in the data folder.")
    try:
        return breaker.answers(settings.CELERY_BROKER_URL), _("Redis answers.")
    except Exception as error:
        return False, type(error).__name__


def _worker() -> tuple[bool, str]:
    age = heartbeat.age(heartbeat.WORKER)
    return age < WORKER_SILENT, _seconds(age)


def _sweep() -> tuple[bool, str]:
    age = heartbeat.age(heartbeat.SWEEP)
    return age < settings.SWEEP_SECONDS + SWEEP_TAKES, _seconds(age)


def _seconds(age: float) -> str:
    return _("Last seen {n} seconds ago.").format(n=int(age)) if age < heartbeat.NEVER else _("Never seen.")


def _mail() -> tuple[bool, str]:
    ages = heartbeat.ages()
    pending = Message.objects.filter(state__in=["pending", "claimed"])
    postponed = pending.filter(attempts__gt=1).count()
    late = pending.filter(attempts__lte=1, not_before__lt=clock.machine_now() - LATE).count()
    moving = ages.get(heartbeat.MAIL, heartbeat.NEVER) < LATE.total_seconds()  # a long queue that is being worked off
    reachable = ages.get(heartbeat.MAIL_FAULT, 2 * heartbeat.NEVER) > ages.get(heartbeat.MAIL, heartbeat.NEVER) - 0.001
    works = reachable and not postponed and (moving or not late)
    return works, _("{n} messages are waiting or were postponed.").format(n=late + postponed)


def _pdf() -> tuple[bool, str]:
    if missing := pdf.missing_packages():
        return False, _("Missing on this server: {names}.").format(names=" ".join(missing))
    papers, now = Job.objects.exclude(kind=anchor.VERIFICATION), clock.machine_now()
    stuck = papers.filter(state="running", lease_until__lt=now + jobs.LEASE - WORKS_LONG).count()
    failed = papers.filter(state="failed").count()
    return not stuck and not failed, _("{n} jobs failed, {m} are stuck.").format(n=failed, m=stuck)


def _disk() -> tuple[bool, str]:
    free = shutil.disk_usage(settings.DATA_DIR).free
    return free > LEAST_FREE, _("{n} MiB are free.").format(n=free // 2**20)


def _anchor() -> tuple[bool, str]:
    last = anchor.last_at()
    if last is None:
        return False, _("No anchor was taken yet.")
    if not settings.ANCHOR_MAIL_TO and not settings.DEMO:
        return False, _("It is sent to no address.")
    whole = heartbeat.age(heartbeat.RECORD_WHOLE) < anchor.LATE_AFTER.total_seconds()
    return clock.now() - last < anchor.LATE_AFTER and whole, clock.format_instant(last)


def _alarms() -> tuple[bool, str]:
    count = len(list(security.alarms()))
    return not count, _("{n} alarms are active.").format(n=count)


CHECKS: tuple[tuple[str, Any, Any, Callable[[], tuple[bool, str]]], ...] = (
    (
        "database",
        gettext_lazy("Database"),
        gettext_lazy("Start the database server, and look whether its address in DATABASE_URL is right."),
        _database,
    ),
    (
        "broker",
        gettext_lazy("Message broker (Redis)"),
        gettext_lazy("Start Redis. Meanwhile the portal works; mails and PDFs are made by the next sweep."),
        _broker,
    ),
    (
        "worker",
        gettext_lazy("Background worker"),
        gettext_lazy("Start the worker and the clock process; look into their logs for the reason why they stopped."),
        _worker,
    ),
    (
        "sweep",
        gettext_lazy("Reminders, deadlines and closings"),
        gettext_lazy("Start the clock process (celery beat) and a worker. What is due is done by the next sweep."),
        _sweep,
    ),
    (
        "mail",
        gettext_lazy("Email"),
        gettext_lazy("Look whether the mail server of EMAIL_URL answers. Nothing is lost: messages wait for 48 hours."),
        _mail,
    ),
    (
        "pdf",
        gettext_lazy("PDF"),
        gettext_lazy(
            "Install the packages that are missing, then start the failed PDF again on the page of its minutes."
        ),
        _pdf,
    ),
    (
        "disk",
        gettext_lazy("Disk space"),
        gettext_lazy("Free space in the data folder: without it neither files nor the database can be written."),
        _disk,
    ),
    (
        "anchor",
        gettext_lazy("Anchor of the record"),
        gettext_lazy(
            "Set ANCHOR_MAIL_TO to an address outside the portal. If the last anchor or the last verification without "
            "a finding is more than 36 hours old, run the commands sweep and verify_record."
        ),
        _anchor,
    ),
    (
        "alarms",
        gettext_lazy("Security alarms"),
        gettext_lazy("See the alarms below; each says what to do."),
        _alarms,
    ),
)


def state() -> list[Check]:
    """Everything that is looked at; a check that cannot be made does not work."""
    found = []
    for name, title, advice, look in CHECKS:
        try:
            works, seen = look()
        except (DatabaseError, OSError) as error:
            works, seen = False, type(error).__name__
        found.append(Check(name, title, works, seen, advice))
    return found


def ready() -> JsonResponse:
    """200 when a person can work, 503 otherwise; for each check only whether it works ("ok" or "red")."""
    checks = {check.name: check.works for check in state()}
    works = all(checks[name] for name in NEEDED)
    said = {name: "ok" if good else "red" for name, good in checks.items()}
    return JsonResponse({"ready": works, **said}, status=200 if works else 503)
