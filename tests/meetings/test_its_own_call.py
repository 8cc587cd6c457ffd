"""A call that is held in a meeting is amended, closed and given positions in that meeting only."""

import datetime as dt
from typing import Any

import pytest

from decisions.models import Decision
from meetings import minutes_document
from meetings.models import AgendaItem
from meetings.services import agenda, planning, proceedings, session
from members.models import Body, Officer, Organization
from network_portal.lib import clock
from network_portal.records.jobs import sweep
from network_portal.records.workflow.refusals import ConditionsUnmet, IllegalTransition
from tests import matters
from tests.builders import consulted
from tests.people import actor, user


def in_session(
    body: Body, decision: Decision, secretariat: Any, start: dt.datetime, *, attended: bool = True
) -> AgendaItem:
    kind = {"committee": "committee", "network": "technical"}.get(body.slug, "team")
    chair = user("unodc") if kind == "team" else user("coordinator")
    meeting = planning.plan(
        body, actor=secretariat, kind=kind, title="A meeting", starts_at=start, ends_at=start + dt.timedelta(hours=2),
        place="Bangkok", chair=chair,
    )  # fmt: skip
    item = agenda.add_item(meeting, actor=secretariat, title="A matter", purpose="decision", decision=decision)
    planning.convene(meeting, actor=secretariat)
    sweep.move_clock(start)
    session.start(meeting, actor=secretariat)
    if attended:
        rows = {
            o.pk: {"present": True, "mode": "online", "delegates": "A. Person"}
            for o in Organization.objects.sitting_in(body)
        }
        session.record_attendance(meeting, actor=secretariat, rows=rows)
    item.refresh_from_db()
    return item


@pytest.fixture
def items(secretariat: Any) -> tuple[AgendaItem, AgendaItem]:
    """The same proposal of the committee on the agenda of the committee and of a task team; both are in session."""
    decision = consulted(secretariat)
    sweep.sweep()
    sweep.move_clock(decision.window_closes_at + dt.timedelta(hours=1))
    start = clock.at(clock.add_working_days(clock.today(), 2), 10)
    there = in_session(Body.objects.committee(), decision, secretariat, start)
    elsewhere = in_session(matters.active_team().body, decision, secretariat, start + dt.timedelta(minutes=5))
    session.open_round(there, actor=secretariat)
    there.refresh_from_db()
    return there, elsewhere


def test_another_meeting_neither_amends_nor_closes_it_nor_states_positions(
    items: tuple[AgendaItem, AgendaItem], secretariat: Any, coordinator: Any
) -> None:
    there, elsewhere = items
    assert elsewhere.decision is not None
    before = elsewhere.decision.texts.count()
    ilo = Officer.objects.get(person__email="ilo@example.org")
    chair = actor("unodc")
    for act in (
        lambda: session.amend(elsewhere, actor=chair, source="Another text.", change_note="x"),
        lambda: session.amend(elsewhere, actor=secretariat, source="Another text.", change_note="x"),
        lambda: session.close_round(elsewhere, actor=coordinator),
        lambda: session.enter_positions(
            elsewhere, actor=secretariat, rows=[(ilo.organization, ilo, "support", "", "")]
        ),
    ):
        with pytest.raises(IllegalTransition, match="was opened in this meeting"):
            act()
    assert elsewhere.decision.texts.count() == before
    assert elsewhere.decision.rounds.get().closed_at is None
    session.close_round(there, actor=coordinator)
    assert elsewhere.decision.rounds.get().closed_at is not None


def test_another_meeting_neither_offers_quotes_nor_decides_it(
    items: tuple[AgendaItem, AgendaItem], secretariat: Any, coordinator: Any, enter: Any
) -> None:
    there, elsewhere = items
    pages = {item: enter("secretary", "secretariat").get(item.path("item")).context["page"] for item in items}
    assert pages[there].may_amend
    assert not any(getattr(pages[elsewhere], f"may_{act}") for act in ("amend", "enter", "close_round"))
    for name in ("amend", "positions"):
        assert enter("secretary", "secretariat").get(elsewhere.path(name)).status_code == 409, name

    ilo = Officer.objects.get(person__email="ilo@example.org")
    said = [(ilo.organization, ilo, "reservation", "Said in the committee.", "")]
    session.enter_positions(there, actor=secretariat, rows=said)
    session.close_round(there, actor=coordinator)
    with pytest.raises(ConditionsUnmet, match="No call for positions on the proposal has closed"):
        proceedings.set_outcome(elsewhere, actor=secretariat, outcome="decided")
    proceedings.set_outcome(there, actor=secretariat, outcome="decided")
    quoted = {
        item: minutes_document.content(item.meeting.minutes)["sections"][item.number - 1]["decision"] for item in items
    }
    assert [r["words"] for r in quoted[there]["reservations"]] == ["Said in the committee."]
    assert (quoted[elsewhere]["reservations"], quoted[elsewhere]["text"], quoted[elsewhere]["state"]) == ([], [], "")


def test_a_call_is_closed_only_when_it_is_known_who_is_present(secretariat: Any, coordinator: Any) -> None:
    decision = consulted(secretariat)
    sweep.sweep()
    sweep.move_clock(decision.window_closes_at + dt.timedelta(hours=1))
    start = clock.at(clock.add_working_days(clock.today(), 2), 10)
    item = in_session(Body.objects.committee(), decision, secretariat, start, attended=False)
    session.open_round(item, actor=secretariat)
    with pytest.raises(ConditionsUnmet, match="Record first the attendance"):
        session.close_round(item, actor=coordinator)
    assert decision.rounds.get().closed_at is None


def test_an_editorial_change_is_no_other_text(items: tuple[AgendaItem, AgendaItem], secretariat: Any) -> None:
    there, _elsewhere = items
    assert there.decision is not None
    source = there.decision.texts.latest("version").source
    with pytest.raises(ConditionsUnmet, match="This changes more than the wording"):
        session.amend(
            there, actor=secretariat, source="The Network dissolves itself.", change_note="typo", editorial=True
        )
    long = f"{source}\n\n{'Members share what they know and what they have learned. ' * 4}".strip()
    session.amend(there, actor=secretariat, source=long, change_note="A paragraph.")
    session.amend(
        there, actor=secretariat, source=long.replace("know", "known"), change_note="A letter.", editorial=True
    )
    assert there.decision.texts.latest("version").source == long.replace("know", "known").strip()
