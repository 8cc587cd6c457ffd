"""Is the record whole? Each finding is a sentence that names the row."""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.db import connection, transaction

from network_portal.records.audit import chain, coverage, triggers
from network_portal.records.files import documents
from network_portal.records.models import AuditChain, Document, Event, EventBody, Notice, model_of
from network_portal.records.registry import registry

PARTS = (("name", chain.name_digest), ("payload", chain.payload_digest), ("rows", chain.rows_digest))
UNSPOKEN = "no event speaks of it."


class Said(NamedTuple):
    """What the last event said of a row: its salt and digest (None: the row is gone), that event's id and version."""

    salt: str
    digest: str | None
    event_id: int
    version: int


def verify_chains() -> Iterator[str]:
    """Walk every chain; name each event that does not follow from the one before, and each cut-off tail."""
    heads = {(r.label, r.object_id): r for r in AuditChain.objects.all()}
    erased = _erased()
    seen: dict[tuple[str, int], tuple[int, str]] = {}
    rows = Event.objects.select_related("body").order_by("root_label", "root_id", "number")
    for event in rows.iterator(chunk_size=2000):
        key = (event.root_label, event.root_id)
        number, previous = seen.get(key, (0, ""))
        if event.number != number + 1:
            yield f"{event}: event {number + 1} is missing."
        if event.previous != previous and event.number == number + 1:
            yield f"{event}: does not follow from the event before it."
        if chain.event_hash(event) != event.hash:
            yield f"{event}: the event was changed."
        yield from _verify_body(event, erased)
        seen[key] = (event.number, event.hash)
    for key, root in heads.items():
        if (root.last_number, root.last_hash) != seen.get(key, (0, "")):
            yield f"{root}: the end of the chain is missing or was changed."
    for key in seen.keys() - heads.keys():
        yield f"{key[0]}:{key[1]}: the chain has no head."


def _verify_body(event: Event, erased: dict[str, set[int]]) -> Iterator[str]:
    body = getattr(event, "body", None)
    if body is None:
        yield f"{event}: the body is missing."
        return
    for half, digest in PARTS:
        if not getattr(body, f"{half}_salt"):
            never = half == "rows" and not event.rows_digest
            if event.pk not in erased[half] and not never:
                yield f"{event}: the {half} was erased, and no erasure names it."
        elif digest(body) != getattr(event, f"{half}_digest"):
            yield f"{event}: the {half} was changed."


def _erased() -> dict[str, set[int]]:
    """The events whose name or payload an erasure names; an erasure that was itself changed names none."""
    found: dict[str, set[int]] = {half: set() for half, _digest in PARTS}
    for event in Event.objects.filter(verb="forgot").select_related("body"):
        if chain.payload_digest(event.body) == event.payload_digest:
            said = json.loads(event.body.payload)
            found["name"].update(said.get("names", ()))
            found["payload"].update(said.get("payloads", ()))
            found["rows"].update(said.get("rows", ()))
    return found


def verify_digests() -> Iterator[str]:
    """Every row whose digest is on the record, against the last event that says it; rows missing or never spoken of."""
    for label, kept in registry.integrity_checks.items():
        events = Event.objects.filter(object_label=label).order_by("number").values_list("object_id", "body__payload")
        said = {pk: digest for pk, payload in events.iterator() if (digest := chain.digest_said(payload))}
        for row in kept.rows().order_by("pk").iterator(chunk_size=500):
            name, expected = f"{row._meta.verbose_name} {row.pk} ({row})", said.pop(row.pk, None)
            if expected is None:
                yield f"{name}: no event speaks of it."
            elif not expected == kept.of(row) == getattr(row, "checksum", expected):
                yield f"{name}: it was changed."
        for pk in said:
            yield f"{model_of(label)._meta.verbose_name} {pk}: it is missing."


def last_said() -> dict[coverage.Key, Said]:
    """For every row of which an event spoke, what the last one said. Events of one root have ids in their order."""
    found: dict[coverage.Key, Said] = {}
    bodies = EventBody.objects.exclude(rows="").order_by("event_id")
    columns = bodies.values_list("event_id", "event__hash_version", "rows_salt", "rows")
    for event_id, version, salt, rows in columns.iterator(chunk_size=2000):
        for label, digests in json.loads(rows).items():
            for pk, digest in digests.items():
                found[label, int(pk)] = Said(salt, digest, event_id, version)
    return found


class Wrong(NamedTuple):
    """A row that is not as the record says, and how."""

    label: str
    pk: int
    how: str


def wrong_rows(said: dict[coverage.Key, Said] | None = None, *, tables: Collection[str] = ()) -> Iterator[Wrong]:
    """Every row on the record (of these tables, if any is named) that was changed, removed or inserted beside it."""
    left = last_said() if said is None else dict(said)
    if tables:
        left = {key: last for key, last in left.items() if key[0] in tables}
    for label in tables or coverage.tables():
        for pk, state in coverage.states(label):
            expected = left.pop((label, pk), None)
            if expected is None:
                yield Wrong(label, pk, UNSPOKEN)
            elif expected.digest is None:
                yield Wrong(label, pk, "it is there, and the record says that it was removed.")
            elif coverage.digest(expected.salt, label, pk, state.text(expected.version)) != expected.digest:
                yield Wrong(label, pk, "it was changed.")
    for (label, pk), expected in left.items():
        if expected.digest is not None:
            yield Wrong(label, pk, "it is missing.")


def verify_rows() -> Iterator[str]:
    for label, pk, how in wrong_rows():
        covered = coverage.tables().get(label)
        name = covered.model._meta.verbose_name if covered else label
        yield f"{name} {label}:{pk}: {how}"


def verify_documents() -> Iterator[str]:
    for document in Document.objects.order_by("pk"):
        if not documents.is_whole(document):
            yield f"document {document.pk} ({document}): the file is missing or was changed."


@contextmanager
def snapshot() -> Iterator[None]:
    """Read the record as it stood at one instant, while people go on working; inside a transaction it is that one's."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                cursor.execute("SET LOCAL statement_timeout = 0")
        yield


def verify_record() -> Iterator[str]:
    """Everything on the record that can be checked by itself, the worst first; empty when whole. See ``snapshot``."""
    yield from verify_chains()
    yield from verify_documents()
    yield from verify_digests()
    yield from verify_rows()


def check_integrity() -> list[str]:
    """The record, what the database should refuse, and what the apps know must hold."""
    with snapshot():
        findings = list(verify_record())
    findings += triggers.missing()
    orphans = EventBody.objects.filter(event=None).count()
    if orphans:
        findings.append(f"{orphans} bodies have no event.")
    if untold := Notice.objects.filter(message=None).count():
        findings.append(f"{untold} notices have no message.")
    for check in registry.invariant_checks:
        findings += check()
    return findings
