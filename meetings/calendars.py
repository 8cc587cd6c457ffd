"""The calendar file of a meeting: one UID for its life, a rising sequence, instants in UTC.

By mail it is an invitation to one person (iTIP, RFC 5546: REQUEST, and CANCEL once the meeting is cancelled), so that a
calendar takes over a new date or removes the meeting by itself. From the page it is published, to nobody. UTC needs
no definition of a zone, which calendar programs read differently.
"""

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText, vUri

from meetings.models import Meeting
from network_portal.lib import clock


def method(meeting: Meeting, attendee: Any = None) -> str:
    """What a calendar is to do with the file: the METHOD of the file and of the mail's part that carries it."""
    if meeting.state == "cancelled":
        return "CANCEL"
    return "REQUEST" if attendee is not None else "PUBLISH"


def calendar_file(meeting: Meeting, attendee: Any = None) -> bytes:
    """An iCalendar file that calendar programs take as an invitation of a person, a move, or a cancellation."""
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", clock.now().astimezone(dt.UTC))
    event.add("dtstart", meeting.starts_at.astimezone(dt.UTC))
    event.add("dtend", meeting.ends_at.astimezone(dt.UTC))
    event.add("summary", _flat(f"{meeting.title} ({meeting.reference})"))
    event.add("location", _flat(meeting.place or meeting.link))
    event.add("description", _description(meeting))
    event.add("url", settings.BASE_URL + meeting.get_absolute_url())
    if meeting.link:  # RFC 7986: clients that know it show a button to join
        join = vUri(meeting.link)
        join.params["value"], join.params["label"] = "URI", vText(str(_("Join online")))
        event["conference"] = join
    event.add("status", "CANCELLED" if meeting.state == "cancelled" else "CONFIRMED")
    event.add("transp", "OPAQUE")
    event["organizer"] = _address(settings.DEFAULT_FROM_EMAIL.split("<")[-1].rstrip(">"), settings.NETWORK_NAME)
    if attendee is not None:
        invited = _address(attendee.email, attendee.name)
        # The organization replies in the portal: the calendar is not to send replies by mail.
        invited.params.update({"cutype": "INDIVIDUAL", "role": "REQ-PARTICIPANT", "partstat": "NEEDS-ACTION"})
        invited.params["rsvp"] = "FALSE"
        event["attendee"] = invited
    calendar = Calendar()
    calendar.add("prodid", "-//Network portal//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method(meeting, attendee))
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _address(address: str, name: str) -> vCalAddress:
    found = vCalAddress(f"mailto:{address}")
    found.params["cn"] = vText(_flat(name))
    return found


def _description(meeting: Meeting) -> str:
    """What people read in their calendar: the time with its zone, the link to join, and where to reply."""
    lines = [clock.span(meeting.starts_at, meeting.ends_at, meeting.zone)]
    if meeting.place:
        lines.append(_("Place: {place}").format(place=_flat(meeting.place)))
    if meeting.link:
        lines.append(_("Join online: {link}").format(link=_flat(meeting.link)))
    page = settings.BASE_URL + meeting.get_absolute_url()
    lines.append(_("Agenda, and the reply of your organization: {link}").format(link=page))
    return "\n".join(lines)


def _flat(value: str) -> str:
    """No line breaks or control characters: nothing typed becomes a property of its own."""
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())
