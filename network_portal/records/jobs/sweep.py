"""One pass of everything that is due. It may run twice, late, or beside another pass."""

import datetime as dt
import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction

from network_portal.lib import clock
from network_portal.records import audit
from network_portal.records.access.actor import Actor
from network_portal.records.access.audience import SIGNED_IN
from network_portal.records.jobs import heartbeat, jobs
from network_portal.records.mail import mailer
from network_portal.records.models import ClockOffset
from network_portal.records.registry import registry
from network_portal.records.workflow.refusals import IllegalTransition

log = logging.getLogger("portal.sweep")


def run_due() -> dict[str, int]:
    """Let every app do what is due now, in the order they asked for, then send and work; one that fails stops none."""
    steps: list[tuple[str, Callable[[], int]]] = [
        *((s.name, s.run) for s in sorted(registry.sweeps, key=lambda s: s.order)),
        ("sign of life", _seen),
        ("mails", mailer.send_waiting),
        ("mail server", mailer.probe),
        ("jobs", jobs.run_due),
    ]
    done: dict[str, int] = {}
    for name, run in steps:
        try:
            done[name] = run()
        except Exception:
            log.exception("sweep failed", extra={"facts": {"sweep": name}})
            done[name] = -1
    return done


def run_for_each(rows: Iterable[Any], do: Callable[[Any], object]) -> int:
    """Do one thing for every row that is due, and say for how many: a row that fails is told to the log and stops none.

    One that somebody else has done meanwhile (IllegalTransition) is passed over.
    """
    done = 0
    for row in rows:
        try:
            do(row)
        except IllegalTransition:
            continue
        except Exception:
            log.exception("a due row failed", extra={"facts": {"row": f"{row._meta.label_lower}:{row.pk}"}})
            continue
        done += 1
    return done


def sweep() -> dict[str, int]:
    """What the clock process asks for every minute: due things, then mails, then jobs."""
    with clock.hold():
        return run_due()


def _seen() -> int:
    """What is due was done; mails and jobs follow and may take longer than the next sweep waits."""
    heartbeat.beat(heartbeat.SWEEP)
    return 0


def read_offset() -> dt.timedelta:
    """Where the movable clock stands; installed as the clock's source when the app is ready."""
    row = ClockOffset.objects.filter(pk=1).values_list("offset", flat=True).first()
    return row or dt.timedelta(0)


def set_offset(offset: dt.timedelta) -> None:
    ClockOffset.objects.update_or_create(pk=1, defaults={"offset": offset})


def move_clock(target: dt.datetime, *, actor: Actor | None = None) -> int:
    """Move the Network's clock forward, living each due instant on the way; returns how many there were.

    Answers when the sweeps, their mails and their jobs are done. Never moves back (ValueError).
    """
    start = clock.now()
    if target < start:
        raise ValueError("The clock only moves forward.")
    lived = 0
    at = start
    while instants := sorted({i for s in registry.sweeps for i in s.instants(at, target)}):
        at = instants[0]
        _stand_at(at)
        lived += 1
    _stand_at(target)
    if actor is not None:
        with transaction.atomic(), audit.lock(audit.portal_root()), clock.hold():
            label, pk = audit.portal_root()
            audit.append_event(label, pk, "portal", 1, "clock moved", actor, SIGNED_IN, {"from": start, "to": target})
    return lived


def _stand_at(instant: dt.datetime) -> None:
    """Never back: what was done at the instant before took a moment, and its acts stay in the past."""
    offset = max(read_offset(), instant - clock.machine_now())
    set_offset(offset)
    with clock.hold(offset):
        run_due()
