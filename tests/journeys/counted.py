"""People whose clicks, fields and pages are counted, from their dashboard on: what a task costs them."""

from dataclasses import dataclass
from typing import Any

from tests.journeys.people import Person


@dataclass
class Cost:
    """What a task cost all who took part: clicks (also on boxes, choices and menus), fields filled, pages loaded."""

    clicks: int = 0
    fields: int = 0
    pages: int = 0

    def __str__(self) -> str:
        return f"{self.clicks} clicks, {self.fields} fields, {self.pages} pages"


class Counted:
    """Somebody who goes on by what the pages offer, never by an address; the dashboard at the beginning is not counted."""

    def __init__(self, person: Person, cost: Cost) -> None:
        self.person, self.cost, self.page = person, cost, person.page
        person.go("/")
        self._counts = lambda _page: setattr(cost, "pages", cost.pages + 1)
        self.page.on("domcontentloaded", self._counts)

    def leave(self) -> None:
        self.page.remove_listener("domcontentloaded", self._counts)

    def __enter__(self) -> "Counted":
        return self

    def __exit__(self, *_error: Any) -> None:
        self.leave()

    def _click(self, found: Any) -> "Counted":
        self.cost.clicks += 1
        assert found.first.is_enabled(), self.person.text()
        found.first.click()
        self.page.wait_for_load_state()
        text = self.person.text()
        assert "The action could not be completed" not in text, text
        assert "needs your attention" not in text, text
        return self

    def link(self, name: str) -> "Counted":
        return self._click(self.page.locator("main").get_by_role("link", name=name))

    def menu(self, name: str) -> "Counted":
        """An entry of the main menu."""
        return self._click(self.page.get_by_role("navigation", name="Main menu").get_by_role("link", name=name))

    def button(self, name: str) -> "Counted":
        return self._click(self.page.locator("main").get_by_role("button", name=name))

    def fold(self, words: str) -> "Counted":
        return self._click(self.page.locator("main details.fold > summary", has_text=words))

    def line(self, title: str, button: str) -> "Counted":
        """What a line of the dashboard asks: its link or its button."""
        rows = self.page.locator("li.line", has_text=title)
        return self._click(rows.locator("a.button, button", has_text=button).first)

    def choose(self, name: str, value: str) -> "Counted":
        self.cost.clicks += 1
        self.page.locator(f"main input[name={name}][value='{value}']").check()
        return self

    def pick(self, name: str, label: str) -> "Counted":
        """An entry of a list of choices."""
        self.cost.clicks += 1
        self.page.locator(f"main select[name={name}]").select_option(label=label)
        return self

    def tick(self, name: str) -> "Counted":
        """The first of the boxes of this name."""
        self.cost.clicks += 1
        self.page.locator(f"main input[name={name}]").first.check()
        return self

    def report(self, achievements: str) -> "Counted":
        """The fields of a progress report; the percentage where the activity asks for one."""
        self.choose("status", "ongoing")
        if self.page.locator("main [name=percent]").count():
            self.type(percent="40")
        return self.type(achievements=achievements)

    def type(self, **fields: str) -> "Counted":
        for name, value in fields.items():
            self.cost.fields += 1
            self.page.fill(f"main [name={name}]", value)
        return self
