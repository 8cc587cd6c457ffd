"""An amendment made in the meeting: adopted ad referendum until the members not represented could object."""

import datetime as dt
from typing import Any

import pytest

from decisions import guards, status
from decisions.models import AdReferendum, Decision, Round
from decisions.services import concerns, consultation, outcome, positions, rounds
from meetings import minutes_document
from meetings.models import AgendaItem
from meetings.services import agenda, planning, proceedings, session
from meetings.services import minutes as minutes_service
from members.models import Body, Officer, Organization, User
from network_portal.lib import clock
from network_portal.records import audit
from network_portal.records.audit import integrity
from network_portal.records.jobs import sweep
from network_portal.records.models import Notice
from network_portal.records.workflow.refusals import ConditionsUnmet, IllegalTransition, Stale
from tests.builders import consulted, leaves, method_in_force, sentences
from tests.guards import said
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
        proceedings.set_outcome(
            one, actor=secretariat, outcome="decided", conclusion="" if one.decision_id else "Adopted."
        )
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
    assert said(guards.round_is_closed, decision) == (
        f"The amended text is adopted ad referendum until {clock.format_instant(row.until)}. "
        "Members not represented may object until then."
    )
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


def recorded_present(item: AgendaItem, secretariat: Any, *, but: tuple[str, ...] = ()) -> None:
    """The attendance of every organization of the committee, but for some."""
    there = Organization.objects.sitting_in(item.meeting.body).exclude(acronym__in=but)
    here = {o.pk for o in there}
    rows = {
        a.organization_id: {"present": a.organization_id in here, "mode": "in_person", "delegates": "A. Person"}
        for a in item.meeting.attendances.all()
    }
    session.record_attendance(item.meeting, actor=secretariat, rows=rows)


def the_row(decision: Decision) -> AdReferendum | None:
    return status.ad_referendum(status.latest_round(Decision.objects.get(pk=decision.pk)))


def test_who_was_not_told_is_not_passed_over_and_has_the_days_of_a_call_from_a_contact(
    item: AgendaItem, secretariat: Any, coordinator: Any, enter: Any
) -> None:
    decision = amended(item, secretariat)
    leaves(Officer.objects.filter(organization__acronym="UNICEF"))
    session.close_round(item, actor=coordinator)
    row = the_row(decision)
    assert row is not None
    sweep.sweep()
    sweep.move_clock(row.until + dt.timedelta(hours=1))
    sweep.sweep()

    decision.refresh_from_db()
    assert Round.objects.get(pk=row.round_id).closed_at is None
    told = Notice.objects.filter(kind="replies_awaited", object_id=decision.pk)
    assert {n.title for n in told} == {f"Members not informed of the amended text: {decision.title}"}
    assert "Not informed of the amended text: UNICEF." in enter("fao").get(decision.get_absolute_url()).content.decode()
    with pytest.raises(ConditionsUnmet, match="Not informed of the amended text: UNICEF") as refused:
        rounds.close_round(decision, actor=coordinator)
    assert refused.value.unmet[0].link == decision.path("contact")

    unicef = Organization.objects.get(acronym="UNICEF")
    consultation.log_contact(
        decision, actor=secretariat, purpose="reach", on=clock.today(), note="By telephone.", organization=unicef
    )
    sweep.sweep()
    assert Round.objects.get(pk=row.round_id).closed_at is None, "it has the days of a call from now"
    sweep.move_clock(status.end_of_a_call(clock.now()) + dt.timedelta(hours=1))
    sweep.sweep()
    assert Round.objects.get(pk=row.round_id).closed_at is not None
    decision.refresh_from_db()
    outcome.adopt(decision, actor=coordinator, statement="Nobody objected.")


def test_an_editorial_change_needs_no_referendum(item: AgendaItem, secretariat: Any, coordinator: Any) -> None:
    assert item.decision is not None
    decision = item.decision
    session.amend(item, actor=secretariat, source="One!\n\nTwo.", change_note="A mark.", editorial=True)
    session.close_round(item, actor=coordinator)
    decision.refresh_from_db()
    outcome.adopt(decision, actor=coordinator, statement="Adopted in the meeting.")
    assert the_row(decision) is None


