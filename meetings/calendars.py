"""The calendar file of a meeting: one UID for its life, a rising sequence, the zone's definition inside."""

import datetime as dt

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from meetings.models import Meeting
from network_portal.lib import clock


def calendar_file(meeting: Meeting) -> bytes:
    """An iCalendar file that calendar programs take as an invitation, a move, or a cancellation."""
    zone = clock.zone(meeting.zone)
    cancelled = meeting.state == "cancelled"
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", clock.now().astimezone(dt.UTC))
    event.add("dtstart", meeting.starts_at.astimezone(zone))
    event.add("dtend", meeting.ends_at.astimezone(zone))
    event.add("summary", _flat(f"{meeting.title} ({meeting.reference})"))
    event.add("location", _flat(meeting.place or meeting.link))
    event.add("url", settings.BASE_URL + meeting.get_absolute_url())
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    organizer = vCalAddress(f"MAILTO:{settings.DEFAULT_FROM_EMAIL.split('<')[-1].rstrip('>')}")
    organizer.params["cn"] = vText(_flat(settings.NETWORK_NAME))
    event["organizer"] = organizer
    calendar = Calendar()
    calendar.add("prodid", "-//Network portal//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _flat(value: str) -> str:
    """No line breaks or control characters: nothing typed becomes a property of its own."""
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())
