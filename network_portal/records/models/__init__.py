"""The record and what serves it. Objects elsewhere are named by label and id: nothing here cascades."""

from network_portal.records.models.access import Grant
from network_portal.records.models.audit import AuditChain, Event, EventBody, SealRelease, SecurityEvent
from network_portal.records.models.clock import ClockOffset, Heartbeat
from network_portal.records.models.entries import FormDraft, IdempotencyKey
from network_portal.records.models.labels import label_of, model_of, root_of
from network_portal.records.models.mail import Message, Notice
from network_portal.records.models.recorded import History, Recorded
from network_portal.records.models.work import Counter, Document, Job, Reminder, _document_name

__all__ = [
    "ClockOffset",
    "Counter",
    "Document",
    "Event",
    "EventBody",
    "FormDraft",
    "Grant",
    "Heartbeat",
    "History",
    "Job",
    "Message",
    "Notice",
    "IdempotencyKey",
    "Recorded",
    "Reminder",
    "AuditChain",
    "SecurityEvent",
    "SealRelease",
    "_document_name",
    "label_of",
    "model_of",
    "root_of",
]
