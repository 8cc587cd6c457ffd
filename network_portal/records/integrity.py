"""Is the record whole? Each finding is a sentence that names the row."""

from collections.abc import Iterator

from network_portal.records import chain, documents, triggers
from network_portal.records.models import Document, Event, EventBody, Notice, Root
from network_portal.records.registry import registry


def verify_chains() -> Iterator[str]:
    """Walk every chain; name each event that does not follow from the one before, and each cut-off tail."""
    heads = {(r.label, r.object_id): r for r in Root.objects.all()}
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
        yield from _verify_body(event)
        seen[key] = (event.number, event.hash)
    for key, root in heads.items():
        if (root.last_number, root.last_hash) != seen.get(key, (0, "")):
            yield f"{root}: the end of the chain is missing or was changed."
    for key in seen.keys() - heads.keys():
        yield f"{key[0]}:{key[1]}: the chain has no head."


def _verify_body(event: Event) -> Iterator[str]:
    body = getattr(event, "body", None)
    if body is None:
        yield f"{event}: the body is missing."
        return
    erasure = body.erased_by.verb == "forgot" if body.erased_by_id else False
    for half, digest in (("name", chain.name_digest), ("payload", chain.payload_digest)):
        if not getattr(body, f"{half}_salt"):
            if not erasure:
                yield f"{event}: the {half} was erased, and no erasure names it."
        elif digest(body) != getattr(event, f"{half}_digest"):
            yield f"{event}: the {half} was changed."


def verify_documents() -> Iterator[str]:
    for document in Document.objects.order_by("pk"):
        if not documents.is_whole(document):
            yield f"document {document.pk} ({document}): the file is missing or was changed."


def verify_record() -> Iterator[str]:
    """Everything on the record that can be checked by itself, the worst first; empty when whole."""
    yield from verify_chains()
    yield from verify_documents()
    for verifier in registry.verifiers:
        yield from verifier()


def check_integrity() -> list[str]:
    """The record, what the database should refuse, and what the apps know must hold."""
    findings = list(verify_record()) + triggers.missing()
    orphans = EventBody.objects.filter(event=None).count()
    if orphans:
        findings.append(f"{orphans} bodies have no event.")
    if untold := Notice.objects.filter(message=None).count():
        findings.append(f"{untold} notices have no message.")
    for check in registry.integrity_checks:
        findings += check()
    return findings
