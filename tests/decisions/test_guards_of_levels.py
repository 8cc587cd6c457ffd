"""The conditions of the escalation and of calls at their edges, and how names are listed."""

from typing import Any

import pytest

from decisions import guards
from decisions.guards.shared import listed
from decisions.models import Decision
from decisions.services import consultation, escalation
from network_portal.lib import clock
from tests import matters
from tests.guards import said


@pytest.mark.parametrize(
    "names,most,words",
    [
        ([], 3, ""),
        (["FAO"], 3, "FAO"),
        (["FAO", "ILO", "IOM"], 3, "FAO, ILO and IOM"),
        (["FAO", "ILO", "IOM", "UNICEF"], 3, "FAO, ILO, IOM and 1 more"),
        (["FAO", "ILO", "IOM", "UNICEF", "UNODC"], 2, "FAO, ILO and 3 more"),
    ],
)
def test_long_lists_say_how_many_more_there_are(names: list[str], most: int, words: str) -> None:
    assert listed(names, most) == words


def referred(coordinator: Any, secretariat: Any) -> Decision:
    """A matter that the Principals could not settle and the committee referred to the Secretary-General."""
    decision = matters.with_the_principals()
    consultation.log_contact(
        decision, actor=secretariat, purpose="principals", note="Informed by letter.", on=clock.today()
    )
    escalation.record_outcome(decision, actor=coordinator, outcome="failed", note="No way forward.", on=clock.today())
    escalation.record_committee_conclusion(
        decision, actor=secretariat, words="The committee refers the matter.", on=clock.today(), document="Minutes"
    )
    escalation.refer(decision, actor=coordinator, note="What was tried.")
    decision.refresh_from_db()
    return decision


def test_the_principals_have_failed_on_a_day(coordinator: Any) -> None:
    decision = matters.with_the_principals()
    words = "The effort with the Principals is not recorded as failed, with its date."
    assert said(guards.principals_failed, decision) == words

    escalation.record_outcome(decision, actor=coordinator, outcome="agreed", note="A way forward.", on=clock.today())
    assert said(guards.principals_failed, decision) == words, "they agreed, on a day that is known"


def test_the_end_at_the_highest_level_needs_its_guidance_or_the_agreement_of_the_body(
    coordinator: Any, secretariat: Any
) -> None:
    decision = referred(coordinator, secretariat)
    assert said(guards.highest_level_ended_or_body_agreed, decision) == (
        f"Record first the guidance of the Secretary-General, or the agreement of {decision.body} not to pursue the matter."
    )
    assert said(guards.principals_are_told, decision) == (
        "Record first that the office of the Secretary-General was informed."
    )
    escalation.record_outcome(decision, actor=coordinator, outcome="guidance", note="Go on.", on=clock.today())
    assert said(guards.highest_level_ended_or_body_agreed, decision) == ""
