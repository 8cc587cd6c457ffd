"""Random walks through a decision's life: whatever people try in whatever order, no adoption breaks the rules."""

import datetime as dt
import os
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings as properties
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from decisions.models import Concern, Decision, Position
from decisions.services import concerns, consultation, drafting, escalation, outcome, positions, rounds
from members.models import Organization
from network_portal.lib import clock
from network_portal.records.access.actor import Actor
from network_portal.records.audit import integrity
from network_portal.records.jobs import sweep
from network_portal.records.models import Event
from network_portal.records.workflow.refusals import ConditionsUnmet, IllegalTransition, PermissionRefused
from tests.builders import method_in_force, propose
from tests.decisions.rules import faults_of_an_adoption, obstacles
from tests.people import actor, officer

REFUSALS = (ConditionsUnmet, IllegalTransition, PermissionRefused)
PEOPLE = ("secretary", "coordinator", "ilo", "ilo-alternate", "unicef", "fao", "partner", "admin", "auditor")
MEMBERS = ("ILO", "UNICEF", "OHCHR", "UNHCR", "FAO")
VALUES = st.sampled_from(Position.Value.values)
SILENCE = {"silence_procedure": {"kinds": ["guidance"], "days": 3}}
ENDED = ("adopted", "not_adopted", "withdrawn", "lapsed")
WALKS = int(os.environ.get("WALKS", "10"))
STEPS = int(os.environ.get("WALK_STEPS", "30"))

adopted: list[int] = []


