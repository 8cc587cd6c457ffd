"""What the portal refuses in decisions, through the services that every door uses."""

import datetime as dt
from typing import Any

import pytest

from decisions import status
from decisions.choices import State
from decisions.models import Decision, Kind, Position
from decisions.services import concerns, consultation, drafting, escalation, outcome, positions, rounds
from members.models import Officer, Organization
from network_portal.lib import clock
from network_portal.records.jobs import sweep
from network_portal.records.workflow.refusals import ConditionsUnmet, IllegalTransition, PermissionRefused
from tests import matters
from tests.builders import consulted, in_round, leaves, sentences
from tests.people import actor, officer


def dispute() -> Decision:
    return matters.disputed()


def principals() -> Decision:
    return matters.with_the_principals()


def open_matter() -> Decision:
    return matters.in_call()


def test_a_text_without_paragraphs_is_not_submitted() -> None:
    decision = drafting.propose(Kind.GENERAL, "Empty", actor=actor("fao"))

    with pytest.raises(ConditionsUnmet) as refusal:
        drafting.submit(decision, actor=actor("fao"))

    assert "no text" in sentences(refusal.value)
    assert "mandates" in sentences(refusal.value)


def test_no_round_before_every_current_member_was_reached(secretariat: Any, coordinator: Any) -> None:
    decision = consulted(secretariat)  # the mails wait: nobody was reached yet
    sweep.set_offset(sweep.read_offset() + dt.timedelta(days=30))

    with pytest.raises(ConditionsUnmet) as refusal:
        rounds.open_round(decision, actor=coordinator, deadline=clock.now() + dt.timedelta(days=3))

    assert "39 members were not reached" in sentences(refusal.value)


def test_a_member_whose_officer_left_counts_as_not_reached(secretariat: Any, coordinator: Any) -> None:
    decision = consulted(secretariat)
    sweep.sweep()
    leaves(Officer.objects.filter(organization__acronym="FAO"))
    sweep.set_offset(sweep.read_offset() + dt.timedelta(days=30))

    with pytest.raises(ConditionsUnmet) as refusal:
        rounds.open_round(decision, actor=coordinator, deadline=clock.now() + dt.timedelta(days=3))
    assert "FAO" in sentences(refusal.value)

    consultation.log_contact(
        decision, actor=secretariat, purpose="reach", note="By telephone", on=clock.today(),
        organization=Organization.objects.get(acronym="FAO"),
    )  # fmt: skip
    rounds.open_round(decision, actor=coordinator, deadline=clock.now() + dt.timedelta(days=3))
    assert decision.state == "round"


def test_no_round_while_a_comment_waits_for_its_answer(secretariat: Any, coordinator: Any) -> None:
    decision = consulted(secretariat)
    sweep.sweep()
    made = consultation.comment(decision, actor=actor("fao"), body="Please add rural areas.")
    sweep.set_offset(sweep.read_offset() + dt.timedelta(days=30))

    with pytest.raises(ConditionsUnmet) as refusal:
        rounds.open_round(decision, actor=coordinator, deadline=clock.now() + dt.timedelta(days=3))
    assert "One comment" in sentences(refusal.value) or "1 comment has no answer" in sentences(refusal.value)

    consultation.answer_comment(made, actor=secretariat, disposition="noted", reply="Noted.")
    rounds.open_round(decision, actor=coordinator, deadline=clock.now() + dt.timedelta(days=3))


def test_adoption_with_an_open_concern_is_refused(coordinator: Any) -> None:
    decision = dispute()
    Decision.objects.filter(pk=decision.pk).update(state="round")
    decision.refresh_from_db()

    with pytest.raises(ConditionsUnmet) as refusal:
        outcome.adopt(decision, actor=coordinator, statement="Nobody objects.")

    assert "OHCHR" in sentences(refusal.value)
    decision.refresh_from_db()
    assert decision.state == "round"


