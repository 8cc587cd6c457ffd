"""The calendar file and the mail that carries it; moves and cancellations in the mail; days and hours as typed."""

import datetime as dt
import email
import email.policy
import re
from pathlib import Path
from typing import Any

import pytest
from dateutil import parser, rrule
from django.conf import settings
from django.core import mail
from icalendar import Calendar

from decisions.models import Decision
from meetings.calendars import calendar_file
from meetings.models import Meeting
from meetings.services import planning
from members.forms import ZoneField
from members.models import Organization, User
from members.services import people
from network_portal.lib import clock, zones
from network_portal.records.jobs import reminders, sweep
from network_portal.records.models import Message, Notice
from tests.builders import lives_in
from tests.meetings.test_meetings import plan
from tests.people import actor, user

LINK = "https://meet.example.org/" + "x" * 400 + "?a=1&b=2,3;4"


@pytest.fixture
def convened(secretariat: Any) -> Meeting:
    meeting = plan(secretariat)
    planning.edit(meeting, actor=secretariat, version=meeting.version, link=LINK, place="Bangkok, hall 2; floor 3")
    planning.convene(meeting, actor=secretariat)
    deliver()
    return meeting


def deliver() -> list[Any]:
    """Let every waiting mail leave, those held back too; the new ones."""
    mail.outbox.clear()
    Message.objects.filter(state="pending").update(not_before=clock.machine_now())
    while Message.objects.filter(state="pending", not_before__lte=clock.machine_now()).exists():
        sweep.sweep()
    return list(mail.outbox)


def to(key: str, mails: list[Any]) -> list[Any]:
    return [m for m in mails if m.to == [f"{key}@example.org"]]


def parts(message: Any) -> Any:
    return email.message_from_bytes(message.message().as_bytes(), policy=email.policy.default)


def in_calendar(message: Any) -> Any:
    return Calendar.from_ical(message.alternatives[0][0]).walk("VEVENT")[0]


# --- the file --------------------------------------------------------------------------------------------------------


def unfolded(content: bytes) -> dict[str, str]:
    """Lines of the file by name, parameters left out: RFC 5545, 3.1."""
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    return {line.partition(":")[0].partition(";")[0]: line.partition(":")[2] for line in lines if ":" in line}


def test_two_readers_of_python_read_the_file_alike(convened: Meeting) -> None:
    content = calendar_file(convened, user("fao"))
    event = Calendar.from_ical(content).walk("VEVENT")[0]
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (convened.starts_at, convened.ends_at)
    assert str(event["location"]) == "Bangkok, hall 2; floor 3"
    assert LINK in str(event["description"])
    assert str(event["conference"]) == LINK
    assert clock.span(convened.starts_at, convened.ends_at, convened.zone) in str(event["description"])
    assert settings.BASE_URL + convened.get_absolute_url() in str(event["description"])

    lines = unfolded(content)
    assert parser.isoparse(lines["DTSTART"]) == convened.starts_at
    assert parser.isoparse(lines["DTEND"]) == convened.ends_at
    once = rrule.rrulestr(f"DTSTART:{lines['DTSTART']}\nRRULE:FREQ=DAILY;COUNT=1")
    assert list(once) == [convened.starts_at]
    assert "VTIMEZONE" not in content.decode()
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_a_link_alone_is_the_location(secretariat: Any) -> None:
    meeting = plan(secretariat)
    Meeting.objects.filter(pk=meeting.pk).update(place="", link="https://meet.example.org/a")
    meeting.refresh_from_db()
    event = Calendar.from_ical(calendar_file(meeting)).walk("VEVENT")[0]

    assert str(event["location"]) == "https://meet.example.org/a"
    assert "attendee" not in event
    assert str(Calendar.from_ical(calendar_file(meeting))["method"]) == "PUBLISH"


