"""Days, zones and relative words at their edges."""

import datetime as dt
from typing import Any

import pytest

from network_portal.lib import clock, text
from network_portal.records.jobs import sweep
from tests.builders import lives_in
from tests.people import officer

UTC = dt.UTC


def stand_at(moment: dt.datetime) -> None:
    sweep.set_offset(moment - clock.machine_now())


@pytest.mark.parametrize(
    "today,day,words",
    [
        ("2028-02-28", "2028-02-29", "tomorrow"), ("2028-02-29", "2028-02-29", "today"),
        ("2028-02-29", "2028-03-01", "tomorrow"), ("2027-02-28", "2027-03-01", "tomorrow"),
        ("2026-12-31", "2027-01-01", "tomorrow"), ("2026-12-30", "2027-01-04", "in 1 working day"),
        ("2026-11-27", "2026-11-29", "in 2 days"), ("2026-11-27", "2026-11-28", "tomorrow"),
        ("2026-11-27", "2026-11-30", "in 1 working day"), ("2026-09-30", "2026-10-02", "in 2 working days"),
        ("2026-11-30", "2026-11-29", "1 day ago"), ("2027-01-01", "2026-12-31", "1 day ago"),
        ("2026-12-23", "2026-11-08", "45 days ago"),
    ],
)  # fmt: skip
def test_a_relative_word_says_what_is_so(today: str, day: str, words: str) -> None:
    stand_at(clock.at(dt.date.fromisoformat(today), 9))

    assert clock.until_in_words(dt.date.fromisoformat(day)) == words


@pytest.mark.parametrize(
    "zone", ["Asia/Bangkok", "Asia/Manila", "Asia/Kathmandu", "Europe/Zurich", "America/New_York", "Pacific/Fiji"]
)
@pytest.mark.parametrize(
    "day", [dt.date(2026, 3, 8), dt.date(2026, 3, 29), dt.date(2026, 10, 25), dt.date(2026, 11, 1)]
)
def test_both_ends_carry_their_zone_also_where_summer_time_changes_between_them(zone: str, day: dt.date) -> None:
    start = dt.datetime.combine(day, dt.time(0, 30), clock.zone(zone))
    end = (start.astimezone(UTC) + dt.timedelta(hours=4)).astimezone(clock.zone(zone))
    words = clock.span(start, end, zone)

    assert clock.zone_words(start, zone) in words
    assert clock.zone_words(end, zone) in words
    assert start.strftime("%H:%M") in words
    assert end.strftime("%H:%M") in words


@pytest.mark.parametrize(
    "start,end,words",
    [
        ((2026, 12, 8, 3), (2026, 12, 8, 5), "8 December 2026, 10:00 to 12:00, Bangkok time (UTC+7)"),
        (
            (2026, 12, 8, 15),
            (2026, 12, 8, 19),
            "8 December 2026, 22:00 to 9 December 2026, 02:00, Bangkok time (UTC+7)",
        ),
    ],
)
def test_a_time_is_written_with_both_ends_and_its_zone_in_words(start: tuple, end: tuple, words: str) -> None:
    assert clock.span(dt.datetime(*start, tzinfo=UTC), dt.datetime(*end, tzinfo=UTC)) == words


@pytest.mark.parametrize(
    "zone,words",
    [("Asia/Kathmandu", "Kathmandu time (UTC+5:45)"), ("America/New_York", "New York time (UTC\u22125)"), ("UTC", "UTC"),
     ("Europe/London", "London time (UTC)")],
)  # fmt: skip
def test_a_zone_is_called_by_its_place(zone: str, words: str) -> None:
    assert clock.zone_words(dt.datetime(2026, 12, 1, tzinfo=UTC), zone) == words


def test_a_meeting_shows_both_ends_in_both_zones(enter: Any) -> None:
    from meetings.models import Meeting

    meeting = Meeting.objects.filter(state="convened").first()
    lives_in("fao", "Asia/Manila")
    page = enter("fao").get(meeting.get_absolute_url()).content.decode()
    local = [at.astimezone(clock.zone("Asia/Manila")) for at in (meeting.starts_at, meeting.ends_at)]

    assert clock.span(meeting.starts_at, meeting.ends_at, meeting.zone) in page
    assert f"{local[0]:%H:%M} to {local[1]:%H:%M} in Manila" in page


def test_codes_stand_in_the_order_of_their_numbers() -> None:
    assert sorted(["1.10", "1.2", "2.1", "1.1"], key=text.numbers) == ["1.1", "1.2", "1.10", "2.1"]


