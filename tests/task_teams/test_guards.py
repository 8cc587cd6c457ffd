"""Each condition of a task team, both ways; and what its services refuse."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction

from decisions.models import Decision
from decisions.services import outcome
from members.models import Body
from members.services import seats
from network_portal.lib import clock
from network_portal.records import audit
from network_portal.records.access.actor import SYSTEM
from network_portal.records.workflow import engine
from network_portal.records.workflow.refusals import ConditionsUnmet, IllegalTransition, PermissionRefused
from task_teams import guards, services
from task_teams.choices import TeamState
from task_teams.models import ComposedSeat, TaskTeam
from tests import matters
from tests.guards import said
from tests.people import actor
from tests.task_teams.test_teams import org, propose


@contextmanager
def held(team: TaskTeam) -> Iterator[None]:
    """As inside an adoption: everything that it touches is locked."""
    with transaction.atomic(), audit.lock(*services.roots(team)):
        yield


@pytest.fixture
def running() -> TaskTeam:
    return matters.active_team()


def test_who_proposes_and_what_a_proposal_needs() -> None:
    for key in ("partner", "auditor", "stranger"):
        with pytest.raises(PermissionRefused):
            propose(actor(key))
    taken = matters.active_team().body.code.removeprefix("TT-")
    for changes, why in (
        ({"code": taken.lower()}, f"code {taken} is already in use"),
        ({"chairs": []}, "Name a chair or co-chairs"),
        ({"standing": False}, "Enter an end date"),
        ({"standing": False, "ends_on": clock.today()}, "Enter an end date"),
        ({"composition": [org("ILO"), org("MAPF")]}, "Executive Committee has agreed"),
    ):
        with pytest.raises(ConditionsUnmet, match=why):
            propose(actor("ilo"), **changes)


def test_a_team_begins_with_a_chair_that_is_a_member() -> None:
    team = propose(actor("ilo"))
    assert said(guards.chairs_sit_in_it, team) == ""
    seats.end_seats(Body.objects.network(), org("ILO"), actor=SYSTEM)
    assert said(guards.chairs_sit_in_it, team).startswith("No longer a member of the Network: ILO.")
    ComposedSeat.objects.filter(team=team).update(role="member")
    assert said(guards.chairs_sit_in_it, team) == "Name a chair among those who sit in it."


def test_a_team_waits_for_the_end_of_its_decision(running: TaskTeam) -> None:
    team = propose(actor("ilo"))
    assert said(guards.a_decision_adopted_it, team).startswith("Only an adopted decision")
    assert said(guards.its_decision_ended, team) == "Its decision is under way."
    assert said(guards.team_is_active, team) == "The team is not active."
    outcome.withdraw(team.decision, actor=actor("ilo"), reason="Not now.")
    assert said(guards.its_decision_ended, team) == ""
    assert team.state == "closed"
    assert said(guards.team_is_active, running) == ""


def test_closing_is_proposed_once_and_decided_by_the_network(running: TaskTeam, coordinator: Any) -> None:
    assert said(guards.no_closing_is_under_way, running) == ""
    closing = services.propose_closing(running, actor=actor("unodc"), reason="Its work is done.")
    assert said(guards.no_closing_is_under_way, running) == "", "a draft is nobody's but its organization's"
    Decision.objects.filter(pk=closing.pk).update(state="submitted", reference="X/1")
    assert said(guards.no_closing_is_under_way, running) == "A decision to close it is under way."
    with pytest.raises(IllegalTransition, match="under way"):
        services.propose_closing(running, actor=actor("unodc"), reason="Again.")
    assert services.effect(running, closing) == [f"The task team “{running}” closes, and its memberships end."]
    with pytest.raises(ConditionsUnmet, match="not the one that the team waits for"), held(running):
        services.adopted(running, Decision.objects.filter(kind="plan").first(), coordinator)

    closing.refresh_from_db()
    with held(running):
        services.ended_otherwise(running, closing, coordinator)
    assert running.state == "active", "a decision that ends otherwise leaves an active team as it is"
    Decision.objects.filter(pk=closing.pk).update(state="adopted")
    with held(running):
        services.adopted(running, closing, coordinator)
    assert running.state == "closed"
    assert not running.body.seats.current().exists()


def test_a_deliverable_is_of_who_sits_in_the_team_and_is_delivered_once(running: TaskTeam) -> None:
    chair, day = actor("unodc"), clock.today()
    with pytest.raises(ConditionsUnmet, match="FAO does not sit in the team"):
        services.add_deliverable(running, actor=chair, title="A note", organization=org("FAO"), due_on=day)
    row = services.add_deliverable(running, actor=chair, title="A note", organization=org("UNODC"), due_on=day)
    assert said(guards.not_delivered_yet, row) == ""
    assert said(guards.its_team_is_active, row) == ""
    services.deliver(row, actor=chair, result="It lies in the library.")
    assert said(guards.not_delivered_yet, row) == "It was delivered before."


def test_only_the_decision_that_fits_its_state_establishes_or_closes_a_team(
    running: TaskTeam, coordinator: Any
) -> None:
    """An active team was established by a decision that is adopted; that one does not close it."""
    assert running.decision is not None
    assert running.decision.state == "adopted"
    words = "Only an adopted decision of the Network does this."
    assert said(guards.a_decision_adopted_it, running) == words

    running.closing_decision = running.decision
    missing = guards.a_decision_adopted_it(running, engine.Context(SYSTEM, clock.now()))
    assert missing is None, "one that is adopted closes it"
    running.state, running.closing_decision = TeamState.PROPOSED, None
    missing = guards.a_decision_adopted_it(running, engine.Context(SYSTEM, clock.now()))
    assert missing is None, "a team that is proposed is established by its own"
