"""Each condition of a decision, a concern and an action: what is said while it does not hold, and nothing once it does."""

import datetime as dt
from typing import Any

import pytest

from decisions import guards
from decisions.models import Action, Decision, Kind
from decisions.services import actions, concerns, consultation, drafting, escalation, outcome, positions, rounds
from members.models import Officer, Organization
from network_portal.lib import clock
from network_portal.records.jobs import sweep
from network_portal.records.workflow.refusals import ConditionsUnmet, IllegalTransition, PermissionRefused
from tests import matters
from tests.builders import consulted, everybody_supports, in_round, leaves, propose
from tests.guards import said
from tests.people import actor, officer
from workplans.services import plans


def test_what_needs_a_subject_names_it(secretariat: Any) -> None:
    without = Decision.objects.create(
        kind=Kind.PLAN, title="x", slug="draft-x", body_id=matters.in_call().body_id, created_at=clock.now(),
        sponsor=Organization.objects.get(slug="iom"), drafted_by=secretariat.user,
    )  # fmt: skip

    assert said(guards.subject_is_named, without) == "Say which work plan it is about."
    assert said(guards.subject_is_named, propose()) == ""


def test_a_member_without_a_representative_needs_a_contact_before_the_consultation(secretariat: Any) -> None:
    decision = propose()
    drafting.submit(decision, actor=actor("ilo"))
    leaves(Officer.objects.filter(organization__acronym="FAO"))
    assert said(guards.every_member_can_be_reached, decision) == (
        "No representative can be written to, and no contact is recorded, for FAO."
    )

    consultation.log_contact(
        decision, actor=secretariat, purpose="reach", note="By telephone", on=clock.today(),
        organization=Organization.objects.get(acronym="FAO"),
    )  # fmt: skip
    assert said(guards.every_member_can_be_reached, decision) == ""


@pytest.mark.parametrize(
    "guard,change", [(guards.period_lies_ahead, "window_closes_at"), (guards.deadline_lies_ahead, "round_deadline")]
)
def test_a_deadline_lies_ahead(guard: Any, change: str) -> None:
    decision, now = matters.in_call(), clock.now()

    assert "must be in the future" in said(guard, decision, **{change: now - dt.timedelta(seconds=1)})
    assert said(guard, decision, **{change: now + dt.timedelta(hours=1)}) == ""
    assert said(guard, decision) == "", "a transition that sets no deadline is asked for none"


def test_no_round_is_opened_without_a_consultation_or_while_members_may_comment(secretariat: Any) -> None:
    never = propose()
    assert said(guards.window_is_over, never) == "There was no consultation."
    decision = consulted(secretariat)
    assert said(guards.window_is_over, decision).startswith("The consultation is open")
    for member in Organization.objects.members():
        consultation.comment(decision, actor=officer(str(member)), body="", nothing=True)
    assert said(guards.window_is_over, decision) == "", "every member has answered before the deadline"


def test_another_call_follows_only_where_replies_are_awaited(secretariat: Any, coordinator: Any) -> None:
    decision = in_round(secretariat, coordinator)
    assert said(guards.no_round_is_open, decision) == "The call for positions is open."
    assert said(guards.replies_are_awaited, decision) == ""
    assert said(guards.a_call_in_writing_is_open, decision) == ""

    everybody_supports(decision)
    assert said(guards.replies_are_awaited, decision) == "No reply is awaited."
    rounds.close_round(decision, actor=coordinator)
    assert said(guards.no_round_is_open, decision) == "The call has closed. Record the outcome."
    assert said(guards.a_round_is_open, decision) == "The call for positions has closed."
    assert said(guards.a_call_in_writing_is_open, decision) == "No call for positions in writing is open."


