"""What an administrator may get wrong, and terms that overlap."""

import datetime as dt

import pytest

from members.capacities import capacities
from members.models import Body, Designation, Officer, Organization, Seat, User
from members.services import people, seats
from network_portal.lib import clock
from network_portal.records.access.actor import SYSTEM
from network_portal.records.workflow.refusals import ConditionsUnmet
from tests.builders import leaves
from tests.people import user

TODAY = "2026-11-23"


@pytest.mark.parametrize(
    "path,typed,field",
    [
        ("user/add/", {"email": "fao@example.org", "name": "Twin", "is_active": "on", "zone": "Asia/Bangkok"}, "email"),
        ("organization/add/", {"kind": "un_entity", "acronym": "FAO", "name": "Twin"}, "acronym"),
    ],
)
def test_a_mistake_in_the_admin_is_told_beside_the_field(path: str, typed: dict, field: str, enter) -> None:
    before = User.objects.count(), Organization.objects.count()
    response = enter("admin").post(f"/admin/members/{path}", typed)

    assert response.status_code == 200
    assert set(response.context["adminform"].form.errors) == {field}
    assert (User.objects.count(), Organization.objects.count()) == before


def test_an_officer_who_ends_before_beginning_is_told_so(enter) -> None:
    row = Officer.objects.get(person=user("fao"))
    response = enter("admin").post(
        f"/admin/members/officer/{row.pk}/change/",
        {"rank": row.rank, "primary_contact": "on", "starts_on": TODAY, "ends_on": "2020-01-01"},
    )

    assert response.status_code == 200
    assert response.context["adminform"].form.errors == {"__all__": ["The last day must not lie before the first."]}


def test_an_officers_organization_is_chosen_once(enter) -> None:
    row = Officer.objects.get(person=user("fao"))
    who = Organization.objects.get(acronym="WHO")
    answer = enter("admin").post(
        f"/admin/members/officer/{row.pk}/change/",
        {
            "person": row.person_id,
            "organization": who.pk,
            "rank": row.rank,
            "primary_contact": "on",
            "starts_on": row.starts_on,
            "seen": row.version,
        },
    )

    assert answer.status_code == 302, answer.content.decode()[:3000]
    row.refresh_from_db()
    assert row.organization.acronym == "FAO"


def test_a_second_designation_that_overlaps_is_refused_also_with_an_end() -> None:
    other = user("secretary")
    soon = Designation(
        person=other, instrument="A letter", starts_on=clock.today(), ends_on=clock.today() + dt.timedelta(days=90)
    )
    with pytest.raises(ConditionsUnmet):
        people.save_designation(soon, actor=SYSTEM)

    present = Designation.objects.current().get()
    present.ends_on = clock.today()
    people.save_designation(present, actor=SYSTEM)
    people.save_designation(soon, actor=SYSTEM)
    assert Designation.objects.current().get().person == other


def test_the_coordinator_who_leaves_iom_coordinates_no_more() -> None:
    person = user("coordinator")
    leaves(person.officers)

    assert "coordinator" not in {a.capacity for a in capacities(person)}


def test_ending_the_network_seat_in_the_admin_ends_the_committee_seat(enter) -> None:
    unicef = Organization.objects.get(acronym="UNICEF")
    seat = Seat.objects.get(body=Body.objects.network(), organization=unicef, ends_on=None)
    enter("admin").post(
        f"/admin/members/seat/{seat.pk}/change/", {"role": seat.role, "starts_on": seat.starts_on, "ends_on": TODAY}
    )

    assert not Seat.objects.filter(organization=unicef, ends_on=None, body__un_entities_only=True).exists()


def test_moving_from_one_network_seat_to_another_keeps_the_committee_seat() -> None:
    unicef = Organization.objects.get(acronym="UNICEF")
    network = Body.objects.network()
    old = Seat.objects.get(body=network, organization=unicef, ends_on=None)
    seats.seat_organization(network, unicef, actor=SYSTEM, role="co_chair")
    old.ends_on = clock.today()
    seats.save_seat(old, actor=SYSTEM)

    assert Seat.objects.in_body("committee").filter(organization=unicef, ends_on=None).exists()