def test_a_full_room_needs_no_referendum(item: AgendaItem, secretariat: Any, coordinator: Any) -> None:
    decision = amended(item, secretariat)
    recorded_present(item, secretariat)
    session.close_round(item, actor=coordinator)
    decision.refresh_from_db()
    outcome.adopt(decision, actor=coordinator, statement="Adopted in the meeting.")

    recorded_present(item, secretariat, but=("UNICEF",))
    with pytest.raises(IllegalTransition):
        session.close_round(item, actor=coordinator)  # from a page that was opened before
    assert the_row(decision) is None
    decision.refresh_from_db()
    assert decision.state == "adopted"


def test_a_correction_of_an_amendment_is_adopted_ad_referendum_too(
    item: AgendaItem, secretariat: Any, coordinator: Any
) -> None:
    decision = amended(item, secretariat)
    session.amend(item, actor=secretariat, source="One, amended!\n\nTwo.", change_note="A comma.", editorial=True)
    session.close_round(item, actor=coordinator)
    row = the_row(decision)
    assert row is not None
    assert [str(o) for o in row.organizations.all()] == ["UNICEF"]


def test_an_amended_text_asked_about_again_after_an_objection_is_adopted_ad_referendum(
    item: AgendaItem, secretariat: Any, coordinator: Any
) -> None:
    decision = amended(item, secretariat)
    ilo = Officer.objects.get(person__email="ilo@example.org")
    session.enter_positions(item, actor=secretariat, rows=[(ilo.organization, ilo, "object", "No.", "A word.")])
    session.close_round(item, actor=coordinator)
    decision.refresh_from_db()
    assert decision.state == "no_consensus"
    consultation.log_contact(decision, actor=secretariat, purpose="reconcile", on=clock.today(), note="ILO agrees now.")

    session.open_round(item, actor=coordinator)
    session.enter_positions(item, actor=secretariat, rows=[(ilo.organization, ilo, "support", "", "")])
    concern = decision.concerns.get()
    if concern.state in status.BLOCKING:
        concerns.withdraw(concern, actor=actor("ilo"))
    session.close_round(item, actor=coordinator)
    row = the_row(decision)
    assert row is not None
    decision.refresh_from_db()
    with pytest.raises((ConditionsUnmet, IllegalTransition)):
        outcome.adopt(decision, actor=coordinator, statement="Now.")


def test_the_decisions_own_page_does_not_close_an_amended_call(
    item: AgendaItem, secretariat: Any, coordinator: Any, send: Any
) -> None:
    decision = amended(item, secretariat)
    answer = send("coordinator", decision.path("close-round"), {}, capacity="coordinator")
    assert "Close the call with its agenda item" in answer.content.decode()
    assert decision.rounds.latest("number").closed_at is None


def test_who_is_represented_is_known_before_the_call_closes(
    secretariat: Any, item: AgendaItem, coordinator: Any
) -> None:
    decision = amended(item, secretariat)
    item.meeting.attendance_at = None
    with audit.lock(item.meeting):
        audit.save(item.meeting, actor=secretariat, reason="as if it was not recorded", fields=["attendance_at"])
    with pytest.raises(ConditionsUnmet, match="Record first the attendance"):
        session.close_round(item, actor=coordinator)
    assert the_row(decision) is None


def test_a_correction_of_the_attendance_tells_who_was_not_represented_after_all(
    item: AgendaItem, secretariat: Any, coordinator: Any
) -> None:
    decision = amended(item, secretariat)
    session.close_round(item, actor=coordinator)
    before = the_row(decision)
    assert before is not None
    sweep.sweep()
    sweep.move_clock(clock.now() + dt.timedelta(days=2))

    recorded_present(item, secretariat, but=("UNICEF", "UNHCR"))
    row = the_row(decision)
    assert row is not None
    assert {str(o) for o in row.organizations.all()} == {"UNICEF", "UNHCR"}
    assert row.until > before.until
    told = Notice.objects.filter(kind="round_ad_referendum", object_id=decision.pk, person__email="unhcr@example.org")
    assert told.count() == 1
    assert list(integrity.verify_record()) == []


