"""A page of help for each role, whose links open; a tour of the first day that can be dismissed."""

import re
from typing import Any

import pytest

from members.models import User
from network_portal.dashboard import help_pages
from tests.people import KEYS, user


@pytest.mark.parametrize("key", [k for k in KEYS if k != "deactivated"])
def test_everybody_finds_ten_lines_at_most_and_every_link_opens(key: str, enter: Any) -> None:
    client = enter(key)
    page = client.get("/help/").content.decode()
    lines = page[page.index('class="help-lines"') :].partition("</ol>")[0]
    links = set(re.findall(r'href="([^"]+)"', lines))

    assert 3 <= lines.count("<li>") <= 10
    assert links
    assert {link: client.get(link, follow=True).status_code for link in links} == dict.fromkeys(links, 200)


def test_each_capacity_has_help_of_its_own() -> None:
    pages = [help_pages.MEMBER, *help_pages.OF.values()]

    assert len({str(page.title) for page in pages}) == len(pages)
    assert all(len(page.lines) <= 10 for page in pages)


def test_the_tour_is_there_on_the_first_day_until_it_is_dismissed(enter: Any) -> None:
    User.objects.filter(email=user("fao").email).update(dashboard_seen_at=None, dashboard_before_at=None)
    client = enter("fao")
    assert 'class="tour"' in client.get("/").content.decode()
    assert 'class="tour"' in client.get("/").content.decode(), "a visit lasts half an hour"
    assert client.get("/tour/dismiss/").status_code == 302
    assert 'class="tour"' in client.get("/").content.decode(), "looking dismisses nothing"
    assert client.post("/tour/dismiss/")["Location"] == "/"
    assert 'class="tour"' not in client.get("/").content.decode()


def test_who_comes_again_sees_no_tour(enter: Any, settings: Any) -> None:
    from network_portal.lib import clock

    User.objects.filter(email=user("fao").email).update(dashboard_before_at=clock.now())
    assert 'class="tour"' not in enter("fao").get("/").content.decode()
