"""Last year: a plan adopted and closed, and the working method on minutes."""

import datetime as dt

from decisions import method_rules
from decisions.services import methods
from meetings.services import minutes as minutes_service
from meetings.services import planning
from network_portal.dashboard.demo import texts
from network_portal.dashboard.demo.story.tools import (
    adopt,
    adopt_plan,
    after,
    approve_and_publish,
    circulate,
    consult,
    hold,
    hold_round,
    make_plan,
    meet,
    officer_of,
    reply_some,
    report,
    secretariat,
    send_what_waits,
    to,
)
from network_portal.lib import clock


def last_year(year: int, today: dt.date) -> None:
    """A plan adopted and closed later, and the working method on minutes."""
    plan = make_plan(year, texts.PLAN_LAST_YEAR)
    adopt_plan(plan)
    method = methods.propose(
        "Approval of minutes by written procedure", actor=officer_of("ILO"), draft_text=texts.METHOD,
        mandates="None is touched.", rules={method_rules.MINUTES_AFTER_DEADLINE: {}},
    )  # fmt: skip
    consult(method, days=5)
    hold_round(method, days=5)
    adopt(method, "No member objects: the Network adopts this working method.")
    to(min(dt.date(year, 10, 6), today - dt.timedelta(days=150)))
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
