"""Policies that pages ask through several others, against grids written by hand: for each person of the cast, yes or no."""

from typing import Any

import pytest

from meetings import policies as meetings
from meetings.models import AgendaItem
from members import policies as members
from members.models import Seat
from network_portal.records.access.actor import SYSTEM
from tests import matters
from tests.people import KEYS, actor
from workplans import policies as workplans
from workplans.models import Update

STAFF = {"secretary", "admin"}


@pytest.mark.parametrize(
    "policy,allowed",
    [
        (members.is_staff, STAFF),
        (members.may_register, STAFF),
        (members.may_add_officer, STAFF),
        (members.administers, {"admin"}),
        (lambda who, _obj: members.is_auditor(who), {"auditor"}),
        (lambda who, _obj: members.runs_the_network(who), {"secretary", "coordinator"}),
    ],
    ids=["is_staff", "may_register", "may_add_officer", "administers", "is_auditor", "runs_the_network"],
)
def test_who_may_without_a_record(policy: Any, allowed: set[str]) -> None:
    found = {key for key in KEYS if key != "deactivated" and policy(actor(key), None)}

    assert found == allowed


def item(*, with_proposal: bool) -> AgendaItem:
    """An item of a meeting that the Coordinator chairs."""
    rows = AgendaItem.objects.filter(meeting__chair__email="coordinator@example.org").select_related("meeting")
    found = rows.exclude(decision=None).first() if with_proposal else rows.filter(decision=None).first()
    assert found is not None
    return found


@pytest.mark.parametrize(
    "policy,with_proposal,allowed",
    [
        (meetings.opens_a_round, True, {"secretary", "coordinator"}),
        (meetings.opens_a_round, False, set()),
        (meetings.closes_its_round, True, {"coordinator"}),
        (meetings.closes_its_round, False, set()),
        (meetings.amends, True, {"secretary", "coordinator"}),
        (meetings.amends, False, set()),
        (meetings.chair, True, {"coordinator"}),
        (meetings.chair_or_secretariat, True, {"secretary", "coordinator"}),
    ],
)
def test_who_may_with_the_proposal_of_an_item(policy: Any, with_proposal: bool, allowed: set[str]) -> None:
    row = item(with_proposal=with_proposal)
    found = {key for key in KEYS if key != "deactivated" and policy(actor(key), row)}

    assert found == allowed


def test_a_representative_who_chairs_opens_no_call_of_the_network() -> None:
    row = item(with_proposal=True)
    row.meeting.chair = actor("ilo").user

    assert meetings.chair(actor("ilo"), row)
    assert meetings.amends(actor("ilo"), row)
    assert not meetings.opens_a_round(actor("ilo"), row)


def test_a_team_reviews_the_report_of_its_lead_only_where_another_organization_chairs_it() -> None:
    team = matters.active_team()
    activity = matters.running_plan().activities.filter(body=team.body).first()
    assert activity is not None
    chairs = set(Seat.objects.chairing().filter(body=team.body).values_list("organization", flat=True))

    assert chairs
    assert workplans.another_chairs(activity, 0)
    alone = next(iter(chairs))
    assert workplans.another_chairs(activity, alone) is (len(chairs) > 1)
    activity.body = None
    assert not workplans.another_chairs(activity, 0)


def test_nobody_reviews_ones_own_report_and_the_portal_reviews_none() -> None:
    writers = {who.user_id: who for who in map(actor, KEYS)}
    update = Update.objects.filter(submitted_by__in=list(writers)).first()
    assert update is not None
    writer = writers[update.submitted_by_id]

    assert not workplans.reviewer(writer, update)
    assert not workplans.reviewer(SYSTEM, update)
