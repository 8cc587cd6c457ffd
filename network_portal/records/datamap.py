"""The class of every field (public, internal, confidential) and whether it is personal.

A field is internal, and personal where it points at a person. What is otherwise, and every field of free text, is
listed by its app; ``*`` gives the class of all fields of a table that are not listed.
"""

from typing import Any

from django.conf import settings
from django.db import models

from network_portal.records.registry import registry

CLASSES = ("public", "internal", "confidential")


def class_of(field: Any) -> tuple[str, str] | None:
    """Class of a field, and "personal" or "-"; None for free text that nobody has listed."""
    meta = field.model._meta
    listed = registry.data_maps.get(meta.app_label, {})
    if said := listed.get(f"{meta.model_name}.{field.name}"):
        return said
    if table := listed.get(f"{meta.model_name}.*"):
        return table[0], default_of(field)[1]
    return None if is_free_text(field) else default_of(field)


def fields(text: str) -> dict[str, tuple[str, str]]:
    """Read lines ``model: class personal|- field field …`` into (model.field) -> (class, personal)."""
    found: dict[str, tuple[str, str]] = {}
    for line in text.strip().splitlines():
        model, _, rest = line.partition(":")
        level, personal, *names = rest.split()
        for name in names:
            found[f"{model.strip()}.{name}"] = (level, personal)
    return found


def is_free_text(field: Any) -> bool:
    """What a person can write anything into: it says its class itself."""
    written = isinstance(field, models.CharField | models.TextField | models.JSONField | models.FileField)
    return written and not field.choices


def default_of(field: Any) -> tuple[str, str]:
    """The class of a field that is not listed."""
    points_at = field.remote_field.model if field.remote_field is not None else None
    of_person = points_at is not None and points_at._meta.label == settings.AUTH_USER_MODEL
    return "internal", "personal" if of_person and not field.many_to_many else "-"


MAP = fields(
    """
    auditchain: internal - label last_hash
    event: internal - root_label verb object_label organization capacity audience seal request_id name_digest
    event: internal - payload_digest rows_digest previous hash
    eventbody: confidential personal person name payload
    eventbody: internal - name_salt payload_salt rows rows_salt
    sealrelease: internal - seal
    notice: internal - kind object_label occasion title path
    message: confidential personal account_subject account_body account_to
    message: internal - kind about message_id last_error
    document: internal - object_label kind title reference verification_code sha256 file
    job: internal - kind object_label progress error
    reminder: internal - kind object_label occasion
    counter: internal - name
    grant: internal - permission object_label reason
    idempotencykey: internal - key path content location
    formdraft: confidential personal person entries
    formdraft: internal - key path capacity
    securityevent: confidential personal person place subject
    securityevent: internal - request_id
    heartbeat: internal - name
    """
)

NOT_ON_RECORD = {
    "records.root": "the head of a chain: compared with the chain's last event, and with the anchor outside",
    "records.event": "the record itself: each event is covered by its own hash and by the one after it",
    "records.eventbody": "the record itself: its event carries the digest of each part",
    "records.notice": "a delivery: the act that caused it is on the record; kept for a time and then removed",
    "records.message": "a delivery: the act that caused it is on the record; kept for a time and then removed",
    "records.job": "work to be done: what came of it is filed or noted on its own",
    "records.reminder": "an instant computed from a date; whom it reminded stands among the notices",
    "records.counter": "the last number given: numbers given stand in rows on the record, where each is unique",
    "records.idempotencykey": "a form already sent: kept for a time and then removed",
    "records.formdraft": "not submitted: its person's alone, kept for some days and then removed",
    "records.clockoffset": "the demonstration's clock: each movement of it is an event",
    "records.heartbeat": "when a process was last seen",
    "records.securityevent": "a trace of accounts, kept for a time and then removed; acts are on the record",
}
