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
from tests.builders import consulted, everybody_supports, in_round, leaves, sentences
from tests.people import actor, officer


def source() -> dict[str, Any]:
    """Who replied, how, and on which day."""
    return {"person": "Hana Park", "document": "by telephone", "on": clock.today()}


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

    assert "24 members were not reached" in sentences(refusal.value)


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


def test_silence_is_not_agreement_and_the_call_awaits_the_reply(secretariat: Any, coordinator: Any) -> None:
    """After its deadline, and though everybody was reminded, the call stays open and says whose reply it awaits."""
    decision = in_round(secretariat, coordinator)
    everybody_supports(decision, but=("UNAIDS",))
    current = status.latest_round(decision)
    sweep.move_clock(current.deadline + dt.timedelta(days=30))
    decision.refresh_from_db()

    for attempt in (lambda: rounds.close_round(decision, actor=coordinator),
                    lambda: outcome.adopt(decision, actor=coordinator, statement="Consensus.")):  # fmt: skip
        with pytest.raises(ConditionsUnmet) as refusal:
            attempt()
        assert "Replies awaited from UNAIDS. Send a reminder, extend the deadline" in sentences(refusal.value)
    assert not Position.objects.filter(round=current, organization__acronym="UNAIDS").exists()

    positions.take_position(decision, actor=officer("UNAIDS"), value="support")
    rounds.close_round(decision, actor=coordinator)
    outcome.adopt(decision, actor=coordinator, statement="Consensus.")
    assert decision.state == "adopted"


def test_a_call_in_which_all_replied_closes_at_its_deadline(secretariat: Any, coordinator: Any) -> None:
    decision = in_round(secretariat, coordinator)
    everybody_supports(decision)

    sweep.move_clock(status.latest_round(decision).deadline + dt.timedelta(hours=1))
    outcome.adopt(decision, actor=coordinator, statement="Nobody objects.")

    decision.refresh_from_db()
    assert decision.state == "adopted"


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
    assert "conclusion of the Regional Executive Committee" in sentences(refusal.value)

    escalation.record_outcome(decision, actor=coordinator, outcome="failed", on=clock.today(), note="No way forward.")
    with pytest.raises(ConditionsUnmet) as refusal:
        escalation.refer(decision, actor=coordinator, note="To the Secretary-General.")
    assert "conclusion of the Regional Executive Committee" in sentences(refusal.value)

    escalation.record_committee_conclusion(
        decision, actor=secretariat, on=clock.today(), document="Committee meeting, item 4", words="The matter is referred.",
    )  # fmt: skip
    escalation.refer(decision, actor=coordinator, note="To the Secretary-General.")
    decision.refresh_from_db()
    assert decision.state == "referred"


def test_the_committee_refers_by_a_conclusion_recorded_after_the_principals_failed(
    secretariat: Any, coordinator: Any
) -> None:
    decision, said = (
        principals(),
        {"on": clock.today(), "document": "Meeting 3, item 4", "words": "The matter is referred."},
    )
    with pytest.raises(IllegalTransition, match="not recorded as failed"):
        escalation.record_committee_conclusion(decision, actor=secretariat, **said)
    escalation.record_outcome(decision, actor=coordinator, outcome="failed", on=clock.today(), note="No way forward.")
    with pytest.raises(PermissionRefused):
        escalation.record_committee_conclusion(decision, actor=actor("unicef"), **said)
    with pytest.raises(ConditionsUnmet):
        escalation.record_committee_conclusion(decision, actor=secretariat, **{**said, "words": " "})
    escalation.record_committee_conclusion(decision, actor=secretariat, **said)
    assert status.referral(decision).words == "The matter is referred."


def test_going_to_the_principals_needs_a_logged_effort(coordinator: Any) -> None:
    with pytest.raises(ConditionsUnmet) as refusal:
        escalation.take_to_principals(dispute(), actor=coordinator, note="Both views.")

    assert "effort to reconcile" in sentences(refusal.value)


def test_the_last_position_of_any_representative_counts(secretariat: Any, coordinator: Any) -> None:
    decision = in_round(secretariat, coordinator)
    positions.take_position(decision, actor=actor("ilo"), value="support")
    positions.take_position(decision, actor=actor("ilo-alternate"), value="abstain")

    assert Position.objects.current().get(round__decision=decision, organization__acronym="ILO").value == "abstain"
    told = actor("ilo").user.notices.filter(kind="position_stated")
    assert told.count() == 1, "who represents the organization learns of each position stated in its name"
    with pytest.raises(ConditionsUnmet, match="has submitted its position itself"):
        positions.record_reply(
            decision, Organization.objects.get(acronym="ILO"), actor=secretariat, value="support", **source()
        )


