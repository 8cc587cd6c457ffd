"""Who reads what happened to a meeting and its minutes: the members of the body that meets."""

from meetings.models import Meeting, Minutes
from network_portal.records.access.audience import SECRETARIAT, Audience, body


def members_of(meeting: Meeting) -> Audience:
    """Who represents an organization that sits in the body."""
    return body(meeting.body_id)


def of_meeting(meeting: Meeting) -> Audience:
    """The members of the body, once it was convened."""
    return SECRETARIAT if meeting.state == "planned" else members_of(meeting)


def of_minutes(minutes: Minutes) -> Audience:
    """The members of the body, from the circulation on."""
    return SECRETARIAT if minutes.state == "draft" else members_of(minutes.meeting)
