"""Every list and page has a literal number of queries, the same with thirty rows more."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decisions.models import Action, Comment, Concern, Decision, Position, Round
from decisions.services import closing, rounds
from decisions.services import positions as positions_service
from meetings.models import AgendaItem, ItemAction, Meeting, Minutes, MinutesSection
from members.models import Body, Officer, Organization, Seat, User
from network_portal.lib import clock
from network_portal.records import audit
from network_portal.records.models import Notice
from task_teams.models import Deliverable, TaskTeam
from tests import matters
from tests.builders import in_round
from tests.people import actor, officer, user
from workplans.models import Activity, Alignment, Contribution, FrameworkEntry, Plan, Update

MORE = 30


def decisions() -> None:
    base = Decision.objects.first()
    Decision.objects.bulk_create(
        Decision(
            slug=f"more-{n}", reference=f"X/MORE/{n}", kind="general", title=f"More {n}", body=base.body,
            sponsor=base.sponsor, drafted_by=base.drafted_by, created_at=clock.now(), state="adopted",
        )
        for n in range(MORE)
    )  # fmt: skip


def organizations() -> None:
    """Members of the Network and of the committee, each with a representative; the first of the directory."""
    rows = Organization.objects.bulk_create(
        Organization(acronym=f"MORE{n}", slug=f"more{n}", name=f"More {n}", sort_key=f"0{n}") for n in range(MORE)
    )
    people = User.objects.bulk_create(User(email=f"more{n}@example.org", name=f"More {n}") for n in range(MORE))
    for body in (Body.objects.network(), Body.objects.committee()):
        Seat.objects.bulk_create(Seat(body=body, organization=o, starts_on=clock.today()) for o in rows)
    Officer.objects.bulk_create(
        Officer(person=p, organization=o, primary_contact=True, starts_on=clock.today())
        for p, o in zip(people, rows, strict=True)
    )


def meetings() -> None:
    base = Meeting.objects.get(state="convened")
    Meeting.objects.bulk_create(
        Meeting(
            body=base.body, year=2040, number=n, slug=f"more-{n}", reference=f"X/{n}", title=f"More {n}", starts_at=base.starts_at,
            ends_at=base.ends_at, zone=base.zone, uid=f"more-{n}", state="held", convened_at=clock.now(),
        )
        for n in range(1, MORE + 1)
    )  # fmt: skip


def items(first: int = 3, more: int = MORE) -> None:
    """Items with a decision, a plan, minutes and an action each."""
    base = Meeting.objects.get(state="convened")
    start, decision, plan = base.items.count(), matters.in_consultation(), matters.running_plan()
    rows = AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=base, number=start + n, title=f"More {n}", added_at=clock.now(), decision=decision if n % 2 else None,
            plan=None if n % 2 else plan, approves=Minutes.objects.filter(state="published").latest("pk") if n == first else None,
        )
        for n in range(first, first + more)
    )  # fmt: skip
    actions(2000 + first, more)
    given = zip(rows, Action.objects.filter(number__gte=2000 + first), strict=True)
    ItemAction.objects.bulk_create(ItemAction(item=item, action=action) for item, action in given)


def sections(count: int = MORE, first: int = 100) -> None:
    minutes = Minutes.objects.get(state="circulated")
    rows = AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=minutes.meeting, number=first + n, title=f"More {n}", added_at=clock.now(), outcome="noted",
            decision=matters.in_consultation(),
        )
        for n in range(count)
    )  # fmt: skip
    MinutesSection.objects.bulk_create(
        MinutesSection(minutes=minutes, order=first + n, heading=f"More {n}", text="Words.", item=item)
        for n, item in enumerate(rows)
    )


def comments() -> None:
    decision = matters.in_consultation()
    window = decision.consultations.get()
    Comment.objects.bulk_create(
        Comment(
            decision=decision, consultation=window, number=100 + n, organization=decision.sponsor, by=decision.drafted_by,
            body=f"More {n}.", at=clock.now(),
        )
        for n in range(MORE)
    )  # fmt: skip


def activities() -> None:
    plan = Plan.objects.get(year=2026)
    base, entry = plan.activities.first(), FrameworkEntry.objects.first()
    rows = Activity.objects.bulk_create(
        Activity(
            plan=plan,
            output=base.output,
            code=f"9.9.{n}",
            title=f"More {n}",
            lead=base.lead,
            quarters="1",
            order=100 + n,
        )
        for n in range(MORE)
    )
    period, unicef = plan.periods.get(quarter=1), Organization.objects.get(acronym="UNICEF")
    Contribution.objects.bulk_create(Contribution(activity=row, organization=unicef) for row in rows)
    Alignment.objects.bulk_create(Alignment(activity=row, entry=entry) for row in rows)
    Update.objects.bulk_create(
        Update(activity=row, period=period, organization=row.lead, is_leads=True, status="ongoing", state="accepted")
        for row in rows
    )


def actions(first: int = 1000, more: int = MORE) -> None:
    base = Action.objects.filter(organization__acronym="ILO", state="open").earliest("number")
    Action.objects.bulk_create(
        Action(
            number=first + n, body=base.body, decision=matters.disputed() if n % 2 else None, title=f"More {n}", organization=base.organization, officer=base.officer,
            due_on=base.due_on, created_at=clock.now(),
        )
        for n in range(more)
    )  # fmt: skip


def notices() -> None:
    Notice.objects.bulk_create(
        Notice(
            kind="decision_outcome", object_label="decisions.decision", object_id=1, person=user("fao"), occasion=f"more {n}",
            title=f"More {n}", path=f"/governance/?{n}", created_at=clock.now() + dt.timedelta(microseconds=n),
        )
        for n in range(MORE)
    )  # fmt: skip


def teams() -> None:
    for n in range(MORE):
        body = Body.objects.create(name=f"More {n}", slug=f"more-{n}", code=f"TT-M{n}", founded_on=clock.today())
        TaskTeam.objects.create(
            body=body, proposer=Organization.objects.get(acronym="ILO"), need="x", focus="y", no_terms_needed=True, standing=True,
            proposed_at=clock.now(), state="closed", decision=Decision.objects.filter(kind="team").first(),
        )  # fmt: skip


def deliverables() -> None:
    team = matters.active_team()
    owner = Organization.objects.get(acronym="ILO")
    Deliverable.objects.bulk_create(
        Deliverable(team=team, number=100 + n, title=f"More {n}", organization=owner, due_on=clock.today())
        for n in range(MORE)
    )


def positions() -> None:
    """More organizations in a closed round, each with a position that it changed once."""
    last = matters.disputed().rounds.get()
    by = Decision.objects.first().drafted_by
    common = {"round": last, "value": "support", "by": by, "capacity": "focal_point", "rank": 2, "at": clock.now()}
    for n in range(MORE):
        made = Organization.objects.create(acronym=f"MORE{n}", slug=f"more{n}", name=f"More {n}")
        last.invited_organizations.create(organization=made)
        first = Position.objects.create(organization=made, **common)
        Position.objects.create(organization=made, supersedes=first, **common)


def concerns() -> None:
    decision = matters.disputed()
    base = decision.concerns.get()
    Concern.objects.bulk_create(
        Concern(
            decision=decision, number=5000 + n, organization=base.organization, kind="mandate", round=base.round, reason=f"More {n}.",
            basis="y", proposed_solution="z", raised_by=base.raised_by, raised_at=clock.now(),
        )
        for n in range(MORE)
    )  # fmt: skip


def updates() -> None:
    row = matters.activity("ILO", "IOM")
    for n in range(MORE):
        made = Organization.objects.create(acronym=f"MORE{n}", slug=f"more{n}", name=f"More {n}")
        Update.objects.create(
            activity=row, period=row.plan.periods.get(quarter=3), organization=made, is_leads=False, status="ongoing", state="accepted",
        )  # fmt: skip


def address(name: str) -> str:
    if name == "team":
        return matters.active_team().get_absolute_url()
    if name in ("closed round", "concerns"):
        return matters.disputed().get_absolute_url()
    if name == "activity":
        return matters.activity("ILO", "IOM").get_absolute_url()
    if name == "consultation":
        return matters.in_consultation().get_absolute_url()
    if name == "meeting":
        return Meeting.objects.get(state="convened").get_absolute_url()
    if name == "minutes":
        return Minutes.objects.get(state="circulated").get_absolute_url()
    return name


def one_notice() -> None:
    """The reader was told of one thing only: both lists show a part, and would be full."""
    mine = Notice.objects.filter(person=user("fao"))
    mine.exclude(pk=mine.latest("created_at").pk).delete()


# What stands on the page before: lists that would be full, and one row of each kind.
BEFORE = {"/notices/": one_notice, "/": one_notice, "meeting": lambda: items(1, 2), "minutes": lambda: sections(1, 90)}
PAGES = [
    # page, what there is more of, queries
    ("/decisions/", decisions, 7),
    ("/decisions/actions/?state=all", actions, 6),
    ("/members/", organizations, 8),
    ("/members/committee/", organizations, 9),
    ("/meetings/", meetings, 6),
    ("/task-teams/", teams, 7),
    ("/workplans/2026/", activities, 15),
    ("/notices/", notices, 6),
    ("/", notices, 11),
    ("consultation", comments, 18),
    ("meeting", items, 15),
    ("minutes", sections, 24),
    ("team", deliverables, 13),
    ("closed round", positions, 20),
    ("concerns", concerns, 20),
    ("activity", updates, 14),
    ("/members/ilo/", actions, 13),
]


@pytest.mark.parametrize("name,more,queries", PAGES, ids=[p[0] for p in PAGES])
def test_a_page_asks_the_same_few_questions(name: str, more: Any, queries: int, enter) -> None:
    client = enter("unicef" if name in ("closed round", "concerns") else "fao")  # of the committee that decided
    path = address(name)
    BEFORE.get(name, lambda: None)()
    client.get(path)

    def count() -> tuple[int, set[str]]:
        """How many queries the page asks, and which of the rows that there are more of it shows."""
        client.get(path)  # what is new is remembered as seen, once
        with CaptureQueriesContext(connection) as asked:
            response = client.get(path)
        assert response.status_code == 200
        return len(asked), set(re.findall(r"(?i)\bmore ?\d+\b", response.content.decode()))

    few, before = count()
    more()
    many, shown = count()

    assert len(shown - before) >= 9, "the page shows what there is more of"
    assert many == few, "a row more costs a question more"
    assert few == queries


def test_a_call_closes_with_the_same_queries_for_two_positions_and_for_all(secretariat: Any, coordinator: Any) -> None:
    counted = []
    for everybody in (False, True):
        decision = in_round(secretariat, coordinator)
        call = decision.rounds.latest("number")
        speaking = (
            ("ILO", "UNICEF")
            if not everybody
            else tuple(str(i.organization) for i in rounds.invited_organizations(call))
        )
        for acronym in speaking:
            positions_service.take_position(decision, actor=officer(acronym), value="support")
        with audit.lock(decision), CaptureQueriesContext(connection) as asked:
            closing.close_with_outcome(decision, Round.objects.get(pk=call.pk), coordinator)
        counted.append(len(asked))
    assert counted[0] == counted[1]


def test_the_queue_of_reports_asks_the_same_for_one_and_for_thirty(enter: Any) -> None:
    from workplans.models import UpdateReview
    from workplans.status import to_review

    first = to_review(actor("secretary", "secretariat"))[0]
    client, path = enter("secretary", "secretariat"), first.activity.plan.path("review")
    returned = {"accepted": False, "reason": "Which countries?", "by": user("secretary"), "at": clock.now()}
    UpdateReview.objects.create(update=first, capacity="secretariat", **returned)
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    rows = Activity.objects.bulk_create(
        Activity(
            plan=first.activity.plan, output=first.activity.output, code=f"9.8.{n}", title=f"More {n}",
            lead=first.activity.lead, quarters="1", order=n,
        )
        for n in range(MORE)
    )  # fmt: skip
    for row in rows:
        made = Update.objects.create(
            activity=row, period=first.period, organization=row.lead, is_leads=True, state="submitted",
            status="ongoing", submitted_by=first.submitted_by, submitted_at=first.submitted_at,
        )  # fmt: skip
        UpdateReview.objects.create(update=made, capacity="secretariat", **returned)
    with CaptureQueriesContext(connection) as many:
        page = client.get(path).content.decode()
    assert len(set(re.findall(r"More \d+\b", page))) == MORE
    assert len(many) == len(few) == 11
