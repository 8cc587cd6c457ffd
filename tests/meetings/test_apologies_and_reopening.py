"""Apologies for a meeting, and a held meeting that is opened again for a correction of attendance."""

from typing import Any

import pytest

from meetings import minutes_document
from meetings.models import Apology, Meeting
from meetings.services import minutes as minutes_service
from meetings.services import proceedings, session
from members.models import Organization
from network_portal.records.access import audience
from network_portal.records.models import Event
from network_portal.records.workflow.refusals import ConditionsUnmet, IllegalTransition, PermissionRefused
from tests.people import actor

pytestmark = pytest.mark.django_db


def convened() -> Meeting:
    return Meeting.objects.filter(state="convened").first()


def held() -> Meeting:
    """A held meeting whose minutes are a draft that was never circulated."""
    meeting = Meeting.objects.filter(state="convened", starts_at__isnull=False).first()
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=meeting.convened_at)
    meeting.refresh_from_db()
    secretary = actor("secretary", "secretariat")
    session.start(meeting, actor=secretary)
    for item in meeting.items.all():
        proceedings.set_outcome(item, actor=secretary, outcome="noted")
    session.close(meeting, actor=secretary, without_attendance=True)
    return Meeting.objects.get(pk=meeting.pk)


def test_an_apology_stands_with_attendance_and_in_the_minutes(send: Any, enter: Any) -> None:
    meeting = held()
    fao = meeting.attendances.get(organization__acronym="FAO").organization

    answer = send(
        "secretary", meeting.path("apology"), {"organization": fao.pk, "person": "Ana Silva", "reason": "On leave"}
    )

    assert answer.status_code == 302
    assert "FAO: Ana Silva (On leave)" in enter("ilo").get(meeting.get_absolute_url()).content.decode()
    said = minutes_document.content(meeting.minutes)["apologies"]
    assert said == [{"organization": "FAO", "person": "Ana Silva", "reason": "On leave"}]
    paper = minutes_document.paper(meeting.minutes, draft=True).html()
    assert "FAO: Ana Silva (On leave)" in paper
    event = Event.objects.get(root_label="meetings.meeting", root_id=meeting.pk, verb="apology noted")
    assert event.audience == audience.body(meeting.body_id)


def test_the_same_apology_is_noted_once(secretariat: Any) -> None:
    meeting, fao = convened(), Organization.objects.get(acronym="FAO")

    for _turn in range(2):
        session.note_apology(meeting, actor=secretariat, organization=fao, person="Ana Silva", reason="On leave")

    assert Apology.objects.filter(meeting=meeting).count() == 1


def test_who_may_note_an_apology_and_for_whom(secretariat: Any) -> None:
    meeting = convened()
    outside = Organization.objects.exclude(pk__in=Organization.objects.sitting_in(meeting.body)).first()

    with pytest.raises(ConditionsUnmet, match="does not sit in"):
        session.note_apology(meeting, actor=secretariat, organization=outside, person="X", reason="Y")
    with pytest.raises(PermissionRefused):
        session.note_apology(meeting, actor=actor("ilo"), organization=outside, person="X", reason="Y")


def test_no_apology_before_the_invitation_or_after_the_approval(secretariat: Any) -> None:
    fao = Organization.objects.get(acronym="FAO")
    closed = Meeting.objects.filter(minutes__state="published").first()
    planned = convened()
    Meeting.objects.filter(pk=planned.pk).update(state="planned")

    for meeting in (closed, planned):
        with pytest.raises(IllegalTransition, match="Apologies can be recorded"):
            session.note_apology(meeting, actor=secretariat, organization=fao, person="X", reason="Y")


def test_a_held_meeting_is_opened_again_with_a_reason(send: Any, secretariat: Any) -> None:
    meeting = held()

    assert send("secretary", meeting.path("reopen"), {"reason": ""}).status_code == 422
    assert send("secretary", meeting.path("reopen"), {"reason": "UNFPA was present."}).status_code == 302

    meeting.refresh_from_db()
    assert (meeting.state, meeting.closed_at) == ("in_session", None)
    unfpa = Organization.objects.get(acronym="UNFPA")
    session.record_attendance(
        meeting, actor=secretariat, rows={unfpa.pk: {"present": True, "mode": "", "delegates": ""}}
    )
    session.close(meeting, actor=secretariat)
    meeting.refresh_from_db()
    assert meeting.state == "held"
    assert meeting.closed_at is not None
    assert [str(a.organization) for a in meeting.attendances.filter(present=True)] == ["UNFPA"]


def test_it_stays_closed_once_its_minutes_were_circulated(secretariat: Any) -> None:
    meeting = held()
    meeting.minutes.sections.update(no_discussion=True)
    chair = actor("coordinator")
    from network_portal.lib import clock

    minutes_service.circulate(
        meeting.minutes, actor=secretariat, comments_until=clock.at(clock.add_working_days(clock.today(), 5), 17)
    )
    minutes_service.return_minutes(meeting.minutes, actor=chair, reason="A word.")

    with pytest.raises(ConditionsUnmet, match="were circulated"):
        session.reopen(meeting, actor=secretariat, reason="UNFPA was present.")


def test_nobody_but_the_secretariat_opens_it_again() -> None:
    with pytest.raises(PermissionRefused):
        session.reopen(held(), actor=actor("coordinator"), reason="UNFPA was present.")