def test_a_reply_received_names_its_source_and_is_corrected_until_the_adoption(
    secretariat: Any, coordinator: Any
) -> None:
    decision = in_round(secretariat, coordinator)
    unhcr = Organization.objects.get(acronym="UNHCR")
    for gap in ({"person": " "}, {"document": ""}, {"on": clock.today() + dt.timedelta(days=1)}):
        with pytest.raises(ConditionsUnmet, match="who replied"):
            positions.record_reply(decision, unhcr, actor=secretariat, value="no_objection", **{**source(), **gap})
    with pytest.raises(ConditionsUnmet, match="Choose the position"):
        positions.take_position(decision, actor=officer("UNHCR"), value="no_objection")
    recorded = positions.record_reply(decision, unhcr, actor=secretariat, value="no_objection", **source())
    assert recorded.instruction.startswith("Hana Park, by telephone, ")
    assert officer("UNHCR").user.notices.filter(kind="position_stated").count() == 1

    everybody_supports(decision, but=("UNHCR",))
    rounds.close_round(decision, actor=coordinator)
    with pytest.raises(IllegalTransition):
        positions.take_position(decision, actor=officer("UNICEF"), value="abstain")
    positions.take_position(decision, actor=officer("UNHCR"), value="object", reason="No.", proposed_solution="A word.")
    decision.refresh_from_db()
    assert decision.state == "no_consensus", "an objection that corrects a recorded reply counts until the adoption"


def test_a_correction_after_the_adoption_is_recorded_beside_the_decision(secretariat: Any, coordinator: Any) -> None:
    decision = in_round(secretariat, coordinator)
    unhcr = Organization.objects.get(acronym="UNHCR")
    positions.record_reply(decision, unhcr, actor=secretariat, value="no_objection", **source())
    everybody_supports(decision, but=("UNHCR",))
    rounds.close_round(decision, actor=coordinator)
    with pytest.raises(IllegalTransition, match="not adopted"):
        positions.record_late_correction(decision, actor=officer("UNHCR"), note="We had a reservation.")
    outcome.adopt(decision, actor=coordinator, statement="Consensus.")

    with pytest.raises(IllegalTransition, match="recorded no reply"):
        positions.record_late_correction(decision, actor=actor("unicef"), note="We, too.")
    positions.record_late_correction(decision, actor=officer("UNHCR"), note="We had a reservation.")
    made = decision.contacts.get(purpose="correction")
    assert (made.organization, made.note) == (unhcr, "We had a reservation.")


def test_a_recorded_reply_withdraws_no_concern_of_its_organization(secretariat: Any, coordinator: Any) -> None:
    decision = in_round(secretariat, coordinator)
    concerns.raise_concern(
        decision, actor=actor("unicef"), kind="mandate", reason="Ours.", basis="Statute", proposed_solution="A word."
    )
    unicef = Organization.objects.get(acronym="UNICEF")
    positions.record_reply(decision, unicef, actor=secretariat, value="no_objection", **source())
    everybody_supports(decision, but=("UNICEF",))
    rounds.close_round(decision, actor=coordinator)
    decision.refresh_from_db()
    assert decision.state == "no_consensus"


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


def test_the_proposing_organization_withdraws_and_tells_the_level_that_has_the_matter(secretariat: Any) -> None:
    without = dispute()
    outcome.withdraw(without, actor=actor("ilo"), reason="We try again next year.")
    assert without.state == "withdrawn"

    decision = principals()
    with pytest.raises(ConditionsUnmet, match="Principals were informed"):
        outcome.withdraw(decision, actor=actor("ilo"), reason="We try again next year.")
    consultation.log_contact(decision, actor=secretariat, purpose="principals", note="Told.", on=clock.today())
    outcome.withdraw(decision, actor=actor("ilo"), reason="We try again next year.")
    assert decision.state == "withdrawn"


def test_not_adopted_follows_from_the_agreement_of_the_body_or_the_highest_level(
    secretariat: Any, coordinator: Any
) -> None:
    decision, said = dispute(), {"on": clock.today(), "document": "Meeting 3, item 4", "words": "Not pursued."}
    with pytest.raises(ConditionsUnmet, match="agreement of"):
        outcome.not_adopt(decision, actor=coordinator, reason="No way forward.")
    with pytest.raises(PermissionRefused):
        escalation.record_not_pursued(decision, actor=actor("ilo"), **said)
    escalation.record_not_pursued(decision, actor=secretariat, **said)
    outcome.not_adopt(decision, actor=coordinator, reason="The body agreed.")
    assert decision.state == "not_adopted"

    higher = principals()
    escalation.record_not_pursued(higher, actor=secretariat, **said)
    with pytest.raises(ConditionsUnmet, match="Principals were informed"):
        outcome.not_adopt(higher, actor=coordinator, reason="The body agreed.")


