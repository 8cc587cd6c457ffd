"""An organization, its membership and its focal point in one form; what the register lacks; what was changed in it."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members import changes, incomplete
from members.models import (
    Admission,
    Body,
    Invitation,
    Officer,
    Organization,
    Seat,
    StakeholderCategory,
    User,
)
from members.services import people, registration, seats
from network_portal.lib import clock
from network_portal.records.access.actor import SYSTEM
from network_portal.records.models import Message
from network_portal.records.workflow.refusals import PermissionRefused
from tests.people import actor, officer

REGISTER = "/members/register/"
DAY = dt.date(2026, 11, 16)
WHOLE = {
    "kind": "un_entity", "acronym": "UNOPS-AP", "name": "A UN office of the test", "wish_received_on": "2026-11-09",
    "registered_on": DAY.isoformat(), "basis": "Letter of 9 November 2026", "person": "Nia Test", "email": "nia@example.org",
    "rank": "focal_point",
}  # fmt: skip


@pytest.mark.parametrize("key", ["secretary", "admin"])
def test_one_form_registers_organization_membership_and_focal_point(key: str, send: Any, enter: Any) -> None:
    answer = send(key, REGISTER, WHOLE)

    made = Organization.objects.get(acronym="UNOPS-AP")
    assert answer.status_code == 302
    assert answer["Location"] == made.get_absolute_url()
    assert list(Organization.objects.members(DAY).filter(pk=made.pk)) == [made]
    assert list(Admission.objects.filter(organization=made).values_list("applied_on", "admitted_on", "basis")) == [
        (dt.date(2026, 11, 9), DAY, "Letter of 9 November 2026")
    ]
    representative = Officer.objects.active().get(organization=made)
    assert (representative.person.email, representative.rank) == ("nia@example.org", "focal_point")
    assert representative.primary_contact
    assert Invitation.objects.filter(person=representative.person, used_at=None, until__gt=clock.now()).count() == 1
    assert Message.objects.filter(person=representative.person, kind="account").count() == 1
    assert not any(
        row.name.startswith("UNOPS-AP")
        for gap in incomplete.gaps()
        for row in gap.rows
        if "password" not in str(gap.title)
    )


@pytest.mark.parametrize(
    "typed,fields",
    [
        ({"acronym": "fao"}, {"acronym"}),
        ({"acronym": ""}, {"acronym"}),
        ({"basis": ""}, {"basis"}),
        ({"registered_on": "2026-11-02"}, {"registered_on"}),
        ({"person": "", "email": ""}, {"person", "email"}),
        ({"email": "fao@example.org"}, {"person"}),
        ({"without_focal_point": "on"}, {"without_focal_point"}),
        ({"kind": "partner"}, {"category", "wish_received_on", "registered_on"}),
        ({"email": "no address"}, {"email"}),
        ({"wish_received_on": "", "registered_on": ""}, {"wish_received_on"}),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_registered(typed: dict, fields: set, send: Any) -> None:
    tables = (Organization, Admission, Seat, Officer, User, Message)
    before = [model.objects.count() for model in tables]
    answer = send("secretary", REGISTER, WHOLE | typed)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == fields
    assert answer.context["form"]["name"].value() == WHOLE["name"], "what was typed is kept"
    assert [model.objects.count() for model in tables] == before


def test_what_a_service_refuses_leaves_nothing_half_registered(send: Any) -> None:
    before = Organization.objects.count()
    secretary = actor("secretary", "secretariat")
    answer = send("secretary", REGISTER, WHOLE | {"person": secretary.user.name, "email": secretary.user.email})

    assert answer.status_code == 422, "nobody gives a role to oneself"
    assert Organization.objects.count() == before
    assert not Admission.objects.filter(basis=WHOLE["basis"]).exists()


def test_a_wish_to_join_is_no_membership_and_waits_on_the_list(send: Any) -> None:
    send("secretary", REGISTER, WHOLE | {"registered_on": ""})
    made = Organization.objects.get(acronym="UNOPS-AP")

    assert not Seat.objects.filter(organization=made).exists()
    waiting = {str(gap.title): [row.name for row in gap.rows] for gap in incomplete.gaps()}
    assert "UNOPS-AP" in waiting["Wishes to join that are not registered"]


def test_without_a_focal_point_it_says_so_and_stays_on_the_list(send: Any, enter: Any) -> None:
    without = WHOLE | {"person": "", "email": "", "without_focal_point": "on"}
    answer = send("secretary", REGISTER, without)

    assert answer.status_code == 302
    page = enter("secretary").get("/members/incomplete/").content.decode()
    assert "UNOPS-AP" in page
    assert "/members/unops-ap/add-officer/" in page


def test_whoever_is_known_keeps_the_account_and_speaks_for_both(send: Any) -> None:
    known = officer("FAO").user
    send("secretary", REGISTER, WHOLE | {"person": known.name, "email": known.email.upper()})

    assert set(Officer.objects.active().filter(person=known).values_list("organization__acronym", flat=True)) >= {
        "FAO",
        "UNOPS-AP",
    }
    assert User.objects.filter(name=known.name).count() == 1


@pytest.mark.parametrize("key", ["fao", "coordinator", "partner", "auditor", "nobody"])
def test_others_neither_register_nor_read_what_is_incomplete(key: str, enter: Any) -> None:
    for path in (REGISTER, "/members/incomplete/", "/members/changes/"):
        assert enter(key).get(path).status_code in (302, 403)


def test_an_invitation_that_was_not_used_is_sent_again(send: Any) -> None:
    send("secretary", REGISTER, WHOLE)
    row = Officer.objects.get(organization__acronym="UNOPS-AP")
    Invitation.objects.filter(person=row.person).update(until=clock.now() - dt.timedelta(days=1))
    waiting = {str(gap.title): [(r.name, r.about, r.act_path) for r in gap.rows] for gap in incomplete.gaps()}
    listed = [r for r in waiting["Representatives who have not yet chosen a password"] if r[0] == str(row)]
    assert listed[0][1].startswith("The invitation expired on")
    answer = send("secretary", listed[0][2])

    assert answer.status_code == 302
    assert Invitation.objects.filter(person=row.person, until__gt=clock.now()).count() == 1
    assert Message.objects.filter(person=row.person, kind="account").count() == 2
    known = Officer.objects.active().get(person=officer("FAO").user, organization__acronym="FAO")
    refused = send("secretary", f"/members/fao/representatives/{known.pk}/invite/")
    assert refused.status_code == 422
    assert "needs no invitation" in refused.content.decode()


def test_each_kind_of_lack_is_found(secretariat: Any) -> None:
    before = {str(gap.title): len(gap.rows) for gap in incomplete.gaps()}
    network = Body.objects.network()
    bare = Organization(acronym="BARE", name="No paper, nobody", kind="un_entity")
    seats.save_organization(bare, actor=SYSTEM)
    seats.seat_organization(network, bare, actor=SYSTEM, starts_on=DAY)
    paper = Organization(acronym="PAPER", name="A paper only", kind="un_entity")
    seats.save_organization(paper, actor=SYSTEM)
    seats.record_admission(paper, actor=SYSTEM, basis="A letter", admitted_on=DAY)
    ilo = Officer.objects.active().filter(organization__acronym="ILO", primary_contact=True).get()
    ilo.primary_contact = False
    people.save_officer(ilo, actor=SYSTEM)
    after = {str(gap.title): len(gap.rows) for gap in incomplete.gaps()}

    more = {title: n - before.get(title, 0) for title, n in after.items() if n != before.get(title, 0)}
    assert more == {
        "Members without a representative": 1,
        "Members without a primary focal point": 1,
        "Registrations without a membership": 1,
        "Memberships without a registration": 1,
    }


def test_recent_changes_say_who_changed_what_from_what_to_what(enter: Any, secretariat: Any) -> None:
    row = Organization.objects.get(acronym="FAO")
    old, row.name = row.name, "Another name for a test"
    seats.save_organization(row, actor=secretariat)
    page = enter("admin").get("/members/changes/").content.decode()

    first = page[page.index("<tbody>") :].partition("</tr>")[0]
    assert "FAO" in first
    assert f"before: </span>{old}</del>" in first
    assert "after: </span>Another name for a test</ins>" in first
    assert str(secretariat.user) in first


def test_the_lists_ask_the_same_for_few_and_for_many(enter: Any, send: Any) -> None:
    asked = []
    client = enter("secretary")
    for many in (False, True):
        for number in range(30 if many else 1):
            organization = Organization(acronym=f"L{many}{number}", name="Listed", kind="un_entity")
            seats.save_organization(organization, actor=SYSTEM)
            seats.seat_organization(Body.objects.network(), organization, actor=SYSTEM, starts_on=DAY)
        for path in ("/members/incomplete/", "/members/changes/"):
            with CaptureQueriesContext(
                connection,
            ) as found:
                assert client.get(path).status_code == 200
            asked.append((path, len(found)))
    assert asked[:2] == asked[2:]
    assert dict(asked) == {"/members/incomplete/": 12, "/members/changes/": 24}


def test_a_partner_is_registered_without_clearing_the_proposed_day(send: Any) -> None:
    category = StakeholderCategory.objects.first()
    assert category is not None
    partner = {"kind": "partner", "category": category.pk, "wish_received_on": "", "basis": ""}
    answer = send("secretary", REGISTER, WHOLE | partner | {"registered_on": clock.today().isoformat()})

    assert answer.status_code == 302
    made = Organization.objects.get(acronym="UNOPS-AP")
    assert made.is_partner
    assert not made.admissions.exists()
    assert not made.seats.exists()


def test_a_closed_account_speaks_for_nobody(send: Any) -> None:
    closed = people.add_person("gone@example.org", "Gone Person", actor=SYSTEM, is_active=False)
    answer = send("secretary", REGISTER, WHOLE | {"person": closed.name, "email": closed.email})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"email"}


def test_only_who_keeps_the_register_registers(secretariat: Any) -> None:
    organization = Organization(acronym="ALONE", name="Without a focal point")
    with pytest.raises(PermissionRefused):
        registration.register(organization, actor=actor("fao"))
    assert not Organization.objects.filter(acronym="ALONE").exists()


def test_changes_of_accounts_are_read_by_administrators(enter: Any) -> None:
    person = officer("FAO").user
    person.name = "Renamed Person"
    people.save_user(person, actor=actor("admin"), fields=["name"])

    assert "Renamed Person" in enter("admin").get("/members/changes/").content.decode()
    rows = changes.recent(actor("secretary", "secretariat"))
    assert rows
    assert not [row for row in rows if str(row.kind) == "person"]