def test_the_period_ad_referendum_is_not_extended_on_request(
    item: AgendaItem, secretariat: Any, coordinator: Any
) -> None:
    method_in_force({"extension_on_request": {"days": 3}})
    decision = amended(item, secretariat)
    session.close_round(item, actor=coordinator)
    for call in (
        lambda: rounds.request_extension(decision, actor=actor("ilo"), reason="More time."),
        lambda: rounds.extend(decision, actor=secretariat, deadline=clock.now() + dt.timedelta(days=30), reason="x"),
    ):
        with pytest.raises(IllegalTransition, match="No call for positions in writing is open"):
            call()


def test_the_minutes_say_what_the_meeting_did_and_nothing_of_later(
    item: AgendaItem, secretariat: Any, coordinator: Any
) -> None:
    decision = amended(item, secretariat)
    ilo = Officer.objects.get(person__email="ilo@example.org")
    session.enter_positions(item, actor=secretariat, rows=[(ilo.organization, ilo, "reservation", "Said there.", "")])
    end(item, secretariat, coordinator)
    positions.take_position(
        decision, actor=actor("unicef"), value="object", reason="Later.", proposed_solution="A word."
    )

    said = minutes_document.content(item.meeting.minutes)["sections"][item.number - 1]["decision"]
    assert said["text"][0] == "One, amended."
    assert said["state"] == "Adopted ad referendum"
    assert "Members that were not represented" in said["notes"][0]
    assert [r["words"] for r in said["reservations"]] == ["Said there."]
    assert said["objections"] == []


def test_the_minutes_quote_the_call_that_was_held_in_the_meeting(
    item: AgendaItem, secretariat: Any, coordinator: Any, enter: Any
) -> None:
    decision = item.decision
    assert decision is not None
    ilo = Officer.objects.get(person__email="ilo@example.org")
    session.enter_positions(item, actor=secretariat, rows=[(ilo.organization, ilo, "object", "Said there.", "A word.")])
    end(item, secretariat, coordinator)
    decision.refresh_from_db()
    consultation.log_contact(decision, actor=secretariat, purpose="reconcile", on=clock.today(), note="They met.")
    deadline = clock.close_of(clock.add_working_days(clock.today(), 5))
    rounds.open_round(decision, actor=coordinator, deadline=deadline)
    positions.take_position(decision, actor=actor("ilo"), value="reservation", reason="Said in writing.")

    section = minutes_document.content(item.meeting.minutes)["sections"][item.number - 1]
    assert section["decision"]["state"] == "No consensus"
    assert [o["words"] for o in section["decision"]["objections"]] == ["Said there."]
    assert section["decision"]["reservations"] == []

    # who writes the minutes by a grant reads no positions
    for key in ("notes", "partner"):
        minutes_service.grant_writing(
            item.meeting.minutes, actor=secretariat, email=f"{key}@example.org", name="Lucia Ferro",
            reason="Takes notes", until=clock.now() + dt.timedelta(days=20),
        )  # fmt: skip
        page = enter(key).get(item.meeting.minutes.get_absolute_url())
        assert page.status_code == 200, key
        assert "Said there." not in page.content.decode()
    assert "Said there." in enter("secretary").get(item.meeting.minutes.get_absolute_url()).content.decode()


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


def test_the_amended_text_is_adopted_at_the_instant_at_which_the_objections_end(
    item: AgendaItem, secretariat: Any, coordinator: Any
) -> None:
    decision = amended(item, secretariat)
    session.close_round(item, actor=coordinator)
    sweep.sweep()
    one_round = status.latest_round(decision)
    row = status.ad_referendum(one_round)
    assert one_round is not None
    assert row is not None
    until, untold = status.objections_until(decision, row)
    assert untold == []

    sweep.move_clock(until - dt.timedelta(seconds=1))
    assert "may object until then" in said(guards.round_is_closed, decision)
    with clock.standing(until):
        found = guards.ad_referendum_is_over(decision, one_round)
    assert found is None
