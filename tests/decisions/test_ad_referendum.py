"""An amendment made in the meeting: adopted ad referendum until the members not represented could object."""

import datetime as dt
from typing import Any

import pytest

from decisions import status
from decisions.models import Decision, Round
from decisions.services import outcome, positions, rounds
from meetings.models import AgendaItem
from meetings.services import agenda, planning, session
from members.models import Body, Officer, Organization, User
from network_portal.lib import clock
from network_portal.records.audit import integrity
from network_portal.records.jobs import sweep
from network_portal.records.models import Notice
from network_portal.records.workflow.refusals import ConditionsUnmet, IllegalTransition, Stale
from tests.builders import consulted, sentences
from tests.people import actor


@pytest.fixture
def item(secretariat: Any, coordinator: Any) -> AgendaItem:
    """A meeting of the committee in session, with a matter on which the Chair asks for objections; UNICEF is not there."""
    decision = consulted(secretariat)
    sweep.sweep()
    sweep.move_clock(decision.window_closes_at + dt.timedelta(hours=1))
    start = clock.at(clock.add_working_days(clock.today(), 2), 10)
    body = Body.objects.get(slug="committee")
    meeting = planning.plan(
        body, actor=secretariat, kind="committee", title="A meeting of the committee", starts_at=start,
        ends_at=start + dt.timedelta(hours=2), place="Bangkok", chair=User.objects.get(email="coordinator@example.org"),
    )  # fmt: skip
    found = agenda.add_item(meeting, actor=secretariat, title="A matter", purpose="decision", decision=decision)
    planning.convene(meeting, actor=secretariat)
    sweep.move_clock(start)
    session.start(meeting, actor=secretariat)
    there = Organization.objects.sitting_in(body).exclude(acronym="UNICEF")
    rows = {o.pk: {"present": True, "mode": "in_person", "delegates": "A. Person"} for o in there}
    session.record_attendance(meeting, actor=secretariat, rows=rows)
    session.open_round(found, actor=coordinator)
    found.refresh_from_db()
    return found


def amended(item: AgendaItem, secretariat: Any, **how: Any) -> Decision:
    assert item.decision is not None
    session.amend(item, actor=secretariat, source="One, amended.\n\nTwo.", change_note="Paragraph 1.", **how)
    item.decision.refresh_from_db()
    return item.decision


def end(item: AgendaItem, secretariat: Any, coordinator: Any) -> None:
    """The call closes with its item, each item gets its outcome, and the meeting ends."""
    session.close_round(item, actor=coordinator)
    for one in item.meeting.items.all():
        session.set_outcome(one, actor=secretariat, outcome="decided", conclusion="" if one.decision_id else "Adopted.")
    session.close(item.meeting, actor=secretariat)


def test_an_amendment_in_the_meeting_is_adopted_ad_referendum(
    item: AgendaItem, secretariat: Any, coordinator: Any, enter: Any
) -> None:
    ilo = Officer.objects.get(person__email="ilo@example.org")
    session.enter_positions(item, actor=secretariat, rows=[(ilo.organization, ilo, "support", "", "")])
    decision = amended(item, secretariat)
    assert [r.text.version for r in decision.rounds.order_by("number")] == [1, 2]
    assert not decision.rounds.latest("number").positions.exists(), (
        "positions stay with the text to which they were stated"
    )

    end(item, secretariat, coordinator)
    call = status.latest_round(Decision.objects.get(pk=decision.pk))
    assert call is not None
    assert call.closed_at is None, "it is open for the members that were not represented"
    row = status.ad_referendum(call)
    assert row is not None
    assert [str(o) for o in row.organizations.all()] == ["UNICEF"]
    told = Notice.objects.filter(kind="round_ad_referendum", object_id=decision.pk)
    assert {n.person.email.split("@")[0].split("-")[0] for n in told} == {"unicef"}
    decision.refresh_from_db()
    page = enter("unicef").get(decision.get_absolute_url()).content.decode()
    assert "adopted ad referendum until" in page

    with pytest.raises((ConditionsUnmet, IllegalTransition)):
        outcome.adopt(decision, actor=coordinator, statement="Now.")
    with pytest.raises(ConditionsUnmet) as refused:
        rounds.close_round(decision, actor=coordinator)
    assert "ad referendum until" in sentences(refused.value)

    sweep.sweep()
    sweep.move_clock(row.until + dt.timedelta(hours=1))
    sweep.sweep()
    decision.refresh_from_db()
    outcome.adopt(decision, actor=coordinator, statement="Nobody objected.")
    decision.refresh_from_db()
    assert decision.state == "adopted"
    assert decision.texts.order_by("-version")[0].source.startswith("One, amended.")
    assert list(integrity.verify_record()) == []


def test_an_objection_of_who_was_not_represented_ends_it_at_once(
    item: AgendaItem, secretariat: Any, coordinator: Any
) -> None:
    decision = amended(item, secretariat)
    end(item, secretariat, coordinator)

    positions.take_position(decision, actor=actor("unicef"), value="object", reason="No.", proposed_solution="A word.")

    decision.refresh_from_db()
    assert decision.state == "no_consensus"
    assert Notice.objects.filter(kind="decision_outcome", object_id=decision.pk).exists()


def test_who_was_not_told_is_not_passed_over(item: AgendaItem, secretariat: Any, coordinator: Any) -> None:
    decision = amended(item, secretariat)
    session.close_round(item, actor=coordinator)
    call = status.latest_round(decision)
    Notice.objects.filter(kind="round_ad_referendum", object_id=decision.pk).delete()
    row = status.ad_referendum(call)
    assert row is not None
    sweep.move_clock(row.until + dt.timedelta(hours=1))

    rounds.close_due()
    assert Round.objects.get(pk=row.round_id).closed_at is None


def test_an_editorial_change_and_a_full_room_need_no_referendum(
    item: AgendaItem, secretariat: Any, coordinator: Any
) -> None:
    decision = amended(item, secretariat, editorial=True)
    session.close_round(item, actor=coordinator)
    decision.refresh_from_db()
    outcome.adopt(decision, actor=coordinator, statement="Adopted in the meeting.")
    decision.refresh_from_db()
    assert decision.state == "adopted"


def test_the_form_keeps_what_was_typed_and_refuses_what_changes_nothing(
    item: AgendaItem, secretariat: Any, send: Any
) -> None:
    assert item.decision is not None
    same = item.decision.texts.latest("version")
    typed = {"source": same.source, "change_note": "Nothing.", "version": same.version}
    response = send("secretary", item.path("amend"), typed, capacity="secretariat")
    assert response.status_code == 422
    assert "The text is the same as before" in response.content.decode()

    assert (
        send("secretary", item.path("amend"), {**typed, "source": "Another text."}, capacity="secretariat").status_code
        == 302
    )
    with pytest.raises(Stale):
        session.amend(item, actor=secretariat, source="A third.", change_note="x", version=str(same.version))


def test_an_absent_members_written_objection_stands(item: AgendaItem, secretariat: Any, coordinator: Any) -> None:
    assert item.decision is not None
    positions.take_position(
        item.decision, actor=actor("unicef"), value="object", reason="In writing.", proposed_solution="A word."
    )
    session.close_round(item, actor=coordinator)
    decision = Decision.objects.get(pk=item.decision.pk)
    assert decision.state == "no_consensus"
    with pytest.raises(IllegalTransition):
        outcome.adopt(decision, actor=coordinator, statement="All agree.")
