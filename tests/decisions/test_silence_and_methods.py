"""Silence is not agreement, unless a working method in force says so: from its proposal in the browser to a decision under it."""

import datetime as dt
from typing import Any

import pytest

from decisions import method_rules, methods, status
from decisions.models import Decision, Kind, WorkingMethod
from decisions.services import consultation, drafting, outcome, positions, rounds
from decisions.services import methods as method_services
from members.models import Organization
from network_portal.lib import clock
from network_portal.records.jobs import sweep
from network_portal.records.models import Notice
from network_portal.records.workflow.refusals import ConditionsUnmet, IllegalTransition
from tests.builders import consulted, everybody_supports, in_round, method_in_force, sentences
from tests.people import actor, officer

SILENCE = {"silence_procedure": {"kinds": [Kind.GUIDANCE.value], "days": 3}}


def ready_for_a_call(secretariat: Any) -> Decision:
    decision = consulted(secretariat)
    sweep.sweep()
    sweep.move_clock(decision.window_closes_at + dt.timedelta(hours=1))
    return decision


def day(working_days: int) -> dt.datetime:
    return clock.close_of(clock.add_working_days(clock.today(), working_days))


# --- a call without replies


def test_at_the_deadline_the_secretariat_learns_which_replies_are_awaited(
    secretariat: Any, coordinator: Any, enter: Any
) -> None:
    decision = in_round(secretariat, coordinator)
    everybody_supports(decision, but=("ESCAP", "UNAIDS"))
    sweep.move_clock(decision.round_deadline + dt.timedelta(days=2))

    told = Notice.objects.filter(kind="replies_awaited", object_id=decision.pk)
    assert {n.person.email for n in told} == {"secretary@example.org", "coordinator@example.org"}
    page = enter("secretary", "secretariat").get(decision.get_absolute_url()).content.decode()
    assert "Replies awaited from 2 organizations." in page
    assert "Replies awaited:</b> ESCAP, UNAIDS" in page
    for act in ("remind/", "extend/", "record-reply/"):
        assert decision.get_absolute_url() + act in page, act
    assert "Replies awaited" in enter("secretary", "secretariat").get("/").content.decode()


def test_the_deadline_is_extended_and_who_has_not_replied_is_told(
    secretariat: Any, coordinator: Any, send: Any
) -> None:
    decision = in_round(secretariat, coordinator)
    everybody_supports(decision, but=("UNAIDS",))
    path, before = decision.path("extend"), decision.round_deadline
    for typed, field in (({"deadline": before.date().isoformat()}, "present one"), ({"deadline": ""}, "required")):
        answer = send("secretary", path, {"reason": "UNAIDS asked for it.", **typed}, capacity="secretariat")
        assert answer.status_code == 422
        assert field in answer.content.decode()
    later = clock.add_working_days(before.date(), 4)
    typed = {"deadline": later.isoformat(), "reason": "UNAIDS asked for it."}
    assert send("secretary", path, typed, capacity="secretariat").status_code == 302
    assert send("unicef", path, typed).status_code == 403

    current = decision.rounds.get()
    assert current.deadline == clock.close_of(later)
    told = Notice.objects.filter(kind="round_extended", object_id=decision.pk).values_list("person__email", flat=True)
    assert set(told) == {"unaids@example.org"}
    sweep.move_clock(before + dt.timedelta(hours=1))
    current.refresh_from_db()
    assert current.closed_at is None


def test_a_reminder_is_sent_at_once_to_who_has_not_replied(secretariat: Any, coordinator: Any, send: Any) -> None:
    decision = in_round(secretariat, coordinator)
    everybody_supports(decision, but=("UNAIDS",))
    for _times in range(2):
        assert send("secretary", decision.path("remind"), {}, capacity="secretariat").status_code == 302
    told = Notice.objects.filter(kind="round_reminder", object_id=decision.pk).values_list("person__email", flat=True)
    assert sorted(told) == ["unaids@example.org"] * 2
    positions.take_position(decision, actor=officer("UNAIDS"), value="support")
    assert send("secretary", decision.path("remind"), {}, capacity="secretariat").status_code == 409


# --- the silence procedure


