"""Background work: a row first, claimed by a conditional update, safe to run twice."""

import datetime as dt
import logging

from django.db import models, transaction
from django.db.models import Case, F, When

from network_portal.lib import clock
from network_portal.records.jobs import wake
from network_portal.records.models import Job, label_of, model_of
from network_portal.records.registry import registry

LEASE = dt.timedelta(minutes=2)
MOST_ATTEMPTS = 3
log = logging.getLogger("portal.jobs")


def queue(kind: str, obj: models.Model) -> Job:
    """Ask for a piece of work; while one of its kind is under way for the object, that one is returned.

    One that runs already runs once more afterwards, and one that waits begins after this transaction: what is changed
    here is in its result.
    """
    if kind not in registry.job_kinds:
        raise KeyError(kind)
    with transaction.atomic():
        job, made = _under_way(kind, obj)
        while not made and not _asked_again(job):  # it has ended since
            job, made = _under_way(kind, obj)
    transaction.on_commit(lambda: wake_worker(job.pk), robust=True)
    return job


def _under_way(kind: str, obj: models.Model) -> tuple[Job, bool]:
    return Job.objects.get_or_create(
        kind=kind,
        object_label=label_of(obj),
        object_id=obj.pk,
        state__in=[Job.State.PENDING, Job.State.RUNNING],
        defaults={"state": Job.State.PENDING, "created_at": clock.now()},
    )


def _asked_again(job: Job) -> bool:
    """Mark a job that runs; the update holds the row, so that one that waits is not begun before the commit."""
    runs = Case(When(state=Job.State.RUNNING, then=True), default=F("again"))
    under_way = Job.objects.filter(pk=job.pk, state__in=[Job.State.PENDING, Job.State.RUNNING])
    return bool(under_way.update(again=runs))


def wake_worker(pk: int) -> None:
    """Ask a worker to run a job; a broker that is away fails nothing, the sweep comes anyway."""
    wake.publish(wake.RUN_JOB, pk)


def run_due(limit: int = 50) -> int:
    """Run every job that waits or was left behind; returns how many ended well."""
    ids = list(Job.objects.due(clock.machine_now()).order_by("pk").values_list("pk", flat=True)[:limit])
    return sum(run(pk) for pk in ids)


def run(pk: int) -> bool:
    """Run one job if it is due. After three attempts it has failed, and whoever waits for it is told."""
    now = clock.machine_now()
    if (
        not Job.objects.due(now)
        .filter(pk=pk)
        .update(state=Job.State.RUNNING, lease_until=now + LEASE, attempts=F("attempts") + 1, again=False)
    ):
        return False
    job = Job.objects.get(pk=pk)
    kind = registry.job_kinds[job.kind]
    obj = model_of(job.object_label)._default_manager.filter(pk=job.object_id).first()
    if job.attempts > MOST_ATTEMPTS or obj is None:
        return _fail(job, "The worker stopped three times while doing this.", obj)
    try:
        kind.run(obj, job)
    except Exception as error:
        log.exception("job failed", extra={"facts": {"job": job.pk}})
        if job.attempts >= MOST_ATTEMPTS:
            return _fail(job, f"{type(error).__name__}: {error}", obj)
        job.state, job.error, job.lease_until = Job.State.PENDING, str(error)[:500], None
        job.save(update_fields=["state", "error", "lease_until"])
        return False
    _ended_well(job)
    return True


def _ended_well(job: Job) -> None:
    """Done, or where it was asked for again while it ran, waiting for its next turn with three attempts of its own."""
    done = {"state": Job.State.DONE, "error": "", "lease_until": None, "ended_at": clock.now()}
    if not Job.objects.filter(pk=job.pk, again=False).update(**done):
        Job.objects.filter(pk=job.pk).update(
            state=Job.State.PENDING, error="", lease_until=None, attempts=0, again=False
        )
        transaction.on_commit(lambda: wake_worker(job.pk), robust=True)


def _fail(job: Job, error: str, obj: models.Model | None) -> bool:
    with transaction.atomic():
        job.state, job.error, job.lease_until, job.ended_at = Job.State.FAILED, error[:500], None, clock.now()
        job.save(update_fields=["state", "error", "lease_until", "ended_at"])
        if obj is not None:
            registry.job_kinds[job.kind].failed(obj)
    return False


def start_again(job: Job) -> None:
    """A failed job gets three new attempts; any other is left as it is."""
    if Job.objects.filter(pk=job.pk, state=Job.State.FAILED).update(
        state=Job.State.PENDING, attempts=0, error="", ended_at=None
    ):
        transaction.on_commit(lambda: wake_worker(job.pk), robust=True)


def latest(kind: str, obj: models.Model) -> Job | None:
    return Job.objects.filter(kind=kind, object_label=label_of(obj), object_id=obj.pk).order_by("-pk").first()
