"""Who reads what happened to a meeting and its minutes."""

from meetings.models import Meeting, Minutes
from network_portal.records.access.audience import MEMBERS, SECRETARIAT, Audience


def of_meeting(meeting: Meeting) -> Audience:
    """The members, once it was convened."""
    return SECRETARIAT if meeting.state == "planned" else MEMBERS


def of_minutes(minutes: Minutes) -> Audience:
    """The members, from the circulation on."""
    return SECRETARIAT if minutes.state == "draft" else MEMBERS