def test_without_a_method_no_call_runs_under_a_silence_procedure(
    secretariat: Any, coordinator: Any, enter: Any
) -> None:
    decision = ready_for_a_call(secretariat)
    assert "silence" not in enter("coordinator").get(decision.path("open-round")).content.decode().lower()
    with pytest.raises(ConditionsUnmet, match="No working method in force"):
        rounds.open_round(decision, actor=coordinator, deadline=day(9), silence=True)


def test_under_the_procedure_silence_joins_the_consensus_at_the_deadline(
    secretariat: Any, coordinator: Any, send: Any, enter: Any
) -> None:
    method_in_force(SILENCE, "Silence procedure")
    decision = ready_for_a_call(secretariat)
    soon = {"deadline": clock.add_working_days(clock.today(), 2).isoformat(), "silence": "on"}
    refused = send("coordinator", decision.path("open-round"), soon)
    assert refused.status_code == 422
    assert "at least 3 working days" in refused.content.decode()
    typed = {"deadline": clock.add_working_days(clock.today(), 5).isoformat(), "silence": "on"}
    assert send("coordinator", decision.path("open-round"), typed).status_code == 302
    sweep.sweep()
    decision.refresh_from_db()
    positions.take_position(decision, actor=actor("unicef"), value="support")
    assert (
        "runs under the working method “Silence procedure”"
        in enter("ilo").get(decision.get_absolute_url()).content.decode()
    )
    with pytest.raises(ConditionsUnmet, match="Replies awaited"):
        rounds.close_round(decision, actor=coordinator)

    sweep.move_clock(decision.round_deadline)
    decision.refresh_from_db()
    with pytest.raises(IllegalTransition, match="has closed"):
        positions.take_position(decision, actor=actor("ilo"), value="object", reason="No.", proposed_solution="A word.")
    outcome.adopt(decision, actor=coordinator, statement="No member objects.")
    page = enter("fao").get(decision.get_absolute_url()).content.decode()
    assert "Adopted by consensus on" in page
    assert "No objection within the silence procedure:</b>" in page


def test_one_objection_ends_the_procedure_at_once_and_everybody_is_told(secretariat: Any, coordinator: Any) -> None:
    method_in_force(SILENCE)
    decision = ready_for_a_call(secretariat)
    rounds.open_round(decision, actor=coordinator, deadline=day(5), silence=True)
    sweep.sweep()
    positions.take_position(decision, actor=actor("ilo"), value="object", reason="No.", proposed_solution="A word.")

    decision.refresh_from_db()
    assert decision.state == "no_consensus"
    assert decision.rounds.get().closed_at is not None
    told = Notice.objects.filter(kind="decision_outcome", object_id=decision.pk).values("person").distinct().count()
    assert told >= Organization.objects.members().count()


def test_who_was_not_notified_of_the_call_is_not_silent(secretariat: Any, coordinator: Any) -> None:
    method_in_force(SILENCE)
    decision = ready_for_a_call(secretariat)
    rounds.open_round(decision, actor=coordinator, deadline=day(5), silence=True)  # its mails are never sent
    sweep.set_offset(sweep.read_offset() + dt.timedelta(days=30))
    assert rounds.close_due() == 0
    with pytest.raises(ConditionsUnmet, match="were not notified of the call"):
        outcome.adopt(decision, actor=coordinator, statement="Consensus.")
    positions.take_position(decision, actor=actor("ilo"), value="object", reason="No.", proposed_solution="A word.")
    assert decision.state == "no_consensus", "the call goes on as any other"


# --- working methods


def adopted(decision: Decision, secretariat: Any, coordinator: Any) -> Decision:
    drafting.submit(decision, actor=officer(str(decision.sponsor)))
    consultation.open_consultation(decision, actor=secretariat, closes_at=day(12))
    sweep.sweep()
    sweep.move_clock(decision.window_closes_at + dt.timedelta(hours=1))
    rounds.open_round(decision, actor=coordinator, deadline=day(5))
    everybody_supports(decision)
    rounds.close_round(decision, actor=coordinator)
    outcome.adopt(decision, actor=coordinator, statement="Consensus.")
    return decision


