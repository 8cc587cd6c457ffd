"""What is refused of organizations, seats, admissions and bodies, through the services that the administration uses."""

import datetime as dt

import pytest

from members.models import Admission, Body, Officer, Organization, Seat, StakeholderCategory
from members.services import people, seats
from network_portal.lib import clock
from network_portal.records.access.actor import SYSTEM
from network_portal.records.workflow.refusals import ConditionsUnmet
from tests.people import actor


def org(acronym: str) -> Organization:
    return Organization.objects.get(acronym=acronym)


def test_a_partner_has_a_category_and_a_un_entity_none() -> None:
    for kind, category in (("partner", None), ("un_entity", StakeholderCategory.objects.first())):
        with pytest.raises(ConditionsUnmet, match="A partner has a stakeholder category"):
            seats.save_organization(
                Organization(acronym="NEW", name="New", kind=kind, category=category), actor=actor("admin", "admin")
            )


def test_who_sits_among_un_entities_becomes_no_partner() -> None:
    fao = org("FAO")
    fao.kind, fao.category = "partner", StakeholderCategory.objects.first()
    with pytest.raises(ConditionsUnmet, match="body of UN entities only"):
        seats.save_organization(fao, actor=actor("admin", "admin"))


def test_a_seat_is_held_once_and_named_for_ones_own_officer() -> None:
    network, fao = Body.objects.network(), org("FAO")
    with pytest.raises(ConditionsUnmet, match="FAO is already registered in this body in this role"):
        seats.seat_organization(network, fao, actor=SYSTEM)
    foreign = Officer.objects.active().get(person__email="ilo@example.org")
    seat = Seat.objects.get(body=network, organization=fao, ends_on=None)
    seat.officer = foreign
    with pytest.raises(ConditionsUnmet, match="must be a representative of FAO"):
        seats.save_seat(seat, actor=SYSTEM)
    seat.officer = Officer.objects.active().get(person__email="fao@example.org")
    seats.save_seat(seat, actor=SYSTEM)
    assert Seat.objects.get(pk=seat.pk).officer == seat.officer


def test_a_seat_that_ended_is_not_ended_again() -> None:
    body, fao = Body.objects.network(), org("FAO")
    seats.end_seats(body, fao, actor=SYSTEM)
    before = Seat.objects.filter(body=body, organization=fao).latest("pk").ends_on
    seats.end_seats(body, fao, actor=SYSTEM, on=clock.today() + dt.timedelta(days=9))
    assert Seat.objects.filter(body=body, organization=fao).latest("pk").ends_on == before


def test_an_admission_has_its_days_in_order() -> None:
    today, day = clock.today(), dt.timedelta(days=1)
    for days in (
        {"applied_on": today, "admitted_on": today - day},
        {"admitted_on": today, "withdrawn_on": today - day},
    ):
        with pytest.raises(ConditionsUnmet, match="must follow the order"):
            seats.save_admission(Admission(organization=org("FAO"), basis="A letter", **days), actor=SYSTEM)
    with pytest.raises(ConditionsUnmet, match="Enter the date"):
        seats.save_admission(Admission(organization=org("FAO"), basis="A letter"), actor=SYSTEM)
    with pytest.raises(ConditionsUnmet, match="Only UN entities can be members"):
        seats.record_admission(org("MAPF"), actor=SYSTEM, basis="A letter", admitted_on=today)


def test_a_body_in_which_a_partner_sits_does_not_become_one_of_un_entities() -> None:
    body = Body(name="A circle", slug="a-circle", code="TT-CIR", founded_on=clock.today())
    seats.save_body(body, actor=SYSTEM)
    seats.seat_organization(body, org("MAPF"), actor=SYSTEM)
    body.un_entities_only = True
    with pytest.raises(ConditionsUnmet, match="A partner is a member of it"):
        seats.save_body(body, actor=SYSTEM)
    body.un_entities_only, body.name = False, "Another name"
    seats.save_body(body, actor=SYSTEM)
    assert Body.objects.get(pk=body.pk).name == "Another name"


def test_preferences_saved_as_they_were_leave_no_trace() -> None:
    who = actor("ilo")
    before = who.user.version
    people.save_preferences(who.user, actor=who, zone=who.user.zone, density=who.user.density)
    who.user.refresh_from_db()
    assert who.user.version == before
