"""The tasks of the worker: ids in, the row decides, running twice is harmless."""

from celery import shared_task

from network_portal.lib import clock
from network_portal.records.jobs import heartbeat, jobs, wake
from network_portal.records.jobs import sweep as sweeper
from network_portal.records.mail import mailer


@shared_task(name="records.pulse", ignore_result=True)
def pulse() -> None:
    heartbeat.beat(heartbeat.WORKER)


@shared_task(name="records.sweep")
def sweep() -> None:
    sweeper.sweep()


@shared_task(name=wake.SEND_WAITING)
def send_waiting() -> None:
    with clock.hold():
        mailer.send_waiting()


@shared_task(name=wake.RUN_JOB)
def run_job(pk: int) -> None:
    with clock.hold():
        jobs.run(pk)
