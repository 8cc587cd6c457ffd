"""The workflows of a decision, a concern and an action. Who may is in ``policies``, what must hold in ``guards``."""

from django.utils.translation import gettext_lazy as _

from decisions import audiences, notices, policies
from decisions import guards as g
from decisions.choices import ActionState, ConcernState, State
from network_portal.records.workflow.engine import Rule, Transition, Workflow

S, C, A = State, ConcernState, ActionState
LATER = (S.NO_CONSENSUS, S.WITH_PRINCIPALS, S.REFERRED)

# ToR regional decision-making 1 and global ¶7
DECISION = Workflow(
    "decisions.decision",
    State,
    audience=audiences.of_decision,
    title=_("Decisions"),
    path=(S.DRAFT, S.SUBMITTED, S.CONSULTATION, S.ROUND, S.ADOPTED),
    exceptional_states=(S.NO_CONSENSUS, S.WITH_PRINCIPALS, S.REFERRED, S.NOT_ADOPTED, S.WITHDRAWN, S.LAPSED),
    transitions=(
        Transition("submit", (S.DRAFT,), S.SUBMITTED, policies.sponsor, _("Submit the proposal"),
             (g.text_has_paragraphs, g.mandates_are_answered, g.subject_is_named), notifies=notices.to_secretariat,
             explains=_("The text becomes version 1 and is assigned a number. The subject can no longer be changed."),
             done=_("Submitted the proposal"), rule=Rule.BY_ANALOGY, cites=("global ¶10",)),
        Transition("return", (S.SUBMITTED,), S.DRAFT, policies.secretariat, _("Return the proposal"), needs_reason=True,
             notifies=notices.to_sponsor, done=_("Returned the proposal"), rule=Rule.SETTING,
             why=_("The proposing organization completes a proposal that cannot be sent to members yet.")),
        Transition("open_consultation", (S.SUBMITTED, *LATER), S.CONSULTATION, policies.open_consultation,
             _("Open the consultation"), (g.every_member_can_be_reached, g.outcome_is_on_record, g.period_lies_ahead,
              g.period_is_as_long_as_a_method_says), notifies=notices.to_members,
             cites=("regional decision-making 1",),
             explains=_("All members of the Network receive the text and may comment until the deadline."), done=_("Opened the consultation"), rule=Rule.TOR),
        Transition("new_text", (S.CONSULTATION,), S.CONSULTATION, policies.new_text, _("Submit a revised text"),
             (g.period_lies_ahead, g.period_is_as_long_as_a_method_says), notifies=notices.new_text_to_members,
             cites=("regional decision-making 1",),
             explains=_("All members of the Network receive the new version and may comment until the new deadline."), done=_("Submitted a revised text"), rule=Rule.TOR),
        Transition("open_round", (S.CONSULTATION, S.NO_CONSENSUS, S.REFERRED, S.ROUND), S.ROUND, policies.runs, _("Call for positions"),
             (g.no_round_is_open, g.every_member_was_reached, g.window_is_over, g.every_comment_is_answered,
              g.accepted_comments_are_in_the_text, g.subject_is_named, g.outcome_is_on_record, g.deadline_lies_ahead), notifies=notices.to_invited, cites=("regional decision-making 1",),
             explains=_("The text and the list of organizations invited can no longer be changed."), done=_("Called for positions"), rule=Rule.TOR),
        Transition("replace_text", (S.ROUND,), S.CONSULTATION, policies.secretariat, _("Withdraw the call and revise the text"),
             (g.period_lies_ahead, g.period_is_as_long_as_a_method_says), needs_reason=True, notifies=notices.new_text_to_members,
             explains=_("The call for positions ends. Positions already submitted remain linked to the previous version."), done=_("Withdrew the call and revised the text"), rule=Rule.SETTING,
             why=_("A text that has to change during a call goes back to all members.")),
        Transition("adopt", (S.ROUND,), S.ADOPTED, policies.coordinator, _("Record the adoption by consensus"),
             (g.round_is_closed, g.nothing_blocks, g.replies_are_complete_or_silence_procedure_applies), notifies=notices.outcome_to_members,
             cites=("regional decision-making 1",),
             explains=_("The decision is adopted and takes effect immediately. This cannot be undone."), done=_("Recorded the adoption by consensus"), rule=Rule.TOR),
        Transition("no_consensus", (S.ROUND,), S.NO_CONSENSUS, policies.clock, _("Record no consensus"),
             (g.round_is_closed, g.something_blocks), notifies=notices.outcome_to_members, cites=("global ¶7",), done=_("Recorded no consensus"), rule=Rule.BY_ANALOGY),
        Transition("take_to_principals", (S.NO_CONSENSUS,), S.WITH_PRINCIPALS, policies.coordinator, _("Refer to the Principals"),
             (g.effort_is_logged, g.a_concern_is_maintained), notifies=notices.outcome_to_members, cites=("global ¶7 b1",),
             explains=_("The Coordinator works with the Principals of the Regional Executive Committee and, as advisable, of "
                        "other members on a way forward."), done=_("Referred to the Principals"), rule=Rule.BY_ANALOGY),
        Transition("refer", (S.WITH_PRINCIPALS,), S.REFERRED, policies.coordinator, _("Refer to the Secretary-General"),
             (g.principals_failed, g.committee_concluded), notifies=notices.outcome_to_members, cites=("global ¶7 b2",),
             explains=_("The Regional Executive Committee refers the matter through the Coordinator."), done=_("Referred to the Secretary-General"), rule=Rule.BY_ANALOGY),
        Transition("not_adopt", LATER, S.NOT_ADOPTED, policies.coordinator, _("Record that the matter is not adopted"),
             (g.highest_level_ended_or_body_agreed,), needs_reason=True, notifies=notices.outcome_to_members, destructive=True, done=_("Recorded that the matter is not adopted"), rule=Rule.SETTING,
             why=_("The Terms of Reference do not say how a matter ends that is not adopted.")),
        Transition("withdraw", (S.DRAFT, S.SUBMITTED, S.CONSULTATION, S.ROUND, *LATER),
             S.WITHDRAWN, policies.sponsor, _("Withdraw the proposal"), (g.principals_are_told,),
             needs_reason=True, notifies=notices.outcome_to_members, destructive=True, done=_("Withdrew the proposal"), rule=Rule.SETTING,
             why=_("The Terms of Reference do not say how a proposal is withdrawn.")),
        Transition("lapse", (S.DRAFT, S.SUBMITTED, S.CONSULTATION, S.ROUND, *LATER), S.LAPSED, policies.coordinator,
             _("Record the proposal as lapsed"), (g.its_sponsor_has_left, g.principals_are_told), needs_reason=True,
             notifies=notices.outcome_to_members, destructive=True, only_where=g.its_sponsor_has_left,
             explains=_("The proposing organization has left the Network. Consult the members first: another member "
                        "may take the proposal over. Say in the reason how they were consulted."), done=_("Recorded the proposal as lapsed"), rule=Rule.SETTING,
             why=_("A matter whose proposing organization has left would have no end.")),
    ),
)  # fmt: skip