def test_the_mail_is_made_as_outlook_and_google_read_it(secretariat: Any) -> None:
    """multipart/mixed, its first part multipart/alternative of text/plain and text/calendar with the method, which is
    that of the file ([MS-OXCMAIL] 2.1.3.3.8.1, [MS-STANOICAL] 2.2.168: RFC 6047, 2.4); the file again as attachment,
    as Google Calendar does, for programs that read attachments only.
    """
    meeting = plan(secretariat)
    planning.convene(meeting, actor=secretariat)
    message = parts(to("fao", deliver())[0])

    assert message.get_content_type() == "multipart/mixed"
    alternative, attached = list(message.iter_parts())
    assert alternative.get_content_type() == "multipart/alternative"
    plain, calendar = list(alternative.iter_parts())
    assert (plain.get_content_type(), calendar.get_content_type()) == ("text/plain", "text/calendar")
    assert dict(calendar["content-type"].params) == {"method": "REQUEST", "charset": "utf-8"}
    assert calendar.get_filename() is None
    assert (attached.get_content_type(), attached.get_filename()) == ("application/ics", "invite.ics")
    read = Calendar.from_ical(calendar.get_content())
    event = read.walk("VEVENT")[0]
    assert str(read["method"]) == "REQUEST"
    assert str(event["attendee"]) == "mailto:fao@example.org"
    assert dict(event["attendee"].params)["RSVP"] == "FALSE"
    assert str(event["organizer"]).startswith("mailto:")


# --- moves, changes, cancellations -----------------------------------------------------------------------------------


def test_a_move_says_old_and_new_time_end_reason_and_link(convened: Meeting, secretariat: Any) -> None:
    before = clock.span(convened.starts_at, convened.ends_at, convened.zone)
    start = convened.starts_at + dt.timedelta(days=7)
    planning.reschedule(
        convened, actor=secretariat, starts_at=start, ends_at=start + dt.timedelta(hours=3), reason="A holiday."
    )
    message = to("ilo", deliver())[0]
    body, event = message.body, in_calendar(message)

    now = clock.span(convened.starts_at, convened.ends_at, convened.zone)
    own = clock.span(convened.starts_at, convened.ends_at, "Asia/Manila")
    for words in (f"before: {before}", f"now: {now}", own, "Reason: A holiday", LINK, settings.BASE_URL):
        assert words in body
    assert (event["sequence"], str(event["uid"])) == (convened.sequence, convened.uid)
    assert event.decoded("dtstart") == start
    assert "method=REQUEST" in message.alternatives[0][1]


def test_moves_in_quick_succession_make_one_mail(convened: Meeting, secretariat: Any) -> None:
    before = clock.span(convened.starts_at, convened.ends_at, convened.zone)
    for days in (7, 8, 9):
        start = convened.starts_at + dt.timedelta(days=days)
        planning.reschedule(
            convened, actor=secretariat, starts_at=start, ends_at=start + dt.timedelta(hours=2), reason=f"Day {days}."
        )
    planning.edit(convened, actor=secretariat, version=convened.version, place="Bangkok, hall 9")
    sweep.sweep()
    held = Notice.objects.filter(object_id=convened.pk, kind__in=["meeting_moved", "meeting_changed"])
    assert set(held.values_list("message__state", flat=True)) == {"pending"}  # two minutes are not over
    mails = to("fao", deliver())

    assert len(mails) == 1
    body = mails[0].body
    assert f"before: {before}" in body
    assert f"now: {clock.span(convened.starts_at, convened.ends_at, convened.zone)}" in body
    assert "before: Bangkok, hall 2; floor 3" in body
    assert "now: Bangkok, hall 9" in body
    assert "Reason: Day 7; Day 8; Day 9" in body
    assert "Replies given for the earlier date no longer count." in body
    assert in_calendar(mails[0])["sequence"] == convened.sequence


def test_a_move_that_was_taken_back_at_once_is_told_to_nobody(convened: Meeting, secretariat: Any) -> None:
    start, end = convened.starts_at, convened.ends_at
    hour = dt.timedelta(hours=1)
    planning.reschedule(convened, actor=secretariat, starts_at=start + hour, ends_at=end + hour, reason="x")
    planning.reschedule(convened, actor=secretariat, starts_at=start, ends_at=end, reason="y")

    assert to("fao", deliver()) == []


def test_who_had_replied_hears_of_a_move_that_was_taken_back(convened: Meeting, secretariat: Any) -> None:
    planning.reply(convened, actor=actor("fao"), answer="yes")
    start, end = convened.starts_at, convened.ends_at
    hour = dt.timedelta(hours=1)
    planning.reschedule(convened, actor=secretariat, starts_at=start + hour, ends_at=end + hour, reason="x")
    planning.reschedule(convened, actor=secretariat, starts_at=start, ends_at=end, reason="y")
    mails = deliver()

    assert to("unicef", mails) == []
    assert "Your organization is asked to reply again." in to("fao", mails)[0].body


