"""The record: one lock and one chain of events per root."""

import contextvars
import json
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import connection, models, transaction
from django.db.models import F

from network_portal.lib import clock, text, trace
from network_portal.records.access.actor import SYSTEM, Actor
from network_portal.records.access.audience import SYSTEM_ONLY, Audience
from network_portal.records.audit import coverage, shown
from network_portal.records.models import AuditChain, Event, EventBody, SealRelease, label_of
from network_portal.records.models import root_of as root_of
from network_portal.records.workflow.refusals import Stale

REST = "entries recorded"  # the verb of an event that only says digests
Row = TypeVar("Row", bound=models.Model)
_written: contextvars.ContextVar[dict[coverage.Key, coverage.Written] | None] = contextvars.ContextVar(
    "written", default=None
)
_held: contextvars.ContextVar[frozenset[tuple[str, int]]] = contextvars.ContextVar("roots", default=frozenset())


class NotHeld(RuntimeError):
    """A nested act needs a root that the outer one did not lock: two such acts could block each other for good."""


def portal_root() -> tuple[str, int]:
    """The root of what belongs to no single thing: the clock, settings."""
    return ("portal", 1)


def _keys(things: tuple[Any, ...]) -> list[tuple[str, int]]:
    return sorted({thing if isinstance(thing, tuple) else root_of(thing) for thing in things})


@contextmanager
def lock(*things: Any) -> Iterator[None]:
    """Hold the roots of all these things, in a fixed order, to the end of the transaction.

    Within it, a further lock on held roots is free and one on others raises NotHeld.
    """
    keys = _keys(things)
    held = _held.get()
    if held and not held.issuperset(keys):
        raise NotHeld(f"{sorted(set(keys) - held)} is not among the locked {sorted(held)}")
    with transaction.atomic():
        if not held:
            _take(keys)
            clock.reread()
            shown.compare(keys)
        token = _held.set(held | frozenset(keys))
        outermost = None if held else _written.set({})
        try:
            yield
            if outermost is not None:
                _say_the_rest()
        finally:
            _held.reset(token)
            if outermost is not None:
                _written.reset(outermost)


def _say_the_rest() -> None:
    """What was written under a root after its last event is said by one more, which nobody reads."""
    for (label, object_id), written in list((_written.get() or {}).items()):
        if written:
            append_event(label, object_id, label, object_id, REST, SYSTEM, SYSTEM_ONLY, {})


def written(obj: models.Model, *, saved: bool = False) -> None:
    """Note that a row was written: the next event of its root says its digest."""
    key = root_of(obj)
    if key in _held.get():
        found = _written.get()
        assert found is not None
        found.setdefault(key, coverage.Written()).add(obj, saved=saved)
    else:  # a new thing, saved before its root can be held: its first event says it
        obj.__dict__.setdefault("_unsaid", coverage.Written()).add(obj, saved=saved)


def create(row: Row) -> Row:
    """Insert a row that has no history; the next event of its root says its digest."""
    row.save(force_insert=True)
    written(row)
    return row


def create_all(rows: Iterable[Row]) -> list[Row]:
    """Insert rows of one table at once."""
    made = list(rows)
    if made:
        type(made[0])._base_manager.bulk_create(made)
    for row in made:
        written(row)
    return made


def write(row: models.Model, *fields: str) -> None:
    """Save columns of a row that has no history."""
    row.save(update_fields=fields)
    written(row)


def delete(rows: Iterable[models.Model], *, actor: Actor) -> None:
    """Remove rows that had not yet bound anybody; their root's next event says that they are gone."""
    for row in list(rows):
        kept = _ready_history(row, actor, "removed")
        pk = row.pk
        row.delete()
        row.pk = pk
        written(row, saved=kept)


def _ready_history(obj: models.Model, actor: Actor, reason: str) -> bool:
    """Say who and why in the row of history that the next save or removal writes; False where the table has none."""
    if not hasattr(obj, "history"):
        return False
    obj._history_user = actor.user if actor.user_id else None  # type: ignore[attr-defined]
    obj._change_reason = text.shorten(reason, 100) or None  # type: ignore[attr-defined]
    obj._history_date = clock.now()  # type: ignore[attr-defined]
    return True


def _take(keys: list[tuple[str, int]]) -> None:
    """Lock the heads in order; a thing that has none yet gets one (by whoever is first)."""
    for label, object_id in keys:
        rows = AuditChain.objects.select_for_update(no_key=True)
        if rows.filter(label=label, object_id=object_id).first() is None:
            AuditChain.objects.bulk_create([AuditChain(label=label, object_id=object_id)], ignore_conflicts=True)
            rows.get(label=label, object_id=object_id)


