"""A body's meetings, papers and minutes are read by that body's members; partners read none."""

import datetime as dt
from typing import Any

import pytest

from meetings.models import Meeting
from meetings.services import minutes as minutes_service
from meetings.services import planning, proceedings, session
from members.models import Body, Organization, User
from network_portal.lib import clock
from network_portal.records.files import documents
from network_portal.records.jobs import sweep
from network_portal.records.models import Event, Notice
from network_portal.records.workflow.refusals import PermissionRefused
from tests.people import actor


@pytest.fixture
def committee_meeting(secretariat: Any) -> Meeting:
    """A meeting of the Regional Executive Committee, held, its minutes circulated and its papers filed."""
    body = Body.objects.get(slug="committee")
    start = clock.at(clock.add_working_days(clock.today(), 3), 10)
    meeting = planning.plan(
        body, actor=secretariat, kind="committee", title="A meeting of the committee", starts_at=start,
        ends_at=start + dt.timedelta(hours=2), place="Bangkok", chair=User.objects.get(email="coordinator@example.org"),
    )  # fmt: skip
    planning.convene(meeting, actor=secretariat)
    sweep.move_clock(start)
    session.start(meeting, actor=secretariat)
    proceedings.set_outcome(meeting.items.get(number=1), actor=secretariat, outcome="decided", conclusion="Adopted.")
    for section in meeting.minutes.sections.all():
        minutes_service.save_section(
            section, actor=secretariat, version=section.version, body="Words of the committee.", no_discussion=False
        )
    session.close(meeting, actor=secretariat, without_attendance=True)
    until = clock.close_of(clock.add_working_days(clock.today(), 5))
    minutes_service.circulate(meeting.minutes, actor=secretariat, comments_until=until)
    sweep.sweep()
    meeting.refresh_from_db()
    return meeting


def test_the_committees_meeting_is_read_by_its_members_only(committee_meeting: Meeting, enter: Any) -> None:
    draft = documents.of(committee_meeting.minutes, "draft")
    invitation = documents.of(committee_meeting, "invitation")
    assert draft is not None
    assert invitation is not None
    paths = [
        committee_meeting.get_absolute_url(), committee_meeting.minutes.get_absolute_url(), committee_meeting.path("calendar"),
        committee_meeting.items.get(number=1).path("item"), f"/files/{draft.sha256}/", f"/files/{invitation.sha256}/",
    ]  # fmt: skip
    assert not Organization.objects.get(acronym="FAO").seats.filter(body__slug="committee").exists()

    for who, code in (("ilo", 200), ("unicef", 200), ("auditor", 200), ("fao", 404), ("partner", 404)):
        client = enter(who)
        assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, code), who
    for path in ("/", "/meetings/", "/notices/", "/meetings/?when=past"):
        assert committee_meeting.title not in enter("fao").get(path).content.decode(), path
    assert committee_meeting.title in enter("ilo").get("/").content.decode()


def test_nobody_else_is_notified_of_them_or_comments_on_them(committee_meeting: Meeting) -> None:
    told = set(Notice.objects.filter(kind="minutes_circulated").filter(object_id=committee_meeting.minutes.pk).values_list("person__email", flat=True))  # fmt: skip
    assert "ilo@example.org" in told
    assert "fao@example.org" not in told
    with pytest.raises(PermissionRefused):
        minutes_service.comment(committee_meeting.minutes, actor=actor("fao"), body="From outside.")
    minutes_service.comment(committee_meeting.minutes, actor=actor("ilo"), body="From a member.")

    events = Event.objects.of_root("meetings.meeting", committee_meeting.pk)
    assert not events.visible_to(actor("fao")).exists()
    assert events.visible_to(actor("ilo")).filter(verb="commented on the minutes").exists()