def test_who_got_no_earlier_mail_hears_of_a_change(convened: Meeting, secretariat: Any) -> None:
    people.add_officer(
        Organization.objects.get(acronym="FAO"), email="new@example.org", name="New Officer", rank="alternate",
        primary_contact=False, actor=actor("admin", "admin"),
    )  # fmt: skip
    deliver()
    planning.edit(convened, actor=secretariat, version=convened.version, place="Bangkok, hall 9")
    assert len(to("new", deliver())) == 1
    User.objects.filter(email="new@example.org").update(email="late@example.org")
    Notice.objects.filter(person__email="late@example.org", kind__startswith="meeting_").delete()  # as if never told
    hour = dt.timedelta(hours=1)
    start, end = convened.starts_at + hour, convened.ends_at + hour
    planning.reschedule(convened, actor=secretariat, starts_at=start, ends_at=end, reason="x")
    assert "moved back" not in to("late", deliver())[0].body


def test_a_cancellation_removes_the_meeting_from_a_calendar(convened: Meeting, secretariat: Any) -> None:
    planning.cancel(convened, actor=secretariat, reason="The venue is closed.")
    message = to("fao", deliver())[0]
    event = in_calendar(message)

    assert "method=CANCEL" in message.alternatives[0][1]
    assert str(Calendar.from_ical(message.alternatives[0][0])["method"]) == "CANCEL"
    assert (str(event["status"]), str(event["uid"])) == ("CANCELLED", convened.uid)
    assert event["sequence"] == convened.sequence
    for words in ("Reason: The venue is closed", clock.span(convened.starts_at, convened.ends_at, convened.zone)):
        assert words in message.body


def test_a_reminder_carries_no_second_invitation(convened: Meeting) -> None:
    first = reminders.of(convened).first()
    mail.outbox.clear()
    sweep.move_clock(first.due_at)
    message = to("fao", list(mail.outbox))[0]
    assert message.alternatives == []
    assert message.attachments[0][0] == "invite.ics"


def chosen(page: str) -> str:
    """The zone that a page has selected."""
    return next(iter(re.findall(r'<option value="([\w/]+/[\w/]+)"\s+selected', page)), "")


# --- days and hours --------------------------------------------------------------------------------------------------


def typed(**more: Any) -> dict[str, Any]:
    return {
        "kind": "technical", "body": 1, "title": "A retreat", "day": "2027-03-10", "start": "22:00", "last_day": "",
        "end": "23:00", "zone": "Asia/Bangkok", "place": "Bangkok", "link": "", "chair": user("coordinator").pk,
        "deviation": "", **more,
    }  # fmt: skip


def planned(send: Any, **more: Any) -> Any:
    return send("secretary", "/meetings/plan/", typed(**more), capacity="secretariat")


@pytest.mark.parametrize(
    "last,end,hours", [("2027-03-11", "01:30", 3.5), ("2027-03-12", "17:00", 43), ("", "23:30", 1.5)]
)
def test_a_meeting_over_midnight_or_of_several_days_is_planned(send: Any, last: str, end: str, hours: float) -> None:
    assert planned(send, last_day=last, end=end).status_code == 302
    meeting = Meeting.objects.get(title="A retreat")
    assert meeting.ends_at - meeting.starts_at == dt.timedelta(hours=hours)


def test_an_end_before_the_start_says_what_to_do(send: Any) -> None:
    page = planned(send, end="01:00")
    assert page.status_code == 422
    assert "If the meeting ends after midnight, enter the last day." in page.content.decode()
    assert "must not lie before the first" in planned(send, last_day="2027-03-09", end="23:30").content.decode()
    assert "at most 14 days" in planned(send, last_day="2027-04-10").content.decode()


@pytest.mark.parametrize("zone,day,hour,place", [
    ("Europe/Zurich", "2027-03-28", "02:30", "Zurich"), ("America/New_York", "2027-03-14", "02:15", "New York"),
    ("Australia/Sydney", "2027-10-03", "02:00", "Sydney"),
])  # fmt: skip
def test_an_hour_that_does_not_exist_is_asked_about(send: Any, zone: str, day: str, hour: str, place: str) -> None:
    page = planned(send, zone=zone, day=day, start=hour, end="05:00")
    assert page.status_code == 422
    assert f"{hour} does not exist on" in page.content.decode()
    assert f"in {place}: clocks go forward" in page.content.decode()
    assert f'value="{hour}"' in page.content.decode()
    assert not Meeting.objects.filter(title="A retreat").exists()
    assert planned(send, zone=zone, day=day, start="01:30", end=hour).status_code == 422
    assert planned(send, zone=zone, day=day, start="01:00", end="05:00").status_code == 302


