"""The class of what is not internal, and of free text: see ``records.datamap``; what is on the record."""

from decisions.models import (
    Action,
    AdReferendum,
    Comment,
    Concern,
    Conclusion,
    Consent,
    Consultation,
    Contact,
    Decision,
    Escalation,
    InvitedOrganization,
    Position,
    Round,
    Text,
    WorkingMethod,
)
from network_portal.records.datamap import fields

MAP = fields(
    """
    decision: internal - slug reference title draft_text mandates subject_label statement
    text: internal - source change_note takes_up checksum
    comment: internal - body reply unchanged
    contact: internal - note
    consent: internal - state
    position: confidential - *
    position: confidential personal speaker
    concern: confidential - *
    escalation: confidential - *
    escalation: internal personal opened_by
    conclusion: confidential - *
    conclusion: internal personal recorded_by
    action: internal - title evidence
    action: internal personal officer
    workingmethod: internal - title rule rules
    """
)

ON_RECORD = (
    Action,
    AdReferendum,
    Comment,
    Concern,
    Consent,
    Consultation,
    Contact,
    Decision,
    InvitedOrganization,
    Escalation,
    Position,
    Conclusion,
    Round,
    Text,
    WorkingMethod,
)
NOT_ON_RECORD: dict[str, str] = {
    "decisions.adreferendum_organizations": "part of the digest of its call's row",
    "decisions.conclusion_organizations": "part of the digest of its request",
}