def save(obj: models.Model, *, actor: Actor, reason: str = "", fields: list[str] | None = None) -> None:
    """Save a row with its history (actor, reason, the Network's time) and raise its version token.

    Refuses (Stale) a row whose reader saw another version than the one that is stored: see ``expect_version``.
    """
    seen = obj.__dict__.pop("_version_seen", None)
    if seen is not None and not type(obj)._base_manager.filter(pk=obj.pk, version=seen).exists():
        raise Stale({}, "")
    kept = _ready_history(obj, actor, reason)
    if kept and obj.pk:
        obj.version = F("version") + 1  # type: ignore[attr-defined]
        fields = [*fields, "version"] if fields is not None else None
    obj.save(update_fields=fields)
    written(obj, saved=kept)
    if hasattr(obj, "version"):
        obj.refresh_from_db(fields=["version"])


def expect_version(obj: models.Model, version: int) -> None:
    """The next save of the row is refused unless this version is still the stored one."""
    obj.__dict__["_version_seen"] = version


def record_event(
    obj: models.Model,
    verb: str,
    *,
    actor: Actor,
    audience: Audience,
    payload: dict[str, Any] | None = None,
    seal: str = "",
) -> Event:
    """Append an event to the chain of the object's root, which must be held. Nothing else writes events."""
    label, object_id = root_of(obj)
    unsaid = obj.__dict__.pop("_unsaid", None)
    if unsaid is not None and (found := _written.get()) is not None:
        found.setdefault((label, object_id), coverage.Written()).merge(unsaid)
    return append_event(label, object_id, label_of(obj), obj.pk, verb, actor, audience, payload or {}, seal)


def append_event(
    label: str,
    object_id: int,
    object_label: str,
    row_id: int,
    verb: str,
    actor: Actor,
    audience: Audience,
    payload: dict[str, Any],
    seal: str = "",
    *,
    rows: Iterable[coverage.Key] = (),
) -> Event:
    """Append an event to a named root, which must be held (NotHeld otherwise).

    It says the digests of what was written under the root since its last event, and of the rows named.
    """
    if (label, object_id) not in _held.get() or not connection.in_atomic_block:
        raise NotHeld(f"{label}:{object_id} is not locked")
    root = AuditChain.objects.get(label=label, object_id=object_id)
    since = (_written.get() or {}).pop((label, object_id), coverage.Written())
    salt = secrets.token_hex(16)
    said = coverage.say([*since.keys(), *rows], salt)
    body = EventBody(
        rows=said,
        rows_salt=salt if said else "",
        person=actor.user if actor.user_id else None,
        name=actor.name,
        payload=text.canonical(payload),
        name_salt=secrets.token_hex(16),
        payload_salt=secrets.token_hex(16),
    )
    event = Event(
        root_label=label,
        root_id=object_id,
        number=root.last_number + 1,
        at=clock.now(),
        verb=verb,
        object_label=object_label,
        object_id=row_id,
        organization=actor.organization,
        capacity=actor.capacity,
        audience=audience,
        seal=seal,
        request_id=trace.request_id.get(),
        name_digest=name_digest(body),
        payload_digest=payload_digest(body),
        rows_digest=rows_digest(body) if said else "",
        hash_version=coverage.VERSION,
        previous=root.last_hash,
    )
    event.hash = event_hash(event)
    event.save(force_insert=True)
    body.event = event
    body.save(force_insert=True)
    root.last_number, root.last_hash = event.number, event.hash
    root.save(update_fields=["last_number", "last_hash"])
    return event


def name_digest(body: EventBody) -> str:
    return text.digest(body.name_salt, str(body.person_id or ""), body.name)


def payload_digest(body: EventBody) -> str:
    return text.digest(body.payload_salt, body.payload)


def rows_digest(body: EventBody) -> str:
    return text.digest(body.rows_salt, body.rows)


def said_by(event: Event) -> dict[str, Any]:
    """The payload of an event; empty where it was erased."""
    return dict(json.loads(event.body.payload)) if event.body.payload else {}


def digest_said(payload: str) -> str:
    """The digest of its object that an event's payload states, or nothing."""
    said = json.loads(payload) if payload else {}
    return str(said.get("checksum") or said.get("digest") or "")


def event_hash(event: Event) -> str:
    """The hash: everything in the event's row, its body by digest, and the hash before it. Version 1 knew no rows."""
    parts = (
        str(event.hash_version), event.previous, event.root_label, str(event.root_id), str(event.number),
        event.at.isoformat(), event.verb, event.object_label, str(event.object_id), event.organization,
        event.capacity, event.audience, event.seal, event.request_id, event.name_digest,
        event.payload_digest,
    )  # fmt: skip
    return text.digest(*parts, *([event.rows_digest] if event.hash_version > 1 else []))


def unseal(seal: str, owner: models.Model) -> None:
    """Lift a seal for good; lifting twice is lifting once. The next event of the owner's root says so."""
    if not SealRelease.objects.filter(seal=seal).exists():
        lifted = SealRelease.objects.create(seal=seal, at=clock.now())
        found = _written.get()
        assert found is not None, "a seal is lifted under the lock of what it sealed"
        found.setdefault(root_of(owner), coverage.Written()).add(lifted)
