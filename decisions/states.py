"""The workflows of a decision, a concern and an action. Who may is in ``policies``, what must hold in ``guards``."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from decisions import guards as g
from network_portal.records.workflow.engine import Transition, Workflow


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    CONSULTATION = "consultation", _("Consultation")
    ROUND = "round", _("Round")
    NO_CONSENSUS = "no_consensus", _("No consensus")
    WITH_PRINCIPALS = "with_principals", _("With the Principals")
    REFERRED = "referred", _("Referred to the Secretary-General")
    ADOPTED = "adopted", _("Adopted")
    NOT_ADOPTED = "not_adopted", _("Not adopted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")


class ConcernState(models.TextChoices):
    OPEN = "open", _("Open")
    ADDRESSED = "addressed", _("Addressed, to be confirmed")
    CONFIRMED = "confirmed", _("Addressed and confirmed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MAINTAINED = "maintained", _("Maintained")
    LAPSED = "lapsed", _("Lapsed")


class ActionState(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done, to be confirmed")
    CLOSED = "closed", _("Closed")


S, C, A = State, ConcernState, ActionState
ENDED = (S.ADOPTED, S.NOT_ADOPTED, S.WITHDRAWN, S.LAPSED)
LATER = (S.NO_CONSENSUS, S.WITH_PRINCIPALS, S.REFERRED)

# ToR regional decision-making 1 and global ¶7
DECISION = Workflow(
    "decisions.decision",
    State,
    path=(S.DRAFT, S.SUBMITTED, S.CONSULTATION, S.ROUND, S.ADOPTED),
    exceptional_states=(S.NO_CONSENSUS, S.WITH_PRINCIPALS, S.REFERRED, S.NOT_ADOPTED, S.WITHDRAWN, S.LAPSED),
    transitions=(
        Transition("submit", (S.DRAFT,), S.SUBMITTED, "sponsor", _("Submit the proposal"),
             (g.text_has_paragraphs, g.mandates_are_answered, g.subject_is_named), tells="secretariat",
             explains=_("The text becomes version one and gets its number. What it is about is fixed from now on.")),
        Transition("return", (S.SUBMITTED,), S.DRAFT, "secretariat", _("Return to the sponsor"), needs_reason=True,
             tells="sponsor"),
        Transition("open_consultation", (S.SUBMITTED, *LATER), S.CONSULTATION, "open_consultation",
             _("Open the consultation"), (g.every_member_can_be_reached, g.period_lies_ahead), tells="members",
             cites=("regional decision-making 1",),
             explains=_("Every member of the Network is sent the text and may comment until the deadline.")),
        Transition("new_text", (S.CONSULTATION,), S.CONSULTATION, "new_text", _("Put forward a new text"),
             (g.period_lies_ahead,), tells="members_new_text",
             explains=_("A new version goes to every member, with a new window for comments.")),
        Transition("open_round", (S.CONSULTATION, *LATER, S.ROUND), S.ROUND, "runs", _("Open the round"),
             (g.no_round_is_open, g.every_member_was_reached, g.window_is_over, g.every_comment_is_answered,
              g.accepted_comments_are_in_the_text, g.outcome_is_on_record, g.deadline_lies_ahead), tells="invited", cites=("regional decision-making 1",),
             explains=_("The text and the organizations that take a position are frozen.")),
        Transition("replace_text", (S.ROUND,), S.CONSULTATION, "secretariat", _("Replace the text"),
             (g.period_lies_ahead,), needs_reason=True, tells="members_new_text",
             explains=_("The round ends. Positions taken stay with the version they were taken on.")),
        Transition("adopt", (S.ROUND,), S.ADOPTED, "coordinator", _("Declare consensus"),
             (g.round_is_closed, g.nothing_blocks, g.the_silent_were_reached_and_reminded), tells="members_outcome",
             cites=("global ¶7",),
             explains=_("The text is adopted, and what it is about takes effect at once. This cannot be undone.")),
        Transition("no_consensus", (S.ROUND,), S.NO_CONSENSUS, "clock", _("Record no consensus"),
             (g.round_is_closed, g.something_blocks), tells="members_outcome", cites=("global ¶7",)),
        Transition("take_to_principals", (S.NO_CONSENSUS,), S.WITH_PRINCIPALS, "coordinator", _("Take it to the Principals"),
             (g.effort_is_logged, g.a_concern_is_maintained), tells="members_outcome", cites=("global ¶7 b1",),
             explains=_("The Coordinator works with the Principals on a way forward.")),
        Transition("refer", (S.WITH_PRINCIPALS,), S.REFERRED, "coordinator", _("Refer to the Secretary-General"),
             (g.principals_failed, g.committee_asked), tells="members_outcome", cites=("global ¶7 b2",),
             explains=_("The committee refers the matter through the Coordinator.")),
        Transition("not_adopt", LATER, S.NOT_ADOPTED, "coordinator", _("Record as not adopted"),
             (g.sponsor_consents_or_level_ended,), needs_reason=True, tells="members_outcome", destructive=True),
        Transition("withdraw", (S.DRAFT, S.SUBMITTED, S.CONSULTATION, S.ROUND, S.NO_CONSENSUS, S.WITH_PRINCIPALS),
             S.WITHDRAWN, "sponsor", _("Withdraw the proposal"), (g.coordinator_consents, g.principals_are_told),
             needs_reason=True, tells="members_outcome", destructive=True),
        Transition("lapse", (S.DRAFT, S.SUBMITTED, S.CONSULTATION, S.ROUND, *LATER), S.LAPSED, "coordinator",
             _("Record the proposal as lapsed"), (g.its_sponsor_has_left, g.principals_are_told), needs_reason=True,
             tells="members_outcome", destructive=True, only_where=g.its_sponsor_has_left,
             explains=_("The proposing organization has left the Network. Consult the members first: another member "
                        "may take the proposal over. Say in the reason how they were consulted.")),
    ),
)  # fmt: skip

CONCERN = Workflow(
    "decisions.concern",
    ConcernState,
    path=(C.OPEN, C.ADDRESSED, C.CONFIRMED),
    exceptional_states=(C.MAINTAINED, C.WITHDRAWN, C.LAPSED),
    transitions=(
        Transition("address", (C.OPEN, C.MAINTAINED), C.ADDRESSED, "address", _("Say how it was addressed"),
             (g.matter_is_open, g.response_is_given), tells="its_organization"),
        Transition("confirm", (C.ADDRESSED,), C.CONFIRMED, "its_organization", _("Confirm that it is addressed"),
             (g.matter_is_open, g.position_leaves_it_free), tells="answerers"),
        Transition("maintain", (C.OPEN, C.ADDRESSED), C.MAINTAINED, "its_organization", _("Maintain the concern"),
             (g.matter_is_open,), needs_reason=True, tells="answerers"),
        Transition("renew", (C.ADDRESSED,), C.OPEN, "clock", _("Renewed by an objection"), (g.matter_is_open,)),
        Transition("withdraw_concern", (C.OPEN, C.ADDRESSED, C.MAINTAINED), C.WITHDRAWN, "withdraws",
             _("Withdraw the concern"), (g.matter_is_open, g.position_leaves_it_free)),
        Transition("lapse_concern", (C.OPEN, C.ADDRESSED, C.MAINTAINED), C.LAPSED, "coordinator",
             _("Record the concern as lapsed"), (g.matter_is_open, g.its_organization_has_left), needs_reason=True,
             tells="answerers", only_where=g.its_organization_has_left,
             explains=_("The organization has left the Network and can no longer withdraw or confirm its concern.")),
    ),
)  # fmt: skip

# ToR global ¶27 b10
ACTION = Workflow(
    "decisions.action",
    ActionState,
    path=(A.OPEN, A.DONE, A.CLOSED),
    transitions=(
        Transition("finish", (A.OPEN,), A.DONE, "officer", _("Mark as done"), (g.evidence_is_given,), tells="secretariat_action"),
        Transition("close_action", (A.DONE,), A.CLOSED, "secretariat", _("Close the action")),
        Transition("reopen", (A.DONE,), A.OPEN, "secretariat", _("Open it again"), needs_reason=True, tells="its_officer"),
    ),
)  # fmt: skip
WORKFLOWS = (DECISION, CONCERN, ACTION)
