"""The class of every field of decisions and whether it is personal."""

from decisions.models import (
    Action,
    Comment,
    Concern,
    Consent,
    Consultation,
    Contact,
    Decision,
    Escalation,
    InvitedOrganization,
    Position,
    ReferralRequest,
    Round,
    Text,
    WorkingMethod,
)
from network_portal.records.datamap import fields

MAP = fields(
    """
    decision: internal - id slug reference kind title body sponsor draft_text mandates subject_label subject_id state
    decision: internal - created_at submitted_at window_closes_at round_deadline ended_at statement version
    decision: internal personal drafted_by
    text: internal - id decision version source change_note checksum at
    text: internal personal by
    consultation: internal - id decision number text opened_at closes_at
    comment: internal - id number decision consultation organization kind paragraph body at disposition reply answered_at
    comment: internal - unchanged
    comment: internal personal by answered_by
    contact: internal - id decision purpose organization note on at
    contact: internal personal by
    consent: internal - id decision to state organization at
    consent: internal personal by
    round: internal - id decision number mode text opened_at remind_at deadline closed_at superseded
    invitedorganization: internal - id round organization reminded_by_meeting
    position: confidential - id round organization value reason proposed_solution capacity rank instruction at supersedes
    position: confidential personal by
    concern: confidential - id decision organization kind round paragraph reason basis proposed_solution response state raised_at
    concern: confidential - version number rank
    concern: confidential personal raised_by
    escalation: confidential - id decision level opened_at sent outcome outcome_on outcome_text
    escalation: internal personal opened_by
    referralrequest: confidential - id decision on document organizations recorded_at
    referralrequest: internal personal recorded_by
    action: internal - id number body decision title organization due_on evidence state created_at version
    action: internal personal officer
    workingmethod: internal - id rule title adopted_by starts_on ends_on version
    """
)

ON_RECORD = (
    Action,
    Comment,
    Concern,
    Consent,
    Consultation,
    Contact,
    Decision,
    InvitedOrganization,
    Escalation,
    Position,
    ReferralRequest,
    Round,
    Text,
    WorkingMethod,
)
NOT_ON_RECORD: dict[str, str] = {
    "decisions.referralrequest_organizations": "part of the digest of its request",
}
