"""Fifty organizations answer at the same moment, each form twice, while the Coordinator and the clock both close.

On PostgreSQL only, where locks are real. With the lock removed the same storm shows what it guards against.
"""

import datetime as dt
import random
import threading
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection, connections, transaction

from decisions import status
from decisions.models import Decision, InvitedOrganization, Position, Round, Text
from decisions.services import positions, rounds
from members.models import Body, Officer, Organization, Seat, User
from network_portal.lib import clock, text
from network_portal.records.access.actor import SYSTEM
from network_portal.records.audit import chain, integrity
from network_portal.records.models import Event, IdempotencyKey
from network_portal.records.workflow.refusals import ConditionsUnmet, IllegalTransition
from tests.people import actor

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="locks are real on PostgreSQL only"),
]
COUNT = 50


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Any:
    """Work on committed rows, as several connections see them, and clean up what was made."""
    with django_db_blocker.unblock():
        yield


def make_round() -> tuple[Decision, Round, list[Any]]:
    """A round of fifty organizations that have all answered, open for one more minute."""
    with transaction.atomic():
        body = Body.objects.network()
        sponsor = Organization.objects.get(acronym="ILO")
        somebody = User.objects.get(email="ilo@example.org")
        decision = Decision.objects.create(
            slug=f"storm-{random.randrange(10**12)}", kind="general", title="A storm", body=body, sponsor=sponsor,
            drafted_by=somebody, state="round", created_at=clock.now(), reference=f"STORM/{random.randrange(10**12)}",
        )  # fmt: skip
        words = Text.objects.create(
            decision=decision, version=1, source="x", checksum=text.digest("x"), by=somebody, at=clock.now()
        )
        opened = Round.objects.create(
            decision=decision, number=1, text=words, opened_at=clock.now(), deadline=clock.now() + dt.timedelta(hours=1)
        )
        officers = list(fifty(body))
        InvitedOrganization.objects.bulk_create(
            InvitedOrganization(round=opened, organization=o.organization) for o in officers
        )
    actors = [next(a for a in _capacities(o.person) if a.organization_id == o.organization_id) for o in officers]
    for who in actors:
        positions.take_position(decision, actor=who, value="support")
    return decision, opened, actors


def _capacities(person: Any) -> Any:
    from members.capacities import capacities

    return capacities(person)


def fifty(body: Any) -> Any:
    """Fifty seated organizations with an officer each; those that the story lacks are made."""
    there = Organization.objects.filter(acronym__startswith="STORM").count()
    needed = COUNT - Organization.objects.sitting_in(body).exclude(acronym__startswith="STORM").count()
    for n in range(there, needed):
        organization = Organization.objects.create(acronym=f"STORM{n}", slug=f"storm{n}", name=f"Storm {n}")
        person = User.objects.create(email=f"storm{n}@example.org", name=f"Storm {n}")
        Officer.objects.create(person=person, organization=organization, starts_on=clock.today(), primary_contact=True)
        Seat.objects.create(body=body, organization=organization, starts_on=clock.today())
    seated = Organization.objects.sitting_in(body)
    chosen = {}
    for officer in (
        Officer.objects.active()
        .filter(organization__in=seated)
        .order_by("-primary_contact", "pk")
        .select_related("person")
    ):
        chosen.setdefault(officer.organization_id, officer)
    return list(chosen.values())[:COUNT]


def once(person: Any, key: str, do: Any) -> bool:
    """What the middleware does with a form's key: the effect and the key in one transaction."""
    try:
        with transaction.atomic():
            IdempotencyKey.objects.create(person=person, key=key, path="/storm/", at=clock.machine_now())
            do()
            return True
    except IntegrityError:
        if IdempotencyKey.objects.filter(person=person, key=key).exists():
            return False
        raise


@dataclass
class Storm:
    """What came of it: answers acknowledged and refused by organization, who closed, and what nobody expected."""

    acknowledged: dict[int, str] = field(default_factory=dict)
    refused: set[int] = field(default_factory=set)
    closed: list[str] = field(default_factory=list)
    errors: list[BaseException] = field(default_factory=list)


def storm(decision: Decision, actors: list[Any]) -> Storm:
    """Everybody changes to abstain, each form sent twice at once with its key, while Coordinator and clock both close.

    They close from the first acknowledged answer on, so that some answers come before the closing.
    """
    seen = Storm()
    gate, first = threading.Barrier(2 * len(actors) + 2), threading.Event()
    coordinator = actor("coordinator", "coordinator")

    def answer(who: Any) -> None:
        try:
            gate.wait()
            row = Decision.objects.get(pk=decision.pk)
            key = f"storm-{decision.pk}-{who.organization_id}-key"
            if once(who.user, key, lambda: positions.take_position(row, actor=who, value="abstain")):
                seen.acknowledged[who.organization_id] = "abstain"
                first.set()
        except (IllegalTransition, ConditionsUnmet):
            seen.refused.add(who.organization_id)
            first.set()
        except (OperationalError, IntegrityError) as error:
            seen.errors.append(error)
        finally:
            connections.close_all()

    def close(who: Any) -> None:
        try:
            gate.wait()
            first.wait(60)
            rounds.close_round(Decision.objects.get(pk=decision.pk), actor=who)
            seen.closed.append(who.capacity)
        except (IllegalTransition, ConditionsUnmet):
            pass
        except (OperationalError, IntegrityError) as error:
            seen.errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=answer, args=(who,)) for who in actors for _twice in range(2)]
    threads += [threading.Thread(target=close, args=(who,)) for who in (coordinator, SYSTEM)]
    random.shuffle(threads)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return seen