class LifeOfADecision(RuleBasedStateMachine):
    """One matter of the committee; each rule is an act that somebody tries, and that the portal takes or refuses."""

    def __init__(self) -> None:
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()
        self.frozen: tuple[int, ...] | None = None

    def teardown(self) -> None:
        if self.decision.state == "adopted":
            adopted.append(self.decision.pk)
        broken = [line for line in integrity.verify_chains() if "decisions." in line]
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)
        assert broken == []

    @initialize(by_the_book=st.sampled_from([False, True, True, True]), silence=st.booleans())
    def begin(self, by_the_book: bool, silence: bool) -> None:
        """A submitted matter; in most walks its call is open, which chance alone reaches too seldom, in half of these
        under a silence procedure.
        """
        self.silence = silence
        self.people = {key: actor(key) for key in PEOPLE}
        self.officers = {name: officer(name) for name in MEMBERS}
        if silence:
            method_in_force(SILENCE)
        self.decision = propose()
        drafting.submit(self.decision, actor=self.people["ilo"])
        if by_the_book:
            self.all_goes_by_the_book_until_the_call(3)

    def attempt(self, act: Any, *args: Any, **kwargs: Any) -> bool:
        try:
            act(*args, **kwargs)
        except REFUSALS:
            return False
        finally:
            self.decision.refresh_from_db()
        return True

    def some(self, rows: Any, n: int) -> Any:
        found = list(rows)
        return found[n % len(found)] if found else None

    @property
    def coordinator(self) -> Actor:
        return self.people["coordinator"]

    @property
    def secretary(self) -> Actor:
        return self.people["secretary"]

    def pass_the_deadline(self, call: Any) -> None:
        """Live until after the deadline of a call; one that awaits replies may be past it already."""
        sweep.move_clock(max(call.deadline, clock.now()) + dt.timedelta(hours=1))
        self.decision.refresh_from_db()

    # time

    @rule(days=st.integers(1, 15))
    def days_pass(self, days: int) -> None:
        sweep.move_clock(clock.now() + dt.timedelta(days=days))
        self.decision.refresh_from_db()

    @rule()
    def mails_are_sent(self) -> None:
        sweep.sweep()

    # the way to a call

    @rule(who=st.sampled_from(PEOPLE), days=st.integers(0, 8))
    def a_consultation_is_opened(self, who: str, days: int) -> None:
        until = clock.now() + dt.timedelta(days=days)
        self.attempt(consultation.open_consultation, self.decision, actor=self.people[who], closes_at=until)

    @rule(who=st.sampled_from(PEOPLE), nothing=st.booleans())
    def somebody_comments(self, who: str, nothing: bool) -> None:
        self.attempt(consultation.comment, self.decision, actor=self.people[who], body="A word.", nothing=nothing)

    @rule(n=st.integers(0, 9), disposition=st.sampled_from(["accepted", "not", "noted"]), unchanged=st.booleans())
    def a_comment_is_answered(self, n: int, disposition: str, unchanged: bool) -> None:
        comment = self.some(self.decision.comments.filter(kind="comment"), n)
        if comment is not None:
            why = "It says so already." if unchanged else ""
            self.attempt(
                consultation.answer_comment,
                comment,
                actor=self.secretary,
                disposition=disposition,
                reply="Thank you.",
                unchanged=why,
            )

    @rule(replace=st.booleans(), days=st.integers(0, 8))
    def the_text_is_revised(self, replace: bool, days: int) -> None:
        until = clock.now() + dt.timedelta(days=days)
        if replace:
            self.attempt(
                rounds.replace_text,
                self.decision,
                actor=self.secretary,
                source="New.",
                reason="Revised.",
                closes_at=until,
            )
        else:
            self.attempt(
                consultation.put_new_text,
                self.decision,
                actor=self.secretary,
                source="New.",
                change_note="Revised.",
                closes_at=until,
            )

    @rule(name=st.sampled_from(MEMBERS), purpose=st.sampled_from(["reach", "reconcile", "principals"]))
    def a_contact_is_recorded(self, name: str, purpose: str) -> None:
        self.attempt(
            consultation.log_contact, self.decision, actor=self.secretary, purpose=purpose, note="By telephone.",
            on=clock.today(), organization=Organization.objects.get(acronym=name),
        )  # fmt: skip

    @rule(who=st.sampled_from(PEOPLE), days=st.integers(0, 9), in_meeting=st.booleans(), silence=st.booleans())
    def a_call_is_opened(self, who: str, days: int, in_meeting: bool, silence: bool) -> None:
        how = (
            {"mode": "meeting"}
            if in_meeting
            else {"deadline": clock.now() + dt.timedelta(days=days), "silence": silence}
        )
        self.attempt(rounds.open_round, self.decision, actor=self.people[who], **how)

    @rule(who=st.sampled_from(PEOPLE), days=st.integers(0, 9))
    def the_deadline_is_extended(self, who: str, days: int) -> None:
        until = clock.now() + dt.timedelta(days=days)
        self.attempt(rounds.extend, self.decision, actor=self.people[who], deadline=until, reason="As asked.")

    def all_goes_by_the_book_until_the_call(self, days: int) -> None:
        """Consulted in full, waited, every comment answered, and the call opened."""
        until = clock.now() + dt.timedelta(days=days)
        self.attempt(consultation.open_consultation, self.decision, actor=self.secretary, closes_at=until)
        sweep.sweep()
        sweep.move_clock(until + dt.timedelta(days=8))
        for comment in self.decision.comments.filter(kind="comment", answered_at=None):
            self.attempt(
                consultation.answer_comment, comment, actor=self.secretary, disposition="noted", reply="Noted."
            )
        deadline = clock.close_of(clock.add_working_days(clock.today(), days))
        self.attempt(rounds.open_round, self.decision, actor=self.coordinator, deadline=deadline, silence=self.silence)

    # positions and concerns

    @rule(name=st.sampled_from(MEMBERS), value=VALUES, complete=st.booleans())
    def a_position_is_given(self, name: str, value: str, complete: bool) -> None:
        said = {"reason": "A reason.", "proposed_solution": "Other words."} if complete or value != "support" else {}
        self.attempt(positions.take_position, self.decision, actor=self.officers[name], value=value, **said)

    @rule(name=st.sampled_from(MEMBERS), value=VALUES)
    def a_reply_received_is_recorded(self, name: str, value: str) -> None:
        organization = Organization.objects.get(acronym=name)
        said = {
            "reason": "A reason.",
            "proposed_solution": "Other words.",
            "person": "Hana Park",
            "document": "A mail",
            "on": clock.today(),
        }
        self.attempt(positions.record_reply, self.decision, organization, actor=self.secretary, value=value, **said)

    @precondition(lambda self: self.decision.state == "round")
    @rule(value=st.sampled_from(["support", "reservation", "abstain"]))
    def everybody_else_answers(self, value: str) -> None:
        self.everybody_else_answers_with(value)

    def everybody_else_answers_with(self, value: str) -> None:
        current = self.decision.rounds.order_by("-number").first()
        if current is None or current.closed_at is not None:
            return
        said = set(current.positions.values_list("organization", flat=True))
        for invited in current.invited_organizations.exclude(organization__in=said).select_related("organization"):
            who = officer(str(invited.organization))
            self.attempt(positions.take_position, self.decision, actor=who, value=value, reason="As it stands.")

    @rule(name=st.sampled_from(MEMBERS), kind=st.sampled_from(["mandate", "objection"]))
    def a_concern_is_raised(self, name: str, kind: str) -> None:
        self.attempt(
            concerns.raise_concern, self.decision, actor=self.officers[name], kind=kind, reason="Ours.", basis="Constitution",
            proposed_solution="Other words.",
        )  # fmt: skip

    @rule(n=st.integers(0, 9), who=st.sampled_from(["secretary", "ilo", "unicef", "coordinator"]))
    def a_concern_is_addressed(self, n: int, who: str) -> None:
        concern = self.some(self.decision.concerns.all(), n)
        if concern is not None:
            self.attempt(concerns.address, concern, actor=self.people[who], response="The words were added.")

    @rule(n=st.integers(0, 9), verb=st.sampled_from(["confirm", "maintain", "withdraw"]), own=st.booleans())
    def its_organization_speaks(self, n: int, verb: str, own: bool) -> None:
        concern = self.some(self.decision.concerns.select_related("organization"), n)
        if concern is None:
            return
        who = officer(str(concern.organization)) if own else self.coordinator
        more = {"reason": "It stands."} if verb == "maintain" else {}
        before = concern.state
        done = self.attempt(getattr(concerns, verb), concern, actor=who, **more)
        assert not (done and not own), f"the Coordinator could {verb} a concern ({before}) of {concern.organization}"

    # outcomes

    @precondition(lambda self: self.decision.state == "round")
    @rule(at_its_deadline=st.booleans())
    def the_call_closes(self, at_its_deadline: bool) -> None:
        current = self.decision.rounds.latest("number")
        if at_its_deadline and current.closed_at is None and current.deadline is not None:
            self.pass_the_deadline(current)
        else:
            self.attempt(rounds.close_round, self.decision, actor=self.coordinator)

    @precondition(lambda self: self.decision.state == "round")
    @rule()
    def nothing_more_is_said_until_the_deadline(self) -> None:
        current = self.decision.rounds.latest("number")
        if current.closed_at is None and current.deadline is not None:
            sweep.sweep()
            self.pass_the_deadline(current)

    @precondition(lambda self: self.decision.state not in ("submitted", "consultation"))
    @rule(who=st.sampled_from([*PEOPLE, *["coordinator"] * 9]))
    def consensus_is_declared(self, who: str) -> None:
        self.consensus_is_tried(who)

    def consensus_is_tried(self, who: str) -> None:
        """It is declared by the Coordinator where nothing is in the way, and never otherwise."""
        in_the_way = obstacles(self.decision)
        done = self.attempt(outcome.adopt, self.decision, actor=self.people[who], statement="Consensus.")
        assert done == (who == "coordinator" and not in_the_way), (who, done, in_the_way)

    @precondition(lambda self: self.decision.state == "round")
    @rule(value=st.sampled_from(["support", "reservation"]))
    def the_rest_goes_by_the_book(self, value: str) -> None:
        """Who is awaited replies, the call closes, and the Coordinator tries to declare consensus."""
        self.everybody_else_answers_with(value)
        self.attempt(rounds.close_round, self.decision, actor=self.coordinator)
        self.consensus_is_tried("coordinator")

    @rule(who=st.sampled_from(PEOPLE))
    def it_goes_to_the_principals(self, who: str) -> None:
        self.attempt(escalation.take_to_principals, self.decision, actor=self.people[who], note="Both views.")

    @rule(value=st.sampled_from(["agreed", "failed", "guidance"]))
    def the_outcome_of_a_level_is_recorded(self, value: str) -> None:
        self.attempt(
            escalation.record_outcome,
            self.decision,
            actor=self.coordinator,
            outcome=value,
            on=clock.today(),
            note="As told.",
        )

    @rule(who=st.sampled_from(PEOPLE), referral=st.booleans())
    def a_conclusion_of_a_body_is_recorded(self, who: str, referral: bool) -> None:
        act = escalation.record_committee_conclusion if referral else escalation.record_not_pursued
        self.attempt(
            act, self.decision, actor=self.people[who], on=clock.today(), document="Meeting 3", words="As concluded."
        )

    @rule(who=st.sampled_from(PEOPLE))
    def it_is_referred(self, who: str) -> None:
        before = self.decision.state
        done = self.attempt(escalation.refer, self.decision, actor=self.people[who], note="To the Secretary-General.")
        if done:
            failed = self.decision.escalations.filter(level="principals").order_by("-pk").first()
            assert (who, before, failed.outcome) == ("coordinator", "with_principals", "failed")
            assert self.decision.conclusions.filter(about="", recorded_at__gte=failed.opened_at).exists()

    @rule(who=st.sampled_from(PEOPLE), end=st.sampled_from(["not_adopt", "withdraw"]), likely=st.integers(0, 4))
    def it_ends_otherwise(self, who: str, end: str, likely: int) -> None:
        if not likely:  # seldom, since nothing follows
            self.attempt(getattr(outcome, end), self.decision, actor=self.people[who], reason="No way forward.")

    # what holds after every step

    @invariant()
    def an_adoption_follows_the_rules(self) -> None:
        if getattr(self, "decision", None) is not None and self.decision.state == "adopted":
            assert faults_of_an_adoption(self.decision) == []

    @invariant()
    def nothing_moves_after_the_end(self) -> None:
        if getattr(self, "decision", None) is None or self.decision.state not in ENDED:
            return
        now = (
            self.decision.rounds.filter(closed_at=None).count(),
            Position.objects.filter(round__decision=self.decision).count(),
            self.decision.texts.count(),
            self.decision.comments.count(),
            self.decision.concerns.count(),
            sum(hash((c.pk, c.state)) for c in Concern.objects.filter(decision=self.decision)),
            Event.objects.filter(object_label="decisions.decision", object_id=self.decision.pk).count(),
        )
        assert now[0] == 0
        if self.frozen is not None:
            assert now == self.frozen
        self.frozen = now


def test_no_walk_finds_an_adoption_against_the_rules() -> None:
    adopted.clear()

    run_state_machine_as_test(LifeOfADecision, settings=properties(max_examples=WALKS, stateful_step_count=STEPS))

    assert adopted, "no walk reached an adoption: the walks try too little"


@pytest.mark.parametrize("who", PEOPLE)
def test_the_rules_written_twice_agree_on_the_matters_of_the_story(who: str) -> None:
    """The second writing of the rules finds an obstacle on exactly the matters that the portal refuses."""
    for decision in Decision.objects.filter(state="round"):
        with transaction.atomic():
            in_the_way = obstacles(decision)
            try:
                outcome.adopt(decision, actor=actor(who), statement="Consensus.")
                done = True
            except REFUSALS:
                done = False
            transaction.set_rollback(True)
        assert done == (who == "coordinator" and not in_the_way), (decision.reference, in_the_way)
