"""What is so: computed of a meeting, an item and the minutes, never stored."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from decisions import status as decisions
from decisions.models import Round
from meetings.models import AgendaItem, Meeting, Minutes
from network_portal.lib import clock
from network_portal.records.models import Event, label_of

OPENED_HERE = "round opened in the room"  # the verb of the event of the meeting that opened a round


def item_events(item: AgendaItem) -> Any:
    """What the record says of the item in its meeting."""
    events = Event.objects.of_root(label_of(item.meeting), item.meeting_id)
    return events.filter(object_label=label_of(item), object_id=item.pk)


def call_held_here(item: AgendaItem) -> Round | None:
    """The latest call on the item's proposal where it was opened under this item, by the body that decides; else None."""
    if item.decision is None or item.decision.body_id != item.meeting.body_id:
        return None
    latest = decisions.latest_round(item.decision)
    if latest is None or latest.mode != Round.Mode.MEETING:
        return None
    return latest if item_events(item).filter(verb=OPENED_HERE, at__gte=latest.opened_at).exists() else None


def was_taken(item: AgendaItem) -> bool:
    """Whether an outcome was noted, minutes were approved or a round was opened under it."""
    return bool(item.outcome) or item.approved.exists() or item_events(item).filter(verb=OPENED_HERE).exists()


def meeting_of_call(call: Any) -> str:
    """The meeting and item in which a call for positions was held, in words; nothing for a call in writing."""
    items = AgendaItem.objects.filter(decision=call.decision_id, meeting__started_at__lte=call.opened_at)
    for item in items.select_related("meeting").order_by("-meeting__started_at"):
        if item_events(item).filter(verb=OPENED_HERE, at__gte=call.opened_at).exists():
            return f"{item.meeting} ({item.meeting.reference}), {_('item {n}').format(n=item.number)}"
    return ""


def next_meeting(meeting: Meeting) -> Meeting | None:
    """The body's meeting after this one that is planned or convened; None where none is."""
    later = meeting.body.meetings.filter(state__in=["planned", "convened"], starts_at__gt=meeting.starts_at)
    return later.order_by("starts_at").first()


def day_before_the_next(meeting: Meeting) -> dt.date | None:
    """The last working day before the body's next meeting; None where none is planned, or where it is too near."""
    following = next_meeting(meeting)
    if following is None:
        return None
    day = clock.add_working_days(clock.day_of(following.starts_at, following.zone), -1)
    return day if day >= clock.today() else None


def open_minutes(meeting: Meeting) -> Minutes | None:
    """The minutes of a meeting that has begun, until they are approved."""
    minutes = getattr(meeting, "minutes", None)
    return minutes if minutes is not None and not minutes.is_frozen else None
