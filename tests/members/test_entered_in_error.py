"""An entry that was never true holds on no day: marked with a reason in the administration, and kept on the record."""

import re
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from members.capacities import capacities
from members.models import Appointment, Designation, Officer, Organization, Seat, SecretariatPost
from members.models.shared import EffectiveDated
from members.services import corrections
from network_portal.lib import clock
from network_portal.records.models import Event
from network_portal.records.workflow.refusals import ConditionsUnmet, PermissionRefused
from tests.people import actor, user

REASON = "The letter named another person."
TABLES: tuple[Any, ...] = (Officer, Seat, Designation, SecretariatPost, Appointment)


def row_of(model: Any) -> Any:
    """A row that holds today; the seat is one of an organization in the Network alone."""
    if model is Seat:
        committee = Seat.objects.in_body("committee").values("organization")
        return (
            Seat.objects.in_body("network").current().exclude(organization__in=committee).filter(role="member").first()
        )
    if model is Officer:
        return Officer.objects.get(person=user("fao"))
    return model.objects.current().first()


def path_of(row: Any) -> str:
    return f"/admin/members/{row._meta.model_name}/{row.pk}/"


def sent(client: Any, row: Any, reason: str) -> Any:
    page = client.get(path_of(row) + "error/").content.decode()
    once = re.search(r'name="once" value="([\w-]+)"', page)[1]
    return client.post(path_of(row) + "error/", {"reason": reason, "once": once})


def test_every_table_of_dated_rows_is_walked_here() -> None:
    assert set(EffectiveDated.__subclasses__()) - {m.history.model for m in TABLES} == set(TABLES)


@pytest.mark.parametrize("model", TABLES)
def test_a_row_is_marked_with_its_reason_and_holds_no_more(model: Any, enter: Any) -> None:
    row, client = row_of(model), enter("admin")
    assert path_of(row) + "error/" in client.get(path_of(row) + "change/").content.decode()

    answer = sent(client, row, REASON)

    assert answer.status_code == 302, answer.content.decode()
    row.refresh_from_db()
    assert (row.error_reason, row.ends_on) == (REASON, row.starts_on)
    assert not model.objects.current(row.starts_on).filter(pk=row.pk).exists()
    assert row.history.first().history_change_reason == REASON
    event = Event.objects.filter(object_label=row._meta.label_lower, object_id=row.pk).latest("number")
    assert (event.verb, REASON in event.body.payload) == ("entered in error", True)
    assert "Entered in error" in client.get(f"/admin/members/{row._meta.model_name}/").content.decode()
    changed = client.get(path_of(row) + "change/").content.decode()
    assert REASON in changed
    assert path_of(row) + "error/" not in changed
    call_command("verify_record", verbosity=0)


@pytest.mark.parametrize("model", TABLES)
def test_a_row_in_error_is_not_changed_any_more(model: Any, enter: Any) -> None:
    row, client = row_of(model), enter("admin")
    sent(client, row, REASON)

    assert client.post(path_of(row) + "change/", {"ends_on": "2030-01-01"}).status_code == 403
    assert client.get(path_of(row) + "error/").status_code == 403
    with pytest.raises(ConditionsUnmet, match="already"):
        corrections.enter_in_error(row, actor=actor("admin"), reason=REASON)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=row.pk).update(ends_on=None)


@pytest.mark.parametrize("model", TABLES)
def test_without_a_reason_nothing_is_marked(model: Any, enter: Any) -> None:
    row = row_of(model)

    answer = sent(enter("admin"), row, " ")

    assert answer.status_code == 422
    assert "This field is required." in answer.content.decode()
    row.refresh_from_db()
    assert (row.error_reason, row.ends_on) == ("", row_of(model).ends_on)


@pytest.mark.parametrize("key", ["secretary", "coordinator", "fao", "auditor"])
def test_only_administrators_mark_an_entry(key: str) -> None:
    with pytest.raises(PermissionRefused):
        corrections.enter_in_error(row_of(Officer), actor=actor(key), reason=REASON)


def test_the_person_acts_for_the_organization_no_more(enter: Any) -> None:
    row = row_of(Officer)
    sent(enter("admin"), row, REASON)

    assert [a.capacity for a in capacities(row.person)] == ["guest"]


def test_a_membership_that_others_need_was_no_error(enter: Any) -> None:
    organization = Organization.objects.get(acronym="ILO")
    network = Seat.objects.in_body("network").get(organization=organization)
    before = list(Seat.objects.filter(organization=organization).order_by("pk").values_list("pk", "ends_on"))

    answer = sent(enter("admin"), network, REASON)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "ILO is also registered in: Alternatives to detention; " in page
    assert f"from {clock.format_day(network.starts_on)}" in page, "the page shows the period as it is stored"
    assert list(Seat.objects.filter(organization=organization).order_by("pk").values_list("pk", "ends_on")) == before


def test_no_page_shows_an_entry_in_error_as_if_it_had_been_true(enter: Any) -> None:
    seat, client = row_of(Seat), enter("admin")
    assert sent(client, seat, REASON).status_code == 302
    page = enter("secretary").get(seat.organization.get_absolute_url()).content.decode()
    assert "Earlier memberships" not in page
    assert "Not a member of any body." in page

    named = Seat.objects.in_body("committee").exclude(officer=None).select_related("officer__person").first()
    if named is None:
        named = Seat.objects.in_body("committee").current().select_related("organization").first()
        named.officer = Officer.objects.active().filter(organization=named.organization).first()
        Seat.objects.filter(pk=named.pk).update(officer=named.officer)
    address, words = named.organization.get_absolute_url(), f"represented by {named.officer.person}"
    assert words in enter("secretary").get(address).content.decode()
    assert sent(client, named.officer, REASON).status_code == 302
    assert words not in enter("secretary").get(address).content.decode()


def test_a_membership_of_a_task_team_is_changed_by_decision_alone(enter: Any) -> None:
    seat = Seat.objects.filter(body__slug__startswith="alternatives").current().filter(role="member").first()

    answer = sent(enter("admin"), seat, REASON)

    assert answer.status_code == 422
    assert "begins and ends by an adopted decision" in answer.content.decode()


def test_a_role_of_ones_own_is_left_to_another_administrator(enter: Any) -> None:
    who = user("admin")
    row = Appointment.objects.create(person=who, instrument="A letter", starts_on=clock.today())

    answer = sent(enter("admin"), row, REASON)

    assert answer.status_code == 422
    assert "to yourself" in answer.content.decode()


def test_a_form_that_is_sent_twice_marks_once(enter: Any) -> None:
    row, client = row_of(Officer), enter("admin")
    page = client.get(path_of(row) + "error/").content.decode()
    typed = {"reason": REASON, "once": re.search(r'name="once" value="([\w-]+)"', page)[1]}

    answers = [client.post(path_of(row) + "error/", typed).status_code for _turn in range(2)]

    assert answers == [302, 302]
    assert Event.objects.filter(object_id=row.pk, verb="entered in error").count() == 1
