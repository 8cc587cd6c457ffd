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
    fao = Organization.objects.get(acronym="FAO")
    return {
        "body": Body.objects.committee().pk, "organization": fao.pk, "role": "member",
        "starts_on": clock.today().isoformat(), "ends_on": "", "officer": "", "decision_reference": "", **more,
    }  # fmt: skip


def adopted(body: str) -> Decision:
    return Decision.objects.filter(state="adopted", body__slug=body).latest("ended_at")


def test_the_administrator_seats_nobody_without_a_decision(send: Any) -> None:
    network, pending = adopted("network"), matters.in_call()
    for reference in ("", "RUNNM-AP/DEC/1999/01", pending.reference):
        answer = send("admin", ADD, typed(decision_reference=reference))
        assert answer.status_code == 200, reference
        assert "are a closed list" in answer.content.decode()
    assert not Seat.objects.in_body("committee").filter(organization__acronym="FAO").exists()

    for reference in (network.reference, network.short_number):
        assert send("admin", ADD, typed(decision_reference=reference)).status_code == 302
        seat = Seat.objects.in_body("committee").get(organization__acronym="FAO")
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
