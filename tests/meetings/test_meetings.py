"""Meetings and minutes: reminders, attendance, writing, approval, the grant."""

import datetime as dt

import pytest
from django.core import mail
from icalendar import Calendar

from decisions.models import WorkingMethod
from meetings.models import Meeting, Minutes
from meetings.services import agenda, planning, proceedings, session
from meetings.services import minutes as minutes_service
from members.models import Body, User
from network_portal.lib import clock
from network_portal.records.files import documents
from network_portal.records.jobs import reminders, sweep
from network_portal.records.models import Job, Notice
from network_portal.records.workflow.refusals import ConditionsUnmet, IllegalTransition, PermissionRefused, Stale
from tests import matters
from tests.builders import method_in_force
from tests.people import actor


@pytest.fixture
def secretariat():
    return actor("secretary", "secretariat")


@pytest.fixture
def coordinator():
    return actor("coordinator", "coordinator")


def plan(secretariat, *, days: int = 25) -> Meeting:
    day = clock.add_working_days(clock.today(), days)
    return planning.plan(
        Body.objects.network(), actor=secretariat, kind="technical", title="A technical meeting",
        starts_at=clock.at(day, 10), ends_at=clock.at(day, 12), place="Bangkok",
        chair=User.objects.get(email="coordinator@example.org"),
    )  # fmt: skip


def held(secretariat) -> Minutes:
    meeting = plan(secretariat, days=5)
    planning.convene(meeting, actor=secretariat)
    sweep.move_clock(meeting.starts_at)
    session.start(meeting, actor=secretariat)
    for item in meeting.items.all():
        proceedings.set_outcome(item, actor=secretariat, outcome="noted")
    session.close(meeting, actor=secretariat, without_attendance=True)
    return meeting.minutes


def write_all(minutes: Minutes, who) -> None:
    for section in minutes.sections.all():
        section.refresh_from_db()
        minutes_service.save_section(
            section, actor=who, version=section.version, body="Members noted it.", no_discussion=False
        )


def reminded(meeting: Meeting) -> set[str]:
    rows = Notice.objects.filter(kind="meeting_reminder", object_id=meeting.pk)
    return set(rows.values_list("occasion", flat=True))


def test_numbers_follow_the_body_and_the_year(secretariat) -> None:
    first, second = plan(secretariat), plan(secretariat)

    assert second.number == first.number + 1
    assert second.reference == f"RUNNM-AP/TM/{second.year}/{second.number}"


def test_convening_needs_a_future_date_place_chair_and_item(secretariat) -> None:
    meeting = plan(secretariat)
    Meeting.objects.filter(pk=meeting.pk).update(
        place="", link="", chair=None, starts_at=clock.now() - dt.timedelta(days=1)
    )
    meeting.refresh_from_db()

    with pytest.raises(ConditionsUnmet) as refusal:
        planning.convene(meeting, actor=secretariat)

    assert len(refusal.value.unmet) == 3


def test_the_invitation_carries_a_calendar_file_to_every_member(secretariat) -> None:
    meeting = plan(secretariat)
    planning.convene(meeting, actor=secretariat)
    mail.outbox.clear()
    sweep.sweep()

    invitations = [m for m in mail.outbox if "Invitation" in m.subject]
    assert len(invitations) == 32  # 24 primary focal points, the alternate of ILO, seven Principals
    name, content, kind = invitations[0].attachments[0]
    event = Calendar.from_ical(content).walk("VEVENT")[0]
    assert (name, kind) == ("invite.ics", "application/ics")
    assert str(event["uid"]) == meeting.uid
    assert event["sequence"] == 0
    assert event.decoded("dtstart") == meeting.starts_at


def test_reminders_go_10_and_3_working_days_before_to_those_who_have_not_replied(secretariat) -> None:
    meeting = plan(secretariat)
    planning.convene(meeting, actor=secretariat)
    planning.reply(meeting, actor=actor("ilo"), answer="yes", mode="online")
    sweep.move_clock(meeting.starts_at - dt.timedelta(hours=1))

    assert reminded(meeting) == {"0, 10 working days before", "0, 3 working days before"}
    rows = Notice.objects.filter(kind="meeting_reminder", object_id=meeting.pk)
    assert not rows.filter(person__email="ilo@example.org").exists()
    assert rows.filter(person__email="fao@example.org").count() == 2
    sweep.sweep()
    sweep.sweep()
    assert rows.filter(person__email="fao@example.org").count() == 2


def test_no_reminder_whose_day_had_passed(secretariat) -> None:
    meeting = plan(secretariat, days=5)
    planning.convene(meeting, actor=secretariat)

    assert [r.occasion for r in reminders.of(meeting)] == ["0, 3 working days before"]


