"""What holds for every day, zone and instant that the Network reckons with."""

import datetime as dt

from hypothesis import assume, given
from hypothesis import strategies as st

from network_portal.lib import clock
from network_portal.lib.zones import ELSEWHERE, region

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2034, 12, 31))
COUNTS = st.integers(-60, 60)
ZONE_NAMES = st.sampled_from([*region(), *ELSEWHERE])


@given(DAYS, COUNTS.filter(bool))
def test_the_nth_working_day_is_a_working_day_and_n_days_away(day, count) -> None:
    reached = clock.add_working_days(day, count)

    assert clock.is_working(reached)
    assert (reached > day) == (count > 0)
    if count > 0 or clock.is_working(day):
        assert clock.working_days_between(day, reached) == count


@given(DAYS, st.integers(0, 40), st.integers(0, 40))
def test_working_days_add_up(day, first, second) -> None:
    middle = day + dt.timedelta(days=first)
    end = middle + dt.timedelta(days=second)

    together = clock.working_days_between(day, middle) + clock.working_days_between(middle, end)
    assert clock.working_days_between(day, end) == together
    assert clock.working_days_between(end, day) == -together


@given(DAYS, st.integers(0, 40), st.integers(0, 40))
def test_a_longer_period_never_ends_earlier(day, one, other) -> None:
    shorter, longer = sorted((one, other))

    assert clock.add_working_days(day, shorter) <= clock.add_working_days(day, longer)


@given(DAYS, st.integers(0, 23), st.integers(0, 59), ZONE_NAMES)
def test_an_hour_that_clocks_show_is_read_back_as_it_was_written(day, hour, minute, zone) -> None:
    assume(clock.exists(day, dt.time(hour, minute), zone))

    instant = clock.at(day, hour, minute, zone)

    assert instant.tzinfo == dt.UTC
    assert clock.day_of(instant, zone) == day
    local = instant.astimezone(clock.zone(zone))
    assert (local.hour, local.minute) == (hour, minute)


@given(DAYS, st.integers(0, 23), st.integers(0, 59), ZONE_NAMES)
def test_an_hour_that_clocks_leave_out_is_read_back_as_another(day, hour, minute, zone) -> None:
    local = clock.at(day, hour, minute, zone).astimezone(clock.zone(zone))

    assert clock.exists(day, dt.time(hour, minute), zone) == ((local.hour, local.minute) == (hour, minute))


@given(DAYS)
def test_a_deadline_falls_at_17_of_its_day_whatever_the_season(day) -> None:
    instant = clock.close_of(day)

    assert clock.day_of(instant) == day
    assert "17:00" in clock.format_instant(instant)
    assert clock.close_of(day + dt.timedelta(days=1)) > instant


@given(st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2034, 1, 1), timezones=st.just(dt.UTC)), ZONE_NAMES)
def test_an_instant_is_written_with_the_difference_of_its_zone(moment, zone) -> None:
    words = clock.format_instant(moment, zone)
    local = moment.astimezone(clock.zone(zone))

    assert local.strftime("%H:%M") in words
    assert str(local.year) in words
    assert "UTC" in words
    assert zone == "UTC" or clock.place_of(zone) in words


@given(
    ZONE_NAMES, ZONE_NAMES, st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2034, 1, 1), timezones=st.just(dt.UTC))
)
def test_zones_show_the_same_time_both_ways_or_neither(one, other, moment) -> None:
    same = clock.same_time(one, other, moment)

    assert same == clock.same_time(other, one, moment)
    assert same == (moment.astimezone(clock.zone(one)).time() == moment.astimezone(clock.zone(other)).time())
