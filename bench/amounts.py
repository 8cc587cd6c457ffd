"""What a network holds beside its meetings, in amounts: action points, task teams, the plan, notifications, positions."""

import datetime as dt
from itertools import cycle, islice
from typing import Any

from django.contrib.auth.hashers import make_password

from decisions.models import Action, Comment, Decision, InvitedOrganization, Position
from meetings.models import Invitation, Meeting
from members.models import Body, Officer, Organization, User
from network_portal.lib import clock
from network_portal.records.models import Notice
from task_teams.models import TaskTeam
from workplans.models import Activity, Alignment, Contribution, FrameworkEntry, Output, Period, Plan, Update

PASSWORD = "a password of the bench only"
WRITERS = 8
PARAGRAPH = "The organizations heard the report on migrants in vulnerable situations and asked for figures. " * 6


def passwords() -> None:
    """Everybody signs in with the same password: its hash is made once."""
    User.objects.update(password=make_password(PASSWORD))


def officers(organizations: list[Organization]) -> dict[int, Officer]:
    """Of each organization one officer."""
    rows = Officer.objects.active().filter(organization__in=organizations).select_related("person").order_by("-pk")
    return {row.organization_id: row for row in rows}


def writers(organizations: list[Organization]) -> list[str]:
    """The addresses of officers of the last organizations, who write at the same time."""
    of = officers(organizations[-WRITERS:])
    return [of[o.pk].person.email for o in organizations[-WRITERS:]]


def actions(wanted: int, organizations: list[Organization]) -> None:
    of, start = officers(organizations), Action.objects.latest("number").number + 1
    network, now = Body.objects.network(), clock.now()
    Action.objects.bulk_create(
        Action(
            number=start + n, body=network, title=f"Action point {n} of the bench", organization=o, officer=of[o.pk],
            due_on=clock.today() + dt.timedelta(days=n % 90), state="open" if n % 3 else "closed", created_at=now,
        )
        for n, o in enumerate(islice(cycle(o for o in organizations if o.pk in of), wanted))
    )  # fmt: skip


def teams(wanted: int, organizations: list[Organization]) -> None:
    adopted, now = Decision.objects.filter(state="adopted").first(), clock.now()
    bodies = Body.objects.bulk_create(
        Body(name=f"Task team {n} of the bench", slug=f"team-{n}", code=f"TT{n}", founded_on=clock.today())
        for n in range(wanted)
    )
    TaskTeam.objects.bulk_create(
        TaskTeam(
            body=body, proposer=organizations[n % 40], need="A need.", focus=PARAGRAPH[:400], no_terms_needed=True,
            standing=True, decision=adopted, state="active", proposed_at=now,
        )
        for n, body in enumerate(bodies)
    )  # fmt: skip


def plan(wanted: int, organizations: list[Organization], first: Organization) -> Activity:
    """Fill the running plan up to so many activities; one of the first organization, without a report."""
    row = Plan.objects.get(state="adopted", year=clock.today().year)
    outputs, entries = list(Output.objects.filter(plan=row)), list(FrameworkEntry.objects.all()[:10])
    start, period = row.activities.count(), Period.objects.filter(plan=row).earliest("quarter")
    made = Activity.objects.bulk_create(
        Activity(
            plan=row, output=outputs[n % len(outputs)], code=f"90.{n}", title=f"Activity {n} of the bench, with a title of a usual length",
            description=PARAGRAPH, deliverable="A report.", lead=organizations[n % 40] if n else first, quarters="1234",
            order=500 + n,
        )
        for n in range(wanted - start)
    )  # fmt: skip
    Contribution.objects.bulk_create(
        Contribution(activity=a, organization=organizations[(n * 7 + k) % 40], consent="confirmed")
        for n, a in enumerate(made)
        for k in range(1, 6)
    )
    Alignment.objects.bulk_create(
        Alignment(activity=a, entry=entries[n % len(entries)]) for n, a in enumerate(made) if entries
    )
    Update.objects.bulk_create(
        Update(
            activity=a, period=period, organization=a.lead, is_leads=True, state="accepted", status="ongoing", percent=40,
            achievements=PARAGRAPH, submitted_at=clock.now(),
        )
        for a in made[1:]
    )  # fmt: skip
    return made[0]