def test_a_call_that_awaits_replies_after_its_deadline_is_followed_by_one_in_a_meeting(
    secretariat: Any, coordinator: Any
) -> None:
    decision = in_round(secretariat, coordinator)
    positions.take_position(decision, actor=actor("unicef"), value="support")
    sweep.move_clock(decision.round_deadline + dt.timedelta(hours=1))

    assert said(guards.no_round_is_open, decision) == ""
    assert said(guards.round_is_closed, decision) != "", "it is open until nobody's reply is awaited"
    assert said(guards.something_blocks, decision) == "No concern is unresolved."
    assert said(guards.replies_are_complete_or_silence_procedure_applies, decision).startswith("Replies awaited from ")
    rounds.open_round(decision, actor=coordinator, mode="meeting")
    first, second = decision.rounds.order_by("number")
    assert (first.superseded, first.closed_at is not None, second.mode) == (True, True, "meeting")
    assert said(guards.replies_are_complete_or_silence_procedure_applies, decision) == "", (
        "in a meeting who is silent joins"
    )


def test_a_reply_is_recorded_while_its_call_is_open_and_awaited_also_afterwards() -> None:
    call = matters.in_call().rounds.get(closed_at=None)
    open_call = guards.replies_awaited(call)
    call.closed_at = clock.now()
    closed = guards.replies_awaited(call)

    assert open_call is not None
    assert closed is not None
    assert open_call.link == call.decision.path("record-reply")
    assert closed.link == ""


def test_a_matter_without_a_round_has_nobody_silent() -> None:
    assert said(guards.replies_are_complete_or_silence_procedure_applies, matters.in_consultation()) == ""
    assert said(guards.round_is_closed, matters.in_consultation()) == "The call for positions is open."


def test_the_way_to_the_principals_needs_an_effort_and_a_maintained_concern(secretariat: Any, coordinator: Any) -> None:
    decision = matters.disputed()
    assert said(guards.effort_is_logged, decision) == "Record first the effort to reconcile."
    consultation.log_contact(decision, actor=secretariat, purpose="reconcile", note="Met.", on=clock.today())
    assert said(guards.effort_is_logged, decision) == ""

    concern = decision.concerns.get()
    assert said(guards.a_concern_is_maintained, decision) == ""
    concerns.address(concern, actor=secretariat, response="The words were added.")
    concerns.confirm(concern, actor=officer(str(concern.organization)))
    assert said(guards.a_concern_is_maintained, decision) == "No concern is maintained in writing."


def test_an_end_at_the_principals_is_told_to_them(secretariat: Any, coordinator: Any) -> None:
    decision = matters.with_the_principals()
    assert said(guards.principals_are_told, decision) == "Record first that the Principals were informed."
    consultation.log_contact(decision, actor=secretariat, purpose="principals", note="Written.", on=clock.today())
    assert said(guards.principals_are_told, decision) == ""
    assert said(guards.principals_are_told, matters.disputed()) == "", "below that level nobody there has to be told"


def test_the_outcome_of_a_level_is_awaited_once(coordinator: Any) -> None:
    decision = matters.with_the_principals()
    assert said(guards.an_outcome_is_awaited, decision) == ""
    assert "way forward of the Principals" in said(guards.outcome_is_on_record, decision)
    assert "Record first the guidance" in said(guards.highest_level_ended_or_body_agreed, decision)

    with pytest.raises(ConditionsUnmet, match="does not fit the level"):
        escalation.record_outcome(decision, actor=coordinator, outcome="guidance", on=clock.today(), note="x")
    for day in (clock.today() + dt.timedelta(days=1), dt.date(2020, 1, 1)):
        with pytest.raises(ConditionsUnmet, match="between the day"):
            escalation.record_outcome(decision, actor=coordinator, outcome="agreed", on=day, note="x")
    escalation.record_outcome(decision, actor=coordinator, outcome="agreed", on=clock.today(), note="Agreed.")

    assert said(guards.an_outcome_is_awaited, decision) == "No outcome is awaited."
    assert said(guards.outcome_is_on_record, decision) == ""
    assert "Record first the guidance" in said(guards.highest_level_ended_or_body_agreed, decision)


def test_a_conclusion_is_not_of_tomorrow(secretariat: Any) -> None:
    tomorrow = clock.today() + dt.timedelta(days=1)
    with pytest.raises(ConditionsUnmet, match="future"):
        escalation.record_not_pursued(
            matters.disputed(), actor=secretariat, on=tomorrow, document="Note", words="Not pursued."
        )
    assert said(guards.it_is_with_the_principals, matters.disputed()) == "The matter is not with the Principals."
    assert said(guards.it_is_with_the_principals, matters.with_the_principals()) == ""
    assert said(guards.it_is_without_consensus, matters.disputed()) == ""
    assert said(guards.it_is_without_consensus, propose()) == "The matter is not recorded as having no consensus."


