"""What readers and attackers found in meetings and minutes, each with the way it showed."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core import mail

from decisions.models import Decision
from meetings.audiences import members_of
from meetings.models import Meeting, Minutes
from meetings.services import agenda, planning, proceedings, session
from meetings.services import minutes as minutes_service
from meetings.status import OPENED_HERE
from members.models import Body, Officer
from network_portal.lib import clock, pdf
from network_portal.records import audit
from network_portal.records.jobs import jobs, reminders, sweep
from network_portal.records.models import Notice
from network_portal.records.workflow.refusals import ConditionsUnmet, IllegalTransition, Stale
from tests import matters
from tests.builders import close_account, leaves
from tests.people import actor, user


def convened() -> Meeting:
    return Meeting.objects.get(state="convened")


def circulated() -> Minutes:
    return Minutes.objects.get(state="circulated")


def in_session(secretariat: Any, **changed: Any) -> Meeting:
    meeting = convened()
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=clock.now() - dt.timedelta(minutes=5), **changed)
    meeting.refresh_from_db()
    session.start(meeting, actor=secretariat)
    return meeting


def test_another_place_after_convening_is_told_with_a_new_calendar_entry(secretariat: Any) -> None:
    meeting = convened()
    before, waiting = meeting.sequence, list(reminders.of(meeting).filter(done_at=None))
    planning.edit(meeting, actor=secretariat, version=meeting.version, place="Bangkok, another building")

    assert meeting.sequence == before + 1
    assert Notice.objects.filter(kind="meeting_changed", object_id=meeting.pk).count() > 20
    assert waiting
    assert list(reminders.of(meeting).filter(done_at=None)) == waiting, "the day stands, and so do its reminders"
    assert meeting.invitations.exclude(reply="").exists(), "replies stand"


def test_a_convened_meeting_keeps_a_place_and_a_chair(secretariat: Any) -> None:
    meeting = convened()
    with pytest.raises(ConditionsUnmet, match="place or the link"):
        planning.edit(meeting, actor=secretariat, version=meeting.version, place="", link="")


def test_another_place_needs_its_reason_in_the_service_too(secretariat: Any) -> None:
    day = clock.today() + dt.timedelta(days=60)
    with pytest.raises(ConditionsUnmet, match="needs its reason"):
        planning.plan(
            Body.objects.network(), actor=secretariat, kind="technical", title="Elsewhere", place="Geneva",
            starts_at=clock.at(day, 10), ends_at=clock.at(day, 12), chair=user("coordinator"),
        )  # fmt: skip


def test_a_meeting_that_was_never_convened_stays_with_who_planned_it(secretariat: Any, enter) -> None:
    day = clock.today() + dt.timedelta(days=60)
    meeting = planning.plan(
        Body.objects.network(), actor=secretariat, kind="technical", title="Never", place="Bangkok",
        starts_at=clock.at(day, 10), ends_at=clock.at(day, 12), chair=user("coordinator"),
    )  # fmt: skip
    planning.cancel(meeting, actor=secretariat, reason="No need.")

    assert enter("fao").get(meeting.get_absolute_url()).status_code == 404
    assert enter("coordinator").get(meeting.get_absolute_url()).status_code == 200


def test_a_round_is_held_in_a_meeting_of_the_body_that_decides(secretariat: Any) -> None:
    meeting = convened()
    matter = matters.disputed()
    item = agenda.add_item(meeting, actor=secretariat, title="Sharing", purpose="decision", decision=matter)
    in_session(secretariat)
    item.refresh_from_db()

    with pytest.raises(ConditionsUnmet, match="decided by Regional Executive Committee"):
        session.open_round(item, actor=secretariat)


def test_minutes_whose_chair_has_left_get_another_one(secretariat: Any, send) -> None:
    minutes = circulated()
    leaves(Officer.objects.filter(person=minutes.meeting.chair))
    close_account(minutes.meeting.chair)
    typed = {"chair": user("secretary").pk, "reason": "The chair has left IOM."}
    response = send("secretary", minutes.meeting.path("name-chair"), typed, capacity="secretariat")

    assert response.status_code == 302
    minutes.refresh_from_db()
    assert minutes.meeting.chair == user("secretary")
    Minutes.objects.filter(pk=minutes.pk).update(comments_until=clock.now() - dt.timedelta(days=1))
    with pytest.raises(ConditionsUnmet, match="other than the drafter"):  # the rule of two hands stands
        minutes_service.approve(minutes, actor=actor("secretary", "focal_point"))


def test_minutes_that_could_never_be_filed_are_not_circulated(secretariat: Any, coordinator: Any) -> None:
    minutes = circulated()
    minutes_service.return_minutes(minutes, actor=coordinator, reason="Too long a section.")
    section = minutes.sections.first()
    body = "\n\n".join("x" for _n in range(6600))
    minutes_service.save_section(section, actor=secretariat, version=section.version, body=body, no_discussion=False)

    with pytest.raises(ConditionsUnmet, match=f"of {pdf.LARGEST_SOURCE} characters"):
        minutes_service.circulate(minutes, actor=secretariat, comments_until=clock.now() + dt.timedelta(days=9))


def test_a_draft_that_failed_can_be_drawn_again(secretariat: Any, enter) -> None:
    minutes = circulated()
    Minutes.objects.filter(pk=minutes.pk).update(circulations=7)
    job = jobs.queue("minutes_draft", minutes)
    type(job).objects.filter(pk=job.pk).update(state="failed", attempts=3, error="No memory.")
    assert "No memory." in enter("secretary", "secretariat").get(minutes.get_absolute_url()).content.decode()

    minutes_service.try_pdf_again(minutes, actor=secretariat)
    assert jobs.run(job.pk)
    assert "PDF of the draft" in enter("fao").get(minutes.get_absolute_url()).content.decode()


def test_what_a_representative_states_in_the_meeting_counts_and_makes_its_organization_present(
    secretariat: Any, coordinator: Any
) -> None:
    from decisions.services import positions

    meeting = convened()
    matter = matters.in_consultation()
    item = agenda.add_item(meeting, actor=secretariat, title="Sharing", purpose="decision", decision=matter)
    in_session(secretariat)
    from decisions.models import Round

    text = matter.texts.first()
    opened = Round.objects.create(decision=matter, number=1, mode="meeting", text=text, opened_at=clock.now())
    ilo = Officer.objects.get(person__email="ilo-alternate@example.org")
    opened.invited_organizations.create(organization=ilo.organization)
    with audit.lock(item.meeting):
        audit.record_event(item, OPENED_HERE, actor=secretariat, audience=members_of(item.meeting), payload={})
    Decision.objects.filter(pk=matter.pk).update(state="round")
    matter.refresh_from_db()
    positions.take_position(matter, actor=actor("ilo"), value="abstain")
    item.refresh_from_db()

    session.enter_positions(item, actor=secretariat, rows=[(ilo.organization, ilo, "support", "", "")])
    session.enter_positions(item, actor=secretariat, rows=[(ilo.organization, ilo, "support", "", "")])
    last = opened.positions.get(superseded_by=None)
    assert (last.value, last.speaker, last.capacity, opened.positions.count()) == ("support", ilo, "secretariat", 2)
    row = item.meeting.attendances.get(organization=ilo.organization)
    assert (row.present, row.delegates) == (True, str(ilo.person))

    rows = {
        a.organization_id: {"present": a.present, "mode": "online", "delegates": a.delegates}
        for a in item.meeting.attendances.all()
    }
    session.record_attendance(item.meeting, actor=secretariat, rows=rows)
    session.close_round(item, actor=coordinator)
    with pytest.raises(IllegalTransition):  # only a reply that the Secretariat recorded is corrected after the close
        positions.take_position(matter, actor=actor("ilo"), value="object", reason="No.", proposed_solution="A word.")


def test_an_attendance_recorded_meanwhile_is_not_overwritten(secretariat: Any, send) -> None:
    meeting = in_session(secretariat)
    seen = session.attendance_seen(meeting)
    fao = meeting.attendances.get(organization__acronym="FAO")
    said = {fao.organization_id: {"present": True, "mode": "online", "delegates": "S. Haddad"}}
    session.record_attendance(meeting, actor=secretariat, rows=said, version=seen)

    with pytest.raises(Stale):
        session.record_attendance(meeting, actor=secretariat, rows={}, version=seen)
    response = send(
        "secretary", meeting.path("attendance"), {"version": seen, f"delegates-{fao.organization_id}": "Typed here"},
        capacity="secretariat",
    )  # fmt: skip
    assert response.status_code == 409
    page = response.content.decode()
    assert "Typed here" in page
    assert "S. Haddad" in page, "what the other has noted meanwhile"


def test_an_answer_given_meanwhile_is_not_overwritten(secretariat: Any) -> None:
    minutes = circulated()
    said = minutes_service.comment(minutes, actor=actor("fao"), body="Rural areas.")
    seen = said.answer_seen
    minutes_service.answer_comment(said, actor=secretariat, disposition="noted", reply="They are in.", version=seen)

    with pytest.raises(Stale):
        minutes_service.answer_comment(
            said, actor=secretariat, disposition="noted", reply="They are out.", version=seen
        )


def test_the_chair_is_not_renamed_once_the_minutes_are_approved(secretariat: Any) -> None:
    minutes = Minutes.objects.filter(state="published").latest("pk")
    with pytest.raises(IllegalTransition):
        planning.name_chair(minutes.meeting, actor=secretariat, chair=user("ilo"), reason="x")


def test_an_approval_is_decided_by_approving_and_by_no_word_before(secretariat: Any, coordinator: Any) -> None:
    minutes = circulated()
    item = agenda.add_item(convened(), actor=secretariat, title="Approval", purpose="decision", approves=minutes)
    in_session(secretariat)
    item.refresh_from_db()
    with pytest.raises(ConditionsUnmet, match="Record the approval of the minutes"):
        proceedings.set_outcome(item, actor=secretariat, outcome="decided")
    proceedings.set_outcome(item, actor=secretariat, outcome="deferred")
    assert item.outcome == "deferred"


def test_who_said_yes_is_ticked_until_somebody_was_noted(secretariat: Any, enter) -> None:
    meeting = in_session(secretariat)
    coming = meeting.invitations.filter(reply="yes").values_list("organization", flat=True).distinct()

    def ticked() -> set[int]:
        page = enter("secretary", "secretariat").get(meeting.path("attendance")).content.decode()
        return {int(pk) for pk in re.findall(r'name="present-(\d+)"[^>]*\bchecked', page)}

    assert ticked() == set(coming) != set()
    one = coming[0]
    rows = {one: {"present": True, "mode": "in_person", "delegates": ""}}
    session.record_attendance(meeting, actor=secretariat, rows=rows, version=session.attendance_seen(meeting))
    assert ticked() == {one}


def test_a_section_is_written_or_had_no_discussion(secretariat: Any, send) -> None:
    minutes = circulated()
    minutes_service.return_minutes(minutes, actor=actor("coordinator"), reason="Once more.")
    section = minutes.sections.first()
    typed = {"version": section.version, "body": "They spoke.", "no_discussion": "on"}
    response = send(
        "secretary", f"{minutes.get_absolute_url()}sections/{section.order}/", typed, capacity="secretariat"
    )

    assert response.status_code == 422
    assert "without this tick" in response.content.decode()
    section.refresh_from_db()
    assert section.text != "They spoke."


def test_a_grant_is_told_to_who_has_an_account_already(secretariat: Any) -> None:
    minutes = circulated()
    until = clock.now() + dt.timedelta(days=3)
    mail.outbox.clear()
    minutes_service.grant_writing(
        minutes, actor=secretariat, email="partner@example.org", name="Rosa", reason="Writes well.", until=until
    )
    sweep.sweep()

    [message] = [m for m in mail.outbox if m.to == ["partner@example.org"]]
    assert minutes.get_absolute_url() in message.body
    assert clock.format_instant(until) in message.body
    assert "/join/" not in message.body


def test_a_refusal_leads_back_to_what_it_was_about(secretariat: Any, send) -> None:
    minutes = circulated()
    paths = {
        minutes.meeting.path("start"): minutes.meeting.get_absolute_url(),
        f"{minutes.get_absolute_url()}sections/1/": minutes.get_absolute_url(),
    }
    for path, record in paths.items():
        response = send("secretary", path, {"version": "1"}, capacity="secretariat")
        assert response.status_code in (409, 403), path
        assert f'href="{record}">Back to the record' in response.content.decode()
