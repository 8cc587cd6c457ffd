"""Who may sit where: through form, admin, shell and raw SQL."""

import csv
import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from members.models import Body, Designation, Invitation, Officer, Organization, Seat, User
from members.services import installation, people, seats
from network_portal.lib import clock
from network_portal.records.access.actor import SYSTEM
from network_portal.records.jobs import sweep
from network_portal.records.models import Event, Message
from network_portal.records.workflow.refusals import ConditionsUnmet, PermissionRefused
from tests.people import actor

THIRTEEN = {
    "ILO",
    "IOM",
    "OHCHR",
    "UNDP",
    "UNHCR",
    "UNICEF",
    "UNODC",
    "ESCAP",
    "OCHA",
    "UNAIDS",
    "UNDRR",
    "UNFPA",
    "UN Women",
}


def partner() -> Organization:
    return Organization.objects.get(acronym="MAPF")


def test_the_installation_knows_the_network() -> None:
    committee = Body.objects.committee()
    entities = Organization.objects.filter(kind="un_entity")

    assert entities.count() == 39
    assert entities.filter(annex_ii=True).count() == 38
    assert entities.filter(global_committee_from__isnull=False).count() == 8
    assert {o.acronym for o in Organization.objects.sitting_in(committee)} == THIRTEEN
    assert set(committee.seats.values_list("starts_on", flat=True)) == {dt.date(2020, 3, 1)}


def test_a_later_installation_adds_what_is_new_and_nothing_twice(tmp_path: Path, monkeypatch: Any) -> None:
    """A release that names a further organization registers it at the next start, in the bodies that its row names."""
    counts = [model.objects.count() for model in (Organization, Body, Seat)]
    assert installation.install() == 0
    assert [model.objects.count() for model in (Organization, Body, Seat)] == counts

    shutil.copytree(installation.DATA, tmp_path / "data")
    entities = tmp_path / "data" / "entities.csv"
    with entities.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    new = [
        {**rows[0], "acronym": "NEWA", "name": "new agency", "regional_executive_committee": "yes"},
        {**rows[0], "acronym": "NEWB", "name": "other agency", "regional_executive_committee": "no"},
    ]
    with entities.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, fieldnames=rows[0].keys())
        writer.writeheader()
        writer.writerows([*rows, *new])
    monkeypatch.setattr(installation, "DATA", tmp_path / "data")

    assert installation.install() == 2
    assert installation.install() == 0
    seated = Organization.objects.get(acronym="NEWA")
    assert seated.name == "New agency"
    assert set(seated.seats.values_list("body__slug", flat=True)) == {"network", "committee"}
    assert not Organization.objects.get(acronym="NEWB").seats.exists()


def test_names_are_the_present_ones_with_those_of_the_terms_of_reference() -> None:
    with (settings.BASE_DIR / "members/data/entities.csv").open(encoding="utf-8") as source:
        rows = {r["acronym"]: r for r in csv.DictReader(source)}

    assert Organization.objects.get(acronym="DGC").name_in_tor == "Department of Public Information"
    assert Organization.objects.get(acronym="UNDRR").acronym_in_tor == "UN DRR"
    assert set(rows) == set(Organization.objects.filter(kind="un_entity").values_list("acronym", flat=True))


@pytest.mark.parametrize("slug", ["network", "committee"])
def test_a_partner_is_not_seated_by_service(slug: str) -> None:
    with pytest.raises(ConditionsUnmet) as refusal:
        seats.seat_organization(Body.objects.get(slug=slug), partner(), actor=SYSTEM)

    assert "Only UN entities" in str(refusal.value)


@pytest.mark.parametrize("slug", ["network", "committee"])
def test_a_partner_is_not_seated_through_the_shell(slug: str) -> None:
    body = Body.objects.get(slug=slug)
    with pytest.raises(DatabaseError), transaction.atomic():
        Seat.objects.bulk_create([Seat(body=body, organization=partner(), starts_on=dt.date(2026, 1, 1))])
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO members_seat (version, starts_on, role, body_id, organization_id) VALUES (0, '2026-01-01', 'member', %s, %s)",
            [body.pk, partner().pk],
        )


