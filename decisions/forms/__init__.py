"""Shapes of what is typed about decisions: one module a subject."""

from decisions.forms.actions import (
    ActionForm,
    AssignForm,
    EvidenceForm,
    add_everybody,
    everybody_field,
    offer_officers,
    officers_field,
)
from decisions.forms.drafting import (
    CommentForm,
    DecisionFilter,
    DraftForm,
    MethodForm,
    NewTextForm,
    ProposalForm,
    ReplaceTextForm,
    ReplyForm,
    WindowForm,
)
from decisions.forms.escalation import ConcernForm, ConclusionForm, ContactForm, NoteForm, OutcomeForm, ResponseForm
from decisions.forms.positions import (
    ExtendForm,
    LateCorrectionForm,
    PositionForm,
    ReasonForm,
    RepliesReceivedForm,
    ReplyReceivedForm,
    RoundForm,
    StatementForm,
)
from decisions.forms.shared import DeadlineField, after_working_days

__all__ = [
    "ActionForm",
    "AssignForm",
    "CommentForm",
    "ConcernForm",
    "ConclusionForm",
    "ContactForm",
    "DeadlineField",
    "DecisionFilter",
    "DraftForm",
    "EvidenceForm",
    "ExtendForm",
    "ReasonForm",
    "LateCorrectionForm",
    "MethodForm",
    "NewTextForm",
    "NoteForm",
    "OutcomeForm",
    "PositionForm",
    "ProposalForm",
    "ReplaceTextForm",
    "RepliesReceivedForm",
    "ReplyForm",
    "ReplyReceivedForm",
    "ResponseForm",
    "RoundForm",
    "StatementForm",
    "WindowForm",
    "add_everybody",
    "after_working_days",
    "everybody_field",
    "offer_officers",
    "officers_field",
]
