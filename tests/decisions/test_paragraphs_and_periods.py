"""Objections that name several paragraphs, versions that name the comments they take up, and rules of working methods on periods."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from decisions import method_rules, status
from decisions.forms.shared import ParagraphsField
from decisions.models import Decision, Kind, Round
from decisions.services import consultation, positions, rounds
from members.models import Organization
from network_portal.lib import clock
from network_portal.records.jobs import sweep
from network_portal.records.workflow.refusals import ConditionsUnmet, IllegalTransition
from tests.builders import consulted, in_round, method_in_force, sentences
from tests.people import actor


def ready(secretariat: Any) -> Decision:
    decision = consulted(secretariat)
    sweep.sweep()
    sweep.move_clock(decision.window_closes_at + dt.timedelta(hours=1))
    return decision


def test_an_objection_names_several_paragraphs(secretariat: Any, coordinator: Any, send: Any, enter: Any) -> None:
    decision = in_round(secretariat, coordinator)
    typed = {"value": "object", "reason": "Not like this.", "proposed_solution": "A word.", "paragraphs": "1 and 3"}
    refused = send("unicef", decision.path("position"), typed)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "The text has no paragraph 3; its last one is paragraph 2." in page
    assert "Not like this." in page
    assert send("unicef", decision.path("position"), {**typed, "paragraphs": "first"}).status_code == 422

    assert send("unicef", decision.path("position"), {**typed, "paragraphs": "para. 2, 1"}).status_code == 302
    position = decision.rounds.latest("number").positions.get(organization__acronym="UNICEF")
    assert position.paragraphs == "1, 2"
    assert decision.concerns.get().about == "1, 2"
    assert "On paragraphs: 1, 2" in enter("fao").get(decision.get_absolute_url()).content.decode()


def test_a_version_that_names_no_comment_does_not_take_it_up(secretariat: Any, coordinator: Any, send: Any) -> None:
    decision = consulted(secretariat)
    made = consultation.comment(decision, actor=actor("fao"), body="Say two.")
    consultation.answer_comment(made, actor=secretariat, disposition="accepted", reply="Yes.")
    closes = clock.close_of(clock.add_working_days(clock.today(), 5))
    consultation.put_new_text(
        decision, actor=secretariat, source="Two.", change_note="Another matter", closes_at=closes
    )
    assert status.accepted_without_change(decision) == [1]

    typed = {
        "source": "Two, as FAO says.", "change_note": "Comment 1", "closes_at": clock.day_of(closes).isoformat(),
        "version": 2, "takes_up": ["1"],
    }  # fmt: skip
    assert send("secretary", decision.path("new-text"), typed, capacity="secretariat").status_code == 302
    assert decision.texts.latest("version").names == {1}
    assert status.accepted_without_change(decision) == []


def test_versions_of_before_take_up_what_was_accepted(secretariat: Any) -> None:
    from tests.records.test_tampering import Sql

    decision = consulted(secretariat)
    made = consultation.comment(decision, actor=actor("fao"), body="Say two.")
    consultation.answer_comment(made, actor=secretariat, disposition="accepted", reply="Yes.")
    closes = clock.close_of(clock.add_working_days(clock.today(), 5))
    consultation.put_new_text(decision, actor=secretariat, source="Two.", change_note="x", closes_at=closes)
    with Sql() as sql:
        sql.cursor.execute("UPDATE decisions_text SET takes_up = NULL WHERE decision_id = %s", [decision.pk])
    assert status.accepted_without_change(decision) == []


def test_a_silence_procedure_can_count_hours_and_its_deadline_is_to_the_hour(
    secretariat: Any, coordinator: Any, send: Any
) -> None:
    method_in_force({"silence_procedure": {"kinds": [Kind.GUIDANCE.value], "hours": 72}})
    assert "lasts at least 72 hours" in method_rules.RULES["silence_procedure"].sentence(
        {"kinds": [Kind.GUIDANCE.value], "hours": 72}
    )
    decision = ready(secretariat)
    early, late = clock.now() + dt.timedelta(hours=71), clock.now() + dt.timedelta(hours=73)
    with pytest.raises(ConditionsUnmet) as refused:
        rounds.open_round(decision, actor=coordinator, deadline=early, silence=True)
    assert "at least 72 hours" in sentences(refused.value)

    here = late.astimezone(clock.zone())
    typed = {"deadline": here.date().isoformat(), "hour": f"{here:%H:%M}", "silence": "on"}
    assert send("coordinator", decision.path("open-round"), typed, capacity="coordinator").status_code == 302
    opened = decision.rounds.latest("number")
    assert opened.deadline == late.replace(second=0, microsecond=0)
    assert opened.method is not None


def test_an_extension_is_granted_once_on_request_where_a_method_says_so(
    secretariat: Any, coordinator: Any, send: Any
) -> None:
    decision = in_round(secretariat, coordinator)
    with pytest.raises(IllegalTransition, match="No working method in force"):
        rounds.request_extension(decision, actor=actor("unicef"), reason="A holiday.")
    method_in_force({"extension_on_request": {"days": 3}})
    before = decision.rounds.latest("number").deadline

    sent = send("unicef", decision.path("request-extension"), {"reason": "Our office is closed."})
    assert sent.status_code == 302
    after = decision.rounds.latest("number").deadline
    assert after == clock.close_of(clock.add_working_days(clock.day_of(before), 3))
    with pytest.raises(IllegalTransition, match="was extended on request before"):
        rounds.request_extension(decision, actor=actor("ilo"), reason="And again.")
    assert send("fao", decision.path("request-extension"), {"reason": "x"}).status_code == 403, "not of the committee"


def test_a_late_comment_counts_where_a_method_says_so(secretariat: Any, coordinator: Any) -> None:
    decision = ready(secretariat)
    consultation.comment(decision, actor=actor("fao"), body="Later than asked.")
    assert status.unanswered_comments(decision) == 0

    method_in_force({"late_comments": {}})
    fresh = Decision.objects.get(pk=decision.pk)
    assert status.unanswered_comments(fresh) == 1
    with pytest.raises(ConditionsUnmet, match="1 comment has no answer"):
        rounds.open_round(fresh, actor=coordinator, deadline=clock.now() + dt.timedelta(days=9))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("2-4", "2, 3, 4"), ("2 – 4", "2, 3, 4"), ("paras. 1, 3 and 5", "1, 3, 5"), ("3;3 & 1", "1, 3"), ("2.3", None),
     ("4-2", None), ("1, two", None), ("1-60", None), ("9", None)],
)  # fmt: skip
def test_paragraphs_are_read_as_people_type_them(typed: str, stored: str | None) -> None:
    field = ParagraphsField()
    field.most = 60 if typed == "1-60" else 5
    if stored is None:
        with pytest.raises(ValidationError):
            field.clean(typed)
    else:
        assert field.clean(typed) == stored


def test_hours_of_a_silence_procedure_are_those_of_working_days() -> None:
    friday = clock.at(dt.date(2026, 11, 27), 18)
    assert clock.add_working_hours(friday, 72) == clock.at(dt.date(2026, 12, 2), 18)
    assert clock.add_working_hours(clock.at(dt.date(2026, 11, 28), 12), 24) == clock.at(dt.date(2026, 12, 1), 0)


def test_a_procedure_that_one_objection_ended_shows_nobody_as_having_joined(
    secretariat: Any, coordinator: Any, enter: Any
) -> None:
    method_in_force({"silence_procedure": {"kinds": [Kind.GUIDANCE.value], "days": 3}})
    decision = ready(secretariat)
    deadline = clock.close_of(clock.add_working_days(clock.today(), 5))
    rounds.open_round(decision, actor=coordinator, deadline=deadline, silence=True)
    positions.take_position(decision, actor=actor("unicef"), value="object", reason="No.", proposed_solution="A word.")
    page = enter("fao").get(decision.get_absolute_url()).content.decode()
    assert "No objection within the silence procedure" not in page
    assert "No reply:" in page


def test_after_the_deadline_of_a_silence_procedure_nobody_extends_it(secretariat: Any, coordinator: Any) -> None:
    method_in_force(
        {"silence_procedure": {"kinds": [Kind.GUIDANCE.value], "days": 3}, "extension_on_request": {"days": 2}}
    )
    decision = ready(secretariat)
    deadline = clock.close_of(clock.add_working_days(clock.today(), 5))
    opened = rounds.open_round(decision, actor=coordinator, deadline=deadline, silence=True)
    sweep.sweep()
    sweep.set_offset(deadline + dt.timedelta(minutes=5) - clock.machine_now())  # before the next pass of the clock
    assert Round.objects.get(pk=opened.pk).closed_at is None
    with pytest.raises(IllegalTransition):
        rounds.request_extension(decision, actor=actor("ilo"), reason="More time.")


def test_what_cannot_be_printed_is_refused_where_it_is_typed(secretariat: Any, coordinator: Any, send: Any) -> None:
    decision = in_round(secretariat, coordinator)
    typed = {"value": "reservation", "reason": "UNICEF reserves \U00013000 its right"}
    refused = send("unicef", decision.path("position"), typed)
    assert refused.status_code == 422
    assert "No font of the portal has these characters" in refused.content.decode()

    many = {"kind": "general", "title": "A long text", "draft_text": "\n\n".join(["x"] * 301), "mandates": "None."}
    refused = send("ilo", "/decisions/propose/", many)
    assert refused.status_code == 422
    assert "301 paragraphs; at most 300" in refused.content.decode()


def test_a_reply_is_not_older_than_its_call(secretariat: Any, coordinator: Any, send: Any) -> None:
    decision = in_round(secretariat, coordinator)
    opened = clock.day_of(decision.rounds.latest("number").opened_at)
    typed = {
        "organization": Organization.objects.get(acronym="UNHCR").pk, "value": "no_objection", "person": "Hana Park",
        "document": "letter", "on": (opened - dt.timedelta(days=1)).isoformat(),
    }  # fmt: skip
    refused = send("secretary", decision.path("record-reply"), typed, capacity="secretariat")
    assert refused.status_code == 422
    assert "dated on or after the day on which the call opened" in refused.content.decode()
    typed["on"] = opened.isoformat()
    assert send("secretary", decision.path("record-reply"), typed, capacity="secretariat").status_code == 302