def test_a_meeting_of_several_days_opens_its_form_on_them(secretariat: Any, enter: Any) -> None:
    meeting = plan(secretariat)
    Meeting.objects.filter(pk=meeting.pk).update(
        ends_at=meeting.starts_at + dt.timedelta(days=2), zone="America/Anchorage"
    )
    page = enter("secretary", "secretariat").get(meeting.path("reschedule")).content.decode()
    last = (meeting.starts_at + dt.timedelta(days=2)).astimezone(clock.zone("America/Anchorage")).date()
    assert f'value="{last:%Y-%m-%d}"' in page
    assert chosen(page) == "America/Anchorage"


# --- zones -----------------------------------------------------------------------------------------------------------


def test_every_zone_of_the_region_can_be_chosen() -> None:
    names = {name for _area, lines in zones.choices() for name, _words in lines}
    assert {"Asia/Ulaanbaatar", "Asia/Colombo", "Pacific/Port_Moresby", "Pacific/Apia", "Asia/Dili", "Asia/Thimphu",
            "Australia/Adelaide", "Indian/Maldives", "Asia/Vladivostok", "Europe/Zurich", "UTC"} <= names  # fmt: skip
    assert not {"Asia/Calcutta", "Asia/Saigon", "Europe/Berlin"} & names
    assert len(names) > 120
    for _area, lines in zones.choices():
        for name, _words in lines:
            clock.zone(name)


def test_saving_other_preferences_changes_no_zone(send: Any, enter: Any) -> None:
    lives_in("fao", "Europe/Berlin")
    page = enter("fao").get("/account/preferences/")
    form = page.context["form"]
    assert form["zone"].value() == "Europe/Berlin"
    assert chosen(page.content.decode()) == "Europe/Berlin"
    assert send("fao", "/account/preferences/", {"zone": form["zone"].value(), "density": "compact"}).status_code == 302
    assert (user("fao").zone, user("fao").density) == ("Europe/Berlin", "compact")
    assert isinstance(form.fields["zone"], ZoneField)


def test_the_place_of_the_network_is_a_setting(settings: Any, enter: Any, send: Any, secretariat: Any) -> None:
    settings.NETWORK_ZONE, settings.NETWORK_PLACE = "Asia/Manila", "Manila"
    page = enter("secretary", "secretariat").get("/meetings/plan/")
    words = page.content.decode()
    assert "IOM organizes and chairs the meetings in Manila." in words
    assert chosen(words) == "Asia/Manila"
    assert page.context["form"]["place"].value() == "Manila"
    assert "chairs meetings in Manila" in enter("secretary", "secretariat").get("/meetings/").content.decode()
    assert planned(send, place="Bangkok").status_code == 422  # another place needs its reason
    assert planned(send, place="Hotel, Manila").status_code == 302
    proposal = Decision.objects.filter(state="submitted").first()
    asks = enter("secretary", "secretariat").get(proposal.path("open-consultation")).content.decode()
    assert "Closes at 17:00, Manila time (UTC+8), on that day." in asks
    assert User(email="new@example.org", name="New").zone == "Asia/Manila"


def test_no_code_names_the_place_beside_the_setting() -> None:
    root = Path(settings.BASE_DIR)
    spared = {"network_portal/settings.py", "members/accounts/passwords.py", "network_portal/lib/tor.txt"}
    found, looked = [], 0
    for folder in ("members", "decisions", "meetings", "workplans", "task_teams", "network_portal", "templates"):
        for path in sorted((root / folder).rglob("*")):
            name = str(path.relative_to(root))
            if (
                path.suffix not in (".py", ".html", ".txt")
                or name in spared
                or "/migrations/" in name
                or "/demo/" in name
            ):
                continue
            looked += 1
            lines = path.read_text(encoding="utf-8").splitlines()
            found += [f"{name}: {line.strip()}" for line in lines if "bangkok" in line.lower() and '"""' not in line]
    assert looked > 300
    assert found == []
