"""What is recorded of an item while its meeting is in session: one form, all of it or nothing."""

import datetime as dt
from typing import Any

import pytest

from decisions.models import Action
from meetings.models import AgendaItem, Meeting
from meetings.services import agenda, planning, session
from meetings.status import day_before_the_next
from members.models import Body, Officer, Organization
from network_portal.lib import clock
from network_portal.records.jobs import sweep
from tests.meetings.test_guards import any_officer
from tests.people import user


def planned(secretariat: Any, days: int, title: str) -> Meeting:
    start = clock.at(clock.add_working_days(clock.today(), days), 10)
    return planning.plan(
        Body.objects.network(), actor=secretariat, kind="technical", title=title, starts_at=start,
        ends_at=start + dt.timedelta(hours=2), place="Bangkok", chair=user("coordinator"),
    )  # fmt: skip


@pytest.fixture
def item(secretariat: Any) -> AgendaItem:
    """The second item of a meeting in session."""
    meeting = planned(secretariat, 6, "The meeting in session")
    items = [{"title": "Data on recruitment costs"}, {"title": "Update of country networks", "purpose": "information"}]
    agenda.add_items(meeting, actor=secretariat, items=items)
    planning.convene(meeting, actor=secretariat)
    sweep.move_clock(meeting.starts_at)
    session.start(meeting, actor=secretariat)
    return AgendaItem.objects.get(meeting=meeting, title="Data on recruitment costs")


def typed(item: AgendaItem, **more: Any) -> dict[str, Any]:
    return {"version": item.version, "section_version": item.section.version, "body": item.section.text, **more}


def test_text_outcome_and_action_points_are_recorded_together(item: AgendaItem, send: Any) -> None:
    officers = [any_officer("ilo"), any_officer("fao")]
    entries = typed(
        item, body="Members discussed the data.", outcome="discussed", action_title="Send the data set",
        action_officers=[o.pk for o in officers], action_due_on=clock.add_working_days(clock.today(), 10).isoformat(),
    )  # fmt: skip
    answer = send("secretary", item.path("item"), {**entries, "_onward": "1"}, capacity="secretariat")
    assert answer.status_code == 302
    assert answer["Location"] == AgendaItem.objects.get(meeting=item.meeting, number=item.number + 1).path("item")
    item = AgendaItem.objects.get(pk=item.pk)
    assert (item.outcome, item.section.text) == ("discussed", "Members discussed the data.")
    assert {row.action.officer for row in item.actions.all()} == set(officers)
    assert len({row.action.number for row in item.actions.all()}) == 2


def test_where_one_part_is_refused_nothing_is_recorded(item: AgendaItem, send: Any) -> None:
    """An outcome that lacks its conclusion, and an action point without anybody, keep text and outcome from being saved."""
    for wrong, said in (
        ({"outcome": "decided"}, "Enter what was decided."),
        ({"outcome": "noted", "action_title": "Send it"}, "Choose who is to do it."),
        ({"outcome": "noted", "action_officers": [any_officer("ilo").pk]}, "Enter what is to be done."),
        ({"outcome": "noted", "no_discussion": "on"}, "The section has text"),
    ):
        answer = send("secretary", item.path("item"), typed(item, body="A text.", **wrong), capacity="secretariat")
        assert answer.status_code == 422, wrong
        assert said in answer.content.decode()
        assert "A text.</textarea>" in answer.content.decode()
        fresh = AgendaItem.objects.get(pk=item.pk)
        assert (fresh.outcome, fresh.section.text, fresh.actions.count()) == ("", "", 0)


def test_a_text_that_a_colleague_saved_is_shown_beside_the_typed_one(item: AgendaItem, send: Any) -> None:
    first, second = typed(item, body="The first text.", outcome="noted"), typed(item, body="The second text.")
    assert send("secretary", item.path("item"), first, capacity="secretariat").status_code == 302
    answer = send("secretary", item.path("item"), second, capacity="secretariat")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The first text." in page
    assert "The second text.</textarea>" in page
    fresh = AgendaItem.objects.get(pk=item.pk)
    again = {**second, "section_version": fresh.section.version, "version": fresh.version, "outcome": "discussed"}
    assert f'name="section_version" value="{fresh.section.version}"' in page
    assert send("secretary", item.path("item"), again, capacity="secretariat").status_code == 302
    fresh = AgendaItem.objects.get(pk=item.pk)
    assert (fresh.outcome, fresh.section.text) == ("discussed", "The second text.")


def test_the_chair_who_may_not_write_the_minutes_records_the_outcome(item: AgendaItem, send: Any, enter: Any) -> None:
    """The Coordinator chairs: the page has no field for the text, and one that is sent all the same is not written."""
    page = enter("coordinator", "coordinator").get(item.path("item")).content.decode()
    assert 'name="outcome"' in page
    assert 'name="body"' not in page
    entries = typed(item, body="Not mine to write.", outcome="noted")
    assert send("coordinator", item.path("item"), entries, capacity="coordinator").status_code == 302
    fresh = AgendaItem.objects.get(pk=item.pk)
    assert (fresh.outcome, fresh.section.text) == ("noted", "")


def test_who_does_not_run_the_meeting_reads_the_item_and_records_nothing(
    item: AgendaItem, send: Any, enter: Any
) -> None:
    page = enter("fao").get(item.path("item"))
    assert page.status_code == 200
    assert 'name="outcome"' not in page.content.decode()
    assert send("fao", item.path("item"), typed(item, outcome="noted")).status_code == 403
    assert AgendaItem.objects.get(pk=item.pk).outcome == ""


def test_one_action_point_for_every_member_due_before_the_next_meeting(
    item: AgendaItem, secretariat: Any, send: Any, enter: Any
) -> None:
    following = planned(secretariat, 3, "The meeting after it")
    assert day_before_the_next(Meeting.objects.filter(body=following.body).order_by("starts_at").last()) is None
    last = clock.add_working_days(clock.day_of(following.starts_at), -1)
    assert day_before_the_next(item.meeting) == last
    assert "Due before the next meeting" in enter("secretary", "secretariat").get(item.path("item")).content.decode()
    entries = typed(item, action_title="Name a contact", action_everybody="on", action_before_next_meeting="on")
    assert send("secretary", item.path("item"), entries, capacity="secretariat").status_code == 302
    found = Action.objects.filter(title="Name a contact")
    asked = Officer.objects.of_members().filter(primary_contact=True)
    assert set(found.values_list("officer", flat=True)) == set(asked.values_list("pk", flat=True))
    assert found.count() == Organization.objects.filter(officers__in=asked).distinct().count() > 10
    assert set(found.values_list("due_on", flat=True)) == {last}


def test_several_items_are_added_in_their_order_or_none(secretariat: Any, send: Any) -> None:
    meeting = planned(secretariat, 9, "A meeting with an agenda")
    before = list(meeting.items.values_list("title", flat=True))
    path = meeting.path("add-items")
    rows = {"title-1": "Opening", "title-2": "Work plan", "purpose-2": "decision", "title-5": "Any other business"}
    assert send("secretary", path, {**rows, "title-3": "x" * 201}, capacity="secretariat").status_code == 422
    assert list(meeting.items.values_list("title", flat=True)) == before
    assert send("secretary", path, {}, capacity="secretariat").status_code == 422
    assert send("secretary", path, rows, capacity="secretariat").status_code == 302
    made = [(i.title, i.purpose) for i in meeting.items.order_by("number")][len(before) :]
    assert made == [("Opening", "discussion"), ("Work plan", "decision"), ("Any other business", "discussion")]
