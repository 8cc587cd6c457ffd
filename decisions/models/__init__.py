"""Decisions by consensus, split as the services are: what each step of a matter leaves behind."""

from decisions.models.consultation import Comment, Consent, Consultation, Contact
from decisions.models.drafting import DECIDED_BY_COMMITTEE, SUBJECT_OF, Decision, Kind, Text
from decisions.models.escalation import Escalation, ReferralRequest
from decisions.models.follow_up import Action, WorkingMethod
from decisions.models.rounds import Concern, InvitedOrganization, Position, Round

__all__ = [
    "Action",
    "Comment",
    "Concern",
    "Consent",
    "Consultation",
    "Contact",
    "DECIDED_BY_COMMITTEE",
    "Decision",
    "InvitedOrganization",
    "Escalation",
    "Kind",
    "Position",
    "ReferralRequest",
    "Round",
    "SUBJECT_OF",
    "Text",
    "WorkingMethod",
]
