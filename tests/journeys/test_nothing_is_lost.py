"""Saving, stopping, going back, signing out, two tabs, in an order drawn by chance: nothing that was written is lost.

Nine steps in the check; ``LOST_TEXT_TURNS`` of them in ``make soak``.
"""

import os
import random
import re
from typing import Any

import pytest

from network_portal.dashboard.demo.people import PASSWORD
from tests.journeys.people import Person

pytestmark = pytest.mark.browser

TURNS = int(os.environ.get("LOST_TEXT_TURNS", "9"))
SEED = int(os.environ.get("LOST_TEXT_SEED", "9"))
PEOPLE, STEPS_OF_ONE = ("fao", "unicef", "unodc", "ilo"), 60  # an organization makes at most 100 comments on a matter
KEPT_AFTER = 3400  # milliseconds: a form is kept three seconds after a key


@pytest.fixture(autouse=True)
def _world() -> None:
    """These tests use the running portal's own database."""


class Writer:
    """A person who writes comments on one proposal, in one or two tabs, and remembers each text."""

    def __init__(self, portal: Any, chromium: Any, number: int) -> None:
        self.key = PEOPLE[number % len(PEOPLE)]
        self.person = Person(chromium, portal.url, self.key)
        page = self.person.go("/decisions/").page
        page.get_by_role("link", name="Sharing of age and sex in all joint figures").click()
        page.wait_for_load_state()
        self.matter, self.tabs, self.number = self.person.path(), [page], number
        self.saved: list[str] = []
        self.open: dict[int, str] = {}
        page.on("dialog", lambda dialog: dialog.accept())

    def text(self) -> str:
        self.count = getattr(self, "count", 0) + 1
        return f"Order {self.number}, text {self.count}, which took some while to write."

    def write(self, tab: Any) -> str:
        words = self.text()
        tab.goto(self.person.url + self.matter + "comment/")
        tab.fill("[name=body]", words)
        tab.wait_for_timeout(KEPT_AFTER)
        return words

    def press(self, tab: Any) -> None:
        tab.get_by_role("button", name=re.compile("Comment")).last.click()
        tab.wait_for_load_state()
        self.answered = f"{tab.url}: {tab.inner_text('main')[:600]}"

    def signed_in(self, tab: Any) -> None:
        """Sign in where the way leads over the sign-in page; the entries are then in the form."""
        if "/account/sign-in/" in tab.url:
            tab.fill("input[name=login]", f"{self.key}@example.org")
            tab.fill("input[name=password]", PASSWORD)
            tab.get_by_role("button", name="Sign in", exact=True).click()
            tab.wait_for_load_state()

    def is_stored(self, tab: Any, words: str) -> bool:
        tab.goto(self.person.url + self.matter)
        return words in tab.inner_text("main")

    def is_on_a_page(self, tab: Any, words: str) -> bool:
        """In the form that is open, or among the entries that are kept."""
        if any(words in (field.input_value() or "") for field in tab.locator("textarea").all()):
            return True
        tab.goto(self.person.url + "/drafts/")
        self.signed_in(tab)
        return words in tab.inner_text("main")


def save(writer: Writer, tab: Any) -> None:
    words = writer.write(tab)
    writer.press(tab)
    assert writer.is_stored(tab, words), "a page said that it was saved"


def save_after_the_session_ended(writer: Writer, tab: Any) -> None:
    words = writer.write(tab)
    writer.person.context.clear_cookies(name="portal")
    writer.press(tab)
    writer.signed_in(tab)
    assert words in tab.input_value("[name=body]")
    writer.press(tab)
    assert writer.is_stored(tab, words), writer.answered


def leave_without_saving(writer: Writer, tab: Any) -> None:
    words = writer.write(tab)
    tab.goto(writer.person.url + "/")
    assert writer.is_on_a_page(tab, words)


def go_back_and_change(writer: Writer, tab: Any) -> None:
    """Saved, gone back, corrected and sent again under the same key: refused, and both are shown."""
    first = writer.write(tab)
    writer.press(tab)
    tab.go_back()
    tab.wait_for_load_state()
    words = writer.text()
    tab.fill("[name=body]", words)
    writer.press(tab)
    shown = any(words in (field.input_value() or "") for field in tab.locator("textarea").all())
    assert shown or writer.is_stored(tab, words) or writer.is_on_a_page(tab, words)
    assert writer.is_stored(tab, first)


def sign_out_and_in_in_another_tab(writer: Writer, tab: Any) -> None:
    words = writer.write(tab)
    writer.person.context.clear_cookies()
    other = writer.person.context.new_page()
    other.goto(writer.person.url + "/account/sign-in/")
    writer.signed_in(other)
    writer.press(tab)
    writer.signed_in(tab)
    assert words in tab.input_value("[name=body]")
    other.close()
    writer.press(tab)
    assert writer.is_stored(tab, words), writer.answered


def close_the_tab(writer: Writer, tab: Any) -> None:
    words = writer.write(tab)
    tab.close(run_before_unload=False)
    again = writer.person.context.new_page()
    again.on("dialog", lambda dialog: dialog.accept())
    writer.tabs[0] = again
    assert writer.is_on_a_page(again, words)


def two_tabs(writer: Writer, tab: Any) -> None:
    other = writer.person.context.new_page()
    other.on("dialog", lambda dialog: dialog.accept())
    first, second = writer.write(tab), writer.write(other)
    writer.press(other)
    assert writer.is_stored(other, second)
    other.close()
    writer.press(tab)
    assert writer.is_stored(tab, first)


STEPS = [
    save, save_after_the_session_ended, leave_without_saving, go_back_and_change, sign_out_and_in_in_another_tab,
    close_the_tab, two_tabs,
]  # fmt: skip


def test_in_whatever_order_things_happen_nothing_that_was_written_is_lost(portal: Any, chromium: Any) -> None:
    pick = random.Random(SEED)
    done = 0
    writers = [Writer(portal, chromium, 0)]
    while done < TURNS:
        if done >= STEPS_OF_ONE * len(writers):
            writers.append(Writer(portal, chromium, len(writers)))
        writer = writers[-1]
        order = pick.sample(STEPS, 3)
        for step in order:
            step(writer, writer.tabs[0])
        done += len(order)
    print(f"lost text: {done} steps, seed {SEED}: none lost")
    assert [said for writer in writers for said in writer.person.said if "error" in said.lower()] == []
