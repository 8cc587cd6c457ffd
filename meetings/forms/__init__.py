"""Shapes of what is typed about meetings and minutes."""

from meetings.forms.minutes import CirculateForm, CommentForm, CommentReplyForm, GrantForm, SectionForm
from meetings.forms.planning import (
    ChairForm,
    ItemForm,
    ItemsForm,
    MeetingEditForm,
    MeetingFilter,
    MeetingForm,
    ReplyForm,
    RescheduleForm,
    WhenMixin,
)
from meetings.forms.session import (
    AmendmentForm,
    ApologyForm,
    AttendanceForm,
    CloseForm,
    ItemActionForm,
    MoveActionForm,
    OutcomeForm,
    ParticipantForm,
    SpokenForm,
)

__all__ = [
    "AmendmentForm",
    "ApologyForm",
    "AttendanceForm",
    "ChairForm",
    "CirculateForm",
    "CloseForm",
    "CommentForm",
    "CommentReplyForm",
    "GrantForm",
    "ItemActionForm",
    "ItemForm",
    "ItemsForm",
    "MeetingEditForm",
    "MeetingFilter",
    "MeetingForm",
    "MoveActionForm",
    "OutcomeForm",
    "ParticipantForm",
    "ReplyForm",
    "RescheduleForm",
    "SectionForm",
    "SpokenForm",
    "WhenMixin",
]
