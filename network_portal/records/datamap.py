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
    root: internal - id label object_id last_number last_hash
    event: internal - id root_label root_id number at verb object_label object_id organization capacity audience
    event: internal - seal request_id hash_version name_digest payload_digest previous hash
    eventbody: confidential personal person name payload
    eventbody: internal - id event name_salt payload_salt erased_by
    unsealed: internal - id seal at
    notice: internal personal person
    notice: internal - id kind object_label object_id occasion title path due_at created_at message
    message: internal personal person
    message: confidential personal account_subject account_body account_to
    message: internal - id kind message_id state attempts not_before lease_until handed_over repeated
    message: internal - created_at sent_at last_error
    document: internal - id object_label object_id kind version title sha256 size file state filed_at
    job: internal - id kind object_label object_id state lease_until attempts progress error created_at ended_at
    counter: internal - name value
    grant: internal personal person giver
    grant: internal - id permission object_label object_id reason starts_at until ended_at
    oncekey: internal personal person
    oncekey: internal - id key path content location at
    securityevent: confidential personal person place subject
    securityevent: internal - id at kind request_id
    clockoffset: internal - id offset
    heartbeat: internal - name at
    """
)
