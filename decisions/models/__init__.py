"""Decisions by consensus, split as the services are: what each step of a matter leaves behind."""

from decisions.choices import Kind
from decisions.models.consultation import Comment, Consent, Consultation, Contact
from decisions.models.drafting import DECIDED_BY_COMMITTEE, SUBJECT_OF, Decision, Text
from decisions.models.escalation import Conclusion, Escalation
from decisions.models.follow_up import Action, WorkingMethod
from decisions.models.rounds import AdReferendum, Concern, InvitedOrganization, Position, Round

__all__ = [
    "Action",
    "AdReferendum",
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
    "Conclusion",
    "Round",
    "SUBJECT_OF",
    "Text",
    "WorkingMethod",
]