def test_a_moved_date_keeps_the_uid_and_makes_new_reminders(secretariat) -> None:
    meeting = plan(secretariat)
    planning.convene(meeting, actor=secretariat)
    planning.reply(meeting, actor=actor("ilo"), answer="yes", mode="online")
    uid, start = meeting.uid, meeting.starts_at + dt.timedelta(days=14)
    planning.reschedule(
        meeting, actor=secretariat, starts_at=start, ends_at=start + dt.timedelta(hours=2), reason="A clash"
    )
    mail.outbox.clear()
    sweep.sweep()

    assert (meeting.uid, meeting.sequence) == (uid, 1)
    assert reminders.of(meeting).filter(done_at=None, occasion__startswith="1,").count() == 2
    assert reminders.of(meeting).filter(done_at=None, occasion__startswith="0,").count() == 0
    assert meeting.invitations.exclude(reply="").count() == 0
    event = Calendar.from_ical(mail.outbox[0].attachments[0][1]).walk("VEVENT")[0]
    assert (str(event["uid"]), event["sequence"]) == (uid, 1)


def test_a_cancelled_meeting_reminds_nobody_and_tells_calendars(secretariat) -> None:
    meeting = plan(secretariat)
    planning.convene(meeting, actor=secretariat)
    sweep.sweep()
    planning.cancel(meeting, actor=secretariat, reason="Postponed to next year")
    mail.outbox.clear()
    sweep.move_clock(meeting.starts_at)

    assert reminded(meeting) == set()
    event = Calendar.from_ical(mail.outbox[0].attachments[0][1])
    assert event["method"] == "CANCEL"


def test_a_title_cannot_add_lines_to_calendar_or_mail(secretariat) -> None:
    meeting = plan(secretariat)
    Meeting.objects.filter(pk=meeting.pk).update(title="Nice\r\nATTENDEE:mailto:evil@example.org", place="X\rY")
    meeting.refresh_from_db()
    from meetings.calendars import calendar_file

    event = Calendar.from_ical(calendar_file(meeting)).walk("VEVENT")[0]
    assert "attendee" not in event


def test_only_invited_organizations_reply_and_only_for_themselves(secretariat) -> None:
    meeting = plan(secretariat)
    planning.convene(meeting, actor=secretariat)

    for key in ("partner", "auditor", "admin", "notes", "secretary"):
        with pytest.raises(PermissionRefused):
            planning.reply(meeting, actor=actor(key), answer="yes")
    planning.reply(meeting, actor=actor("ilo"), answer="no", mode="online")
    row = meeting.invitations.get(organization__acronym="ILO")
    assert (row.reply, row.mode, row.replied_by.email) == ("no", "", "ilo@example.org")
    assert meeting.invitations.exclude(reply="").count() == 1


def test_a_meeting_starts_on_its_day_and_closes_with_all_outcomes(secretariat) -> None:
    meeting = plan(secretariat, days=5)
    planning.convene(meeting, actor=secretariat)
    with pytest.raises(ConditionsUnmet):
        session.start(meeting, actor=secretariat)
    sweep.move_clock(meeting.starts_at)
    session.start(meeting, actor=secretariat)
    with pytest.raises(ConditionsUnmet, match="no outcome"):
        session.close(meeting, actor=secretariat, without_attendance=True)


def test_nobody_approves_minutes_that_one_wrote_alone(secretariat, coordinator) -> None:
    minutes = held(secretariat)
    Meeting.objects.filter(pk=minutes.meeting_id).update(chair=User.objects.get(email="secretary@example.org"))
    minutes.meeting.refresh_from_db()
    write_all(minutes, secretariat)
    chair = actor("secretary", "focal_point")
    minutes_service.circulate(minutes, actor=secretariat, comments_until=clock.now() + dt.timedelta(days=7))
    sweep.move_clock(clock.now() + dt.timedelta(days=8))

    with pytest.raises(ConditionsUnmet) as refusal:
        minutes_service.approve(minutes, actor=chair)

    assert "other than the drafter" in str(refusal.value)


def test_the_secretariat_circulates_only_complete_minutes(secretariat, coordinator) -> None:
    minutes = held(secretariat)

    with pytest.raises(ConditionsUnmet):
        minutes_service.circulate(minutes, actor=secretariat, comments_until=clock.now() + dt.timedelta(days=7))
    with pytest.raises(PermissionRefused):
        minutes_service.circulate(minutes, actor=coordinator, comments_until=clock.now() + dt.timedelta(days=7))


def circulated(secretariat, coordinator) -> Minutes:
    minutes = held(secretariat)
    write_all(minutes, secretariat)
    minutes_service.circulate(minutes, actor=secretariat, comments_until=clock.now() + dt.timedelta(days=7))
    return minutes