@pytest.mark.parametrize("path", ["/files/%00/", "/workplans/2026/activities/%00/", "/workplans/2026/activities/1%00/"])
def test_a_hostile_address_is_not_there(path: str, enter) -> None:
    assert enter("fao").get(path).status_code == 404


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_out_of_all_reason_is_told_beside_the_field(day: str, send) -> None:
    typed = {"kind": "technical", "title": "A meeting", "place": "Bangkok", "day": day, "start": "09:00", "end": "12:00",
             "zone": "Asia/Bangkok", "body": Body.objects.network().pk}  # fmt: skip
    response = send("secretary", "/meetings/plan/", typed, capacity="secretariat")

    assert response.status_code == 422
    assert "Check the year" in response.content.decode()


def test_nobody_gives_a_role_to_oneself(enter, send) -> None:
    me, ilo = user("admin"), Organization.objects.get(acronym="ILO")
    typed = {"person": me.pk, "organization": ilo.pk, "rank": "principal", "starts_on": TODAY}
    response = enter("admin").post("/admin/members/officer/add/", typed)
    assert "You cannot assign a role to yourself" in response.content.decode()
    post = {"person": me.pk, "title": "Officer", "starts_on": TODAY}
    response = enter("admin").post("/admin/members/secretariatpost/add/", post)
    assert "You cannot assign a role to yourself" in response.content.decode()
    mine = {"name": "Malee Suwan", "email": "secretary@example.org", "rank": "alternate"}
    response = send("secretary", "/members/ilo/add-officer/", mine, capacity="secretariat")
    assert response.status_code == 422
    assert "to yourself" in response.content.decode()

    assert {a.capacity for a in capacities(me)} == {"admin"}
    assert not Officer.objects.filter(person=user("secretary"), organization=ilo).exists()


def test_the_admin_seats_nobody_in_a_task_team(enter) -> None:
    team = Body.objects.get(code="TT-ATD")
    partner = Organization.objects.get(acronym="MAPF")
    new = {"body": team.pk, "organization": partner.pk, "role": "member", "starts_on": TODAY}
    assert "adopted decision" in enter("admin").post("/admin/members/seat/add/", new).content.decode()
    seat = team.seats.filter(ends_on=None, role="secretary").get()
    end = {"role": "secretary", "starts_on": seat.starts_on, "ends_on": TODAY}
    enter("admin").post(f"/admin/members/seat/{seat.pk}/change/", end)

    assert not team.seats.filter(organization=partner).exists()
    seat.refresh_from_db()
    assert seat.ends_on is None


@pytest.mark.parametrize(
    "path",
    ["user/?password__startswith=md5", "officer/?person__password__startswith=a", "user/?last_login__isnull=0"],
)
def test_the_admin_answers_no_question_that_its_page_does_not_offer(path: str, enter) -> None:
    assert enter("admin").get(f"/admin/members/{path}").status_code in (302, 400)


def test_the_admin_filters_that_the_page_offers_are_answered(enter) -> None:
    assert enter("admin").get("/admin/members/organization/?kind__exact=partner").status_code == 200


@pytest.mark.parametrize("number", ["x", "9" * 30, "-1", "1.5"])
def test_a_history_of_no_number_is_not_there(number: str, enter) -> None:
    client = enter("admin")

    assert client.get(f"/admin/members/organization/{number}/history/").status_code == 404
    assert client.get(f"/admin/members/organization/1/history/{number}/").status_code == 404


def test_a_day_out_of_reach_is_refused_in_the_admin(enter) -> None:
    row = Officer.objects.get(person=user("fao"))
    typed = {"rank": row.rank, "primary_contact": "on", "starts_on": "0001-01-01"}
    response = enter("admin").post(f"/admin/members/officer/{row.pk}/change/", typed)

    assert response.context["adminform"].form.errors["starts_on"]