def test_addressing_a_concern_unblocks_only_when_its_organization_confirms(secretariat: Any) -> None:
    concern = dispute().concerns.get()

    concerns.address(concern, actor=secretariat, response="The words were added.")
    assert status.blocking_concerns(dispute())

    with pytest.raises(PermissionRefused):
        concerns.confirm(concern, actor=secretariat)
    concerns.confirm(concern, actor=officer("OHCHR"))
    assert status.blocking_concerns(dispute()) == []


def test_silence_is_no_support_and_needs_a_reminder(secretariat: Any, coordinator: Any) -> None:
    decision = in_round(secretariat, coordinator)
    current = status.latest_round(decision)
    for invited in rounds.invited_organizations(current):
        if str(invited.organization) != "UNAIDS":
            positions.take_position(decision, actor=officer(str(invited.organization)), value="support")
    # close without the reminder having gone out
    type(current).objects.filter(pk=current.pk).update(deadline=clock.now() - dt.timedelta(minutes=1))
    rounds.close_due()

    with pytest.raises(ConditionsUnmet) as refusal:
        outcome.adopt(decision, actor=coordinator, statement="Consensus.")

    assert "UNAIDS" in sentences(refusal.value)
    assert not Position.objects.filter(round=current, organization__acronym="UNAIDS").exists()


def test_a_round_lived_to_its_deadline_is_adopted_with_the_silent_named(secretariat: Any, coordinator: Any) -> None:
    decision = in_round(secretariat, coordinator)
    sweep.sweep()
    current = status.latest_round(decision)
    for invited in rounds.invited_organizations(current):
        if str(invited.organization) != "UNAIDS":
            positions.take_position(decision, actor=officer(str(invited.organization)), value="support")

    sweep.move_clock(current.deadline + dt.timedelta(hours=1))
    outcome.adopt(decision, actor=coordinator, statement="UNAIDS did not respond; nobody objects.")

    decision.refresh_from_db()
    assert decision.state == "adopted"
    assert [str(e.organization) for e in status.silent(current)] == ["UNAIDS"]


def test_only_the_coordinator_declares_consensus(secretariat: Any) -> None:
    decision = open_matter()

    for key in ("secretary", "ilo", "unicef", "admin", "auditor"):
        with pytest.raises(PermissionRefused):
            outcome.adopt(decision, actor=actor(key), statement="Consensus.")


def test_referral_by_anyone_but_the_coordinator_is_refused(secretariat: Any) -> None:
    for key in ("secretary", "ilo", "unicef", "admin", "auditor", "partner", "notes", "stranger"):
        with pytest.raises(PermissionRefused):
            escalation.refer(principals(), actor=actor(key), note="To the Secretary-General.")


def test_referral_before_the_principals_failed_is_refused(secretariat: Any, coordinator: Any) -> None:
    decision = principals()

    with pytest.raises(ConditionsUnmet) as refusal:
        escalation.refer(decision, actor=coordinator, note="To the Secretary-General.")
    assert "not recorded as failed" in sentences(refusal.value)
    assert "request of the Executive Committee" in sentences(refusal.value)

    escalation.record_outcome(decision, actor=coordinator, outcome="failed", on=clock.today(), note="No way forward.")
    with pytest.raises(ConditionsUnmet) as refusal:
        escalation.refer(decision, actor=coordinator, note="To the Secretary-General.")
    assert "request of the Executive Committee" in sentences(refusal.value)

    escalation.record_committee_request(
        decision, actor=secretariat, on=clock.today(), document="Note 4",
        organizations=Organization.objects.filter(acronym__in=["ILO", "UNICEF"]),
    )  # fmt: skip
    escalation.refer(decision, actor=coordinator, note="To the Secretary-General.")
    decision.refresh_from_db()
    assert decision.state == "referred"


def test_the_committee_asks_with_its_own_organizations_only(secretariat: Any) -> None:
    with pytest.raises(ConditionsUnmet):
        escalation.record_committee_request(
            principals(), actor=secretariat, on=clock.today(), document="Note",
            organizations=Organization.objects.filter(acronym="FAO"),
        )  # fmt: skip


def test_going_to_the_principals_needs_a_logged_effort(coordinator: Any) -> None:
    with pytest.raises(ConditionsUnmet) as refusal:
        escalation.take_to_principals(dispute(), actor=coordinator, note="Both views.")

    assert "effort to reconcile" in sentences(refusal.value)