def test_approval_after_the_deadline_needs_the_working_method(secretariat, coordinator) -> None:
    minutes = circulated(secretariat, coordinator)
    with pytest.raises(ConditionsUnmet):
        minutes_service.approve(minutes, actor=coordinator)
    sweep.move_clock(clock.now() + dt.timedelta(days=8))
    WorkingMethod.objects.update(ends_on=clock.today())
    with pytest.raises(ConditionsUnmet):
        minutes_service.approve(minutes, actor=coordinator)
    WorkingMethod.objects.update(ends_on=None)
    minutes_service.approve(minutes, actor=coordinator)

    assert minutes.state == "approved"


def test_where_a_method_says_so_the_chair_clears_the_draft_first(secretariat, coordinator, send, enter) -> None:
    minutes = held(secretariat)
    write_all(minutes, secretariat)
    path = f"{minutes.get_absolute_url()}clear/"
    assert send("coordinator", path, {}).status_code == 409, "no method asks for it"
    method_in_force({"chair_clears_minutes": {}})
    until = clock.now() + dt.timedelta(days=7)
    with pytest.raises(ConditionsUnmet, match="Chair clears the draft first"):
        minutes_service.circulate(minutes, actor=secretariat, comments_until=until)
    assert "Clear the draft minutes" in enter("coordinator", "coordinator").get("/").content.decode()
    assert send("secretary", path, {}, capacity="secretariat").status_code == 403
    assert send("coordinator", path, {}).status_code == 302
    section = minutes.sections.first()
    minutes_service.save_section(
        section, actor=secretariat, version=section.version, body="Edited after the clearance.", no_discussion=False
    )
    with pytest.raises(ConditionsUnmet, match="Chair clears the draft first"):
        minutes_service.circulate(minutes, actor=secretariat, comments_until=until)
    assert send("coordinator", path, {}).status_code == 302
    minutes_service.circulate(minutes, actor=secretariat, comments_until=until)


def test_a_target_for_minutes_stands_on_the_desk_of_the_secretariat(secretariat, enter) -> None:
    minutes = held(secretariat)
    method_in_force({"minutes_target": {"days": 7}})
    lines = enter("secretary", "secretariat").get("/").context["page"].waiting
    due = clock.add_working_days(clock.day_of(minutes.meeting.starts_at), 7)
    assert due in [line.day for line in lines if line.path.startswith(minutes.get_absolute_url())]


def test_the_notice_of_a_meeting_is_as_long_as_a_method_says(secretariat) -> None:
    method_in_force({"meeting_notice": {"days": 10}})
    soon, later = plan(secretariat, days=4), plan(secretariat, days=30)
    with pytest.raises(ConditionsUnmet, match="at least 10 working days"):
        planning.convene(soon, actor=secretariat)
    planning.convene(later, actor=secretariat)


def test_an_objection_sends_approval_to_a_later_meeting(secretariat, coordinator) -> None:
    minutes = circulated(secretariat, coordinator)
    made = minutes_service.comment(minutes, actor=actor("fao"), body="We object.", is_objection=True)
    with pytest.raises(ConditionsUnmet):
        minutes_service.approve(minutes, actor=coordinator)
    minutes_service.answer_comment(made, actor=secretariat, disposition="noted", reply="Noted.")
    sweep.move_clock(clock.now() + dt.timedelta(days=8))
    with pytest.raises(ConditionsUnmet):
        minutes_service.approve(minutes, actor=coordinator)

    later = plan(secretariat, days=4)
    assert later.items.filter(approves=minutes).exists(), "the standing item points at the minutes that wait"
    planning.convene(later, actor=secretariat)
    sweep.move_clock(later.starts_at)
    session.start(later, actor=secretariat)
    minutes_service.approve(minutes, actor=coordinator)
    assert minutes.approved_in.meeting == later


def test_approval_freezes_text_and_files_the_pdf_that_publishing_needs(secretariat, coordinator) -> None:
    minutes = circulated(secretariat, coordinator)
    sweep.move_clock(clock.now() + dt.timedelta(days=8))
    minutes_service.approve(minutes, actor=coordinator)
    with pytest.raises(ConditionsUnmet):
        minutes_service.publish(minutes, actor=secretariat)
    section = minutes.sections.first()
    with pytest.raises(IllegalTransition):
        minutes_service.save_section(
            section, actor=secretariat, version=section.version, body="Other words", no_discussion=False
        )
    with pytest.raises(IllegalTransition):
        proceedings.give_action(
            minutes.meeting.items.first(), actor=secretariat, title="Late", due_on=clock.today(),
            officer=User.objects.get(email="ilo@example.org").officers.get(),
        )  # fmt: skip

    sweep.sweep()
    assert Job.objects.get(kind="minutes_pdf", object_id=minutes.pk).state == "done"
    document = documents.of(minutes, "minutes")
    assert documents.is_whole(document)
    minutes_service.publish(minutes, actor=secretariat)
    assert minutes.state == "published"


