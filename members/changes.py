"""What was changed in the register of members, across all its tables: who, when, from what to what."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from members import policies
from members.models import (
    Admission,
    Appointment,
    Body,
    Designation,
    Officer,
    Organization,
    Seat,
    SecretariatPost,
    User,
)
from network_portal.lib import clock
from network_portal.records.access.actor import Actor

TABLES: tuple[type[models.Model], ...] = (
    Organization, Admission, Seat, Officer, Body, Designation, SecretariatPost, Appointment, User,
)  # fmt: skip
WORDS = {
    "organization": _lazy("organization"), "body": _lazy("body"), "person": _lazy("person"),
    "officer": _lazy("representative"), "seconded_from": _lazy("seconded from"),
}  # fmt: skip
"""What a column or a table is called that has no words of its own."""
MOST = 50
KEPT_ASIDE = {"version", "sort_key", "search_key", "slug", "zone", "density"}  # keys, and settings of one's own


@dataclass(frozen=True)
class Change:
    """One save of one row: what it is about, by whom, when (UTC), and each column from what to what."""

    at: dt.datetime
    by: str
    kind: Any
    about: str
    is_new: bool
    columns: list[tuple[Any, str, str]]
    """Label, value before (empty for a new row) and value after."""


class _Names:
    """What rows are called, read once a table."""

    def __init__(self) -> None:
        self.read: dict[type[models.Model], dict[int, str]] = {}

    def of(self, model: type[models.Model], pk: int) -> str:
        if model not in self.read:
            rows = model._default_manager.all()
            related = [f.name for f in model._meta.fields if f.is_relation and f.name in ("person", "organization")]
            self.read[model] = {row.pk: str(row) for row in rows.select_related(*related)}
        return self.read[model].get(pk, str(pk))


def recent(actor: Actor, most: int = MOST) -> list[Change]:
    """The last changes, the newest first, with the same statements for few rows and for many.

    Changes of accounts are read by administrators, as their events are.
    """
    found: list[Change] = []
    names = _Names()
    for model in TABLES:
        if model is User and not policies.is_admin(actor):
            continue
        history = model.history.model  # type: ignore[attr-defined]
        rows = list(history.objects.select_related("history_user").order_by("-history_date", "-history_id")[:most])
        earlier = _earlier(history, rows)
        found += [_change(model, row, earlier.get(row.history_id), names) for row in rows]
    return sorted((c for c in found if c.columns), key=lambda change: change.at, reverse=True)[:most]


def _earlier(history: Any, rows: list[Any]) -> dict[int, Any]:
    """The row of history before each of these, of the same object."""
    before: dict[int, Any] = {}
    last: dict[int, Any] = {}
    for row in history.objects.filter(id__in={row.id for row in rows}).order_by("history_date", "history_id"):
        if row.id in last:
            before[row.history_id] = last[row.id]
        last[row.id] = row
    return before


def _change(model: Any, row: Any, before: Any, names: _Names) -> Change:
    columns = []
    for field in row.tracked_fields:
        if field.name in KEPT_ASIDE or field.primary_key:
            continue
        old, new = _said(field, before, names), _said(field, row, names)
        if old != new:
            columns.append((WORDS.get(field.name, field.verbose_name), old, new))
    by = str(row.history_user) if row.history_user_id else _("the portal")
    kind = WORDS.get(model._meta.model_name, model._meta.verbose_name)
    return Change(row.history_date, by, kind, _about(row, names), before is None, columns)


def _about(row: Any, names: _Names) -> str:
    """What the row is about: its own name, or the organization, body and person that it connects."""
    own = getattr(row, "acronym", "") or getattr(row, "name", "")
    if own:
        return str(own)
    related = {f.name: f for f in row.tracked_fields if f.is_relation}
    order = [related[name] for name in ("person", "organization", "body") if name in related]
    return ", ".join(names.of(f.related_model, getattr(row, f.attname)) for f in order)


def _said(field: Any, row: Any, names: _Names) -> str:
    """The value of a column as people read it; nothing where there is none."""
    value = getattr(row, field.attname) if row is not None else None
    if value in (None, ""):
        return ""
    if field.is_relation:
        return names.of(field.related_model, value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return clock.format_day(value) if isinstance(value, dt.date) else str(value)
