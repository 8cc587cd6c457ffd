"""The conditions of minutes at their edges: the very instant, the objection of an earlier text, the days of a method."""

import datetime as dt
from typing import Any

import pytest

from decisions import method_rules, methods
from meetings import guards
from meetings.models import Minutes
from meetings.services import minutes as minutes_service
from network_portal.lib import clock
from network_portal.records.access.actor import SYSTEM
from network_portal.records.jobs import sweep
from network_portal.records.workflow.engine import Context, Guard
from tests.builders import method_in_force
from tests.guards import said
from tests.meetings.test_meetings import circulated
from tests.people import actor

SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def minutes(secretariat: Any, coordinator: Any) -> Minutes:
    return circulated(secretariat, coordinator)


def at(guard: Guard, minutes: Minutes, now: dt.datetime, **changes: Any) -> str:
    """What a guard says at an instant."""
    minutes.refresh_from_db()
    found = guard(minutes, Context(SYSTEM, now, changes))
    return found.sentence if found is not None else ""


def test_a_deadline_for_comments_has_the_days_of_the_method_in_force(minutes: Minutes) -> None:
    method_in_force({method_rules.MINUTES_AFTER_DEADLINE: {"days": 10}})
    now = clock.now()
    days, least = methods.earliest_close(method_rules.MINUTES_AFTER_DEADLINE, now)
    guard = guards.comments_last_as_long_as_a_method_says

    assert days == 10
    assert at(guard, minutes, now) == "", "nothing is asked where no deadline is set"
    assert at(guard, minutes, now, comments_until=least) == ""
    assert at(guard, minutes, now, comments_until=least - SECOND) == (
        "By the working method in force members have at least 10 working days for comments on minutes, until "
        f"{clock.format_instant(least)} or later."
    )


def test_a_deadline_for_comments_lies_ahead_and_comments_end_with_it(minutes: Minutes) -> None:
    now = clock.now()
    until = minutes.comments_until
    assert until is not None

    assert at(guards.comments_lie_ahead, minutes, now, comments_until=now + SECOND) == ""
    assert at(guards.comments_lie_ahead, minutes, now, comments_until=now) == (
        "The deadline for comments must be in the future."
    )
    assert at(guards.comments_are_taken, minutes, until - SECOND) == ""
    assert at(guards.comments_are_taken, minutes, until) == "The deadline for comments has passed."


def test_minutes_are_approved_by_an_item_or_by_a_method_once_the_deadline_has_passed(minutes: Minutes) -> None:
    until = minutes.comments_until
    assert until is not None
    guard = guards.approval_has_its_way

    method_in_force({method_rules.MINUTES_AFTER_DEADLINE: {"days": 5}})
    assert "has not passed" in at(guard, minutes, until - SECOND)
    item = minutes.meeting.items.first()
    assert at(guard, minutes, until - SECOND, approved_in=item) == "", "an item of a later meeting needs no deadline"
    assert at(guard, minutes, until) == ""


def test_a_comment_is_no_objection_and_one_to_an_earlier_text_is_over(minutes: Minutes, secretariat: Any) -> None:
    method_in_force({method_rules.MINUTES_AFTER_DEADLINE: {"days": 5}})
    guard, far = guards.approval_has_its_way, clock.now() + dt.timedelta(days=99)
    said_only = minutes_service.comment(minutes, actor=actor("ilo"), body="A word is missing.")
    assert at(guard, minutes, far) == ""

    objection = minutes_service.comment(minutes, actor=actor("fao"), body="Not so.", is_objection=True)
    assert at(guard, minutes, far) == "There is an objection: a later meeting approves the minutes."

    for made in (said_only, objection):
        minutes_service.answer_comment(made, actor=secretariat, disposition="noted", reply="Corrected.")
    minutes_service.return_minutes(minutes, actor=secretariat, reason="The text is corrected.")
    minutes.refresh_from_db()
    minutes_service.circulate(minutes, actor=secretariat, comments_until=clock.now() + dt.timedelta(days=30))
    assert minutes.circulations == 2
    assert at(guard, minutes, far) == "", "the objection was to the text of before"


def test_comments_are_answered_while_the_minutes_are_circulated(minutes: Minutes) -> None:
    made = minutes_service.comment(minutes, actor=actor("ilo"), body="A word is missing.")

    assert said(guards.its_minutes_are_circulated, made) == ""
    sweep.move_clock(clock.now() + dt.timedelta(days=1))
    assert said(guards.its_minutes_are_circulated, made) == ""
