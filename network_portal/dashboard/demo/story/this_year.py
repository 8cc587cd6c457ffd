"""This year, as far as it has come: a team, the running plan, disputes, meetings, matters under way."""

import datetime as dt
from typing import Any

from decisions.models import Kind
from decisions.services import actions, consultation, drafting, escalation, positions, rounds
from meetings.models import Meeting
from meetings.services import minutes as minutes_service
from meetings.services import planning
from members.models import (
    Body,
    Officer,
)
from network_portal.dashboard.demo import people as cast
from network_portal.dashboard.demo import texts
from network_portal.dashboard.demo.story.tools import (
    adopt,
    adopt_plan,
    after,
    complete,
    consult,
    convene,
    coordinator,
    finish_minutes,
    hold,
    hold_round,
    make_plan,
    meet,
    officer_of,
    org,
    reply_some,
    report,
    secretariat,
    send_what_waits,
    to,
)
from network_portal.lib import clock
from network_portal.records.workflow import engine
from task_teams import services as teams
from task_teams.models import TaskTeam
from workplans.models import Plan


def this_year(last: int, year: int, today: dt.date) -> None:
    """What leads up to today, as far as the year has come; short distances in working days, so that any date serves."""
    to(max(clock.today() + dt.timedelta(days=1), min(dt.date(year, 1, 14), today - dt.timedelta(days=95))))
    team = establish_team(today)
    plan = make_plan(year, texts.PLAN_THIS_YEAR, team=team.body)
    adopt_plan(plan)
    numbers = iter(texts.ORDINALS)
    for (month, day), items, minutes, action, done in texts.MEETINGS_THIS_YEAR:
        if clock.today() < dt.date(year, month, day) < today - dt.timedelta(days=100):
            technical_meeting(next(numbers), dt.date(year, month, day), items, minutes, action, done)
    to(max(clock.today() + dt.timedelta(days=1), today - dt.timedelta(days=60)))
    progress_of(plan)
    joint_statement()
    open_disputes()
    to(clock.add_working_days(today, -17))
    held = hold_meeting_on_the_plan(next(numbers))
    to(clock.add_working_days(today, -7))
    circulate_last(held, today)
    hold_team_meeting(team)
    running_matters()
    coming_meeting(next(numbers))
    to_today(last, today)


def establish_team(today: dt.date) -> TaskTeam:
    """The team is as old as the plan; what it owes is due around today."""
    from_day = max(clock.today(), today - dt.timedelta(days=60))
    team = teams.propose(
        actor=officer_of("UNODC"), name="Alternatives to detention", code="ATD", need=texts.TEAM_NEED, focus=texts.TEAM_FOCUS,
        chairs=[org("UNODC"), org("UNICEF")], composition=[org(a) for a in ("UNODC", "UNICEF", "UNHCR", "OHCHR", "ILO", "IOM")],
        terms=texts.TEAM_TERMS, ends_on=clock.today() + dt.timedelta(days=540),
    )  # fmt: skip
    decision = team.decision
    assert decision is not None
    consult(decision, days=4)
    hold_round(decision, days=4, reserving={"UNHCR": "UNHCR joins; the team's work does not extend to refugees."})
    adopt(decision, "The Network establishes the task team by consensus; the reservation of UNHCR is on record.")
    team.refresh_from_db()
    for title, acronym, days in texts.DELIVERABLES:
        teams.add_deliverable(
            team, actor=officer_of("UNODC"), title=title, organization=org(acronym),
            due_on=from_day + dt.timedelta(days=days),
        )  # fmt: skip
    actions.give(
        Body.objects.network(), actor=secretariat(), decision=decision, title="Nominate two experts for the first meeting of the team",
        officer=Officer.objects.active().get(organization__acronym="ILO", primary_contact=True),
        due_on=from_day + dt.timedelta(days=43),
    )  # fmt: skip
    return team


def technical_meeting(
    number: str, day: dt.date, items: tuple[Any, ...], minutes: tuple[str, ...], action: tuple[str, str], done: str
) -> None:
    """A technical-level meeting of earlier this year, with its approved minutes and its completed action point."""
    to(clock.add_working_days(day, -10))
    day = clock.add_working_days(clock.today(), 9)
    meeting = meet(texts.TECHNICAL.format(number=number), day, items)
    convene(meeting)
    hold(meeting, minutes, day=day, action=action)
    finish_minutes(meeting)
    complete(meeting, done)


def hold_meeting_on_the_plan(number: str) -> Meeting:
    day = clock.add_working_days(clock.today(), 7)
    meeting = meet(texts.TECHNICAL.format(number=number), day, texts.AGENDA_AUTUMN[:2])
    convene(meeting)
    hold(meeting, texts.MINUTES_AUTUMN, day=day, action=texts.ACTION_ON_THE_PLAN)
    return meeting


def progress_of(plan: Plan) -> None:
    quarter = clock.quarter_of(clock.today()) if clock.today().year == plan.year else 0
    if not quarter:
        return
    for activity in plan.activities.select_related("lead", "body"):
        for earlier in range(1, quarter):
            if str(earlier) in activity.quarters:
                words = texts.EARLIER_REPORTS[earlier % len(texts.EARLIER_REPORTS)]
                report(
                    activity, earlier, "ongoing", words, percent=20 * earlier if activity.method == "stated" else None
                )
    for n, activity in enumerate(plan.activities.select_related("lead", "body")):
        status, words, percent = texts.REPORTS[n % len(texts.REPORTS)]
        if status:
            report(
                activity,
                quarter,
                status,
                words,
                percent=percent if activity.method == "stated" else None,
                accept=n % 5 != 4,
            )


