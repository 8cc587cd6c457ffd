"""The calendar file as a reader of another language reads it: ical.js, in a browser."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from meetings.calendars import calendar_file
from meetings.models import Meeting
from members.models import User
from network_portal.lib import clock

ICAL = (Path(__file__).parent / "vendor" / "ical-2.2.1.es5.min.js").read_text(encoding="utf-8")
READ = """source => {
  const calendar = new ICAL.Component(ICAL.parse(source));
  const item = calendar.getFirstSubcomponent("vevent"), event = new ICAL.Event(item);
  return {
    method: calendar.getFirstPropertyValue("method"), uid: event.uid, sequence: event.sequence,
    starts: event.startDate.toJSDate().toISOString(), ends: event.endDate.toJSDate().toISOString(),
    summary: event.summary, location: event.location, description: event.description,
    attendees: event.attendees.map(a => a.getFirstValue()), status: item.getFirstPropertyValue("status"),
    joins: item.getFirstPropertyValue("conference"), subcomponents: calendar.getAllSubcomponents().length,
  };
}"""


@pytest.mark.browser
@pytest.mark.parametrize("state", ["convened", "cancelled"])
def test_a_reader_in_javascript_reads_what_python_wrote(chromium: Any, state: str) -> None:
    starts = dt.datetime(2026, 12, 15, 3, tzinfo=dt.UTC)
    meeting = Meeting(
        state=state, sequence=3, uid="a-uid@example.org", slug="tm-2026-4", reference="RUNNM-AP/TM/2026/4",
        title="Réunion technique, ประชุม; \\ and “quotes”", link="https://meet.example.org/" + "y" * 300,
        place="Bangkok, hall 2", zone="Asia/Bangkok", starts_at=starts, ends_at=starts + dt.timedelta(hours=2),
    )  # fmt: skip
    person = User(name="Salma Haddad", email="fao@example.org")
    with clock.hold(dt.timedelta(0)):  # no database beside a browser
        source = calendar_file(meeting, person).decode()
    page = chromium.new_page()
    page.add_script_tag(content=ICAL)
    read = page.evaluate(READ, source)
    page.close()

    assert read["method"] == ("CANCEL" if state == "cancelled" else "REQUEST")
    assert (read["uid"], read["sequence"]) == (meeting.uid, 3)
    instant = "%Y-%m-%dT%H:%M:%S.000Z"
    assert read["starts"] == meeting.starts_at.astimezone(dt.UTC).strftime(instant)
    assert read["ends"] == meeting.ends_at.astimezone(dt.UTC).strftime(instant)
    assert read["summary"] == f"{meeting.title} ({meeting.reference})"
    assert read["location"] == meeting.place
    assert meeting.link in read["description"]
    assert read["joins"] == meeting.link
    assert read["attendees"] == ["mailto:fao@example.org"]
    assert read["status"] == ("CANCELLED" if state == "cancelled" else "CONFIRMED")
    assert read["subcomponents"] == 1
