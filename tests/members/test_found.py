"""What attackers found in accounts, roles and the administration, each with the way it showed."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from members.capacities import capacities
from members.models import Admission, Appointment, Officer, Organization, Seat, SecretariatPost, User
from members.services import people, seats
from network_portal.lib import clock
from network_portal.records.access.actor import SYSTEM
from network_portal.records.jobs import sweep
from network_portal.records.models import Event, Message
from network_portal.records.workflow.refusals import ConditionsUnmet
from tests.people import actor, user

PASSWORD = "a river in the morning 7"


def invited(email: str = "wrong@example.org") -> tuple[User, str]:
    """A new principal of ILO and the one-time link that went out."""
    ilo = Organization.objects.get(acronym="ILO")
    officer = people.add_officer(
        ilo,
        email=email,
        name="Nuria Sol",
        rank="principal",
        primary_contact=False,
        actor=actor("secretary", "secretariat"),
    )
    mail.outbox.clear()
    sweep.sweep()
    body = next(m.body for m in mail.outbox if m.to == [email])
    return officer.person, re.search(r"https?://[^/]+(/join/\S+)", body).group(1)


def saved(enter, person: User, **changed: Any) -> Any:
    typed = {"email": person.email, "name": person.name, "is_active": "on", "zone": person.zone, **changed}
    return enter("admin").post(f"/admin/members/user/{person.pk}/change/", typed)


def join(link: str) -> Any:
    client = Client(SERVER_NAME="localhost")
    client.get(link)
    return client.post("/join/", {"password": PASSWORD, "again": PASSWORD})


def test_a_corrected_address_ends_the_link_that_went_to_the_wrong_one(enter) -> None:
    person, link = invited()
    assert saved(enter, person, email="right@example.org").status_code == 302

    assert join(link).status_code == 410
    mail.outbox.clear()
    sweep.sweep()
    assert [m.to for m in mail.outbox] == [["wrong@example.org"], ["right@example.org"], ["right@example.org"]]
    assert "/join/" not in mail.outbox[0].body


def test_a_link_replaces_no_password() -> None:
    person, link = invited()
    person.set_password(PASSWORD)
    person.save()

    assert join(link).status_code == 410


def test_a_changed_address_is_told_to_the_old_one_ends_sessions_and_stands_on_the_record(enter) -> None:
    person = user("coordinator")
    client = Client(SERVER_NAME="localhost")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/").status_code == 200
    mail.outbox.clear()
    saved(enter, person, email="elsewhere@example.org")
    sweep.sweep()

    assert [m.to for m in mail.outbox] == [["coordinator@example.org"], ["elsewhere@example.org"]]
    assert all("coordinator@example.org to elsewhere@example.org" in m.body for m in mail.outbox)
    event = Event.objects.get(verb="address changed")
    assert event in Event.objects.visible_to(actor("secretary", "secretariat"))
    assert event not in Event.objects.visible_to(actor("fao"))
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("rest", ["52/3/", "8/1/", "37/10/", "members/1/"])
def test_the_short_cut_of_the_administration_tells_of_no_row(rest: str, enter) -> None:
    from django.contrib.contenttypes.models import ContentType

    from decisions.models import Decision

    kind = ContentType.objects.get_for_model(Decision).pk
    for path in (rest, f"{kind}/{Decision.objects.first().pk}/"):
        assert enter("admin").get(f"/admin/r/{path}").status_code == 404


def test_a_second_save_in_the_administration_shows_what_was_saved_before(enter) -> None:
    fao = Organization.objects.get(acronym="FAO")
    path = f"/admin/members/organization/{fao.pk}/change/"
    typed = {"kind": fao.kind, "acronym": "FAO", "name": fao.name, "seen": fao.version}
    first = enter("admin").post(path, {**typed, "note": "From the first."})
    second = enter("admin").post(path, {**typed, "note": "From the second."})

    assert (first.status_code, second.status_code) == (302, 200)
    page = second.content.decode()
    assert "From the first." in page
    assert "From the second." in page
    fao.refresh_from_db()
    assert fao.note == "From the first."
    again = enter("admin").post(path, {**typed, "note": "From the second.", "seen": fao.version})
    assert again.status_code == 302


def test_a_save_of_a_person_writes_no_password_and_no_epoch_of_before(enter, monkeypatch) -> None:
    """A reset that is committed while an administrator's form is being saved stays."""
    person = user("fao")
    original = people.audit.save

    def meanwhile(row: Any, **kwargs: Any) -> None:
        User.objects.filter(pk=person.pk).update(password="another", session_epoch=41)
        original(row, **kwargs)

    monkeypatch.setattr(people.audit, "save", meanwhile)
    assert saved(enter, person, name="Another Name").status_code == 302

    person.refresh_from_db()
    assert (person.name, person.password, person.session_epoch) == ("Another Name", "another", 41)


def test_a_person_whose_rights_change_is_written_to_and_no_line_tells_of_what_was_taken_back(
    enter, caplog, django_capture_on_commit_callbacks
) -> None:
    import logging

    logging.getLogger("portal.security").disabled = False
    with caplog.at_level(logging.INFO, logger="portal.security"), django_capture_on_commit_callbacks(execute=True):
        assert saved(enter, user("fao"), is_staff="on").status_code == 302

    lines = [r for r in caplog.records if r.name == "portal.security" and r.facts["event"] == "role changed"]
    assert len(lines) == 1
    mail = Message.objects.filter(person=user("fao"), kind="account").latest("pk")
    assert "It may open the administration." in mail.account_body


