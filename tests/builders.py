"""Decisions on their way, for stories that need one."""

import datetime as dt
from typing import Any

from decisions.models import Decision, Kind
from decisions.services import consultation, drafting, rounds
from network_portal.lib import clock
from network_portal.records.jobs import sweep
from network_portal.records.workflow.refusals import ConditionsUnmet
from tests.people import actor


def propose(kind: str = Kind.GUIDANCE) -> Decision:
    return drafting.propose(kind, "A new matter", actor=actor("ilo"), draft_text="One.\n\nTwo.", mandates="None.")


def consulted(secretariat: Any, *, kind: str = Kind.GUIDANCE) -> Decision:
    decision = propose(kind)
    drafting.submit(decision, actor=actor("ilo"))
    closes = clock.close_of(clock.add_working_days(clock.today(), 5))
    consultation.open_consultation(decision, actor=secretariat, closes_at=closes)
    return decision


def in_round(secretariat: Any, coordinator: Any, *, days: int = 5) -> Decision:
    decision = consulted(secretariat)
    sweep.sweep()
    sweep.move_clock(decision.window_closes_at + dt.timedelta(hours=1))
    deadline = clock.close_of(clock.add_working_days(clock.today(), days))
    rounds.open_round(decision, actor=coordinator, deadline=deadline)
    return decision


def sentences(refusal: ConditionsUnmet) -> str:
    return " ".join(u.sentence for u in refusal.unmet)