def test_in_january_the_plan_of_the_year_that_has_begun_is_proposed_if_there_is_none() -> None:
    from workplans.forms import PlanForm
    from workplans.models import Plan

    latest = Plan.objects.filter(body__slug="network").order_by("-year").first()
    stand_at(clock.at(dt.date(latest.year + 2, 1, 5), 9))
    assert PlanForm().fields["year"].initial == latest.year + 2
    stand_at(clock.at(dt.date(latest.year, 6, 5), 9))
    assert PlanForm().fields["year"].initial == latest.year + 1


ZONES = ["Asia/Bangkok", "Asia/Manila", "Asia/Kathmandu", "Europe/Zurich", "America/New_York", "Pacific/Fiji"]
EDGES = [
    "2027-02-28", "2028-02-28", "2028-02-29", "2028-03-01", "2027-03-31", "2027-06-30", "2027-09-30", "2026-12-31",
    "2027-01-01", "2027-03-14", "2027-03-28", "2027-10-31", "2027-11-07",
]  # fmt: skip


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("day", EDGES)
def test_a_due_day_closes_at_17_in_the_networks_zone_and_is_said_in_the_readers(
    zone: str, day: str, enter: Any
) -> None:
    """Leap days, ends of quarters, New Year, both changes of summer time of Europe and of America, in six zones."""
    from decisions.models import Decision, Round
    from decisions.services import positions, rounds

    due_on = dt.date.fromisoformat(day)
    stand_at(clock.at(due_on - dt.timedelta(days=1), 9))
    deadline = clock.close_of(due_on)
    assert deadline == dt.datetime.combine(due_on, dt.time(10), UTC)  # 17:00 in Bangkok, summer and winter
    lives_in("unicef", zone)
    one = Round.objects.open().filter(mode="written").first()
    Round.objects.filter(pk=one.pk).update(deadline=deadline)
    Decision.objects.filter(pk=one.decision_id).update(round_deadline=deadline)
    page = enter("unicef").get(one.decision.path("position"))
    words = " ".join(page.content.decode().split())

    assert f"{due_on.day} {due_on:%B %Y}, 17:00, Bangkok time (UTC+7)" in words
    assert "tomorrow" in words
    local = deadline.astimezone(clock.zone(zone))
    if zone != "Asia/Bangkok":
        assert f"{local.day} {local:%B, %H:%M} in {clock.place_of(zone)}" in words
    positions.take_position(
        one.decision, actor=officer("OHCHR"), value="object", reason="No.", proposed_solution="A word."
    )
    stand_at(deadline - dt.timedelta(minutes=1))
    assert rounds.close_due() == 0
    stand_at(deadline)
    assert rounds.close_due() == 1
    one.refresh_from_db()
    assert one.closed_at is not None


@pytest.mark.parametrize("level,outcome,words", [
    ("with_principals", "", "The Coordinator records the way forward, or that the effort failed."),
    ("with_principals", "failed", "The effort of the Principals failed"),
    ("referred", "", "guidance awaited"),
    ("referred", "guidance", "The guidance of the Secretary-General is recorded"),
])  # fmt: skip
def test_nothing_is_awaited_that_is_there(level: str, outcome: str, words: str, enter: Any) -> None:
    from decisions.models import Decision, Escalation
    from members.models import User

    decision = Decision.objects.filter(state="no_consensus").first() or Decision.objects.filter(state="round").first()
    Decision.objects.filter(pk=decision.pk).update(state=level)
    step = {"with_principals": "principals", "referred": "secretary_general"}[level]
    Escalation.objects.create(
        decision=decision, level=step, opened_at=clock.now(), outcome=outcome, outcome_on=clock.today() if outcome else None,
        outcome_text="Words." if outcome else "",
        opened_by=User.objects.get(email="coordinator@example.org"),
    )  # fmt: skip
    page = " ".join(enter("coordinator", "coordinator").get(decision.get_absolute_url()).content.decode().split())
    assert words in page


def test_a_meeting_is_today_on_its_day_and_not_yet_opened_after_it(enter: Any) -> None:
    from meetings.models import Meeting

    meeting = Meeting.objects.get(state="convened")
    day = meeting.starts_at.astimezone(clock.zone(meeting.zone)).date()
    missed = "Not opened on its day; reschedule or cancel"
    for hours, word in ((-24 * 2, ""), (0, "Today"), (24, missed), (24 * 45, missed)):
        stand_at(clock.at(day, 9, in_zone=meeting.zone) + dt.timedelta(hours=hours))
        page = enter("secretary", "secretariat").get("/").content.decode()
        for said in ("Today", missed):
            assert (f"{said}: {meeting.title}" in page) is (said == word)