def test_a_form_of_the_administration_sent_twice_has_one_effect(enter) -> None:
    fao, network = Organization.objects.get(acronym="FAO"), Seat.objects.filter(body__slug="network").first().body
    typed = {
        "body": network.pk, "organization": fao.pk, "role": "observer", "starts_on": "2026-11-23",
        "ends_on": "2027-01-05", "once": "k" * 24,
    }  # fmt: skip
    answers = [enter("admin").post("/admin/members/seat/add/", typed) for _twice in range(2)]

    assert [a.status_code for a in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Seat.objects.filter(organization=fao, role="observer").count() == 1


@pytest.mark.parametrize("acronym", ["机构", "Committee", "FAO!"])
def test_any_acronym_has_an_address_of_its_own(acronym: str, enter) -> None:
    made = Organization(acronym=acronym, name="An entity")
    seats.save_organization(made, actor=SYSTEM)

    assert made.slug not in ("", "committee", "fao")
    assert enter("secretary").get(f"/members/?q={acronym}").status_code == 200
    assert "An entity" in enter("secretary").get(made.get_absolute_url()).content.decode()


def test_a_zone_that_is_none_is_told_beside_its_field(enter) -> None:
    response = saved(enter, user("fao"), zone="Bangkok")

    assert response.context["adminform"].form.errors["zone"]


def test_another_acronym_for_iom_leaves_the_coordinator_in_office(enter) -> None:
    iom = Organization.objects.get(slug="iom")
    iom.acronym = "UN Migration"
    seats.save_organization(iom, actor=SYSTEM)

    assert "coordinator" in {a.capacity for a in capacities(user("coordinator"))}


@pytest.mark.parametrize("model", [SecretariatPost, Appointment])
def test_a_role_is_not_moved_to_another_person(model: Any, enter) -> None:
    row = model.objects.current().first()
    typed = {"person": user("notes").pk, "title": "x", "instrument": "x", "starts_on": "2026-01-05"}
    typed["seen"] = row.version
    answer = enter("admin").post(f"/admin/members/{model._meta.model_name}/{row.pk}/change/", typed)
    assert answer.status_code == 302, answer.content.decode()[:3000]

    before = row.person_id
    row.refresh_from_db()
    assert row.person_id == before != user("notes").pk


def test_nobody_has_two_posts_in_one_organization_at_a_time() -> None:
    there = Officer.objects.get(person=user("fao"))
    soon = clock.today() + dt.timedelta(days=30)
    second = Officer(
        person=there.person, organization=there.organization, rank="principal", starts_on=clock.today(), ends_on=soon
    )
    with pytest.raises(ConditionsUnmet, match="already"):
        people.save_officer(second, actor=SYSTEM)


def test_an_administrator_files_the_paper_of_an_admission(enter) -> None:
    fao, partner = Organization.objects.get(acronym="FAO"), Organization.objects.get(kind="partner")
    typed = {"organization": fao.pk, "applied_on": "2026-10-01", "admitted_on": "2026-11-01", "basis": "Its letter."}
    assert enter("admin").post("/admin/members/admission/add/", typed).status_code == 302
    wrong = enter("admin").post("/admin/members/admission/add/", {**typed, "organization": partner.pk})

    assert Admission.objects.filter(basis="Its letter.").count() == 1
    assert "Only UN entities" in wrong.content.decode()


def test_a_role_given_in_the_administration_brings_its_one_link(enter) -> None:
    person = people.add_person("new@example.org", "Nuria Sol", actor=SYSTEM)
    iom = Organization.objects.get(acronym="IOM")
    office = {"person": person.pk, "organization": iom.pk, "rank": "alternate", "starts_on": clock.today().isoformat()}
    assert enter("admin").post("/admin/members/officer/add/", office).status_code == 302
    post = {"person": person.pk, "title": "Programme Officer", "starts_on": clock.today().isoformat()}
    assert enter("admin").post("/admin/members/secretariatpost/add/", post).status_code == 302
    mail.outbox.clear()
    sweep.sweep()

    links = [re.search(r"https?://[^/]+(/join/\S+)", m.body) for m in mail.outbox if m.to == ["new@example.org"]]
    assert [bool(link) for link in links] == [True], "the link still on its way is not replaced by a second"
    assert join(links[0].group(1)).status_code == 302


def test_who_has_a_password_gets_no_link_with_a_role(enter) -> None:
    office = {"person": user("ilo").pk, "organization": Organization.objects.get(acronym="FAO").pk, "rank": "alternate",
              "starts_on": clock.today().isoformat()}  # fmt: skip
    mail.outbox.clear()
    assert enter("admin").post("/admin/members/officer/add/", office).status_code == 302
    sweep.sweep()

    assert not [m for m in mail.outbox if "/join/" in m.body]


def test_who_keeps_the_membership_reads_its_record_and_no_other() -> None:
    seen = Event.objects.visible_to(actor("admin"))

    assert seen.filter(root_label="members.organization", verb="officer added").exists()
    assert not seen.filter(audience="members").exclude(root_label__startswith="members.").exists()
    assert not seen.filter(root_label__startswith="decisions.").exists()