def test_a_lower_rank_does_not_overwrite_a_higher_one(secretariat: Any, coordinator: Any) -> None:
    decision = in_round(secretariat, coordinator)
    positions.take_position(decision, actor=actor("ilo"), value="support")

    with pytest.raises(ConditionsUnmet) as refusal:
        positions.take_position(decision, actor=actor("ilo-alternate"), value="abstain")
    assert "higher rank" in sentences(refusal.value)

    with pytest.raises(ConditionsUnmet):
        positions.enter_position(
            decision, Organization.objects.get(acronym="ILO"), actor=secretariat, value="abstain", instruction="A mail"
        )
    assert Position.objects.current().get(round__decision=decision, organization__acronym="ILO").value == "support"


def test_on_instruction_names_its_source_and_tells_the_organization(secretariat: Any, coordinator: Any) -> None:
    decision = in_round(secretariat, coordinator)
    unhcr = Organization.objects.get(acronym="UNHCR")

    with pytest.raises(ConditionsUnmet):
        positions.enter_position(decision, unhcr, actor=secretariat, value="support")
    positions.enter_position(decision, unhcr, actor=secretariat, value="support", instruction="Mail of 3 December")

    told = officer("UNHCR").user.notices.filter(kind="position_entered")
    assert told.count() == 1
    positions.take_position(decision, actor=officer("UNHCR"), value="abstain")
    assert Position.objects.current().get(round__decision=decision, organization=unhcr).value == "abstain"


def test_an_objection_needs_reason_and_way_out(secretariat: Any, coordinator: Any) -> None:
    decision = in_round(secretariat, coordinator)

    with pytest.raises(ConditionsUnmet):
        positions.take_position(decision, actor=actor("ilo"), value="object", reason="No.")


def test_another_position_withdraws_ones_own_concern(secretariat: Any, coordinator: Any) -> None:
    decision = in_round(secretariat, coordinator)
    positions.take_position(decision, actor=actor("ilo"), value="object", reason="No.", proposed_solution="A word.")
    assert status.blocking_concerns(decision)

    positions.take_position(decision, actor=actor("ilo"), value="support")

    assert status.blocking_concerns(decision) == []
    assert Position.objects.filter(round__decision=decision, organization__acronym="ILO").count() == 2


def test_a_plain_member_takes_no_position_in_the_committee(secretariat: Any, coordinator: Any) -> None:
    decision = in_round(secretariat, coordinator)

    for key in ("fao", "partner", "secretary", "coordinator", "auditor", "admin"):
        with pytest.raises(PermissionRefused):
            positions.take_position(decision, actor=actor(key), value="support")


def test_a_closed_round_takes_no_position(secretariat: Any, coordinator: Any) -> None:
    with pytest.raises(IllegalTransition):
        positions.take_position(dispute(), actor=actor("ilo"), value="support")


def test_withdrawal_after_consultation_needs_the_coordinators_consent(coordinator: Any) -> None:
    decision = dispute()

    with pytest.raises(ConditionsUnmet):
        outcome.withdraw(decision, actor=actor("ilo"), reason="We try again next year.")
    outcome.consent_to_withdrawal(decision, actor=coordinator)
    outcome.withdraw(decision, actor=actor("ilo"), reason="We try again next year.")

    decision.refresh_from_db()
    assert decision.state == "withdrawn"


def test_not_adopted_needs_the_sponsors_consent_or_the_levels_outcome(coordinator: Any) -> None:
    decision = dispute()

    with pytest.raises(ConditionsUnmet):
        outcome.not_adopt(decision, actor=coordinator, reason="No way forward.")
    with pytest.raises(PermissionRefused):
        outcome.consent_to_not_adopted(decision, actor=actor("unicef"))
    outcome.consent_to_not_adopted(decision, actor=actor("ilo"))
    outcome.not_adopt(decision, actor=coordinator, reason="The sponsor agrees.")

    decision.refresh_from_db()
    assert decision.state == "not_adopted"