def notices(wanted: int, *people: User) -> None:
    rows, now = list(Decision.objects.exclude(reference="")[:40]), clock.now()
    Notice.objects.bulk_create(
        Notice(
            kind="bench", object_label="decisions.decision", object_id=rows[n % len(rows)].pk, person=person, occasion=f"bench {n}",
            title=f"Notification {n} of the bench", path=rows[n % len(rows)].get_absolute_url(), created_at=now - dt.timedelta(hours=n),
        )
        for person in people
        for n in range(wanted)
    )  # fmt: skip


def call(organizations: list[Organization], silent: set[str]) -> Decision:
    """The open call of the Network: every organization invited, a position of all but these."""
    decision = Decision.objects.get(state="round", body__slug="network")
    one, of = decision.rounds.get(closed_at=None), officers(organizations)
    invited = set(one.invited_organizations.values_list("organization_id", flat=True))
    InvitedOrganization.objects.bulk_create(
        InvitedOrganization(round=one, organization=o) for o in organizations if o.pk not in invited
    )
    given = set(one.positions.values_list("organization_id", flat=True))
    rows = [o for o in organizations if o.pk not in given and o.pk in of and of[o.pk].person.email not in silent]
    Position.objects.bulk_create(
        Position(
            round=one, organization=o, value="reservation" if n % 10 == 5 else "support", reason=PARAGRAPH[:300] if n % 10 == 5 else "",
            by=of[o.pk].person, capacity="focal_point", at=clock.now(),
        )
        for n, o in enumerate(rows)
    )  # fmt: skip
    return decision


def comments(wanted: int, organizations: list[Organization]) -> Decision:
    """The consultation of the Network, with so many comments that were responded to."""
    decision = Decision.objects.get(state="consultation", body__slug="network")
    window, of, now = decision.consultations.latest("number"), officers(organizations), clock.now()
    start = (decision.comments.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    able = [o for o in organizations if o.pk in of]
    Comment.objects.bulk_create(
        Comment(
            decision=decision, consultation=window, number=start + n, organization=o, by=of[o.pk].person, body=PARAGRAPH[:300],
            paragraph=n % 3 + 1, at=now, disposition="noted", reply="Noted.", answered_by=of[o.pk].person, answered_at=now,
        )
        for n, o in enumerate(islice(cycle(able), wanted))
    )  # fmt: skip
    return decision


def invitations(organizations: list[Organization]) -> Meeting:
    """The next convened meeting of the Network, with an invitation of every organization."""
    row = Meeting.objects.filter(state="convened", body__slug="network", starts_at__gt=clock.now()).earliest(
        "starts_at"
    )
    invited = set(row.invitations.values_list("organization_id", flat=True))
    Invitation.objects.bulk_create(
        Invitation(meeting=row, organization=o) for o in organizations if o.pk not in invited
    )
    return row


def fill(times: int, organizations: list[Organization]) -> dict[str, Any]:
    """All of it, for a network of 40 members or so many times that; what the bench asks for."""
    fao, secretary = (User.objects.get(email=f"{key}@example.org") for key in ("fao", "secretary"))
    able = set(officers(organizations))
    organizations = [o for o in organizations if o.pk in able]
    writing = writers(organizations)
    own = Organization.objects.get(acronym="FAO")
    actions(40 * times, organizations)
    teams(12 * times, organizations)
    activity = plan(63 if times == 1 else 303, organizations, own)
    notices(60 * times, fao, secretary)
    decision, consulted = call(organizations, {fao.email, *writing}), comments(20 * times, organizations)
    row = invitations(organizations)
    passwords()
    quarter = clock.quarter_of(clock.today())
    return {
        "password": PASSWORD, "writers": writing, "call": decision.get_absolute_url(), "position": decision.path("position"),
        "consultation": consulted.get_absolute_url(), "activity": activity.get_absolute_url(), "reply": row.path("reply"),
        "progress": activity.path("report-on", quarter),
    }  # fmt: skip
