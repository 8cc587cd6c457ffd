"""Whoever the head of a record names for the next step has a line on the dashboard that leads to the record."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from decisions import next_step
from decisions.models import Decision
from decisions.services import consultation, escalation, rounds
from meetings import pages as meeting_pages
from meetings.models import Meeting, Minutes
from network_portal.dashboard.pages import dashboard
from network_portal.lib import clock
from network_portal.records.jobs import sweep
from tests import matters
from tests.builders import in_round
from tests.people import actor
from workplans import pages as plan_pages
from workplans.models import Plan

MEMBERS = ("fao", "ilo", "unicef", "unodc")


def lines(key: str, capacity: str = "") -> list[str]:
    who = actor(key, capacity)
    return [line.path for line in dashboard(who, [who]).waiting]


def named(who: str, chair: Any = None) -> Iterator[list[tuple[str, str]]]:
    """For each party that a sentence names: the people of the cast of whom one at least must be asked."""
    if "Secretariat" in who:
        yield [("secretary", "secretariat")]
    if "Coordinator" in who:
        yield [("coordinator", "coordinator")]
    if "members" in who or "organizations" in who:
        yield [(key, "") for key in MEMBERS]
    if "leads" in who:
        yield [("ilo", "")]
    if "chair" in who and chair is not None:
        yield [(chair.email.partition("@")[0], "")]


def assert_asked(who: str, part: str, chair: Any = None) -> int:
    """Each party that is named has a line that leads to the record; how many parties there were."""
    parties = list(named(who, chair))
    for people in parties:
        asked = [key for key, capacity in people if any(part in path for path in lines(key, capacity))]
        assert asked, f"{who!r} is named by the head of {part}, and none of {people} has a line"
    return len(parties)


def of_decision(decision: Decision) -> int:
    decision.refresh_from_db()
    who = next_step.next_sentence(decision)[1]
    if str(decision.sponsor) == who:
        return assert_asked("leads", decision.slug) if who == "ILO" else 0
    return assert_asked(who, decision.slug)


def test_of_every_decision_of_the_story() -> None:
    rows = Decision.objects.all()

    assert {row.state for row in rows} >= {
        "draft",
        "submitted",
        "consultation",
        "round",
        "no_consensus",
        "with_principals",
    }
    assert sum(of_decision(row) for row in rows) > 6


def test_of_a_decision_on_its_way(secretariat: Any, coordinator: Any) -> None:
    """Comments pending, consultation complete, replies awaited, ready for adoption, at each level of the escalation."""
    decision = matters.in_consultation()
    window = consultation.status.latest_consultation(decision)
    assert window is not None
    sweep.move_clock(window.closes_at + dt.timedelta(hours=1))
    assert of_decision(decision) > 0, "responses pending"
    for comment in decision.comments.filter(kind="comment", answered_at=None):
        consultation.answer_comment(comment, actor=secretariat, disposition="noted", reply="Noted.")
    assert of_decision(decision) > 0, "the call can be opened"

    decision = in_round(secretariat, coordinator)
    assert of_decision(decision) > 0, "positions invited"
    deadline = rounds.status.latest_round(decision).deadline
    sweep.move_clock(deadline + dt.timedelta(hours=1))
    assert of_decision(decision) > 0, "replies awaited"

    decision = matters.with_the_principals()
    assert of_decision(decision) > 0
    escalation.record_outcome(decision, actor=coordinator, outcome="failed", note="No way forward.", on=clock.today())
    assert of_decision(decision) > 0, "the committee refers it"


@pytest.mark.parametrize("state", ["planned", "convened", "in_session", "held"])
def test_of_meetings(state: str) -> None:
    rows = Meeting.objects.filter(body__slug="network").select_related("chair")
    row = rows.filter(state=state).order_by("-starts_at").first()
    if row is None:  # the story has no meeting that is only planned, or in session
        row = rows.filter(state="convened").latest("starts_at")
        Meeting.objects.filter(pk=row.pk).update(state=state)
        row.refresh_from_db()
    minutes = Minutes.objects.filter(meeting=row).first()
    who = meeting_pages.next_sentence(row, list(row.invitations.all()), minutes)[1]

    assert assert_asked(who, row.slug, row.chair) or minutes is not None


@pytest.mark.parametrize("state", ["inputs", "review", "guidance", "adopted"])
def test_of_plans(state: str) -> None:
    plan = matters.running_plan()
    Plan.objects.filter(pk=plan.pk).update(state=state)
    plan.refresh_from_db()
    who = plan_pages.next_sentence(plan)[1]

    assert assert_asked(who, f"/workplans/{plan.year}/") > 0
