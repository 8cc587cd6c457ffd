"""What readers and attackers found in decisions, each with the way it showed."""

import datetime as dt
from typing import Any

import pytest

from decisions import status
from decisions.models import Decision, Kind
from decisions.services import concerns, consultation, drafting, outcome, positions, rounds
from members.models import Officer, Organization
from network_portal.lib import clock
from network_portal.records.jobs import sweep
from network_portal.records.models import Notice
from network_portal.records.workflow.refusals import ConditionsUnmet, IllegalTransition
from task_teams import services as teams
from tests import matters
from tests.builders import consulted, in_round, propose
from tests.people import actor


def mandate(decision: Decision, who: Any) -> Any:
    return concerns.raise_concern(
        decision, actor=who, kind="mandate", reason="It is ours.", proposed_solution="A word.", basis="UNGA 57(I)"
    )


def test_a_concern_raised_after_ones_position_stands_and_blocks(secretariat: Any, coordinator: Any) -> None:
    decision = in_round(secretariat, coordinator)
    positions.take_position(decision, actor=actor("unicef"), value="support")
    concern = mandate(decision, actor("unicef"))

    sweep.move_clock(status.latest_round(decision).deadline)

    concern.refresh_from_db()
    decision.refresh_from_db()
    assert (concern.state, decision.state) == ("open", "no_consensus")


def test_a_position_taken_after_it_withdraws_ones_own_concern_at_closing(secretariat: Any, coordinator: Any) -> None:
    decision = in_round(secretariat, coordinator)
    concern = mandate(decision, actor("unicef"))
    positions.take_position(decision, actor=actor("unicef"), value="support")

    sweep.move_clock(status.latest_round(decision).deadline)

    concern.refresh_from_db()
    decision.refresh_from_db()
    assert (concern.state, decision.state) == ("withdrawn", "round")


@pytest.mark.parametrize("key,sentence", [("fao", "not invited"), ("unicef", "an objection is a position")])
def test_who_is_not_asked_blocks_no_round(key: str, sentence: str, secretariat: Any, coordinator: Any) -> None:
    decision = in_round(secretariat, coordinator)

    with pytest.raises(ConditionsUnmet, match=sentence):
        concerns.raise_concern(decision, actor=actor(key), kind="objection", reason="No.", proposed_solution="A word.")
    assert not decision.concerns.exists()


def test_addressing_an_objection_does_not_keep_it_from_the_principals(secretariat: Any, coordinator: Any) -> None:
    decision = matters.disputed()
    concern = decision.concerns.get()
    concerns.address(concern, actor=actor("ilo"), response="We see it otherwise.")

    assert status.maintained_concerns(decision) == [concern]


def test_a_renewed_objection_is_open_again_whatever_was_said_to_the_first(secretariat: Any, coordinator: Any) -> None:
    decision = in_round(secretariat, coordinator)
    positions.take_position(decision, actor=actor("unicef"), value="object", reason="No.", proposed_solution="A word.")
    concern = decision.concerns.get()
    concerns.address(concern, actor=secretariat, response="A word was added.")
    positions.take_position(
        decision, actor=actor("unicef"), value="object", reason="Still no.", proposed_solution="Two words."
    )

    concern.refresh_from_db()
    assert (concern.state, concern.response, concern.reason) == ("open", "", "Still no.")


def test_the_end_of_a_draft_is_told_to_nobody(secretariat: Any) -> None:
    decision = propose()
    outcome.withdraw(decision, actor=actor("ilo"), reason="Not now.")

    assert not Notice.objects.filter(object_label="decisions.decision", object_id=decision.pk).exists()


def test_the_end_before_a_consultation_is_told_to_sponsor_and_secretariat(secretariat: Any) -> None:
    decision = propose()
    drafting.submit(decision, actor=actor("ilo"))
    outcome.withdraw(decision, actor=actor("ilo"), reason="Not now.")

    told = Notice.objects.filter(kind="decision_outcome", object_id=decision.pk)
    assert {n.person.email for n in told} == {"ilo@example.org", "ilo-alternate@example.org", "secretary@example.org"}


def test_a_new_text_with_a_past_deadline_is_refused_beside_its_field(send) -> None:
    decision = matters.in_consultation()
    typed = {"source": "Another text.", "change_note": "All of it.", "closes_at": "2026-11-20"}
    response = send("secretary", decision.path("new-text"), typed, capacity="secretariat")

    assert response.status_code == 422
    assert decision.texts.count() == 1
    assert "Another text." in response.content.decode()


def test_a_new_text_waits_on_the_desk_of_who_commented_on_the_old_one(enter, secretariat: Any) -> None:
    decision = matters.in_consultation()
    consultation.comment(decision, actor=actor("fao"), body="Rural areas.")
    words = decision.path("comment")
    assert words not in enter("fao").get("/").content.decode()

    same_day = status.latest_consultation(decision).closes_at
    consultation.put_new_text(decision, actor=secretariat, source="New.", change_note="All.", closes_at=same_day)
    assert words in enter("fao").get("/").content.decode()


def test_nobody_speaks_in_a_call_in_writing(secretariat: Any, coordinator: Any) -> None:
    decision = in_round(secretariat, coordinator)
    ilo = Organization.objects.get(acronym="ILO")
    speaker = Officer.objects.get(person__email="ilo@example.org")

    with pytest.raises(ConditionsUnmet, match="does not speak for ILO in a meeting"):
        positions.record_spoken(decision, ilo, actor=secretariat, value="support", speaker=speaker)