def test_after_the_principals_failed_the_only_way_is_the_referral(secretariat: Any, coordinator: Any) -> None:
    """Annex I, para. 7: in order. Back to members only with their way forward; from there no call without a consultation."""
    decision = principals()
    closes = clock.close_of(clock.add_working_days(clock.today(), 5))
    with pytest.raises(IllegalTransition):
        rounds.open_round(decision, actor=coordinator, deadline=closes)
    with pytest.raises(ConditionsUnmet, match="way forward of the Principals"):
        consultation.open_consultation(decision, actor=coordinator, closes_at=closes)
    escalation.record_outcome(decision, actor=coordinator, outcome="failed", on=clock.today(), note="No way forward.")
    with pytest.raises(ConditionsUnmet, match="way forward of the Principals"):
        consultation.open_consultation(decision, actor=coordinator, closes_at=closes)
    with pytest.raises(ConditionsUnmet):
        outcome.not_adopt(decision, actor=coordinator, reason="No way forward.")


def test_with_the_way_forward_of_the_principals_members_are_consulted_again(coordinator: Any) -> None:
    decision = principals()
    escalation.record_outcome(decision, actor=coordinator, outcome="agreed", on=clock.today(), note="Limit it.")
    closes = clock.close_of(clock.add_working_days(clock.today(), 5))
    consultation.open_consultation(decision, actor=coordinator, closes_at=closes)
    assert decision.state == "consultation"


def test_guidance_on_record_leads_to_a_confirming_round(secretariat: Any, coordinator: Any) -> None:
    decision = principals()
    escalation.record_outcome(decision, actor=coordinator, outcome="failed", on=clock.today(), note="No way forward.")
    escalation.record_committee_conclusion(
        decision, actor=secretariat, on=clock.today(), document="Committee meeting, item 4", words="The matter is referred.",
    )  # fmt: skip
    escalation.refer(decision, actor=coordinator, note="To the Secretary-General.")
    with pytest.raises(ConditionsUnmet) as refusal:
        rounds.open_round(decision, actor=coordinator, deadline=clock.now() + dt.timedelta(days=9))
    assert "guidance of the Secretary-General" in sentences(refusal.value)

    escalation.record_outcome(decision, actor=coordinator, outcome="guidance", on=clock.today(), note="Limit it.")
    rounds.open_round(decision, actor=coordinator, deadline=clock.now() + dt.timedelta(days=9))
    assert decision.rounds.count() == 2


def test_an_agreement_of_an_earlier_turn_does_not_count_for_a_later_one(secretariat: Any, coordinator: Any) -> None:
    decision = in_round(secretariat, coordinator)
    for turn in (1, 2):
        if turn == 2:
            closes = clock.close_of(clock.add_working_days(clock.today(), 5))
            consultation.open_consultation(decision, actor=secretariat, closes_at=closes)
            sweep.sweep()
            sweep.move_clock(decision.consultations.latest("number").closes_at + dt.timedelta(hours=1))
            deadline = clock.close_of(clock.add_working_days(clock.today(), 5))
            rounds.open_round(decision, actor=coordinator, deadline=deadline)
        positions.take_position(
            decision, actor=actor("unicef"), value="object", reason="No.", proposed_solution="Another text."
        )
        sweep.move_clock(status.latest_round(decision).deadline)
        decision.refresh_from_db()
        assert decision.state == "no_consensus"
        assert status.agreed_not_to_pursue(decision) is None
        if turn == 1:
            escalation.record_not_pursued(
                decision, actor=secretariat, on=clock.today(), document="Meeting 3", words="Not pursued."
            )
            assert status.agreed_not_to_pursue(decision) is not None


def test_an_objection_in_an_open_round_ends_by_a_new_position(secretariat: Any, coordinator: Any) -> None:
    decision = in_round(secretariat, coordinator)
    positions.take_position(decision, actor=actor("ilo"), value="object", reason="No.", proposed_solution="A word.")
    concern = decision.concerns.get(organization__acronym="ILO")

    with pytest.raises(ConditionsUnmet) as refusal:
        concerns.withdraw(concern, actor=actor("ilo"))

    assert "Edit the position" in sentences(refusal.value)


def test_any_representative_withdraws_a_concern_of_the_organization(secretariat: Any, coordinator: Any) -> None:
    decision = in_round(secretariat, coordinator)
    positions.take_position(decision, actor=actor("ilo"), value="object", reason="No.", proposed_solution="A word.")
    sweep.move_clock(status.latest_round(decision).deadline)

    concerns.withdraw(decision.concerns.get(organization__acronym="ILO"), actor=actor("ilo-alternate"))
    assert status.blocking_concerns(decision) == []


@pytest.mark.parametrize("state", sorted(set(State.values) - {"consultation", "round"}))
def test_a_concern_is_refused_by_its_service_in_every_other_state(state: str) -> None:
    """Also where the state changed after the page had been opened."""
    decision = dispute()
    Decision.objects.filter(pk=decision.pk).update(state=state)

    with pytest.raises(IllegalTransition, match="in consultation or in a call"):
        concerns.raise_concern(
            decision, actor=actor("fao"), kind="objection", reason="No.", proposed_solution="A word."
        )