def test_a_stale_save_shows_both_texts_and_loses_nothing(secretariat, send) -> None:
    minutes = held(secretariat)
    section = minutes.sections.first()
    path = f"{minutes.get_absolute_url()}sections/{section.order}/"
    version = section.version
    assert send("secretary", path, {"version": version, "body": "The first sentence."}).status_code == 302
    second = send("secretary", path, {"version": version, "body": "The second sentence."})

    assert second.status_code == 409
    page = second.content.decode()
    assert "The first sentence." in page
    assert "The second sentence." in page
    section.refresh_from_db()
    assert section.text == "The first sentence."
    with pytest.raises(Stale):
        minutes_service.save_section(section, actor=secretariat, version=version, body="x", no_discussion=False)
    third = send("secretary", path, {"version": section.version, "body": "Both."})
    assert third.status_code == 302
    assert [r.text for r in section.revisions.all()] == ["The first sentence.", "Both."]


def test_the_note_taker_has_these_minutes_and_nothing_else_until_the_end(secretariat, enter, send) -> None:
    minutes = Minutes.objects.get(meeting__kind="team")
    path = minutes.get_absolute_url()
    client = enter("notes")

    assert client.get(path).status_code == 200
    assert client.get(f"{path}sections/1/").status_code == 200
    assert client.get(minutes.meeting.get_absolute_url()).status_code == 404
    assert client.get(f"{path}publish/").status_code == 403
    other = Minutes.objects.filter(meeting__body__slug="network").first()
    assert client.get(other.get_absolute_url()).status_code == 404
    section = minutes.sections.get(order=2)
    sent = send("notes", f"{path}sections/2/", {"version": section.version, "body": "Written by name."})
    assert sent.status_code == 302

    sweep.move_clock(clock.now() + dt.timedelta(days=31))
    assert client.get(path).status_code == 404
    assert enter("notes").get(f"{path}sections/1/").status_code == 404


def test_a_grant_counts_only_while_both_halves_agree(secretariat, enter) -> None:
    from network_portal.records.models import Grant

    minutes = Minutes.objects.get(meeting__kind="team")
    Grant.objects.update(until=clock.now() - dt.timedelta(seconds=1), starts_at=clock.now() - dt.timedelta(days=9))

    assert enter("notes").get(minutes.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("key", ["coordinator", "ilo", "unodc", "admin"])
def test_only_the_secretariat_grants(key: str) -> None:
    with pytest.raises(PermissionRefused):
        minutes_service.grant_writing(
            Minutes.objects.first(), actor=actor(key), email="x@example.org", name="X", reason="Y",
            until=clock.now() + dt.timedelta(days=1),
        )  # fmt: skip


def test_a_round_in_the_room_asks_for_the_full_consultation(secretariat, coordinator) -> None:

    decision = matters.in_consultation()
    meeting = plan(secretariat, days=4)
    item = agenda.add_item(meeting, actor=secretariat, title="Age and sex", purpose="decision", decision=decision)
    planning.convene(meeting, actor=secretariat)
    sweep.move_clock(meeting.starts_at)
    session.start(meeting, actor=secretariat)

    with pytest.raises(ConditionsUnmet) as refusal:
        session.open_round(item, actor=coordinator)
    assert "no answer" in str(refusal.value)
    with pytest.raises(ConditionsUnmet):
        proceedings.set_outcome(item, actor=secretariat, outcome="decided")


def test_minutes_too_long_for_a_pdf_are_not_circulated(secretariat, coordinator) -> None:
    minutes = held(secretariat)
    for section in minutes.sections.all():
        section.text = "A sentence of the minutes. " * 700
        section.save()
    for number in range(20):
        minutes.sections.create(order=200 + number, heading="More", text="A sentence of the minutes. " * 700)
    closes = clock.close_of(clock.add_working_days(clock.today(), 5))
    with pytest.raises(ConditionsUnmet) as refusal:
        minutes_service.circulate(minutes, actor=secretariat, comments_until=closes)

    assert "characters" in str(refusal.value.unmet[0].sentence)


def test_a_moved_date_takes_the_zone_that_was_chosen(secretariat, send) -> None:
    meeting = plan(secretariat)
    day = clock.add_working_days(clock.today(), 30)
    typed = {"day": day.isoformat(), "start": "09:00", "end": "11:00", "zone": "Asia/Manila", "reason": "A holiday."}
    send("secretary", meeting.path("reschedule"), typed, capacity="secretariat")

    meeting.refresh_from_db()
    assert meeting.zone == "Asia/Manila"
    assert meeting.starts_at == clock.at(day, 9, in_zone="Asia/Manila")