def damage(decision: Decision, opened: Round, seen: Storm) -> list[str]:
    """What went wrong: an acknowledged answer that is not stored, a second closing, a forked chain, a late answer."""
    found = []
    opened.refresh_from_db()
    for organization, value in seen.acknowledged.items():
        current = [p.value for p in Position.objects.current().filter(round=opened, organization=organization)]
        if current != [value]:
            found.append(f"lost answer of {organization}: {current}")
    if len(seen.closed) > 1:
        found.append(f"closed {len(seen.closed)} times")
    events = Event.objects.filter(root_label="decisions.decision", root_id=decision.pk)
    if events.filter(verb="round closed").count() > 1:
        found.append("two closings on the record")
    ending = events.filter(verb="round closed").order_by("number").values_list("number", flat=True).first()
    if ending is not None:
        found += [f"answer after the closing: {e}" for e in events.filter(verb="position", number__gt=ending)]
    numbers = Counter(events.values_list("number", flat=True))
    found += [f"forked chain at {n}" for n, count in numbers.items() if count > 1]
    found += [f for f in integrity.verify_chains() if f":{decision.pk}#" in f or f"decision:{decision.pk}:" in f]
    return found


def test_the_storm_leaves_each_answer_once_one_closing_and_a_whole_chain(committed, clean_after) -> None:
    decision, opened, actors = make_round()

    seen = storm(decision, actors)

    assert len(actors) == COUNT
    assert seen.errors == []
    assert seen.acknowledged, "some answers come before the closing"
    assert set(seen.acknowledged) | seen.refused == {who.organization_id for who in actors}
    assert set(seen.acknowledged) & seen.refused == set()
    assert len(seen.closed) == 1
    assert damage(decision, opened, seen) == []
    assert status.latest_round(decision).closed_at is not None


@contextmanager
def without_the_lock(monkeypatch: pytest.MonkeyPatch, seconds: float) -> Any:
    """The same code with the head read but not locked, and a little time between the check and the write."""
    from network_portal.records.models import AuditChain

    def unlocked(keys: Any) -> None:
        for label, object_id in keys:
            AuditChain.objects.get_or_create(label=label, object_id=object_id)

    checked = positions._call_for

    def slowly(*args: Any, **kwargs: Any) -> Round:
        found = checked(*args, **kwargs)
        time.sleep(seconds * random.random())
        return found

    with monkeypatch.context() as patch:
        patch.setattr(chain, "_take", unlocked)
        patch.setattr(positions, "_call_for", slowly)
        yield


def test_with_the_lock_removed_the_storm_shows_damage(committed, clean_after, monkeypatch) -> None:
    damaged = []
    for seed in range(20):
        random.seed(seed)
        decision, opened, actors = make_round()
        with without_the_lock(monkeypatch, 0.3):
            seen = storm(decision, actors[:20])
        damaged += damage(decision, opened, seen)
        if damaged:
            break

    assert damaged, "without its lock the storm did no damage in 20 seeded repetitions: the test proves nothing"


@pytest.fixture
def clean_after() -> Any:
    """What was committed is taken away again, triggers lifted as their owner may."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(MAX(id), 0) FROM decisions_decision")
        before = cursor.fetchone()[0]
    yield
    tables = {
        "decisions_position": "round_id IN (SELECT id FROM decisions_round WHERE decision_id > %s)",
        "decisions_invitedorganization": "round_id IN (SELECT id FROM decisions_round WHERE decision_id > %s)",
        "decisions_concern": "decision_id > %s",
        "decisions_round": "decision_id > %s",
        "decisions_text": "decision_id > %s",
        "records_eventbody": "event_id IN (SELECT id FROM records_event WHERE root_label = 'decisions.decision' AND root_id > %s)",
        "records_event": "root_label = 'decisions.decision' AND root_id > %s",
        "records_auditchain": "label = 'decisions.decision' AND object_id > %s",
        "decisions_decision": "id > %s",
    }
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table, where in tables.items():
            cursor.execute(f"DELETE FROM {table} WHERE {where}", [before])
        cursor.execute("DELETE FROM decisions_historicaldecision WHERE id > %s", [before])
        cursor.execute("DELETE FROM records_sealrelease WHERE seal NOT IN (SELECT 'round:' || id FROM decisions_round)")
        cursor.execute("DELETE FROM records_idempotencykey WHERE path = '/storm/'")
        for table, where in (
            ("members_seat", "organization_id IN (SELECT id FROM members_organization WHERE acronym LIKE 'STORM%%')"),
            (
                "members_officer",
                "organization_id IN (SELECT id FROM members_organization WHERE acronym LIKE 'STORM%%')",
            ),
            ("members_organization", "acronym LIKE 'STORM%%'"),
            ("members_user", "email LIKE 'storm%%'"),
            ("members_historicaluser", "email LIKE 'storm%%'"),
            ("members_historicalorganization", "acronym LIKE 'STORM%%'"),
        ):
            cursor.execute(f"DELETE FROM {table} WHERE {where}")
        cursor.execute("SET session_replication_role = origin")
