"""When a call in writing ends: a concern that a position of the same call settles does not end it before the replies."""

import datetime as dt
from typing import Any

from decisions import status
from decisions.models import Decision
from decisions.services import positions, rounds
from network_portal.lib import clock
from network_portal.records.jobs import sweep
from tests.builders import everybody_supports, in_round
from tests.people import actor, waiting_lines


def called_again(secretariat: Any, coordinator: Any) -> Decision:
    """A second call after an objection of UNICEF; its deadline comes."""
    decision = in_round(secretariat, coordinator)
    positions.take_position(
        decision,
        actor=actor("unicef"),
        value="object",
        reason="Children are not named.",
        proposed_solution="Name them.",
    )
    first = status.latest_round(decision)
    assert first is not None
    sweep.move_clock(first.deadline + dt.timedelta(minutes=1))
    sweep.sweep()
    decision.refresh_from_db()
    assert decision.state == "no_consensus"
    deadline = clock.close_of(clock.add_working_days(clock.today(), 9))
    rounds.open_round(decision, actor=coordinator, deadline=deadline)
    decision.refresh_from_db()
    return decision


def at_its_deadline(decision: Decision) -> Any:
    current = status.latest_round(decision)
    assert current is not None
    sweep.move_clock(current.deadline + dt.timedelta(minutes=1))
    sweep.sweep()
    decision.refresh_from_db()
    return status.latest_round(decision)


def test_a_call_goes_on_for_the_replies_when_who_objected_before_joins_now(secretariat: Any, coordinator: Any) -> None:
    decision = called_again(secretariat, coordinator)
    positions.take_position(decision, actor=actor("unicef"), value="support")

    current = at_its_deadline(decision)

    assert status.awaited(current)
    assert current.closed_at is None, "replies are recorded while the call is open"
    lines = [line for line in waiting_lines(secretariat) if decision.slug in line.path]
    assert [line.action for line in lines] == ["Record replies"]
    everybody_supports(decision, but=("UNICEF",))
    sweep.sweep()
    decision.refresh_from_db()
    assert status.latest_round(decision).closed_at is not None
    assert decision.state == "round", "the Coordinator records the outcome"
    assert not status.blocking_concerns(decision)


def test_a_call_ends_at_its_deadline_while_a_concern_stays(secretariat: Any, coordinator: Any) -> None:
    decision = called_again(secretariat, coordinator)

    current = at_its_deadline(decision)

    assert status.awaited(current)
    assert current.closed_at is not None
    assert decision.state == "no_consensus"
