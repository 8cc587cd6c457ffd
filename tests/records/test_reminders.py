"""One way for reminders of every kind: asked when they are sent, sent once, and no failing one stops another."""

import datetime as dt
from typing import Any

from decisions.services import positions, rounds
from meetings.services import planning
from members.models import Officer, Organization
from members.services import people
from network_portal.lib import clock
from network_portal.records.access.actor import SYSTEM
from network_portal.records.jobs import reminders, sweep
from network_portal.records.models import Notice, Reminder
from network_portal.records.registry import ReminderKind, registry
from tests.builders import consulted, in_round
from tests.meetings.test_meetings import plan
from tests.people import actor


def reminded(decision: Any) -> set[str]:
    rows = Notice.objects.filter(kind="round_reminder", object_id=decision.pk)
    return set(rows.values_list("person__email", flat=True))


def test_every_reminder_of_the_story_has_a_kind_and_says_what_became_of_it() -> None:
    assert set(Reminder.objects.values_list("kind", flat=True)) == set(registry.reminder_kinds)
    assert Reminder.objects.exclude(done_at=None).count() > 5
    assert not Reminder.objects.exclude(done_at=None).filter(result="").exists()
    assert not Reminder.objects.filter(done_at=None, due_at__lte=clock.now() - dt.timedelta(days=30)).exists()


def test_one_that_fails_stops_none_and_is_tried_again(monkeypatch: Any) -> None:
    sent = []

    def send(meeting: Any, reminder: Reminder) -> str:
        if reminder.occasion == "first" and not sent:
            sent.append("failed")
            raise RuntimeError
        sent.append(reminder.occasion)
        return Reminder.Result.SENT

    monkeypatch.setitem(registry.reminder_kinds, "tried", ReminderKind("tried", send))
    meeting = plan(actor("secretary", "secretariat"))
    for occasion in ("first", "second"):
        reminders.plan("tried", meeting, occasion, clock.now())
        reminders.plan(
            "tried", meeting, occasion, clock.now() + dt.timedelta(days=9)
        )  # planned again: the first stands

    assert reminders.run_due() >= 1
    assert sent == ["failed", "second"]
    reminders.run_due()
    reminders.run_due()
    assert sent == ["failed", "second", "first"]


def test_a_dropped_one_is_not_sent_and_keeps_its_reason(secretariat: Any) -> None:
    meeting = plan(secretariat)
    planning.convene(meeting, actor=secretariat)
    waiting = reminders.of(meeting).count()
    planning.cancel(meeting, actor=secretariat, reason="x")
    sweep.move_clock(meeting.starts_at)

    assert waiting == 2
    assert set(reminders.of(meeting).values_list("result", flat=True)) == {"cancelled"}
    assert not Notice.objects.filter(kind="meeting_reminder", object_id=meeting.pk).exists()


def test_at_half_of_the_time_the_silent_are_reminded_and_nobody_else(secretariat: Any, coordinator: Any) -> None:
    decision = in_round(secretariat, coordinator)
    current = decision.rounds.get()
    positions.take_position(decision, actor=actor("ilo"), value="support")
    sweep.move_clock(current.remind_at - dt.timedelta(minutes=1))
    assert reminded(decision) == set()

    sweep.move_clock(current.remind_at)
    assert "unicef@example.org" in reminded(decision)
    assert "ilo@example.org" not in reminded(decision)
    before = Notice.objects.filter(kind="round_reminder", object_id=decision.pk).count()
    sweep.sweep()
    assert Notice.objects.filter(kind="round_reminder", object_id=decision.pk).count() == before


def test_a_representative_named_after_half_of_the_time_is_reminded_too(secretariat: Any, coordinator: Any) -> None:
    decision = in_round(secretariat, coordinator)
    current = decision.rounds.get()
    sweep.move_clock(current.remind_at)
    people.add_officer(
        Organization.objects.get(acronym="UNICEF"), email="new@example.org", name="New Colleague", rank="alternate",
        primary_contact=False, actor=SYSTEM,
    )  # fmt: skip
    assert Officer.objects.active().filter(person__email="new@example.org").exists()
    sweep.sweep()

    assert "new@example.org" in reminded(decision)
    positions.take_position(decision, actor=actor("ilo"), value="object", reason="No.", proposed_solution="A word.")
    sweep.move_clock(current.deadline)
    row = reminders.of(current).get(kind="round_reminder")
    assert (row.result, row.done_at is not None) == ("closed", True)


def test_a_round_in_the_room_plans_none(secretariat: Any, coordinator: Any) -> None:
    decision = consulted(secretariat)
    sweep.sweep()
    sweep.move_clock(decision.window_closes_at + dt.timedelta(hours=1))
    opened = rounds.open_round(decision, actor=coordinator, mode="meeting")

    assert not reminders.of(opened).exists()
