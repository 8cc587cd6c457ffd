"""The time zones that a person may choose: those of the region, and of the places that the Network works with."""

import datetime as dt
from collections.abc import Iterable
from functools import cache
from importlib import resources
from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

from network_portal.lib import clock

AREAS = {
    "Asia": _("Asia"), "Australia": _("Australia"), "Indian": _("Indian Ocean"), "Pacific": _("Pacific"),
}  # fmt: skip
ELSEWHERE = (
    "Africa/Nairobi", "America/New_York", "Europe/Istanbul", "Europe/London", "Europe/Moscow", "Europe/Paris",
    "Europe/Rome", "Europe/Vienna", "Europe/Zurich", "UTC",
)  # fmt: skip


@cache
def region() -> tuple[str, ...]:
    """The zones of Asia and the Pacific by their present names, from the table of the time zone database."""
    table = (resources.files("tzdata.zoneinfo") / "zone.tab").read_text(encoding="utf-8")
    names = {line.split("\t")[2].split()[0] for line in table.splitlines() if line and not line.startswith("#")}
    known = available_timezones()
    return tuple(sorted(name for name in names & known if name.partition("/")[0] in AREAS))


def choices(*in_use: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The zones by area, each with its place and its difference to UTC today; ``in_use``: names that must be among them.

    A zone that somebody has is always offered, so that saving something else never changes it.
    """
    now = clock.now()
    found = [
        (str(words), _lines((z for z in region() if z.startswith(f"{area}/")), now)) for area, words in AREAS.items()
    ]
    listed = {*region(), *ELSEWHERE}
    extra = sorted({name for name in in_use if name and name not in listed and name in available_timezones()})
    return [*found, (str(_("Elsewhere")), _lines([*ELSEWHERE, *extra], now))]


def _lines(names: Iterable[str], now: dt.datetime) -> list[tuple[str, str]]:
    return [(name, clock.zone_words(now, name)) for name in names]
