"""The record and the workflow of a thing as people read them."""

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Q

from network_portal.records.access.actor import Actor
from network_portal.records.models import Event
from network_portal.records.workflow import engine

MOST = 400


class Act(NamedTuple):
    """One act on the record: what was done, when (UTC), by whom and for whom, and what was said with it."""

    label: str
    """The stored label of the thing that it was done to."""
    verb: str
    at: dt.datetime
    name: str
    organization: str
    capacity: str
    payload: str

    @property
    def said(self) -> dict[str, Any]:
        return dict(json.loads(self.payload)) if self.payload else {}

    @property
    def reason(self) -> str:
        """Why, if a reason was given; most acts need none, and their words are not taken apart."""
        return str(self.said.get("reason") or "") if '"reason":"' in self.payload else ""


def acts(actor: Actor, label: str, object_id: int, *only: Q) -> list[Act]:
    """The acts of a root that the actor may read, the newest first; at most MOST, which no record has reached."""
    rows = Event.objects.of_root(label, object_id).visible_to(actor).filter(*only).order_by("-number")
    columns = ("object_label", "verb", "at", "body__name", "organization", "capacity", "body__payload")
    return [
        Act(object_label, verb, at, name or "", organization, capacity, payload or "")
        for object_label, verb, at, name, organization, capacity, payload in rows.values_list(*columns)[:MOST]
    ]


@dataclass(frozen=True)
class Part:
    """A part of a record page: its anchor, and what the navigation of the page says of it; its template if it has one."""

    anchor: str
    label: str
    count: int = 0
    template: str = ""


@dataclass(frozen=True)
class Step:
    """A state on the path of a workflow: passed, present, or still to come; an exceptional one is shown when taken."""

    label: Any
    at: dt.datetime | None
    now: bool
    past: bool
    is_exceptional: bool


def steps(
    obj: Any,
    when: Mapping[str, dt.datetime | None],
    *,
    shown: Sequence[str] = (),
    passed: Collection[str] | None = None,
) -> list[Step]:
    """The path of a workflow with the dates that are known; ``shown`` and ``passed`` where it did not go straight on."""
    workflow = engine.workflow_of(obj)
    state = getattr(obj, workflow.field)
    order = list(shown) or [str(s) for s in workflow.path]
    behind = set(order[: order.index(state)] if passed is None else passed) - {state}
    return [
        Step(workflow.states(s).label, when.get(s), s == state, s in behind, s in workflow.exceptional_states)
        for s in order
    ]