def test_a_seated_organization_does_not_become_a_partner_through_the_shell() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Organization.objects.filter(acronym="FAO").update(kind="partner", category=partner().category)


def test_a_partner_is_not_seated_through_the_admin(enter) -> None:
    data = {
        "body": Body.objects.network().pk,
        "organization": partner().pk,
        "role": "member",
        "starts_on": "2026-01-01",
    }
    response = enter("admin").post("/admin/members/seat/add/", data)

    assert response.status_code == 200
    assert "Only UN entities" in response.content.decode()
    assert not Seat.objects.filter(organization=partner()).exists()


def test_the_admin_saves_through_the_service_with_record_and_history(enter) -> None:
    fao = Organization.objects.get(acronym="FAO")
    before = Event.objects.of_root("members.organization", fao.pk).count()
    data = {"kind": "un_entity", "acronym": "FAO", "name": fao.name, "note": "Regional office in Bangkok",
            "name_in_tor": fao.name_in_tor, "acronym_in_tor": fao.acronym_in_tor, "annex_ii": "on"}  # fmt: skip
    response = enter("admin").post(f"/admin/members/organization/{fao.pk}/change/", data)

    assert response.status_code == 302, response.content.decode()[:2000]
    event = Event.objects.of_root("members.organization", fao.pk).order_by("-number").first()
    assert Event.objects.of_root("members.organization", fao.pk).count() == before + 1
    assert (event.verb, event.capacity, event.body.name) == ("organization changed", "admin", "Teodor Iliev")
    assert fao.history.first().history_user.email == "admin@example.org"


@pytest.mark.parametrize("key", ["secretary", "coordinator", "ilo", "auditor", "partner", "stranger"])
def test_the_admin_opens_to_administrators_only(key: str, enter) -> None:
    assert enter("admin").get("/admin/members/seat/").status_code == 200
    answer = enter(key).get("/admin/members/seat/")

    assert (answer.status_code, answer["Location"]) == (302, "/admin/login/?next=/admin/members/seat/")