def test_a_method_is_proposed_adopted_applied_amended_and_ended(
    secretariat: Any, coordinator: Any, send: Any, enter: Any
) -> None:
    typed = {
        "title": "Period of consultations", "draft_text": "Members need time.", "mandates": "None.",
        "rule-minimum_consultation": "on", "days-minimum_consultation": "8",
    }  # fmt: skip
    incomplete = send("ilo", "/decisions/propose-method/", {**typed, "days-minimum_consultation": ""})
    assert incomplete.status_code == 422
    assert "Required for this rule." in incomplete.content.decode()
    assert send("ilo", "/decisions/propose-method/", typed).status_code == 302
    decision = Decision.objects.get(title="Period of consultations")
    sentence = "A consultation of all members lasts at least 8 working days."
    assert decision.draft_text == f"Members need time.\n\n{sentence}"
    drafting.edit(
        decision, actor=actor("ilo"), version=decision.version, title=decision.title, draft_text="x", mandates="x"
    )
    with pytest.raises(ConditionsUnmet) as refusal:
        drafting.submit(decision, actor=actor("ilo"))
    assert sentence in sentences(refusal.value), "what binds is what members agree"
    drafting.edit(
        decision, actor=actor("ilo"), version=decision.version, title=decision.title, draft_text=sentence, mandates="x"
    )
    adopted(decision, secretariat, coordinator)
    first = methods.in_force(method_rules.MINIMUM_CONSULTATION)
    assert first is not None
    assert sentence in enter("fao").get("/governance/").content.decode()

    other = drafting.propose(Kind.GENERAL, "A matter", actor=actor("ilo"), draft_text="One.", mandates="None.")
    drafting.submit(other, actor=actor("ilo"))
    with pytest.raises(ConditionsUnmet, match="at least 8 working days"):
        consultation.open_consultation(other, actor=secretariat, closes_at=day(7))
    consultation.open_consultation(other, actor=secretariat, closes_at=day(8))

    rival = method_services.propose(
        "Rival", actor=actor("fao"), rules={"minimum_consultation": {"days": 2}}, mandates="x"
    )
    with pytest.raises(ConditionsUnmet, match="carries the same rule"):
        drafting.submit(rival, actor=actor("fao"))
    amended = method_services.propose(
        "Shorter period", actor=actor("fao"), rules={"minimum_consultation": {"days": 4}}, replaces=first, mandates="x"
    )
    adopted(amended, secretariat, coordinator)
    second = methods.in_force(method_rules.MINIMUM_CONSULTATION)
    assert (second.title, methods.value("minimum_consultation", "days")) == ("Shorter period", 4)
    first.refresh_from_db()
    assert first.ends_on == clock.today()

    ending = method_services.propose("End of the period", actor=actor("fao"), replaces=second, mandates="x")
    adopted(ending, secretariat, coordinator)
    assert methods.in_force(method_rules.MINIMUM_CONSULTATION) is None
    assert WorkingMethod.objects.in_force().filter(title="End of the period").exists()


def test_a_method_without_a_rule_is_any_text_that_the_network_adopts(secretariat: Any, coordinator: Any) -> None:
    decision = method_services.propose(
        "Meetings in person", actor=actor("fao"), draft_text="Members meet in person once a year.", mandates="None."
    )
    adopted(decision, secretariat, coordinator)
    assert WorkingMethod.objects.in_force().get(title="Meetings in person").carries == {}


def test_reminders_follow_the_method_in_force(secretariat: Any, coordinator: Any) -> None:
    method_in_force({"reminder_days": {"days": 2}})
    decision = in_round(secretariat, coordinator, days=9)
    current = status.latest_round(decision)
    assert clock.working_days_between(clock.day_of(current.remind_at), clock.day_of(current.deadline)) == 2


def test_every_rule_has_its_sentence_and_is_carried_out() -> None:
    """A rule is offered only where code asks for it: its code stands in a module beside the table."""
    from pathlib import Path

    code = "".join(
        p.read_text()
        for folder in ("decisions", "meetings")
        for p in Path(folder).rglob("*.py")
        if p.name != "method_rules.py"
    )
    for rule in method_rules.TABLE:
        values = {"days": 5, "kinds": [Kind.GENERAL.value]}
        assert len(rule.sentence(values)) > 40
        name = next(n for n, v in vars(method_rules).items() if v == rule.code)
        assert f"method_rules.{name}" in code, f"nothing carries {name} out"