def joint_statement() -> None:
    """A joint statement, adopted under the silence procedure: nobody objected by the deadline."""
    decision = drafting.propose(
        Kind.GENERAL, "Joint statement for International Migrants Day, 18 December", actor=officer_of("UN Women"),
        draft_text=texts.STATEMENT, mandates="None is touched.",
    )  # fmt: skip
    consult(decision, days=2)
    deadline = clock.close_of(clock.add_working_days(clock.today(), 5))
    opened = rounds.open_round(decision, actor=coordinator(), deadline=deadline, silence=True)
    send_what_waits()
    for invited in list(rounds.invited_organizations(opened))[::4]:
        positions.take_position(decision, actor=officer_of(str(invited.organization)), value="support")
    to(clock.day_of(deadline), 18)
    send_what_waits()
    adopt(
        decision, "No member objected by the deadline of the silence procedure: the statement is adopted by consensus."
    )


def open_disputes() -> None:
    """One guidance that met an objection, and one that went on to the Principals."""
    for sponsor, title, words, objector, reason, way in texts.DISPUTES:
        decision = drafting.propose(
            Kind.GUIDANCE,
            title,
            actor=officer_of(sponsor),
            draft_text=words,
            mandates="Members act within their mandates.",
        )
        consult(decision, days=3)
        hold_round(decision, days=3, objecting={objector: (reason, way)}, silent=("UNAIDS",))
    after(2, 14)
    consultation.log_contact(
        decision, actor=secretariat(), purpose="reconcile", on=clock.today(),
        note="ILO and UNHCR met; neither could move further.",
    )  # fmt: skip
    escalation.take_to_principals(
        decision, actor=coordinator(), note="Both views, what was tried, and two ways forward."
    )
    send_what_waits()


def hold_team_meeting(team: TaskTeam) -> None:
    """The task team met a few days ago; its minutes are a draft that a named note-taker may write."""
    day = clock.add_working_days(clock.today(), 2)
    meeting = meet(
        "First meeting of the task team", day, texts.AGENDA_AUTUMN[:2], kind="team", body=team.body,
        chair=officer_of("UNODC").user,
    )  # fmt: skip
    planning.convene(meeting, actor=secretariat())
    send_what_waits()
    reply_some(meeting)
    hold(meeting, texts.MINUTES_AUTUMN[:2], day=day, action=texts.ACTION_OF_THE_TEAM)
    minutes_service.grant_writing(
        meeting.minutes, actor=secretariat(), email=cast.NOTE_TAKER.email, name=cast.NOTE_TAKER.name,
        reason="Takes the notes for the Secretariat", until=clock.now() + dt.timedelta(days=30),
    )  # fmt: skip


def coming_meeting(number: str) -> None:
    """The quarter's technical meeting is convened; ILO and FAO have not replied."""
    day = clock.add_working_days(clock.today(), 13)
    meeting = meet(texts.TECHNICAL.format(number=number), day, texts.AGENDA_AUTUMN)
    planning.convene(meeting, actor=secretariat())
    send_what_waits()
    reply_some(meeting)


def running_matters() -> None:
    """A consultation, an open call, submitted proposals (one of a task team) and a draft."""
    kinds = ((Kind.GENERAL, "UNHCR"), (Kind.GENERAL, "UNFPA"), (Kind.GENERAL, "WHO"), (Kind.GENERAL, "ILO"))
    made = [
        drafting.propose(kind, title, actor=officer_of(sponsor), draft_text=words, mandates="None is touched.")
        for (kind, sponsor), (title, words) in zip(kinds, texts.RUNNING, strict=True)
    ]
    consult(made[0], days=3)
    deadline = clock.close_of(clock.add_working_days(clock.today(), 9))
    opened = rounds.open_round(made[0], actor=coordinator(), deadline=deadline)
    send_what_waits()
    for invited in list(rounds.invited_organizations(opened))[::3]:
        if str(invited.organization) not in ("ILO", "UNICEF", "FAO"):
            positions.take_position(made[0], actor=officer_of(str(invited.organization)), value="support")
    drafting.submit(made[1], actor=officer_of("UNFPA"))
    closes = clock.close_of(clock.add_working_days(clock.today(), 9))
    consultation.open_consultation(made[1], actor=secretariat(), closes_at=closes)
    send_what_waits()
    consultation.comment(
        made[1],
        actor=officer_of("UNICEF"),
        body="Could the age groups follow the standard of the Statistical Commission?",
        paragraph=2,
    )
    drafting.submit(made[2], actor=officer_of("WHO"))
    team = teams.propose(
        actor=officer_of("UNEP"), name=texts.CLIMATE_TEAM, code="CCM", need=texts.CLIMATE_NEED, focus=texts.CLIMATE_FOCUS,
        chairs=[org("UNEP"), org("UNDRR")], composition=[org(a) for a in ("UNEP", "UNDRR", "IOM", "UNHCR", "ESCAP")],
        terms=texts.CLIMATE_TERMS, ends_on=clock.today() + dt.timedelta(days=365),
    )  # fmt: skip
    assert team.decision is not None
    drafting.submit(team.decision, actor=officer_of("UNEP"))


def circulate_last(meeting: Meeting, today: dt.date) -> None:
    """The minutes of the last meeting are out for comments, for some days after today."""
    until = clock.close_of(clock.add_working_days(today, 6))
    minutes_service.circulate(meeting.minutes, actor=secretariat(), comments_until=until)
    send_what_waits()


def to_today(last: int, today: dt.date) -> None:
    """Whatever is left until today is lived; then the clock runs with the machine's, from where the story stands."""
    to(today, 9)
    closing = Plan.objects.get(year=last)
    if clock.today().year > last and closing.state == "adopted":
        engine.apply(closing, "close_plan", actor=secretariat())
    send_what_waits()
