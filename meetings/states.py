"""The workflows of a meeting and of its minutes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings import guards as g
from network_portal.records.workflow.engine import Transition, Workflow


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    CONVENED = "convened", _("Convened")
    IN_SESSION = "in_session", _("In session")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


class MinutesState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    CIRCULATED = "circulated", _("Circulated")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published to members")


M, T = MeetingState, MinutesState

# ToR regional coordination, bullets 1 and 3
MEETING = Workflow(
    "meetings.meeting",
    MeetingState,
    path=(M.PLANNED, M.CONVENED, M.IN_SESSION, M.HELD),
    exceptional_states=(M.CANCELLED,),
    transitions=(
        Transition("convene", (M.PLANNED,), M.CONVENED, "secretariat", _("Convene the meeting"),
             (g.lies_ahead, g.place_is_known, g.chair_is_known, g.has_an_item), tells="invited",
             cites=("regional coordination b3",),
             explains=_("Every organization's officers get the invitation with a calendar file.")),
        Transition("start", (M.CONVENED,), M.IN_SESSION, "chair_or_secretariat", _("Start the meeting"), (g.is_its_day,)),
        Transition("close_meeting", (M.IN_SESSION,), M.HELD, "chair_or_secretariat", _("Close the meeting"),
             (g.every_item_has_an_outcome,),
             explains=_("A round still open in the room closes with the meeting.")),
        Transition("cancel", (M.PLANNED, M.CONVENED), M.CANCELLED, "secretariat", _("Cancel the meeting"),
             needs_reason=True, tells="cancelled", destructive=True),
    ),
)  # fmt: skip

# ToR regional coordination, bullet 4; global ¶27 b9
MINUTES = Workflow(
    "meetings.minutes",
    MinutesState,
    path=(T.DRAFT, T.CIRCULATED, T.APPROVED, T.PUBLISHED),
    transitions=(
        Transition("circulate", (T.DRAFT,), T.CIRCULATED, "chair", _("Circulate the minutes"),
             (g.meeting_is_held, g.every_section_has_text, g.they_can_be_drawn, g.comments_lie_ahead), tells="readers",
             cites=("global ¶27 b9",),
             explains=_("Members read the draft and may comment until the deadline.")),
        Transition("send_back", (T.CIRCULATED,), T.DRAFT, "chair_or_secretariat", _("Take back to draft"), needs_reason=True),
        Transition("approve", (T.CIRCULATED,), T.APPROVED, "chair", _("Approve the minutes"),
             (g.every_comment_has_a_reply, g.approval_has_its_way, g.another_hand_wrote, g.they_can_be_drawn), tells="secretariat",
             explains=_("The text, its decisions and actions are frozen, and the PDF is made. This cannot be undone.")),
        Transition("publish", (T.APPROVED,), T.PUBLISHED, "secretariat", _("Publish to the members"), (g.pdf_is_filed,),
             tells="readers_published", cites=("global ¶27 b9",)),
    ),
)  # fmt: skip
WORKFLOWS = (MEETING, MINUTES)
