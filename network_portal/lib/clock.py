"""The Network's time: deadlines, seats, grants and dates of record. Workflow time stays with Django and Celery.

Instants are UTC; a date is a day in the Network's zone. Only the demonstration and the tests can move the clock.
"""

import contextvars
import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from zoneinfo import ZoneInfo

import holidays
from dateutil.easter import easter
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_source: Callable[[], dt.timedelta] = dt.timedelta
_held: contextvars.ContextVar[dt.timedelta | None] = contextvars.ContextVar("offset", default=None)
_standing: contextvars.ContextVar[dt.datetime | None] = contextvars.ContextVar("standing", default=None)


def install(source: Callable[[], dt.timedelta]) -> None:
    """Say where the offset of the movable clock is kept (the records app does, once, at start)."""
    global _source
    _source = source


def machine_now() -> dt.datetime:
    """The machine's own instant: for sessions, leases, retries and heartbeats only."""
    return timezone.now()  # noqa: TID251 - the one place


def now() -> dt.datetime:
    """The Network's instant, in UTC."""
    if (standing := _standing.get()) is not None:
        return standing
    if not settings.MOVABLE_CLOCK:
        return machine_now()
    held = _held.get()
    return machine_now() + (_source() if held is None else held)


@contextmanager
def hold(offset: dt.timedelta | None = None) -> Iterator[None]:
    """Read the offset once for a whole request or task; with an offset given, use that one."""
    token = _held.set((offset if offset is not None else _source()) if settings.MOVABLE_CLOCK else None)
    try:
        yield
    finally:
        _held.reset(token)


@contextmanager
def standing(instant: dt.datetime) -> Iterator[None]:
    """The clock shows this instant: only while a query is compiled, which is asked with real values later."""
    token = _standing.set(instant)
    try:
        yield
    finally:
        _standing.reset(token)


def reread() -> None:
    """Read the offset anew inside a request or task that holds one: after waiting for a lock, another may stand."""
    if settings.MOVABLE_CLOCK and _held.get() is not None:
        _held.set(_source())


def zone(name: str = "") -> ZoneInfo:
    """The named zone, or the Network's own."""
    return ZoneInfo(name or settings.NETWORK_ZONE)


def today(in_zone: str = "") -> dt.date:
    """The day it is now in a zone (the Network's unless named)."""
    return day_of(now(), in_zone)


def exists(day: dt.date, time: dt.time, in_zone: str = "") -> bool:
    """Whether clocks show this time on this day: an hour is left out where they go forward."""
    local = dt.datetime.combine(day, time, zone(in_zone))
    return local.astimezone(dt.UTC).astimezone(zone(in_zone)).replace(tzinfo=None) == local.replace(tzinfo=None)


def day_of(moment: dt.datetime, in_zone: str = "") -> dt.date:
    """The day of an instant in a zone (the Network's unless named)."""
    return moment.astimezone(zone(in_zone)).date()


def at(day: dt.date, hour: int, minute: int = 0, in_zone: str = "") -> dt.datetime:
    """The instant (UTC) of a wall-clock time on a day in a zone."""
    return dt.datetime.combine(day, dt.time(hour, minute), zone(in_zone)).astimezone(dt.UTC)


def close_of(day: dt.date) -> dt.datetime:
    """17:00 in the Network's zone on that day: when deadlines fall."""
    return at(day, 17)


@cache
def _holidays(year: int) -> frozenset[dt.date]:
    """Days off in the country of the Secretariat and the fixed holidays of the United Nations."""
    station = holidays.country_holidays(settings.NETWORK_COUNTRY, years=year)
    united_nations = {dt.date(year, 1, 1), easter(year) - dt.timedelta(days=2), dt.date(year, 12, 25)}
    return frozenset(station.keys()) | united_nations


def is_working(day: dt.date) -> bool:
    """Monday to Friday and no holiday of the duty station or the United Nations."""
    return day.weekday() < 5 and day not in _holidays(day.year)


