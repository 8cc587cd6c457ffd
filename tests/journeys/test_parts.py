"""The parts of a record are addresses that show one part alone; paper has all; the menu counts what waits."""

import pytest

from tests.journeys.people import Person

pytestmark = pytest.mark.browser
RECORDS = (
    "/decisions/2026-04/",
    "/decisions/2026-03/",
    "/meetings/tm-2026-3/",
    "/meetings/tm-2026-3/minutes/",
    "/task-teams/alternatives-to-detention/",
    "/task-teams/climate-change-and-mobility/",
)
SHOWN = "sections => sections.filter(s => s.offsetParent !== null).map(s => s.id)"


def shown(somebody: Person) -> list[str]:
    return somebody.page.eval_on_selector_all(".parts > .part", SHOWN)


@pytest.mark.parametrize("script", [True, False])
def test_a_part_stands_alone_and_the_paper_has_them_all(portal, chromium, script: bool) -> None:
    somebody = Person(chromium, portal.url, "secretary", script=script)
    for path in RECORDS:
        somebody.go(path)
        everything = shown(somebody)
        links = somebody.page.eval_on_selector_all(
            "nav[aria-label='Parts of this record'] a", "as => as.map(a => a.getAttribute('href'))"
        )
        assert links == ["#all", *(f"#{name}" for name in everything)], path
        for link in links[1:]:
            somebody.page.click(f"nav[aria-label='Parts of this record'] a[href='{link}']")
            assert shown(somebody) == [link[1:]]
            if script:  # marked when the browser tells of the new address, a moment later
                somebody.page.locator(f"nav [aria-current][href='{link}']").wait_for()
        somebody.page.emulate_media(media="print")
        assert shown(somebody) == everything
        somebody.page.emulate_media(media="screen")
        somebody.page.click("nav[aria-label='Parts of this record'] a[href='#all']")
        assert shown(somebody) == everything


def test_the_menu_counts_the_lines_of_the_dashboard(portal, chromium) -> None:
    somebody = Person(chromium, portal.url, "secretary")
    somebody.go("/")
    lines = somebody.page.locator("ul.lines").first.locator("li").count()
    mark = somebody.page.locator(".rail [data-count=waiting]")
    mark.wait_for()
    assert mark.inner_text().split()[0] == str(lines)

    somebody.go("/meetings/")

    assert somebody.page.locator(".rail [data-count=waiting]").inner_text().split()[0] == str(lines)
    assert somebody.said == []
