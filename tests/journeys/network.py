"""The people of the Network at their browsers, and the steps that they take."""

import datetime as dt
import re
from typing import Any

import pytest

from network_portal.lib import clock
from tests.journeys.people import Person
from tests.people import KEYS

# (width in pixels, fixture of the portal, a word for the titles of what a journey makes)
DESKTOP = pytest.param((1280, "portal", "wide"), id="desktop", marks=pytest.mark.browser)
PHONE = pytest.param((390, "portal", "narrow"), id="phone", marks=pytest.mark.browser)
POSTGRESQL = pytest.param((1280, "deployed", "deployed"), id="postgresql", marks=pytest.mark.processes)
BOTH_WIDTHS = [DESKTOP, PHONE]
BOTH_DATABASES = [DESKTOP, POSTGRESQL]


def forward(person: Person, days: int, hour: int = 18) -> None:
    """Advance the clock of the demonstration so many working days."""
    person.go("/demo/clock/")
    now = re.search(r"It is (\d+ \w+ \d{4})", person.text()).group(1)
    day = dt.datetime.strptime(now, "%d %B %Y").date()
    target = clock.add_working_days(day, days)
    person.fill(day=target.isoformat()).pick("hour", f"{hour:02d}:00")
    person.page.get_by_role("button", name="Advance the clock").click()
    person.page.wait_for_load_state()
    assert "processed" in person.text(), person.text()


def day_of(person: Person, days: int) -> str:
    person.go("/demo/clock/")
    now = re.search(r"It is (\d+ \w+ \d{4})", person.text()).group(1)
    day = dt.datetime.strptime(now, "%d %B %Y").date()
    return clock.add_working_days(day, days).isoformat()


class Network:
    """The people of a journey, each with a browser of one's own; who is not met does not sign in."""

    tag = ""

    def __init__(self, chromium: Any, portal: Any, width: int) -> None:
        self.make = lambda key: Person(chromium, portal.url, key, width=width)
        self.met: dict[str, Person] = {}

    def __getattr__(self, key: str) -> Person:
        if key not in KEYS:
            raise AttributeError(key)
        if key not in self.met:
            self.met[key] = self.make(key)
        return self.met[key]

    def everybody(self) -> list[Person]:
        return list(self.met.values())


def propose(who: Person, kind: str, title: str) -> str:
    who.go("/decisions/propose/").pick("kind", kind)
    who.fill(title=title, draft_text="First paragraph.\n\nSecond paragraph.", mandates="None is touched.")
    who.press("Save draft")
    return submit(who, who.path())


def submit(who: Person, path: str) -> str:
    who.go(f"{path}submit/").press("Submit the proposal")
    return who.path()


def consult(network: Network, path: str, *, comment: bool = False) -> None:
    network.secretary.go(f"{path}open-consultation/")
    network.secretary.fill(closes_at=day_of(network.ilo, 3)).press("Open the consultation")
    forward(network.secretary, 1)
    if comment:
        network.fao.go(f"{path}comment/").fill(body="Rural areas deserve a word.").press("Comment on the proposal")
        network.secretary.go(path).page.get_by_role("link", name=re.compile("^Respond FAO")).click()
        network.secretary.page.wait_for_load_state()
        network.secretary.pick("disposition", "Noted").fill(reply="The text allows for it.").press(
            "Respond to a comment"
        )
    forward(network.secretary, 3)


def open_round(network: Network, path: str) -> None:
    network.coordinator.go(f"{path}open-round/").fill(deadline=day_of(network.ilo, 4)).press("Call for positions")
    forward(network.secretary, 1)


def take(who: Person, path: str, value: str, **words: str) -> None:
    who.go(f"{path}position/").choose("value", value).fill(**words).press("Submit position")


def replies_received(network: Network, path: str) -> None:
    """The Secretariat records for each organization whose reply is awaited that it has no objection, by telephone."""
    secretary = network.secretary.go(path)
    while (awaited := re.search(r"Replies awaited: (.+)", secretary.text())) is not None:
        first = awaited.group(1).split(",")[0].strip()
        secretary.go(f"{path}record-reply/").pick("organization", first).choose("value", "no_objection")
        secretary.fill(person="The focal point", document="by telephone").press("Record a reply received")