def add_working_days(day: dt.date, count: int) -> dt.date:
    """The count-th working day after (or, negative, before) a day."""
    step = dt.timedelta(days=1 if count >= 0 else -1)
    for _step in range(abs(count)):
        day += step
        while not is_working(day):
            day += step
    return day


def add_working_hours(start: dt.datetime, count: int) -> dt.datetime:
    """The instant so many hours later; the hours of weekends and holidays in the Network's zone are not counted."""
    left, moment = dt.timedelta(hours=count), start
    while True:
        day = day_of(moment)
        midnight = at(day + dt.timedelta(days=1), 0)
        if is_working(day):
            if left <= midnight - moment:
                return moment + left
            left -= midnight - moment
        moment = midnight


def working_days_between(start: dt.date, end: dt.date) -> int:
    """How many working days come after start, up to and with end; negative when end is earlier."""
    if end < start:
        return -working_days_between(end, start)
    days = (start + dt.timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(1 for day in days if is_working(day))


def quarter_of(day: dt.date) -> int:
    return (day.month - 1) // 3 + 1


def place_of(name: str) -> str:
    """The place by which a zone is called: "Bangkok" of Asia/Bangkok."""
    return name.rpartition("/")[2].replace("_", " ")


def zone_words(moment: dt.datetime, name: str) -> str:
    """A zone with its difference at an instant: "Bangkok time (UTC+7)"; UTC is itself."""
    offset = moment.astimezone(zone(name)).utcoffset() or dt.timedelta(0)
    if name == "UTC":
        return "UTC"
    sign = "+" if offset >= dt.timedelta(0) else "\u2212"
    hours, rest = divmod(abs(int(offset.total_seconds())) // 60, 60)
    difference = f"UTC{sign}{hours}{f':{rest:02d}' if rest else ''}" if offset else "UTC"
    return _("{place} time ({difference})").format(place=place_of(name), difference=difference)


def same_time(one: str, other: str, *moments: dt.datetime) -> bool:
    """Whether clocks in two zones show the same at these instants."""
    first, second = zone(one), zone(other)
    return all(at.astimezone(first).utcoffset() == at.astimezone(second).utcoffset() for at in moments)


def format_instant(moment: dt.datetime, in_zone: str = "") -> str:
    """An instant as the Network writes it: "12 March 2026, 10:00, Bangkok time (UTC+7)"."""
    name = in_zone or settings.NETWORK_ZONE
    return f"{date_format(moment.astimezone(zone(name)), 'j F Y, H:i')}, {zone_words(moment, name)}"


def format_day(when: dt.date) -> str:
    """A day, or the Network's day of an instant, as the Network writes it: "12 March 2026"."""
    return str(date_format(day_of(when) if isinstance(when, dt.datetime) else when, "j F Y"))


def span(start: dt.datetime, end: dt.datetime, in_zone: str = "") -> str:
    """A time from an instant to another: "12 March 2026, 10:00 to 12:00, Bangkok time (UTC+7)", with both days if two."""
    name = in_zone or settings.NETWORK_ZONE
    first, last = start.astimezone(zone(name)), end.astimezone(zone(name))
    until = "H:i" if first.date() == last.date() else "j F Y, H:i"
    words = _("{start} to {end}").format(start=date_format(first, "j F Y, H:i"), end=date_format(last, until))
    ends = zone_words(end, name)
    return f"{words}, {zone_words(start, name)}" + ("" if ends == zone_words(start, name) else f"; {ends}")


def until_in_words(day: dt.date) -> str:
    """How far a day lies from today, in words and working days."""
    here = today()
    if day == here:
        return _("today")
    if day == here + dt.timedelta(days=1):
        return _("tomorrow")
    if day < here:
        days = (here - day).days
        return ngettext("{n} day ago", "{n} days ago", days).format(n=days)
    count = working_days_between(here, day)
    if count == 0:  # nothing but days off until then
        days = (day - here).days
        return ngettext("in {n} day", "in {n} days", days).format(n=days)
    return ngettext("in {n} working day", "in {n} working days", count).format(n=count)