def test_who_answers_learns_of_a_concern(secretariat: Any, coordinator: Any) -> None:
    decision = in_round(secretariat, coordinator)
    positions.take_position(decision, actor=actor("unicef"), value="object", reason="No.", proposed_solution="A word.")

    told = Notice.objects.filter(kind="concern_raised", object_id=decision.concerns.get().pk)
    assert {n.person.email for n in told} == {
        "secretary@example.org", "coordinator@example.org", "ilo@example.org", "ilo-alternate@example.org",
    }  # fmt: skip


def test_the_page_says_what_the_adoption_of_a_team_does_beside_its_text(enter) -> None:
    ilo, fao = (Organization.objects.get(acronym=a) for a in ("ILO", "FAO"))
    team = teams.propose(
        actor=actor("fao"), name="A team", code="MM", need="x", focus="y", chairs=[fao], composition=[fao, ilo],
        no_terms_needed=True, standing=True,
    )  # fmt: skip
    drafting.edit(
        team.decision, actor=actor("fao"), version=team.decision.version, title="A team", mandates="None.",
        draft_text="Chair: WHO.",
    )  # fmt: skip
    page = enter("fao").get(team.decision.get_absolute_url()).content.decode()

    assert "Members: FAO, ILO. Chair: FAO. Secretary: IOM." in page


def test_a_draft_that_nobody_sees_holds_up_no_closing() -> None:
    team = matters.active_team()
    first = teams.propose_closing(team, actor=actor("fao"), reason="It is done.")
    second = teams.propose_closing(team, actor=actor("unodc"), reason="It is done indeed.")
    team.refresh_from_db()

    assert team.closing_decision == second
    with pytest.raises(ConditionsUnmet, match="no longer waits"):
        drafting.submit(first, actor=actor("fao"))
    drafting.submit(second, actor=actor("unodc"))
    with pytest.raises(IllegalTransition):
        teams.propose_closing(team, actor=actor("unicef"), reason="Again.")


def test_a_working_methods_effect_is_said_before_it_is_adopted(enter) -> None:
    from decisions.services import methods

    decision = methods.propose(
        "Consultations", actor=actor("fao"), draft_text="x", mandates="y", rules={"minimum_consultation": {"days": 7}}
    )

    assert decision.kind == Kind.WORKING_METHOD
    assert (
        "From that day: A consultation of all members lasts at least 7 working days."
        in enter("fao").get(decision.get_absolute_url()).content.decode()
    )


def test_a_comment_is_written_or_there_is_none(secretariat: Any, send) -> None:
    decision = consulted(secretariat)
    response = send("fao", decision.path("comment"), {"body": "Rural areas.", "nothing": "on"})

    assert response.status_code == 422
    assert "Either write a comment or tick" in response.content.decode()
    assert not decision.comments.exists()


def test_what_became_of_a_comment_is_chosen_and_not_presumed(secretariat: Any, send) -> None:
    decision = consulted(secretariat)
    send("fao", decision.path("comment"), {"body": "Rural areas."})
    comment = decision.comments.get()
    path = f"{decision.get_absolute_url()}comments/{comment.number}/answer/"
    typed = {"reply": "Thank you.", "disposition": ""}

    response = send("secretary", path, typed, capacity="secretariat")
    assert response.status_code == 422
    assert "Treatment of the comment: This field is required" in response.content.decode()
    comment.refresh_from_db()
    assert comment.reply == ""


def test_an_accepted_comment_needs_a_revised_text_or_why_not(secretariat: Any, coordinator: Any, send: Any) -> None:

    decision = consulted(secretariat)
    made = consultation.comment(decision, actor=actor("fao"), body="Say two.")
    consultation.answer_comment(made, actor=secretariat, disposition="accepted", reply="Yes.")
    sweep.sweep()
    sweep.move_clock(decision.window_closes_at + dt.timedelta(hours=1))
    deadline = clock.now() + dt.timedelta(days=9)
    with pytest.raises(ConditionsUnmet, match="Comment 1 was accepted, but no revised text names it"):
        rounds.open_round(decision, actor=coordinator, deadline=deadline)
    path = f"{decision.get_absolute_url()}comments/1/answer/"
    typed = {"disposition": "accepted", "reply": "Yes.", "unchanged": "Paragraph 2 says two."}
    assert send("secretary", path, typed, capacity="secretariat").status_code == 302
    rounds.open_round(decision, actor=coordinator, deadline=deadline)

    other = consulted(secretariat)
    said = consultation.comment(other, actor=actor("fao"), body="Say two.")
    consultation.answer_comment(said, actor=secretariat, disposition="partly", reply="Yes.")
    closes = clock.close_of(clock.add_working_days(clock.today(), 5))
    consultation.put_new_text(
        other, actor=secretariat, source="Two.", change_note="Comment 1", takes_up=[1], closes_at=closes
    )
    sweep.sweep()
    sweep.move_clock(closes + dt.timedelta(hours=1))
    other.refresh_from_db()
    rounds.open_round(other, actor=coordinator, deadline=clock.now() + dt.timedelta(days=9))
