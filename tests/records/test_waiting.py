"""The search for what waits: one query for all apps, made once, asked with the day and the person of each request."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import Officer
from members.querysets import current
from network_portal.lib import clock
from network_portal.lib.compiled_query import PLACEHOLDER_ID, CompiledQuery
from network_portal.records.jobs import sweep
from network_portal.records.registry import registry
from network_portal.records.web import waiting
from tests import matters
from tests.people import KEYS, actor, user, waiting_lines


def ranks() -> Any:
    return Officer.objects.filter(current(), person=PLACEHOLDER_ID).order_by().values_list("rank")


def test_a_query_is_asked_with_the_day_of_the_request_and_not_with_that_of_its_making() -> None:
    query, person, today = CompiledQuery(ranks), user("fao"), clock.today()

    assert query.rows(pk=person.pk, day=today, now=clock.now()) == [("focal_point",)]
    assert query.rows(pk=person.pk, day=today - dt.timedelta(days=9999), now=clock.now()) == []
    assert query.rows(pk=person.pk, day=today, now=clock.now()) == [("focal_point",)]
    assert query.rows(pk=user("stranger").pk, day=today, now=clock.now()) == []


@pytest.mark.parametrize("days", [-400, -1, 1, 200])
def test_a_query_that_calculates_with_the_day_is_refused(days: int) -> None:
    def later() -> Any:
        return ranks().filter(starts_on__lt=clock.today() + dt.timedelta(days=days))

    with pytest.raises(ValueError, match="placeholder"):
        CompiledQuery(later).rows(pk=1, day=clock.today(), now=clock.now())


def test_every_kind_of_row_has_a_name_of_its_own() -> None:
    names = [one.name for one in registry.waiting_rows]

    assert len(names) == len(set(names)) > 30


@pytest.mark.parametrize("key", KEYS)
def test_the_search_is_one_query_for_everybody(key: str) -> None:
    who = actor(key)
    waiting.find(who)

    with clock.hold(), CaptureQueriesContext(connection) as asked:
        found = waiting.find(who)

    assert len(asked) == 1
    assert waiting.lines(who, found) or not found.ids(*(one.name for one in registry.waiting_rows))


def test_what_waits_follows_the_clock() -> None:
    decision = matters.in_call()

    def lines(key: str) -> list[str]:
        return [line.title for line in waiting_lines(actor(key)) if decision.slug in line.path]

    before = lines("secretary")
    sweep.move_clock(decision.rounds.get(closed_at=None).deadline + dt.timedelta(minutes=1))

    assert not [title for title in before if title.startswith("Replies awaited")]
    assert [title for title in lines("secretary") if title.startswith("Replies awaited")]
