"""Task teams live by decisions alone."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from members.models import Organization, Seat
from network_portal.lib import clock
from network_portal.records.access.actor import SYSTEM
from network_portal.records.workflow import engine
from network_portal.records.workflow.refusals import ConditionsUnmet, PermissionRefused
from task_teams import services
from task_teams.models import TaskTeam
from tests.people import actor


def org(acronym: str) -> Organization:
    return Organization.objects.get(acronym=acronym)


def propose(who, **changes) -> TaskTeam:
    data = {
        "name": "Return and reintegration", "code": "RET", "need": "Asked for.", "focus": "Advice.",
        "chairs": [org("ILO")], "composition": [org("ILO"), org("FAO")], "no_terms_needed": True, "standing": True,
    }  # fmt: skip
    return services.propose(actor=who, **{**data, **changes})


def test_a_chair_must_sit_in_the_team() -> None:
    with pytest.raises(ConditionsUnmet) as refusal:
        propose(actor("ilo"), chairs=[org("UNICEF")])

    assert "add UNICEF" in str(refusal.value)


def test_a_chair_must_sit_in_the_team_through_the_form_and_nothing_typed_is_lost(send) -> None:
    data = {
        "name": "Return and reintegration", "code": "RET", "need": "Asked for by four offices.", "focus": "Advice.",
        "chairs": [org("UNICEF").pk], "composition": [org("ILO").pk, org("FAO").pk], "no_terms_needed": "on", "standing": "on",
    }  # fmt: skip
    response = send("ilo", "/task-teams/propose/", data)

    assert response.status_code == 422
    assert "add UNICEF" in response.content.decode()
    assert "Asked for by four offices." in response.content.decode()
    assert not TaskTeam.objects.filter(body__code="TT-RET").exists()


def test_a_partner_sits_only_once_the_committee_agreed() -> None:
    with pytest.raises(ConditionsUnmet):
        propose(actor("ilo"), composition=[org("ILO"), org("MAPF")])


def test_no_team_is_active_without_an_adopted_decision() -> None:
    team = propose(actor("ilo"))

    for key in ("secretary", "coordinator", "ilo", "admin"):
        with pytest.raises(PermissionRefused):
            engine.apply(team, "establish", actor=actor(key))
    with pytest.raises(ConditionsUnmet) as refusal:
        engine.apply(team, "establish", actor=SYSTEM)
    assert "Only an adopted decision" in str(refusal.value)
    with pytest.raises(DatabaseError), transaction.atomic():
        TaskTeam.objects.filter(pk=team.pk).update(state="active", decision=None)
    assert not Seat.objects.filter(body=team.body).exists()


def test_adoption_made_it_active_and_began_its_seats() -> None:
    team = TaskTeam.objects.get(body__code="TT-ATD")
    roles = {str(s.organization): s.role for s in team.body.seats.current().exclude(role="secretary")}

    assert team.state == "active"
    assert roles["UNODC"] == roles["UNICEF"] == "co_chair"
    assert team.body.seats.current().get(role="secretary").organization.acronym == "IOM"


def test_a_decision_that_ends_otherwise_closes_the_proposed_team() -> None:
    from decisions.services import outcome

    team = propose(actor("ilo"))
    outcome.withdraw(team.decision, actor=actor("ilo"), reason="Another time.")
    team.refresh_from_db()

    assert team.state == "closed"


def test_either_an_end_or_standing() -> None:
    with pytest.raises(ConditionsUnmet):
        propose(actor("ilo"), standing=False)
    with pytest.raises(ConditionsUnmet):
        propose(actor("ilo"), standing=False, ends_on=clock.today() - dt.timedelta(days=1))


@pytest.mark.parametrize("key", ["partner", "auditor", "admin", "notes", "stranger", "coordinator"])
def test_who_may_not_propose(key: str) -> None:
    with pytest.raises(PermissionRefused):
        propose(actor(key))


def test_chairs_keep_the_deliverables(send) -> None:
    team = TaskTeam.objects.get(body__code="TT-ATD")
    path = team.get_absolute_url()
    data = {"title": "A note", "organization": org("UNHCR").pk, "due_on": "2027-03-01"}

    assert send("unodc", f"{path}add-deliverable/", data).status_code == 302
    assert send("fao", f"{path}add-deliverable/", data).status_code == 403
    outsider = {**data, "organization": org("FAO").pk}
    assert send("unodc", f"{path}add-deliverable/", outsider).status_code == 422
    row = team.deliverables.get(title="A note")
    assert (
        send("unodc", f"{path}deliverables/{row.number}/deliver/", {"result": "On the shared drive"}).status_code == 302
    )
    row.refresh_from_db()
    assert row.delivered_on == clock.today()
