"""A search finds what the reader may see, and nothing else, with the same queries for few rows and for many."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import Organization
from members.services import seats
from network_portal.records.access.actor import SYSTEM
from tests import matters
from tests.people import KEYS


def found(page: str) -> str:
    return page[page.index('role="search"', page.index("<main")) :]


def test_each_kind_is_found_by_its_words_in_any_order_and_case(enter: Any) -> None:
    client = enter("secretary")
    decision = matters.in_consultation()
    activity = matters.running_plan().activities.first()
    team = matters.active_team()
    for row, typed in (
        (decision, " ".join(decision.title.upper().split()[::-1][:3])),
        (decision, decision.reference),
        (activity, activity.title[:18]),
        (team, team.body.code.lower()),
        (Organization.objects.get(acronym="FAO"), "food agriculture"),
    ):
        page = found(client.get("/search/", {"q": typed}).content.decode())
        assert f'href="{row.get_absolute_url()}"' in page, typed


def test_representatives_are_found_by_name_without_accents_and_by_address(enter: Any) -> None:
    for typed in ("salma haddad", "FAO@example.org"):
        page = found(enter("ilo").get("/search/", {"q": typed}).content.decode())
        assert "Salma Haddad" in page
        assert 'href="/members/fao/"' in page


@pytest.mark.parametrize("key", [k for k in KEYS if k != "deactivated"])
def test_every_page_that_a_search_shows_opens_for_its_reader(key: str, enter: Any) -> None:
    import re

    client, seen = enter(key), set()
    for typed in ("ing", "migra", "1."):
        page = found(client.get("/search/", {"q": typed}).content.decode())
        for link in set(re.findall(r'<div class="what"><a href="([^"#]+)', page)):
            assert client.get(link).status_code == 200, (key, typed, link)
            seen.add(link)
    assert len(seen) > 8 or key not in ("secretary", "fao", "ilo", "coordinator"), "members find something"


def test_a_partner_finds_no_decision_of_the_network(enter: Any) -> None:
    decision = matters.in_consultation()
    page = enter("partner").get("/search/", {"q": decision.title[:20]}).content.decode()

    assert decision.title not in found(page)


@pytest.mark.parametrize("typed", ["", " ", "x", "%", "\\", "' OR 1=1 --", "a" * 5000, "_" * 8])
def test_whatever_is_typed_is_answered(typed: str, enter: Any) -> None:
    assert enter("secretary").get("/search/", {"q": typed}).status_code == 200


def test_a_search_asks_the_same_for_few_and_for_many(enter: Any) -> None:
    client, asked = enter("secretary"), []
    for many in (1, 30):
        for n in range(many):
            seats.save_organization(Organization(acronym=f"SRCH{many}{n}", name="Searched for"), actor=SYSTEM)
        with CaptureQueriesContext(connection) as queries:
            assert "SRCH" in client.get("/search/", {"q": "searched for"}).content.decode()
        asked.append(len(queries))

    assert asked[0] == asked[1]
