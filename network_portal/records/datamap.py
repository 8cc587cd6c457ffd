"""The class of every field of the record (public, internal, confidential) and whether it is personal."""


def fields(text: str) -> dict[str, tuple[str, str]]:
    """Read lines ``model: class personal|- field field …`` into (model.field) -> (class, personal)."""
    found: dict[str, tuple[str, str]] = {}
    for line in text.strip().splitlines():
        model, _, rest = line.partition(":")
        level, personal, *names = rest.split()
        for name in names:
            found[f"{model.strip()}.{name}"] = (level, personal)
    return found


MAP = fields(
    """
    auditchain: internal - id label object_id last_number last_hash
    event: internal - id root_label root_id number at verb object_label object_id organization capacity audience
    event: internal - seal request_id hash_version name_digest payload_digest rows_digest previous
    event: internal - hash
    eventbody: confidential personal person name payload
    eventbody: internal - id event name_salt payload_salt rows rows_salt erased_by
    sealrelease: internal - id seal at
    notice: internal personal person
    notice: internal - id kind object_label object_id occasion title path due_at created_at message
    message: internal personal person
    message: confidential personal account_subject account_body account_to
    message: internal - id kind about message_id state attempts not_before lease_until handed_over repeated
    message: internal - created_at sent_at last_error
    document: internal - id object_label object_id kind version title sha256 size file state filed_at
    job: internal - id kind object_label object_id state lease_until attempts progress error created_at ended_at
    reminder: internal - id kind object_label object_id occasion due_at done_at result
    counter: internal - name value
    grant: internal personal person giver
    grant: internal - id permission object_label object_id reason starts_at until ended_at
    idempotencykey: internal personal person
    idempotencykey: internal - id key path content location at
    formdraft: confidential personal person entries
    formdraft: internal - id key path capacity at
    securityevent: confidential personal person place subject
    securityevent: internal - id at kind request_id
    clockoffset: internal - id offset
    heartbeat: internal - name at
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
