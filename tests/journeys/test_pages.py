"""Every page a person meets, full, empty and with an error, light and dark, at desktop and phone width."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.people import Person

pytestmark = pytest.mark.browser
TOUR = "import json; from tests.permissions import addresses; print(json.dumps(addresses.tour()))"
LISTS = ("/decisions/", "/meetings/", "/task-teams/")


def tour(portal: Any) -> dict[str, list[str]]:
    """Every address that shows a page to somebody of the cast, as the matrix of rights has it."""
    found = json.loads(portal.manage("shell", "-v", "0", "-c", TOUR))
    assert sum(len(paths) for paths in found.values()) > 100
    found["nobody"] = ["/account/sign-in/", "/account/reset/", "/governance/", "/join/"]
    return found


def records(somebody: Person) -> Iterator[str]:
    """The record pages of the story, taken from the lists as a person would."""
    for start in LISTS:
        somebody.go(start)
        paths = somebody.page.eval_on_selector_all("main tbody th a", "as => as.map(a => a.getAttribute('href'))")
        yield from paths
        yield from (f"{p}minutes/" for p in paths if p.startswith("/meetings/"))


def test_nothing_serious_on_any_page_and_no_word_on_the_console(portal, chromium, drawn) -> None:
    """axe in light and in dark, and once more at phone width, where nothing may be wider than the screen either.

    Every page in ``make soak``, a drawn share of each reader's pages in the check.
    """
    wrong, said = [], []
    for key, paths in tour(portal).items():
        person = Person(chromium, portal.url, "" if key == "nobody" else key)
        more = list(records(person)) if key == "secretary" else []
        for path in drawn([*paths, *more]):
            wrong += person.go(path).wrong_everywhere()
        said += [f"{key} {s}" for s in person.said]
        person.context.close()

    assert "\n".join(wrong) == ""
    assert said == []


@pytest.mark.variants
@pytest.mark.parametrize("dark", [False, True])
def test_nothing_serious_on_pages_with_an_error_and_on_empty_ones(portal, chromium, dark: bool) -> None:
    person = Person(chromium, portal.url, "secretary", dark=dark)
    wrong = []
    for path, button in (
        ("/members/ilo/add-officer/", "Add the representative"),
        ("/meetings/plan/", "Plan a meeting"),
        ("/task-teams/propose/", "Propose a task team"),
    ):
        person.go(path)
        for field in person.page.query_selector_all(
            "main input[type=text], main input[type=email], main input[type=date]"
        ):
            field.fill("")
        person.page.locator("main form").get_by_role("button", name=button, exact=True).click()
        person.page.wait_for_load_state()
        assert "needs your attention" in person.text()
        wrong += person.wrong()
    for path in (
        "/nothing/",
        "/decisions/?q=nothing-fits-this",
        "/decisions/?page=2",
        "/members/?q=nothing-fits-this",
        "/members/?page=2",
        "/decisions/2026-02/adopt/",
    ):
        wrong += person.go(path).wrong()
    stranger = Person(chromium, portal.url, "partner", dark=dark)
    wrong += stranger.go("/").wrong() + stranger.go("/notices/").wrong()

    assert "\n".join(wrong) == ""
    assert person.said + stranger.said == []
