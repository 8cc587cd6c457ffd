"""The workflows of a meeting and of its minutes."""

from django.utils.translation import gettext_lazy as _

from meetings import audiences, notices, policies
from meetings import guards as g
from meetings.choices import MeetingState, MinutesState
from network_portal.records.workflow.engine import Rule, Transition, Workflow

M, T = MeetingState, MinutesState

# ToR regional coordination, bullets 1 and 3
MEETING = Workflow(
    "meetings.meeting",
    MeetingState,
    audience=audiences.of_meeting,
    title=_("Meetings"),
    path=(M.PLANNED, M.CONVENED, M.IN_SESSION, M.HELD),
    exceptional_states=(M.CANCELLED,),
    transitions=(
        Transition("convene", (M.PLANNED,), M.CONVENED, policies.secretariat, _("Convene the meeting"),
             (g.lies_ahead, g.place_is_known, g.chair_is_known, g.has_an_item, g.notice_is_as_long_as_a_method_says), notifies=notices.to_invited,
             cites=("regional coordination b3",),
             explains=_("The representatives of every organization receive the invitation with a calendar file."), done=_("Convened the meeting"), rule=Rule.TOR),
        Transition("start", (M.CONVENED,), M.IN_SESSION, policies.chair_or_secretariat, _("Start the meeting"), (g.is_its_day,), done=_("Started the meeting"), rule=Rule.SETTING,
             why=_("The record of the meeting begins with its actual opening.")),
        Transition("close_meeting", (M.IN_SESSION,), M.HELD, policies.chair_or_secretariat, _("Close the meeting"),
             (g.every_item_has_an_outcome,),
             explains=_("A call for positions that is open in the meeting closes with it."), done=_("Closed the meeting"), rule=Rule.SETTING,
             why=_("The record of the meeting ends with its actual closing.")),
        Transition("reopen", (M.HELD,), M.IN_SESSION, policies.secretariat, _("Reopen for a correction of attendance"),
             (g.minutes_were_never_circulated,), needs_reason=True,
             explains=_("The Secretariat corrects the attendance and closes the meeting again."), done=_("Reopened the meeting"), rule=Rule.SETTING,
             why=_("An error in the attendance is corrected before the minutes are circulated.")),
        Transition("cancel", (M.PLANNED, M.CONVENED), M.CANCELLED, policies.secretariat, _("Cancel the meeting"),
             needs_reason=True, notifies=notices.cancellation_to_invited, destructive=True, done=_("Cancelled the meeting"), rule=Rule.SETTING,
             why=_("A meeting that does not take place is taken out of calendars.")),
    ),
)  # fmt: skip

# ToR regional coordination, bullet 4; global ¶27 b9
MINUTES = Workflow(
    "meetings.minutes",
    MinutesState,
    audience=audiences.of_minutes,
    title=_("Minutes"),
    path=(T.DRAFT, T.CIRCULATED, T.APPROVED, T.PUBLISHED),
    transitions=(
        Transition("circulate", (T.DRAFT,), T.CIRCULATED, policies.secretariat, _("Circulate the minutes"),
             (g.meeting_is_held, g.every_section_has_text, g.the_chair_cleared_them, g.they_can_be_drawn, g.comments_lie_ahead,
              g.comments_last_as_long_as_a_method_says), notifies=notices.to_readers,
             cites=("global ¶27 b9",),
             explains=_("The members of the body receive the draft and may comment until the deadline."), done=_("Circulated the minutes"), rule=Rule.BY_ANALOGY),
        Transition("return", (T.CIRCULATED,), T.DRAFT, policies.chair_or_secretariat, _("Return to draft"), needs_reason=True, former_verbs=("send_back",), done=_("Returned the minutes to draft"), rule=Rule.SETTING,
             why=_("A draft is corrected and circulated again.")),
        Transition("approve", (T.CIRCULATED,), T.APPROVED, policies.chair_or_secretariat, _("Record the approval of the minutes"),
             (g.every_comment_has_a_reply, g.approval_has_its_way, g.another_hand_wrote, g.they_can_be_drawn), notifies=notices.to_secretariat,
             explains=_("The meeting approves the minutes and the Chair announces it, or they are approved by written procedure. The text can no longer be changed. This cannot be undone."), done=_("Recorded the approval of the minutes"), rule=Rule.SETTING,
             why=_("The Terms of Reference do not say who approves minutes: the body does.")),
        Transition("publish", (T.APPROVED,), T.PUBLISHED, policies.secretariat, _("Publish to members"), (g.pdf_is_filed,),
             notifies=notices.publication_to_readers, cites=("global ¶27 b9",), done=_("Published the minutes"), rule=Rule.BY_ANALOGY),
    ),
)  # fmt: skip
WORKFLOWS = (MEETING, MINUTES)
