"""The meetings, items, minutes and action points for which addresses are asked."""

from typing import Any

from meetings.models import ItemAction, Meeting, Minutes, Participant


def _first(route: str) -> list[int]:
    """The number one of whatever the address counts beside the meeting."""
    return [1] if route.count("<int") else []


def minutes(route: str) -> dict[str, list[Any]]:
    out, team = Minutes.objects.get(state="circulated"), Minutes.objects.get(meeting__kind="team")
    tail = _first(route)
    return {"seen": [out.meeting.slug, *tail], "unseen": [team.meeting.slug, *tail], "missing": ["nothing", *tail]}


def action(_route: str) -> dict[str, list[Any]]:
    given = ItemAction.objects.select_related("item__meeting", "action").first()
    where = [given.item.meeting.slug, given.item.number, given.action.number]
    return {"seen": where, "sibling": [*where[:2], 999999], "missing": ["nothing", *where[1:]]}


def meeting(route: str) -> dict[str, list[Any]]:
    """The unseen one is only planned, where a test has made one."""
    convened, planned = Meeting.objects.get(state="convened"), Meeting.objects.filter(state="planned").first()
    tail = _first(route)
    hidden = {"unseen": [planned.slug, *tail]} if planned else {}
    return {"seen": [convened.slug, *tail], **hidden, "missing": ["nothing", *tail]}


def participant(_route: str) -> dict[str, list[Any]]:
    row = Participant.objects.select_related("meeting").filter(meeting__minutes__state="circulated").first()
    assert row is not None
    return {"seen": [row.meeting.slug, row.pk], "sibling": [row.meeting.slug, 999999], "missing": ["nothing", row.pk]}


SAMPLES = {"/participants/": participant, "/minutes/": minutes, "<int:action>": action, "<slug:slug>": meeting}
