"""Registers are narrowed by what the address says: by body, organization, state, words, overdue; tabs keep the filters."""

import datetime as dt
import re
from typing import Any

import pytest

from decisions.models import Action, Decision
from meetings.models import Meeting
from members.models import Body, Organization
from network_portal.lib import clock


def links(page: str) -> set[str]:
    return set(re.findall(r'<th scope="row">\s*<a href="([^"]+)"', page))


@pytest.mark.parametrize(
    "query,rows",
    [
        ("body=committee", lambda: Decision.objects.filter(body__slug="committee")),
        ("organization=ilo", lambda: Decision.objects.filter(sponsor__slug="ilo")),
        ("state=adopted&kind=plan", lambda: Decision.objects.filter(state="adopted", kind="plan")),
        ("q=PLAN+work", lambda: Decision.objects.filter(title__icontains="plan").filter(title__icontains="work")),
        ("body=nothing", lambda: Decision.objects.all()),
    ],
)
def test_decisions_are_narrowed(query: str, rows: Any, enter: Any) -> None:
    from tests.people import actor

    page = enter("secretary").get(f"/decisions/?{query}").content.decode()
    wanted = rows().filter(pk__in=Decision.objects.visible_to(actor("secretary", "secretariat")))

    assert links(page) == {row.get_absolute_url() for row in wanted}
    assert wanted.exists()


def test_action_points_are_narrowed_to_what_is_overdue_of_an_organization(enter: Any) -> None:
    action = Action.objects.filter(state="open").select_related("organization").first()
    assert action is not None
    Action.objects.filter(pk=action.pk).update(due_on=clock.today() - dt.timedelta(days=3))
    page = (
        enter("secretary")
        .get(f"/decisions/actions/?overdue=on&organization={action.organization.slug}")
        .content.decode()
    )

    late = Action.objects.filter(state="open", due_on__lt=clock.today(), organization=action.organization)
    assert links(page) == {row.get_absolute_url() for row in late}
    tab = re.search(r'<a\s+href="([^"]+)"[^>]*>To be confirmed</a>', page)
    assert tab is not None
    assert "overdue" not in tab.group(1), "what is completed is not overdue"
    assert f"organization={action.organization.slug}" in tab.group(1)


def test_meetings_are_narrowed_by_body_and_keep_their_tab(enter: Any) -> None:
    page = enter("secretary").get("/meetings/?when=held&body=committee").content.decode()
    wanted = Meeting.objects.filter(state="held", body__slug="committee")

    assert wanted.exists()
    assert links(page) == {row.get_absolute_url() for row in wanted}
    assert '<input type="hidden" name="when" value="held">' in page
    assert re.search(r'aria-current="true">Held', page)
    assert "body=committee" in re.findall(r'<a\s+href="([^"]*)"[^>]*>Upcoming', page)[0]


@pytest.mark.parametrize("key", ["partner", "stranger", "notes"])
@pytest.mark.parametrize("path", ["/decisions/", "/decisions/actions/", "/meetings/"])
def test_a_filter_offers_nothing_that_its_reader_does_not_see(key: str, path: str, enter: Any) -> None:
    page = enter(key).get(path).content.decode()
    offered = set(re.findall(r'<option value="([^"]+)"', page))

    assert not offered & set(Body.objects.values_list("slug", flat=True))
    assert not offered & set(Organization.objects.filter(kind="un_entity").values_list("slug", flat=True))