def test_a_concern_is_treated_while_its_matter_is_open_and_with_a_response(secretariat: Any, coordinator: Any) -> None:
    concern = matters.disputed().concerns.get()
    assert said(guards.matter_is_open, concern) == ""
    assert said(guards.response_is_given, concern, response=" ") == "Enter the response to the concern."
    assert said(guards.response_is_given, concern, response="The words were added.") == ""

    escalation.record_not_pursued(
        concern.decision, actor=secretariat, on=clock.today(), document="Meeting 3", words="Not pursued."
    )
    outcome.not_adopt(concern.decision, actor=coordinator, reason="No way forward.")
    concern.decision.refresh_from_db()
    assert said(guards.matter_is_open, concern) == "The decision has ended."
    assert said(guards.matter_has_not_ended, concern.decision) == "The decision has ended."


def test_a_mandate_concern_names_its_basis_and_an_objection_in_a_round_is_a_position(
    secretariat: Any, coordinator: Any
) -> None:
    with pytest.raises(ConditionsUnmet, match="basis of the mandate"):
        concerns.raise_concern(
            matters.in_consultation(), actor=actor("ilo"), kind="mandate", reason="Ours.", proposed_solution="x"
        )
    decision = in_round(secretariat, coordinator)
    words = {"reason": "No.", "proposed_solution": "x"}
    with pytest.raises(ConditionsUnmet, match="objection is a position"):
        concerns.raise_concern(decision, actor=actor("ilo"), kind="objection", **words)
    with pytest.raises(ConditionsUnmet, match="FAO is not invited"):
        concerns.raise_concern(decision, actor=actor("fao"), kind="mandate", basis="x", **words)
    everybody_supports(decision)
    rounds.close_round(decision, actor=coordinator)
    with pytest.raises(IllegalTransition, match="has closed"):
        concerns.raise_concern(decision, actor=actor("ilo"), kind="mandate", basis="x", **words)


def test_only_its_own_organization_withdraws_a_concern(secretariat: Any) -> None:
    made = concerns.raise_concern(
        matters.in_consultation(), actor=actor("ilo"), kind="objection", reason="No.", proposed_solution="A word."
    )
    with pytest.raises(PermissionRefused):
        concerns.withdraw(made, actor=secretariat)
    concerns.withdraw(made, actor=actor("ilo"))
    assert made.state == "withdrawn"


def test_positions_are_not_taken_where_no_round_is_open_or_by_the_secretariat_for_itself(secretariat: Any) -> None:
    ilo = Organization.objects.get(acronym="ILO")
    source = {"person": "Hana Park", "document": "A mail", "on": clock.today()}
    with pytest.raises(IllegalTransition, match="has closed"):
        positions.record_reply(
            matters.disputed(),
            officer("UNAIDS").user.officers.get().organization,
            actor=secretariat,
            value="support",
            **source,
        )
    with pytest.raises(PermissionRefused):
        positions.record_reply(matters.in_call(), ilo, actor=actor("ilo"), value="support", **source)


def test_a_reservation_has_its_text() -> None:
    with pytest.raises(ConditionsUnmet, match="text that is printed"):
        positions.take_position(matters.in_call(), actor=actor("ilo"), value="reservation")


def test_the_coordinator_closes_a_written_round_once_all_have_answered(secretariat: Any, coordinator: Any) -> None:
    decision = in_round(secretariat, coordinator)
    with pytest.raises(ConditionsUnmet, match="Replies awaited from"):
        rounds.close_round(decision, actor=coordinator)


