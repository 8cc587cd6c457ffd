"""What a person reads of a meeting or of minutes before saying yes to it."""

from typing import Any

from meetings.models import Meeting, Minutes
from network_portal.lib import clock
from network_portal.records.shown import Shown, Texts


def meeting(row: Meeting) -> Texts:
    return {
        "Title": row.title,
        "Start": clock.spelt(row.starts_at, row.zone),
        "End": clock.spelt(row.ends_at, row.zone),
        "Place": row.place,
        "Link": row.link,
    }


def minutes(row: Minutes) -> Texts:
    return {
        f"{section.order}. {section.heading}": section.text or ("No discussion." if section.no_discussion else "")
        for section in row.sections.order_by("order")
    }


SHOWN: dict[str, Any] = {"meetings.meeting": Shown(meeting), "meetings.minutes": Shown(minutes, lambda row: ())}
