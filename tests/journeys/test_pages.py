"""Every page a person meets, full, empty and with an error, light and dark, at desktop and phone width."""

import pytest

from tests.journeys.people import Person

pytestmark = pytest.mark.browser

FULL = {
    "secretary": ["/", "/meetings/", "/meetings/plan/", "/decisions/", "/decisions/actions/", "/workplans/2026/", "/workplans/begin/",
                  "/task-teams/", "/task-teams/propose/", "/members/", "/members/committee/", "/members/ilo/", "/members/ilo/add-officer/",
                  "/notices/", "/outbox/", "/demo/clock/", "/governance/", "/styleguide/", "/acting/", "/account/preferences/",
                  "/account/second-factor/", "/account/sessions/", "/account/password/", "/account/sign-out/"],
    "ilo": ["/", "/decisions/propose/", "/workplans/2026/"],
    "admin": ["/admin/", "/admin/members/organization/", "/admin/members/seat/add/", "/admin/members/user/", "/members/"],
    "partner": ["/", "/members/"],
    "": ["/account/sign-in/", "/account/reset/", "/governance/", "/join/"],
}  # fmt: skip


def records(portal) -> list[str]:
    """The record pages of the story, taken from the lists as a person would."""
    somebody = portal
    somebody.go("/decisions/")
    found = somebody.page.eval_on_selector_all("main tbody th a", "as => as.map(a => a.getAttribute('href'))")
    for start in ("/meetings/", "/task-teams/"):
        somebody.go(start)
        found += somebody.page.eval_on_selector_all("main tbody th a", "as => as.map(a => a.getAttribute('href'))")
    minutes = [f"{p}minutes/" for p in found if p.startswith("/meetings/")]
    somebody.go("/workplans/2026/")
    found += somebody.page.eval_on_selector_all(
        "tr.activity a", "as => as.slice(0, 2).map(a => a.getAttribute('href'))"
    )
    return [*found, *minutes]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_serious_on_any_page_and_no_word_on_the_console(portal, chromium, width: int, dark: bool) -> None:
    wrong, said = [], []
    for key, paths in FULL.items():
        person = Person(chromium, portal.url, key, width=width, dark=dark)
        more = records(person) if key == "secretary" else []
        for path in [*paths, *more]:
            wrong += person.go(path).wrong()
            overflow = person.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if overflow > 1 and not path.startswith("/admin/"):
                wrong.append(f"{path}: {overflow} px wider than the screen at {width}")
        said += [f"{key} {s}" for s in person.said]
        person.context.close()

    assert "\n".join(wrong) == ""
    assert said == []


@pytest.mark.parametrize("dark", [False, True])
def test_nothing_serious_on_pages_with_an_error_and_on_empty_ones(portal, chromium, dark: bool) -> None:
    person = Person(chromium, portal.url, "secretary", dark=dark)
    wrong = []
    for path, button in (
        ("/members/ilo/add-officer/", "Add the officer"),
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
        "/members/?q=nothing-fits-this",
        "/decisions/2026-02/adopt/",
    ):
        wrong += person.go(path).wrong()
    stranger = Person(chromium, portal.url, "partner", dark=dark)
    wrong += stranger.go("/").wrong() + stranger.go("/notices/").wrong()

    assert "\n".join(wrong) == ""
    assert person.said + stranger.said == []