def test_the_admin_deletes_nothing(enter) -> None:
    seat = Seat.objects.first()

    assert enter("admin").post(f"/admin/members/seat/{seat.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Seat.objects.filter(pk=seat.pk).exists()


def test_an_admin_cannot_make_a_superuser_or_set_a_password(enter) -> None:
    me = User.objects.get(email="admin@example.org")
    data = {"email": me.email, "name": me.name, "is_active": "on", "is_staff": "on", "zone": me.zone,
            "is_superuser": "on", "password": "hacked"}  # fmt: skip
    data["seen"] = me.version
    answer = enter("admin").post(f"/admin/members/user/{me.pk}/change/", {**data, "name": "Teodor Iliev II"})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    me.refresh_from_db()
    assert me.name == "Teodor Iliev II", "the form itself was taken"

    assert me.is_superuser is False
    assert me.password != "hacked"


def test_a_superuser_sits_in_no_body(enter) -> None:
    boss = User.objects.create_superuser("boss@example.org", "x", name="Boss")
    from members.capacities import capacities

    assert [a.capacity for a in capacities(boss)] == ["admin"]
    assert "members" not in capacities(boss)[0].audiences


def test_the_committee_takes_only_members_of_the_network() -> None:
    network = Body.objects.network()
    fao = Organization.objects.get(acronym="FAO")
    seats.end_seats(network, fao, actor=SYSTEM)

    with pytest.raises(ConditionsUnmet):
        seats.seat_organization(Body.objects.committee(), fao, actor=SYSTEM)


def test_leaving_the_network_ends_the_committee_seat_and_membership_at_once(enter) -> None:
    client = enter("unicef")
    assert client.get("/decisions/").status_code == 200
    unicef = Organization.objects.get(acronym="UNICEF")
    seats.end_seats(Body.objects.network(), unicef, actor=SYSTEM)

    assert (
        not Seat.objects.current().filter(organization=unicef).exclude(body__slug="alternatives-to-detention").exists()
    )
    assert "members" not in actor("unicef").audiences


def test_one_coordinator_at_a_time_and_always_of_iom() -> None:
    outsider = User.objects.get(email="fao@example.org")
    second = User.objects.get(email="secretary@example.org")

    for person, why in ((outsider, "IOM"), (second, "one Coordinator")):
        with pytest.raises(ConditionsUnmet, match=why):
            people.save_designation(Designation(person=person, instrument="x", starts_on=clock.today()), actor=SYSTEM)
    with pytest.raises(DatabaseError), transaction.atomic():
        Designation.objects.bulk_create([Designation(person=second, instrument="x", starts_on=clock.today())])


def test_the_secretariat_adds_an_officer_who_gets_a_link_for_seven_days(send, enter) -> None:
    data = {"name": "Nova Quill", "email": "Nova@Example.org", "rank": "alternate"}
    response = send("secretary", "/members/fao/add-officer/", data)

    assert response.status_code == 302
    officer = Officer.objects.get(person__email="nova@example.org")
    assert (officer.organization.acronym, officer.rank) == ("FAO", "alternate")
    message = Message.objects.filter(person=officer.person, kind="account").get()
    link = message.account_body.split("http://localhost:8000")[1].split()[0]
    sweep.sweep()
    message.refresh_from_db()
    assert (message.state, message.account_body) == ("sent", "")

    client = enter("nobody")
    assert client.get(link).status_code == 302
    page = client.get("/join/")
    assert "Nova Quill" in page.content.decode()
    weak = client.post("/join/", {"password": "short", "again": "short"})
    assert weak.status_code == 422
    done = client.post("/join/", {"password": "a long sentence of mine", "again": "a long sentence of mine"})
    assert done.status_code == 302
    assert client.get("/").status_code == 200

    again = enter("nobody")
    again.get(link)
    assert again.get("/join/").status_code == 410


def test_an_invitation_dies_after_seven_days(enter) -> None:
    person = people.add_person("late@example.org", "Late Comer", actor=SYSTEM)
    link = people.make_invitation(person, actor=SYSTEM)
    sweep.set_offset(sweep.read_offset() + dt.timedelta(days=7, minutes=1))
    client = enter("nobody")
    client.get(link.removeprefix("http://localhost:8000"))

    assert client.get("/join/").status_code == 410
    assert Invitation.objects.get(person=person).digest not in link


@pytest.mark.parametrize("key", ["ilo", "coordinator", "auditor", "partner"])
def test_others_add_no_officer(key: str) -> None:
    with pytest.raises(PermissionRefused):
        people.add_officer(
            Organization.objects.get(acronym="FAO"), email="x@example.org", name="X", rank="alternate", primary_contact=False,
            actor=actor(key),
        )  # fmt: skip


def test_nobody_signs_up(enter) -> None:
    client = enter("nobody")

    for path in ("/accounts/signup/", "/account/signup/", "/account/sign-up/", "/signup/"):
        assert client.get(path).status_code == 404


def test_a_deactivated_person_is_out_at_once(enter) -> None:
    client = enter("fao")
    assert client.get("/").status_code == 200
    User.objects.filter(email="fao@example.org").update(is_active=False)

    assert client.get("/").status_code == 302


def test_representatives_learn_who_else_speaks_for_their_organization(send: Any) -> None:
    typed = {"email": "another@example.org", "name": "Ann Lee", "rank": "alternate"}
    assert send("secretary", "/members/fao/add-officer/", typed, capacity="secretariat").status_code == 302
    told = Message.objects.filter(account_subject="New representative of FAO: Ann Lee")
    assert [m.person.email for m in told] == ["fao@example.org"]
    assert "If this is incorrect, please write to the Secretariat." in told.get().account_body
