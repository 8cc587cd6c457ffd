"""The record: chains of events, what they cover, and whether they are whole."""

from network_portal.records.audit.chain import (
    NotHeld,
    append_event,
    create,
    create_all,
    delete,
    event_hash,
    expect_version,
    lock,
    portal_root,
    record_event,
    root_of,
    rows_digest,
    save,
    unseal,
    write,
)

__all__ = [
    "NotHeld",
    "append_event",
    "create",
    "create_all",
    "delete",
    "event_hash",
    "expect_version",
    "lock",
    "portal_root",
    "record_event",
    "root_of",
    "rows_digest",
    "save",
    "unseal",
    "write",
]
