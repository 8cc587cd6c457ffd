"""The conditions of a meeting at their edges: its zone, the very instant, the first day that a method allows."""

import datetime as dt
from typing import Any

import pytest

from decisions import method_rules
from meetings import guards, minutes_document
from meetings.models import Meeting
from members.models import User
from network_portal.lib import clock, pdf
from network_portal.records.access.actor import SYSTEM
from network_portal.records.workflow.engine import Context, Guard
from tests.builders import method_in_force
from tests.meetings.test_meetings import circulated, plan

SECOND = dt.timedelta(seconds=1)


def at(guard: Guard, row: Any, now: dt.datetime) -> str:
    """What a guard says at an instant."""
    found = guard(row, Context(SYSTEM, now, {}))
    return found.sentence if found is not None else ""


@pytest.fixture
def meeting(secretariat: Any) -> Meeting:
    return plan(secretariat)


def test_a_meeting_that_begins_now_does_not_lie_ahead(meeting: Meeting) -> None:
    assert at(guards.lies_ahead, meeting, meeting.starts_at - SECOND) == ""
    assert at(guards.lies_ahead, meeting, meeting.starts_at) == "The date must be in the future."


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "Asia/Tehran", "Asia/Bangkok"])
def test_the_day_of_a_meeting_begins_in_its_own_zone(meeting: Meeting, zone: str) -> None:
    meeting.zone = zone
    midnight = dt.datetime.combine(clock.day_of(meeting.starts_at, zone), dt.time(), clock.zone(zone))

    assert at(guards.is_its_day, meeting, midnight) == ""
    assert at(guards.is_its_day, meeting, midnight - SECOND) == "Scheduled."


def test_the_first_day_that_a_method_allows_is_enough(meeting: Meeting) -> None:
    method_in_force({method_rules.MEETING_NOTICE: {"days": 10}})
    now = clock.now()
    first = clock.add_working_days(clock.day_of(now), 10)

    meeting.starts_at = clock.at(first, 0)
    assert at(guards.notice_is_as_long_as_a_method_says, meeting, now) == ""
    meeting.starts_at = clock.at(first, 0) - SECOND
    assert at(guards.notice_is_as_long_as_a_method_says, meeting, now) == (
        "By the working method in force a meeting is convened at least 10 working days before it."
    )


@pytest.mark.parametrize("person", ["", "ilo@example.org"])
def test_who_cannot_chair_is_changed_where_the_meeting_is_edited(meeting: Meeting, person: str) -> None:
    meeting.chair = User.objects.filter(email=person).first()
    found = guards.chair_is_known(meeting, Context(SYSTEM, clock.now(), {}))

    assert found is not None
    assert found.link == meeting.path("edit")


def test_only_the_sections_with_a_letter_that_has_no_font_are_named(secretariat: Any, coordinator: Any) -> None:
    minutes = circulated(secretariat, coordinator)
    first, *others = minutes.sections.all()
    first.text += " \U00012000"  # a sign of cuneiform
    type(first).objects.filter(pk=first.pk).update(text=first.text)

    said = at(guards.they_can_be_drawn, minutes, clock.now())

    assert said.endswith(f"Sections: {first.heading}.")
    assert others


def test_minutes_that_just_fit_on_the_paper_are_drawn(
    secretariat: Any, coordinator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    minutes = circulated(secretariat, coordinator)
    characters = len(minutes_document.source(minutes))

    monkeypatch.setattr(pdf, "LARGEST_SOURCE", characters)
    assert at(guards.they_can_be_drawn, minutes, clock.now()) == ""
    monkeypatch.setattr(pdf, "LARGEST_SOURCE", characters - 1)
    assert "too long for one PDF" in at(guards.they_can_be_drawn, minutes, clock.now())
