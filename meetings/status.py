"""What is so: computed of a meeting, an item and the minutes, never stored."""

from typing import Any

from meetings.models import AgendaItem, Meeting, Minutes
from network_portal.records.models import Event, label_of

OPENED_HERE = "round opened in the room"  # the verb of the event of the meeting that opened a round


def item_events(item: AgendaItem) -> Any:
    """What the record says of the item in its meeting."""
    events = Event.objects.of_root(label_of(item.meeting), item.meeting_id)
    return events.filter(object_label=label_of(item), object_id=item.pk)


def was_taken(item: AgendaItem) -> bool:
    """Whether an outcome was noted, minutes were approved or a round was opened under it."""
    return bool(item.outcome) or item.approved.exists() or item_events(item).filter(verb=OPENED_HERE).exists()


def open_minutes(meeting: Meeting) -> Minutes | None:
    """The minutes of a meeting that has begun, until they are approved."""
    minutes = getattr(meeting, "minutes", None)
    return minutes if minutes is not None and not minutes.is_frozen else None
