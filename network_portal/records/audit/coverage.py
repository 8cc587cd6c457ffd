"""What of the database is on the record: which tables, which of their columns, and the digest of a row.

Each event says the digests of the rows that were written with it; ``integrity`` computes them again. A digest covers
every column that is not empty, by its recorded name: a column that is added later and left empty changes none, and a
renamed one keeps its recorded name in the model's ``record_names``. Empty is NULL for a column that may be NULL, and "", 0 or false for any
other; events up to version 2 of the hash took all of these for empty everywhere.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from django.db import models

from network_portal.lib import text
from network_portal.records.models import label_of
from network_portal.records.registry import registry

Key = tuple[str, int]  # label and id of a row
CHUNK = 500  # rows a query
VERSION = 3  # of the hash of an event, and of the text of a row


@dataclass(frozen=True)
class Covered:
    """A table on the record: the columns left out, each with its reason; columns under their recorded names."""

    model: type[models.Model]
    without: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    many: tuple[str, ...] = ()
    """Many-to-many fields of which the related ids are part of the row's digest."""

    def columns(self) -> dict[str, str]:
        """The covered columns, each with its recorded name."""
        found = [f.attname for f in self.model._meta.concrete_fields if f.attname not in self.without]
        return {name: self.recorded_names().get(name, name) for name in found}

    def recorded_names(self) -> dict[str, str]:
        """For each renamed column the name that the record knows, as the model says it in ``record_names``."""
        return self.names or getattr(self.model, "record_names", {})

    def nullable(self) -> frozenset[str]:
        """The recorded names of the columns in which NULL is another value than the empty one."""
        found = [f.attname for f in self.model._meta.concrete_fields if f.null]
        return frozenset(self.recorded_names().get(name, name) for name in found)


@cache
def tables() -> dict[str, Covered]:
    """Every covered table by its label, the histories of those that have one among them."""
    found: dict[str, Covered] = {}
    for covered in registry.covered:
        found[label_of(covered.model)] = covered
        if label := history_label(covered.model):
            found[label] = Covered(covered.model.history.model, names=covered.recorded_names())  # type: ignore[attr-defined]
    return found


def history_label(model: type[models.Model]) -> str:
    """The label of a covered model's history, or nothing."""
    return label_of(model).replace(".", ".historical") if hasattr(model, "history") else ""


@dataclass(frozen=True)
class State:
    """A row as it stands now: its values by their recorded names."""

    values: dict[str, object]
    nullable: frozenset[str]

    def text(self, version: int) -> str:
        """The row as one fixed text, as events of this version of the hash say it."""
        kept = self.nullable if version > 2 else frozenset()
        said = {n: v for n, v in self.values.items() if v is not None and (n in kept or v not in ("", 0, []))}
        return text.canonical(said)


def states(label: str, pks: Iterable[int] | None = None) -> Iterator[tuple[int, State]]:
    """The rows of a covered table as they stand now; all of them without ``pks``."""
    covered = tables()[label]
    columns, nullable = covered.columns(), covered.nullable()
    rows = covered.model._base_manager.order_by("pk")
    if pks is not None:
        rows = rows.filter(pk__in=list(pks))
    many = {name: _related(covered.model, name, pks) for name in covered.many}
    pk_name = covered.model._meta.pk.attname
    for values in rows.values_list(pk_name, *columns).iterator(chunk_size=CHUNK):
        pk, said = values[0], dict(zip(columns.values(), values[1:], strict=True))
        said.update({name: related.get(pk) for name, related in many.items()})
        yield pk, State(said, nullable)


def _related(model: type[models.Model], name: str, pks: Iterable[int] | None) -> dict[int, list[int]]:
    through = getattr(model, name).through
    source = model._meta.get_field(name)
    here, there = source.m2m_column_name(), source.m2m_reverse_name()  # type: ignore[union-attr]
    rows = through._base_manager.all() if pks is None else through._base_manager.filter(**{f"{here}__in": list(pks)})
    found: dict[int, list[int]] = {}
    for owner, other in rows.order_by(here, there).values_list(here, there):
        found.setdefault(owner, []).append(other)
    return found


def digest(salt: str, label: str, pk: int, state: str) -> str:
    return text.digest(salt, label, str(pk), state)


class Written:
    """The rows written under a root since its last event."""

    def __init__(self) -> None:
        self.rows: dict[str, set[int]] = {}
        self.histories: dict[tuple[str, int], int] = {}

    def __bool__(self) -> bool:
        return bool(self.rows)

    def add(self, obj: models.Model, *, saved: bool = False) -> None:
        """Note a row that was written; ``saved``: with one more row of history."""
        self.rows.setdefault(label_of(obj), set()).add(obj.pk)
        if saved and (label := history_label(type(obj))):
            self.histories[label, obj.pk] = self.histories.get((label, obj.pk), 0) + 1

    def merge(self, other: "Written") -> None:
        for label, pks in other.rows.items():
            self.rows.setdefault(label, set()).update(pks)
        for key, count in other.histories.items():
            self.histories[key] = self.histories.get(key, 0) + count

    def keys(self) -> Iterator[Key]:
        """The rows as they are to be said, the newest rows of history among them; tables off the record are not."""
        known = tables()
        for label, pks in self.rows.items():
            if label in known:
                yield from ((label, pk) for pk in pks)
        for (label, pk), count in self.histories.items():
            if label in known:
                newest = known[label].model._base_manager.filter(id=pk).order_by("-history_id")[:count]
                yield from ((label, row) for row in newest.values_list("pk", flat=True))


def say(keys: Iterable[Key], salt: str, version: int = VERSION) -> str:
    """The digests of rows as they stand now, as one fixed text; a row that is gone is said to be gone (null)."""
    wanted: dict[str, set[int]] = {}
    for label, pk in keys:
        wanted.setdefault(label, set()).add(pk)
    said: dict[str, dict[str, str | None]] = {}
    for label, pks in wanted.items():
        found = dict(states(label, pks))
        said[label] = {
            str(pk): digest(salt, label, pk, found[pk].text(version)) if pk in found else None for pk in sorted(pks)
        }
    return text.canonical(said) if said else ""