CONCERN = Workflow(
    "decisions.concern",
    ConcernState,
    audience=audiences.of_concern,
    title=_("Concerns"),
    path=(C.OPEN, C.ADDRESSED, C.CONFIRMED),
    exceptional_states=(C.MAINTAINED, C.WITHDRAWN, C.LAPSED),
    transitions=(
        Transition("address", (C.OPEN, C.MAINTAINED), C.ADDRESSED, policies.address, _("Respond to the concern"),
             (g.matter_is_open, g.response_is_given), notifies=notices.to_its_organization, done=_("Responded to the concern"), rule=Rule.SETTING,
             why=_("A concern and the response to it are recorded together.")),
        Transition("confirm", (C.ADDRESSED,), C.CONFIRMED, policies.its_organization, _("Confirm that the concern is resolved"),
             (g.matter_is_open, g.position_leaves_it_free), notifies=notices.to_answerers, done=_("Confirmed that the concern is resolved"), rule=Rule.SETTING,
             why=_("Only the organization that raised a concern can say that it is resolved.")),
        Transition("maintain", (C.OPEN, C.ADDRESSED), C.MAINTAINED, policies.its_organization, _("Maintain the concern"),
             (g.matter_is_open,), needs_reason=True, notifies=notices.to_answerers, done=_("Maintained the concern"), rule=Rule.SETTING,
             why=_("The organization states that the response does not resolve its concern.")),
        Transition("renew", (C.ADDRESSED,), C.OPEN, policies.clock, _("Reopened by an objection"), (g.matter_is_open,), done=_("Reopened the concern"), rule=Rule.SETTING,
             why=_("An objection after a response shows that the concern is not resolved.")),
        Transition("withdraw_concern", (C.OPEN, C.ADDRESSED, C.MAINTAINED), C.WITHDRAWN, policies.withdraws,
             _("Withdraw the concern"), (g.matter_is_open, g.position_leaves_it_free), done=_("Withdrew the concern"), rule=Rule.SETTING,
             why=_("The organization that raised a concern can withdraw it.")),
        Transition("lapse_concern", (C.OPEN, C.ADDRESSED, C.MAINTAINED), C.LAPSED, policies.coordinator,
             _("Record the concern as lapsed"), (g.matter_is_open, g.its_organization_has_left), needs_reason=True,
             notifies=notices.to_answerers, only_where=g.its_organization_has_left,
             explains=_("The organization has left the Network and can no longer withdraw or confirm its concern."), done=_("Recorded the concern as lapsed"), rule=Rule.SETTING,
             why=_("A concern of an organization that has left could never be withdrawn.")),
    ),
)  # fmt: skip

# ToR global ¶27 b10
ACTION = Workflow(
    "decisions.action",
    ActionState,
    audience=audiences.of_action,
    title=_("Action points"),
    path=(A.OPEN, A.DONE, A.CLOSED),
    transitions=(
        Transition("finish", (A.OPEN,), A.DONE, policies.officer, _("Mark as completed"), (g.evidence_is_given,), notifies=notices.action_to_secretariat, done=_("Marked as completed"), rule=Rule.SETTING,
             why=_("The responsible organization reports what was done.")),
        Transition("close_action", (A.DONE,), A.CLOSED, policies.secretariat, _("Confirm the completion"), done=_("Confirmed the completion"), rule=Rule.SETTING,
             why=_("The Secretariat follows up on action points until they are completed.")),
        Transition("reopen", (A.DONE,), A.OPEN, policies.secretariat, _("Reopen"), needs_reason=True, notifies=notices.to_its_officer, done=_("Reopened the action point"), rule=Rule.SETTING,
             why=_("An action point that was reported as completed too early is followed up again.")),
    ),
)  # fmt: skip
WORKFLOWS = (DECISION, CONCERN, ACTION)
