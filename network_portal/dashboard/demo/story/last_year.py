"""Last year: a plan adopted and closed, and the working method on minutes."""

import datetime as dt

from decisions import method_rules
from decisions.models import Decision, Kind
from decisions.services import methods
from meetings.services import agenda, planning
from meetings.services import minutes as minutes_service
from members.models import Body
from network_portal.dashboard.demo import texts
from network_portal.dashboard.demo.story.tools import (
    adopt,
    adopt_plan,
    after,
    approve_and_publish,
    circulate,
    complete,
    consult,
    convene,
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
from task_teams import services as teams


def last_year(year: int, today: dt.date) -> None:
    """A plan adopted and closed later, and the working method on minutes."""
    plan = make_plan(year, texts.PLAN_LAST_YEAR)
    adopt_plan(plan)
    method = methods.propose(
        "Approval of minutes by written procedure", actor=officer_of("ILO"), draft_text=texts.METHOD,
        mandates="None is touched.", rules={method_rules.MINUTES_AFTER_DEADLINE: {"days": 3}},
    )  # fmt: skip
    consult(method, days=5)
    hold_round(method, days=5)
    adopt(method, "No member objects: the Network adopts this working method.")
    meeting_of_the_committee(year)
    earlier_meetings(year)
    to(max(clock.today() + dt.timedelta(days=1), min(dt.date(year, 10, 6), today - dt.timedelta(days=150))))
    for activity in plan.activities.all():
        report(
            activity,
            clock.quarter_of(clock.today()),
            "completed",
            "Delivered in full, with thanks to all who contributed.",
        )
    autumn = meet("Fourth technical-level meeting", clock.add_working_days(clock.today(), 12), texts.AGENDA_AUTUMN)
    planning.convene(autumn, actor=secretariat())
    send_what_waits()
    reply_some(autumn)
    day = clock.day_of(autumn.starts_at)
    hold(autumn, texts.MINUTES_AUTUMN, day=day)
    circulate(autumn)
    minutes_service.comment(
        autumn.minutes, actor=officer_of("UNICEF"), body="Please add the word “children” to the first paragraph."
    )
    said = autumn.minutes.comments.get()
    minutes_service.answer_comment(
        said,
        actor=secretariat(),
        disposition="noted",
        reply="The paragraph speaks of all migrants, children among them.",
    )
    after(6, 18)
    approve_and_publish(autumn)


def meeting_of_the_committee(year: int) -> None:
    """The Regional Executive Committee meets in spring; its guidance stands in its minutes."""
    to(max(clock.today() + dt.timedelta(days=1), dt.date(year, 2, 17)))
    day = clock.add_working_days(clock.today(), 7)
    meeting = meet(
        "First meeting of the Regional Executive Committee", day, texts.COMMITTEE, kind="committee",
        body=Body.objects.get(slug="committee"),
    )  # fmt: skip
    convene(meeting)
    hold(
        meeting,
        texts.COMMITTEE_MINUTES,
        day=day,
        action=("Write to the members about staff time", "IOM"),
        concluded=texts.GUIDANCE,
    )
    finish_minutes(meeting)


def earlier_meetings(year: int) -> None:
    """The first three technical-level meetings of the year; they adopt a silence procedure and set up a task team."""
    for title, (month, day_of_month), items, minutes, action, done in texts.EARLIER_MEETINGS:
        proposing = {"Silence procedure": silence_procedure, texts.SKILLS_TEAM: team_on_skills}
        heading = next((row[0] for row in items if row[0] in proposing), "")
        proposal = proposing[heading]() if heading else None
        to(max(clock.today() + dt.timedelta(days=1), clock.add_working_days(dt.date(year, month, day_of_month), -8)))
        day = clock.add_working_days(clock.today(), 9)
        meeting = meet(title, day, items)
        if proposal is not None:
            item = meeting.items.get(title=heading)
            agenda.edit_item(
                item, actor=secretariat(), version=item.version, title=item.title, purpose=item.purpose, note=item.note,
                decision=proposal,
            )  # fmt: skip
        convene(meeting)
        hold(meeting, minutes, day=day, action=action)
        finish_minutes(meeting)
        complete(meeting, done)


def silence_procedure() -> Decision:
    """Proposed and consulted before the meeting that adopts it."""
    proposed = methods.propose(
        "Silence procedure for general decisions", actor=officer_of("IOM"), draft_text=texts.SILENCE, mandates="None is touched.",
        rules={method_rules.SILENCE_PROCEDURE: {"kinds": [Kind.GENERAL.value], "days": 5}},
    )  # fmt: skip
    consult(proposed, days=10)
    return proposed


def team_on_skills() -> Decision:
    """A task team, proposed and consulted before the meeting that establishes it."""
    team = teams.propose(
        actor=officer_of("ILO"), name=texts.SKILLS_TEAM, code="LMS", need=texts.SKILLS_NEED, focus=texts.SKILLS_FOCUS,
        chairs=[org("ILO"), org("IOM")], composition=[org(a) for a in ("ILO", "IOM", "UN Women", "UNESCO", "ESCAP")],
        terms=texts.SKILLS_TERMS, standing=True,
    )  # fmt: skip
    assert team.decision is not None
    consult(team.decision, days=5)
    return team.decision
