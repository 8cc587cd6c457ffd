"""Decisions on their way, for stories that need one."""

import datetime as dt
from typing import Any

from decisions import methods as methods_in_force
from decisions.models import Decision, Kind, WorkingMethod
from decisions.services import consultation, drafting, methods, positions, rounds
from meetings.services import planning
from members.services import people
from network_portal.lib import clock
from network_portal.records import audit
from network_portal.records.access.actor import SYSTEM
from network_portal.records.access.audience import MEMBERS
from network_portal.records.jobs import sweep
from network_portal.records.workflow.refusals import ConditionsUnmet
from tests.people import actor, officer


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


def everybody_supports(decision: Decision, *, but: tuple[str, ...] = ()) -> None:
    """Each invited organization, but for some, states its support in the call that is open."""
    for invited in rounds.invited_organizations(decision.rounds.latest("number")):
        if str(invited.organization) not in but:
            positions.take_position(decision, actor=officer(str(invited.organization)), value="support")


def method_in_force(rules: dict[str, Any], title: str = "A method") -> WorkingMethod:
    """A working method with these rules, in force by a decision that was adopted before."""
    replaces = next(filter(None, map(methods_in_force.in_force, rules)), None)
    method = WorkingMethod(title=title, rules=rules, replaces=replaces)
    adopted = Decision.objects.filter(state="adopted").latest("ended_at")
    with audit.lock(audit.portal_root(), adopted):
        audit.save(method, actor=SYSTEM, reason="proposed")
        audit.record_event(method, "method drafted", actor=SYSTEM, audience=MEMBERS)
        methods.put_in_force(method, adopted, SYSTEM)
    return method


def sentences(refusal: ConditionsUnmet) -> str:
    return " ".join(u.sentence for u in refusal.unmet)


def leaves(officers: Any) -> None:
    """The representatives of a queryset hold their post until today, as an administrator records it."""
    for row in officers.filter(ends_on=None):
        row.ends_on = clock.today()
        people.save_officer(row, actor=SYSTEM)


def close_account(person: Any) -> None:
    """An administrator closes a person's account."""
    person.is_active = False
    people.save_user(person, actor=actor("admin", "admin"), fields=["is_active"])


def lives_in(key: str, zone: str) -> None:
    """A person of the cast sets a time zone."""
    who = actor(key)
    people.save_preferences(who.user, actor=who, zone=zone, density=who.user.density)


def everybody_comes(meeting: Any, *, but: str = "") -> None:
    """Each invited organization, but for one, replies that it comes."""
    for invited in meeting.invitations.exclude(organization__acronym=but).select_related("organization"):
        planning.reply(meeting, actor=officer(str(invited.organization)), answer="yes", mode="online")