def test_replacing_the_text_ends_the_round_and_keeps_its_positions(secretariat: Any, coordinator: Any) -> None:
    decision = in_round(secretariat, coordinator)
    positions.take_position(decision, actor=actor("ilo"), value="support")
    until = clock.close_of(clock.add_working_days(clock.today(), 5))
    rounds.replace_text(decision, actor=secretariat, source="One.\n\nTwo again.", reason="Revised.", closes_at=until)

    ended = decision.rounds.get()
    assert (decision.state, ended.superseded, ended.closed_at is not None) == ("consultation", True, True)
    assert ended.positions.get().value == "support"
    assert ended.text.version == 1
    assert decision.texts.latest("version").version == 2


# --- action points


def test_an_action_follows_from_an_adopted_decision_and_lies_ahead(secretariat: Any) -> None:
    ilo = Officer.objects.active().get(person=actor("ilo").user)
    day = clock.today() + dt.timedelta(days=30)
    adopted = Decision.objects.filter(state="adopted", body__slug="network").latest("ended_at")
    with pytest.raises(PermissionRefused):
        actions.give(adopted.body, actor=actor("ilo"), title="x", officer=ilo, due_on=day)
    with pytest.raises(IllegalTransition, match="not adopted"):
        actions.give(adopted.body, actor=secretariat, title="x", officer=ilo, due_on=day, decision=matters.in_call())
    with pytest.raises(IllegalTransition, match="not adopted"):
        actions.give_from(matters.in_call(), actor=secretariat, title="x", officer=ilo, due_on=day)
    with pytest.raises(ConditionsUnmet, match="must be in the future"):
        actions.give_from(adopted, actor=secretariat, title="x", officer=ilo, due_on=dt.date(2020, 1, 1))

    made = actions.give_from(adopted, actor=secretariat, title="To write to members", officer=ilo, due_on=day)
    assert (made.decision, made.state, made.organization) == (adopted, "open", ilo.organization)
    before = made.version
    actions.assign(made, actor=secretariat, officer=ilo, due_on=day, reason="The same.")
    made.refresh_from_db()
    assert made.version == before, "the same officer and day again change nothing"


def test_the_life_of_an_action(secretariat: Any) -> None:
    action = Action.objects.get(organization__acronym="ILO", state="open")
    assert said(guards.evidence_is_given, action, evidence=" ").startswith("Say what was done")
    assert said(guards.action_is_open, action) == ""

    actions.finish(action, actor=actor("ilo"), evidence="Sent on Monday.")
    assert said(guards.action_is_open, action) == "An action is assigned while it is open."
    actions.reopen(action, actor=secretariat, reason="To FAO, too.")
    actions.finish(action, actor=actor("ilo"), evidence="Sent to FAO.")
    actions.close(action, actor=secretariat)
    action.refresh_from_db()
    assert (action.state, action.evidence) == ("closed", "Sent to FAO.")


# --- drafting


def test_who_speaks_for_no_member_proposes_nothing() -> None:
    for key in ("secretary", "partner", "auditor", "stranger"):
        who = actor(key, "secretariat" if key == "secretary" else "")
        with pytest.raises(PermissionRefused):
            drafting.propose(Kind.GENERAL, "x", actor=who)


def test_saving_a_draft_unchanged_leaves_no_trace() -> None:
    draft = propose()
    before = draft.version
    drafting.edit(
        draft,
        actor=actor("ilo"),
        version=before,
        title=draft.title,
        draft_text=draft.draft_text,
        mandates=draft.mandates,
    )
    draft.refresh_from_db()
    assert draft.version == before


def test_a_returned_proposal_keeps_its_number(secretariat: Any) -> None:
    decision = matters.submitted()
    number = decision.reference
    drafting.return_proposal(decision, actor=secretariat, reason="Which members?")
    drafting.submit(decision, actor=officer(str(decision.sponsor)))
    assert decision.reference == number
    assert decision.texts.count() == 2


def test_a_plan_that_is_drafted_again_leaves_the_older_draft_behind(secretariat: Any) -> None:
    """The kind decides the body; a draft about a plan that waits for another one is not submitted."""
    plan = plans.begin(2031, actor=secretariat)
    older = drafting.draft_for(Organization.objects.get(slug="iom"), Kind.PLAN, "x", secretariat, "One.", "None.", plan)
    assert said(guards.subject_is_named, older) == "The plan no longer waits for this decision."
