"""Who becomes a member of the Regional Executive Committee: by an adopted decision of the Network, also in the admin."""

from typing import Any

import pytest

from decisions.models import Decision
from members.models import Body, Organization, Seat
from members.services import seats
from network_portal.lib import clock
from network_portal.records.workflow.refusals import ConditionsUnmet
from tests import matters
from tests.people import actor

ADD = "/admin/members/seat/add/"


def typed(**more: Any) -> dict[str, Any]:
    """UNESCO, which the decision on a task team names."""
    return {
        "body": Body.objects.committee().pk, "organization": Organization.objects.get(acronym="UNESCO").pk, "role": "member",
        "starts_on": clock.today().isoformat(), "ends_on": "", "officer": "", "decision_reference": "", **more,
    }  # fmt: skip


def adopted(body: str) -> Decision:
    """An adopted decision whose text names UNESCO."""
    rows = Decision.objects.filter(state="adopted", body__slug=body, texts__source__contains="UNESCO")
    return rows.latest("ended_at")


def test_the_administrator_seats_nobody_without_a_decision(send: Any) -> None:
    network, pending = adopted("network"), matters.in_call()
    for reference in ("", "RUNNM-AP/DEC/1999/01", pending.reference):
        answer = send("admin", ADD, typed(decision_reference=reference))
        assert answer.status_code == 200, reference
        assert "are a closed list" in answer.content.decode()
    assert not Seat.objects.in_body("committee").filter(organization__acronym="UNESCO").exists()

    for reference in (network.reference, network.short_number):
        assert send("admin", ADD, typed(decision_reference=reference)).status_code == 302
        seat = Seat.objects.in_body("committee").get(organization__acronym="UNESCO")
        assert seat.decision_reference == reference
        Seat.objects.filter(pk=seat.pk).delete()


def test_nobody_but_iom_chairs_it() -> None:
    fao, reference = Organization.objects.get(acronym="FAO"), adopted("network").reference
    seat = Seat(
        body=Body.objects.committee(),
        organization=fao,
        role="chair",
        starts_on=clock.today(),
        decision_reference=reference,
    )
    with pytest.raises(ConditionsUnmet, match="IOM chairs"):
        seats.save_seat(seat, actor=actor("admin", "admin"))


def test_leaving_needs_no_decision_and_coming_back_does() -> None:
    ilo, who = Organization.objects.get(acronym="ILO"), actor("admin", "admin")
    committee = Body.objects.committee()
    seats.end_seats(committee, ilo, actor=who)
    seat = Seat.objects.in_body("committee").get(organization=ilo)
    seat.ends_on = None
    with pytest.raises(ConditionsUnmet, match="closed list"):
        seats.save_seat(seat, actor=who)
    observer = seats.seat_organization(committee, ilo, actor=who, role=Seat.Role.OBSERVER)
    assert observer.pk is not None, "attending as observer is not a membership"


def test_the_person_on_a_seat_changes_without_a_decision() -> None:
    seat = Seat.objects.in_body("committee").current().get(organization__acronym="ILO")
    seat.officer = seat.organization.officers.active().first()
    seats.save_seat(seat, actor=actor("admin", "admin"))
    assert Seat.objects.get(pk=seat.pk).officer is not None


def test_the_decision_names_the_organization_that_it_adds(send: Any) -> None:
    network = adopted("network")
    words = network.texts.latest("version").source
    outside = next(
        o for o in Organization.objects.members() if o.acronym not in words and o.name not in words and o.acronym not in network.title
        and not o.seats.filter(body__slug="committee").exists()
    )  # fmt: skip
    answer = send("admin", ADD, typed(organization=outside.pk, decision_reference=network.reference))
    assert answer.status_code == 200
    assert "whose text names this organization" in answer.content.decode()


def test_nobody_but_iom_becomes_the_chair_by_a_change(send: Any) -> None:
    for slug in ("committee", "network"):
        seat = Seat.objects.in_body(slug).current().get(organization__acronym="ILO")
        page = f"/admin/members/seat/{seat.pk}/change/"
        answer = send("admin", page, typed(
            body=seat.body_id, organization=seat.organization_id, role="chair", starts_on=seat.starts_on.isoformat(),
        ))  # fmt: skip
        assert answer.status_code == 200, slug
        assert "IOM chairs" in answer.content.decode()
        seat.refresh_from_db()
        assert seat.role == "member"


def test_an_organization_is_registered_before_it_is_a_member_of_the_network(send: Any) -> None:
    ifad = Organization.objects.exclude(pk__in=Organization.objects.members()).filter(kind="un_entity").first()
    assert ifad is not None
    body = Body.objects.network().pk
    answer = send("admin", ADD, typed(body=body, organization=ifad.pk))
    assert answer.status_code == 200
    assert "Register the membership first" in answer.content.decode()
    registration = {
        "organization": ifad.pk, "applied_on": clock.today().isoformat(), "admitted_on": clock.today().isoformat(),
        "basis": "Letter of today", "withdrawn_on": "",
    }  # fmt: skip
    assert send("admin", "/admin/members/admission/add/", registration).status_code == 302
    assert send("admin", ADD, typed(body=body, organization=ifad.pk)).status_code == 302
