"""What two large acts cost in the request: convening every member, and closing a call with every position. As JSON."""

import json
import os
import time
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "network_portal.settings"
django.setup()

import datetime as dt  # noqa: E402

from django.db import connection, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from decisions.models import Decision, Position  # noqa: E402
from decisions.services import rounds  # noqa: E402
from meetings.services import planning  # noqa: E402
from members.capacities import capacities  # noqa: E402
from members.models import Body, User  # noqa: E402
from network_portal.lib import clock  # noqa: E402
from network_portal.records.jobs import wake  # noqa: E402


def actor(key: str, capacity: str) -> Any:
    return next(a for a in capacities(User.objects.get(email=f"{key}@example.org")) if a.capacity == capacity)


def convening() -> float:
    """Milliseconds of the service that invites every member; of three meetings the median."""
    secretary, spent = actor("secretary", "secretariat"), []
    for n in range(3):
        starts_at = clock.now() + dt.timedelta(days=40 + n)
        row = planning.plan(
            Body.objects.network(), actor=secretary, kind="technical", title=f"Meeting {n} of all", starts_at=starts_at,
            ends_at=starts_at + dt.timedelta(hours=2), place="Bangkok", chair=User.objects.get(email="coordinator@example.org"),
        )  # fmt: skip
        started = time.perf_counter()
        planning.convene(row, actor=secretary)
        spent.append((time.perf_counter() - started) * 1000)
    return sorted(spent)[1]


def closing() -> int:
    """How many SELECTs the close of the open call asks, when every invited organization has replied; undone again."""
    decision = Decision.objects.get(state="round", body__slug="network")
    one, by = decision.rounds.get(closed_at=None), actor("coordinator", "coordinator")
    with transaction.atomic():
        silent = one.invited_organizations.exclude(organization__in=one.positions.values("organization"))
        Position.objects.bulk_create(
            Position(round=one, organization=i.organization, value="support", by=by.user, capacity="focal_point", at=clock.now())
            for i in silent.select_related("organization")
        )  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            rounds.close_round(decision, actor=by)
        transaction.set_rollback(True)
    return sum(q["sql"].lstrip("( ").startswith("SELECT") for q in asked)


with wake.without_publishing(), clock.hold():
    print(json.dumps({"convening": convening(), "closing": closing()}))