def test_guidance_on_record_leads_to_a_confirming_round(secretariat: Any, coordinator: Any) -> None:
    decision = principals()
    escalation.record_outcome(decision, actor=coordinator, outcome="failed", on=clock.today(), note="No way forward.")
    escalation.record_committee_request(
        decision, actor=secretariat, on=clock.today(), document="Note 4",
        organizations=Organization.objects.filter(acronym="ILO"),
    )  # fmt: skip
    escalation.refer(decision, actor=coordinator, note="To the Secretary-General.")
    with pytest.raises(ConditionsUnmet) as refusal:
        rounds.open_round(decision, actor=coordinator, deadline=clock.now() + dt.timedelta(days=9))
    assert "outcome of this level" in sentences(refusal.value)

    escalation.record_outcome(decision, actor=coordinator, outcome="guidance", on=clock.today(), note="Limit it.")
    rounds.open_round(decision, actor=coordinator, deadline=clock.now() + dt.timedelta(days=9))
    assert decision.rounds.count() == 2


def test_one_working_method_is_read(coordinator: Any) -> None:
    from decisions.services import methods

    assert methods.in_force("minutes_after_deadline") is not None


def test_a_consent_of_an_earlier_turn_does_not_count_for_a_later_one(secretariat, coordinator) -> None:
    decision = in_round(secretariat, coordinator)
    for key in ("first", "second"):
        if key == "second":
            closes = clock.close_of(clock.add_working_days(clock.today(), 5))
            consultation.open_consultation(decision, actor=secretariat, closes_at=closes)
            sweep.sweep()
            sweep.move_clock(decision.consultations.latest("number").closes_at + dt.timedelta(hours=1))
            deadline = clock.close_of(clock.add_working_days(clock.today(), 5))
            rounds.open_round(decision, actor=coordinator, deadline=deadline)
        positions.take_position(
            decision, actor=actor("unicef"), value="object", reason="No.", proposed_solution="Another text."
        )
        sweep.move_clock(rounds.status.latest_round(decision).deadline)
        decision.refresh_from_db()
        assert decision.state == "no_consensus"
        if key == "first":
            outcome.consent_to_not_adopted(decision, actor=actor("ilo"))
            assert status.has_consent(decision, "not_adopted")

    assert not status.has_consent(decision, "not_adopted")
    outcome.consent_to_not_adopted(decision, actor=actor("ilo"))
    assert status.has_consent(decision, "not_adopted")


def test_an_objection_in_an_open_round_ends_by_a_new_position(secretariat: Any, coordinator: Any) -> None:
    decision = in_round(secretariat, coordinator)
    positions.take_position(decision, actor=actor("ilo"), value="object", reason="No.", proposed_solution="A word.")
    concern = decision.concerns.get(organization__acronym="ILO")

    with pytest.raises(ConditionsUnmet) as refusal:
        concerns.withdraw(concern, actor=actor("ilo"))

    assert "change the position" in sentences(refusal.value)


def test_a_lower_rank_does_not_take_back_what_a_higher_one_objected_to(secretariat: Any, coordinator: Any) -> None:
    decision = in_round(secretariat, coordinator)
    positions.take_position(decision, actor=actor("ilo"), value="object", reason="No.", proposed_solution="A word.")
    sweep.move_clock(status.latest_round(decision).deadline)
    concern = decision.concerns.get(organization__acronym="ILO")

    with pytest.raises(ConditionsUnmet) as refusal:
        concerns.withdraw(concern, actor=actor("ilo-alternate"))
    assert "higher rank" in sentences(refusal.value)

    concerns.withdraw(concern, actor=actor("ilo"))
    assert status.blocking_concerns(decision) == []


@pytest.mark.parametrize("state", sorted(set(State.values) - {"consultation", "round"}))
def test_a_concern_is_refused_by_its_service_in_every_other_state(state: str) -> None:
    """Also where the state changed after the page had been opened."""
    decision = dispute()
    Decision.objects.filter(pk=decision.pk).update(state=state)

    with pytest.raises(IllegalTransition, match="in consultation or in a round"):
        concerns.raise_concern(
            decision, actor=actor("fao"), kind="objection", reason="No.", proposed_solution="A word."
        )
