"""What waits for a person in any capacity stands on one dashboard, each line with its capacity, each once."""

from typing import Any

from members.capacities import capacities
from members.models import Officer, Organization
from network_portal.dashboard.pages import dashboard
from network_portal.lib import clock
from network_portal.records.registry import DashboardLine
from tests.dashboard.test_answers_in_the_row import forms_of
from tests.people import actor, user, waiting_lines


def in_others(key: str, capacity: str) -> list[DashboardLine]:
    who = actor(key, capacity)
    return [line for line in dashboard(who, capacities(who.user)).waiting if line.capacity]


def test_the_lines_of_the_other_capacity_are_there_with_its_name() -> None:
    secretariat, officer = actor("secretary", "secretariat"), actor("secretary", "focal_point")
    own = {(line.title, line.path) for line in waiting_lines(secretariat)}
    expected = {(line.title, line.path) for line in waiting_lines(officer)} - own

    found = in_others("secretary", "secretariat")

    assert {(line.title, line.path) for line in found} == expected
    assert len(found) == len(expected) > 2
    assert {line.capacity.key for line in found if line.capacity} == {officer.key}
    assert not [line for line in found if line.answers]


def test_the_lines_are_sorted_together_and_counted_together() -> None:
    who = actor("secretary", "secretariat")
    page = dashboard(who, capacities(who.user))

    dated = [line.due_at for line in page.waiting if line.due_at]

    assert dated == sorted(dated)
    assert page.summary.startswith(f"{len(page.waiting)} items require action by you")


def test_a_person_with_one_capacity_has_no_mark() -> None:
    assert in_others("fao", "focal_point") == []


def test_the_button_changes_the_capacity_and_opens_the_form(enter: Any) -> None:
    client = enter("secretary")
    page = client.get("/").content.decode()
    line = next(line for line in in_others("secretary", "secretariat") if line.path.endswith("/position/"))
    assert f"as {line.capacity}" in page
    assert line.path in page
    found = {fields["next"]: path for (path, _label), fields in forms_of(page).items() if "next" in fields}

    answer = client.post(found[line.path], {"capacity": line.capacity.key, "next": line.path}, follow=True)

    assert answer.redirect_chain == [(line.path, 302)]
    assert answer.status_code == 200
    assert answer.wsgi_request.actor.key == line.capacity.key


def test_who_represents_two_organizations_is_asked_for_each(enter: Any) -> None:
    ilo = user("ilo")
    Officer.objects.create(person=ilo, organization=Organization.objects.get(acronym="UNU"), starts_on=clock.today())
    names = capacities(ilo)
    each = [waiting_lines(one) for one in names]
    assert len(names) == 2
    assert {line.title for line in each[0]} & {line.title for line in each[1]}, "both are asked for the same"

    for who in names:
        assert len(dashboard(who, names).waiting) == sum(map(len, each))
    assert enter("ilo").get("/counts/").json()["waiting"] == sum(map(len, each))
