"""Dated rows that never overlap: the service says it in words, and the database refuses whatever code writes."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from members.models import Appointment, Designation, Officer, Organization, Seat, SecretariatPost
from members.services import people, seats
from network_portal.records.access.actor import SYSTEM
from network_portal.records.audit import exclusion
from network_portal.records.registry import registry
from network_portal.records.workflow.refusals import ConditionsUnmet
from tests import matters
from tests.people import user

START = dt.date(2031, 1, 1)
DAYS = st.integers(0, 40)
SPANS = st.tuples(DAYS, st.none() | DAYS).map(lambda s: (s[0], None if s[1] is None else s[0] + s[1]))


def row(rule: exclusion.OneAtATime, span: tuple[int, int | None]) -> Any:
    """A row of a rule's table that holds from a day until a day, counted from START."""
    days = {"starts_on": START + dt.timedelta(span[0])}
    days["ends_on"] = None if span[1] is None else START + dt.timedelta(span[1])
    person, guest = user("stranger"), Organization.objects.get(acronym="MAPF")
    if rule.model is Officer:
        who = {"person": user("notes") if rule.only else person, "organization": guest}
        return Officer(rank="alternate", primary_contact=bool(rule.only), **who, **days)
    if rule.model is Seat:
        return Seat(body=matters.active_team().body, organization=guest, role="observer", **days)
    more = {Designation: {"instrument": "x"}, SecretariatPost: {"title": "x"}, Appointment: {"instrument": "x"}}
    return rule.model(person=person, **more[rule.model], **days)


def meet(one: tuple[int, int | None], other: tuple[int, int | None]) -> bool:
    """Whether there is a day in both, counted day by day: the last day is no longer in."""
    first, second = (set(range(a, 200 if b is None else b)) for a, b in (one, other))
    return bool(first & second)


def clear(rule: exclusion.OneAtATime) -> None:
    """Nothing of the story stands in the way after START."""
    rule.model._base_manager.filter(ends_on=None).update(ends_on=START)


@pytest.mark.parametrize("rule", registry.one_at_a_time, ids=lambda r: r.name)
def test_the_database_takes_two_rows_where_no_day_is_in_both_and_refuses_them_otherwise(rule: Any) -> None:
    clear(rule)

    @given(SPANS, SPANS)
    def tried(one: tuple[int, int | None], other: tuple[int, int | None]) -> None:
        with transaction.atomic():
            first = row(rule, one)
            if rule.only:  # two people of one organization, both written to first
                first.person = user("stranger")
            rule.model.objects.bulk_create([first])
            try:
                with transaction.atomic():
                    rule.model.objects.bulk_create([row(rule, other)])
                taken = True
            except DatabaseError:
                taken = False
            transaction.set_rollback(True)
        unique = one[1] is None and other[1] is None  # two without an end: the older constraint refuses them, too
        assert taken == (not meet(one, other) and not unique)

    tried()


@pytest.mark.parametrize("rule", registry.one_at_a_time, ids=lambda r: r.name)
def test_a_later_end_does_not_reach_into_the_next_row(rule: Any) -> None:
    clear(rule)
    first, second = row(rule, (0, 10)), row(rule, (10, 20))
    if rule.only:
        first.person = user("stranger")
    rule.model.objects.bulk_create([first])
    rule.model.objects.bulk_create([second])

    with pytest.raises(DatabaseError, match="one.at.a.time"), transaction.atomic():
        rule.model.objects.filter(starts_on=START).update(ends_on=START + dt.timedelta(11))
    rule.model.objects.filter(starts_on=START).update(ends_on=START + dt.timedelta(9))


def save(row: Any) -> None:
    services = {
        Officer: people.save_officer, Seat: seats.save_seat, Designation: people.save_designation,
        SecretariatPost: people.save_post, Appointment: people.save_appointment,
    }  # fmt: skip
    services[type(row)](row, actor=SYSTEM)


@pytest.mark.parametrize("rule", [r for r in registry.one_at_a_time if not r.only], ids=lambda r: r.name)
def test_the_service_says_it_in_words(rule: Any) -> None:
    clear(rule)
    people.add_officer(
        Organization.objects.get(slug="iom"), email="stranger@example.org", name="x", rank="alternate",
        primary_contact=False, actor=SYSTEM,
    ) if rule.model is Designation else None  # fmt: skip
    save(row(rule, (0, 10)))
    with pytest.raises(ConditionsUnmet, match="already|one Coordinator"):
        save(row(rule, (9, None)))
    save(row(rule, (10, None)))
