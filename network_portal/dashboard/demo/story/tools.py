"""What the chapters tell the story with: people as they act, time as it passes, matters on their way."""

import datetime as dt
import re
from typing import Any

from django.contrib.auth.hashers import make_password

from decisions.models import Action, Decision
from decisions.services import actions, consultation, drafting, outcome, positions, rounds
from meetings.models import Meeting
from meetings.services import agenda, planning, proceedings, session
from meetings.services import minutes as minutes_service
from members.capacities import capacities
from members.models import (
    Appointment,
    Body,
    Designation,
    Officer,
    Organization,
    SecretariatPost,
    StakeholderCategory,
    User,
)
from members.services import installation, people, seats
from network_portal.dashboard.demo import people as cast
from network_portal.dashboard.demo import texts
from network_portal.lib import clock, text
from network_portal.records.access.actor import SYSTEM, Actor
from network_portal.records.jobs import sweep
from network_portal.records.workflow import engine
from workplans.models import Activity, FrameworkEntry, Plan, StrategicObjective
from workplans.services import plans, progress


def actor(person: cast.Person, capacity: str = "") -> Actor:
    """The person in the strongest capacity, or in the one named, as of the clock's day."""
    found = capacities(User.objects.get(email=person.email))
    return next(a for a in found if not capacity or a.capacity == capacity)


def officer_of(acronym: str) -> Actor:
    """The first contact of an organization, acting for it."""
    row = Officer.objects.active().filter(organization__acronym=acronym).order_by("-primary_contact").first()
    assert row is not None, acronym
    return next(a for a in capacities(row.person) if a.is_representative and a.organization == acronym)


def org(acronym: str) -> Organization:
    return Organization.objects.get(acronym=acronym)


def to(day: dt.date, hour: int = 9) -> None:
    """Live the time up to an hour of a day, unless it has passed."""
    target = clock.at(day, hour)
    if target > clock.now():
        sweep.move_clock(target)


def after(days: int, hour: int = 9) -> None:
    """Live until so many working days later."""
    to(clock.add_working_days(clock.today(), days), hour)


def a_while_later(minutes: int = 17) -> None:
    """Some minutes pass, in which nothing falls due: people act one after the other."""
    later = clock.now() + dt.timedelta(minutes=minutes)
    if clock.day_of(later) == clock.today() and later < clock.close_of(clock.today()):
        sweep.set_offset(later - clock.machine_now())


def in_the_order_of_replies(rows: Any) -> list[Any]:
    """The same rows in an order that is not that of the alphabet, and the same each time."""
    return sorted(rows, key=lambda row: text.digest(str(row.organization)))


def send_what_waits() -> None:
    """Send what waits and make what is queued, as the worker would have."""
    sweep.sweep()


def secretariat() -> Actor:
    return actor(cast.SECRETARY, "secretariat")


def coordinator() -> Actor:
    return actor(cast.COORDINATOR, "coordinator")


def begin(today: dt.date) -> None:
    """Put the clock to 12 January of last year: the story starts there."""
    start = clock.at(dt.date(today.year - 1, 1, 12), 9)
    sweep.set_offset(start - clock.machine_now())


def set_up_people() -> None:
    """The cast has its roles; the organizations with an office for the region are members, each with a primary focal point."""
    network, start = Body.objects.network(), dt.date(clock.today().year, 1, 5)
    password = make_password(cast.PASSWORD)
    partner_kind = StakeholderCategory.objects.get(name="civil society organizations")
    partner = Organization(
        kind="partner", acronym="MAPF", slug="mapf", name="Migrants of Asia and the Pacific Forum (fictional)",
        category=partner_kind,
    )  # fmt: skip
    seats.save_organization(partner, actor=SYSTEM)
    named = {p.organization for p in cast.CAST if p.organization and p.primary_contact}
    offices = {row["acronym"] for row in installation.rows("entities.csv") if row["asia_pacific_office"]}
    joins = Organization.objects.filter(kind="un_entity", acronym__in=offices).order_by("acronym")
    others = [o for o in joins if o.acronym not in named]
    spare = iter(cast.NAMES)
    rows = [(p.email, p.name, p.organization, p.rank, p.primary_contact) for p in cast.CAST if p.organization]
    rows += [(f"{o.slug}@example.org", next(spare), o.acronym, "focal_point", True) for o in others]
    rows += [(f"{org(a).slug}-head@example.org", name, a, "principal", False) for a, name in cast.PRINCIPALS.items()]
    for email, name, acronym, rank, primary_contact in rows:
        people.add_officer(
            org(acronym),
            email=email,
            name=name,
            rank=rank,
            primary_contact=primary_contact,
            actor=SYSTEM,
            starts_on=start,
        )
    for person in cast.CAST:
        user = people.add_person(person.email, person.name, actor=SYSTEM, is_staff=person is cast.ADMIN)
        User.objects.filter(pk=user.pk).update(zone=person.zone)
    User.objects.update(password=password)
    for o in others + [org(a) for a in named if a != "MAPF"]:
        if not o.seats.filter(body=network).exists():
            seats.seat_organization(network, o, actor=SYSTEM, starts_on=start)
            seats.record_admission(o, actor=SYSTEM, basis="Joined at its own wish (fictional)", admitted_on=start)
    by = {p.key: User.objects.get(email=p.email) for p in cast.CAST}
    post = SecretariatPost(person=by["secretary"], title="Network Secretariat, IOM Bangkok", starts_on=start)
    people.save_post(post, actor=SYSTEM)
    designation = Designation(person=by["coordinator"], instrument="Letter of designation (fictional)", starts_on=start)
    people.save_designation(designation, actor=SYSTEM)
    people.save_appointment(Appointment(person=by["auditor"], instrument="Fictional", starts_on=start), actor=SYSTEM)


def consult(decision: Decision, *, days: int = 10, comments: tuple[tuple[str, str], ...] = ()) -> None:
    """Submit, consult all members, answer what they say, and live to the end of the window."""
    drafting.submit(decision, actor=officer_of(str(decision.sponsor)))
    after(1)
    closes = clock.close_of(clock.add_working_days(clock.today(), days))
    consultation.open_consultation(decision, actor=secretariat(), closes_at=closes)
    send_what_waits()
    after(2)
    for acronym, words in comments:
        made = consultation.comment(decision, actor=officer_of(acronym), body=words, paragraph=1)
        consultation.answer_comment(
            made, actor=secretariat(), disposition="noted", reply="Noted; the text already allows for it."
        )
    to(clock.day_of(closes), 18)


def hold_round(
    decision: Decision, *, objecting: dict[str, tuple[str, str]] | None = None, silent: tuple[str, ...] = (),
    reserving: dict[str, str] | None = None, days: int = 7,
) -> None:  # fmt: skip
    """A round in writing: everybody supports but those named; it closes at its deadline."""
    deadline = clock.close_of(clock.add_working_days(clock.today(), days))
    opened = rounds.open_round(decision, actor=coordinator(), deadline=deadline)
    send_what_waits()
    after(1)
    for n, invited in enumerate(in_the_order_of_replies(rounds.invited_organizations(opened))):
        name = str(invited.organization)
        if name in silent:
            continue
        a_while_later(7 + 11 * n % 29)
        if objecting and name in objecting:
            reason, way = objecting[name]
            positions.take_position(
                decision, actor=officer_of(name), value="object", reason=reason, proposed_solution=way
            )
        elif reserving and name in reserving:
            positions.take_position(decision, actor=officer_of(name), value="reservation", reason=reserving[name])
        else:
            positions.take_position(decision, actor=officer_of(name), value="support")
    to(clock.day_of(deadline), 18)


def adopt(decision: Decision, statement: str) -> None:
    decision.refresh_from_db()
    outcome.adopt(decision, actor=coordinator(), statement=statement)
    send_what_waits()


def make_plan(year: int, rows: tuple[Any, ...], *, team: Body | None = None) -> Plan:
    """A plan with its outputs and activities, put before the committee."""
    plan = plans.begin(year, actor=secretariat())
    objectives = {o.code: o for o in StrategicObjective.objects.all()}
    gcm = {e.code: e for e in FrameworkEntry.objects.filter(framework="gcm")}
    for code, title, activities in rows:
        output = plans.add_output(plan, actor=secretariat(), objective=objectives[code], title=title)
        for row in activities:
            plans.save_activity(
                plan, actor=secretariat(), output=output, title=row["title"], lead=org(row["lead"]),
                contributing=[org(a) for a in row["with"]], quarters=row["quarters"],
                objectives=[gcm[c] for c in row["gcm"]], weight=row.get("weight", 1),
                method=row.get("method", "status"), kind=row.get("kind", "planned"),
                deliverable=row.get("deliverable", ""), description=row.get("description", ""),
                reviewer=org("UNICEF") if row["lead"] == "IOM" else None,
                body=team if row.get("team") else None,
            )  # fmt: skip
    engine.apply(plan, "open_review", actor=secretariat())
    for contribution in plan_contributions(plan)[::2]:
        plans.confirm_part(contribution, actor=officer_of(str(contribution.organization)))
    engine.apply(plan, "ask_guidance", actor=secretariat())
    return plan


def plan_contributions(plan: Plan) -> list[Any]:
    return [c for a in plan.activities.prefetch_related("contributions__organization") for c in a.contributions.all()]


def adopt_plan(plan: Plan) -> None:
    """The plan goes the way of every decision."""
    decision = plans.put_to_decision(plan, actor=secretariat())
    consult(decision, days=5, comments=(("FAO", "Rural areas deserve a mention in the outputs."),))
    hold_round(decision, days=5)
    adopt(decision, "Having heard all members, I declare that the Network has adopted its work plan by consensus.")


def report(
    activity: Activity, quarter: int, status: str, words: str, *, percent: int | None = None, accept: bool = True
) -> None:
    """The lead reports for a quarter, and whoever may accepts it."""
    period = activity.plan.periods.get(quarter=quarter)
    update = progress.log_progress(
        activity, period, actor=officer_of(str(activity.lead)), submit=True, status=status, percent=percent,
        achievements=words, next_steps="Continue as planned.",
    )  # fmt: skip
    if accept:
        reviewer = officer_of("UNICEF") if str(activity.lead) == "IOM" else secretariat()
        if activity.body_id:
            reviewer = officer_of("UNODC")
        progress.accept(update, actor=reviewer)


def meet(
    title: str, day: dt.date, items: tuple[tuple[str, str, str], ...], *, kind: str = "technical",
    body: Body | None = None, chair: User | None = None,
) -> Meeting:  # fmt: skip
    """Plan and convene a meeting of two hours in Bangkok."""
    meeting = planning.plan(
        body or Body.objects.network(), actor=secretariat(), kind=kind, title=title, starts_at=clock.at(day, 10),
        ends_at=clock.at(day, 12), place="Bangkok, UN Conference Centre", link="https://meet.example.org/network",
        chair=chair or User.objects.get(email=cast.COORDINATOR.email),
    )  # fmt: skip
    for heading, purpose, note in items:
        agenda.add_item(meeting, actor=secretariat(), title=heading, purpose=purpose, note=note)
    return meeting


def reply_some(meeting: Meeting) -> None:
    answers = ("yes", "yes", "tentative", "yes", "no", "yes", "yes")
    for n, row in enumerate(meeting.invitations.select_related("organization")):
        if n % 4 != 3 and str(row.organization) not in ("ILO", "FAO"):
            a_while_later(5 + 13 * n % 31)
            planning.reply(
                meeting,
                actor=officer_of(str(row.organization)),
                answer=answers[n % 7],
                mode=("online", "in_person")[n % 2],
            )


def convene(meeting: Meeting) -> None:
    """Invite, and live until some have replied."""
    planning.convene(meeting, actor=secretariat())
    send_what_waits()
    after(2)
    reply_some(meeting)


def hold(
    meeting: Meeting, sections: tuple[str, ...], *, day: dt.date, action: tuple[str, str] = texts.ACTION,
    concluded: str = "Members agreed.",
) -> None:  # fmt: skip
    """Hold a meeting: attendance, an apology, outcomes, an action; then write the first text of its minutes.

    A proposal on the agenda is adopted in the meeting: the Chair asks whether there is any objection, and there is none.
    """
    to(day, 10)
    session.start(meeting, actor=secretariat())
    primary = Officer.objects.active().filter(primary_contact=True).select_related("person")
    who = {o.organization_id: f"{o.person.name}, {o.get_rank_display()}" for o in primary}
    present = {
        i.organization_id: {"present": True, "mode": i.mode or "online", "delegates": who.get(i.organization_id, "")}
        for i in meeting.invitations.filter(reply__in=["yes", "tentative"])
    }
    spoke = Organization.objects.filter(acronym__in=re.findall(r"[A-Z][A-Za-z-]+", " ".join(sections)))
    for one in meeting.attendances.filter(organization__in=spoke).exclude(organization__in=present):
        delegates = who.get(one.organization_id, "")
        present[one.organization_id] = {"present": True, "mode": one.mode or "in_person", "delegates": delegates}
    session.record_attendance(meeting, actor=secretariat(), rows=present)
    for role, name, function, organization, mode in texts.OTHERS_PRESENT:
        session.note_participant(
            meeting, actor=secretariat(), role=role, name=name, function=function, organization=organization, mode=mode
        )
    declined = meeting.invitations.filter(reply="no").select_related("organization").first()
    if declined is not None:
        who_declined = who.get(declined.organization_id, str(declined.organization)).split(",")[0]
        session.note_apology(
            meeting, actor=secretariat(), organization=declined.organization, person=who_declined,
            reason="On mission in another country on that day.",
        )  # fmt: skip
    for item in meeting.items.exclude(decision=None):
        session.open_round(item, actor=coordinator())
        session.close_round(item, actor=coordinator())
        assert item.decision is not None
        adopt(item.decision, texts.ADOPTED_IN_MEETING)
    for item in meeting.items.all():
        result = {"information": "noted", "discussion": "discussed", "decision": "decided"}[item.purpose]
        words = "The agenda was adopted." if item.number == 1 else "" if item.decision_id else concluded
        proceedings.set_outcome(item, actor=secretariat(), outcome=result, conclusion=words)
    last = meeting.items.get(number=meeting.items.count())
    words, responsible = action
    officer = Officer.objects.active().get(organization__acronym=responsible, primary_contact=True)
    proceedings.give_action(
        last, actor=secretariat(), title=words,
        officer=officer, due_on=clock.add_working_days(day, 20),
    )  # fmt: skip
    to(day, 12)
    session.close(meeting, actor=secretariat())
    for section, words in zip(meeting.minutes.sections.all(), texts.fill(sections, meeting.items.count()), strict=True):
        section.refresh_from_db()
        minutes_service.save_section(
            section, actor=secretariat(), version=section.version, body=words, no_discussion=not words
        )


def circulate(meeting: Meeting) -> None:
    after(3)
    until = clock.close_of(clock.add_working_days(clock.today(), 5))
    minutes_service.circulate(meeting.minutes, actor=secretariat(), comments_until=until)
    send_what_waits()


def approve_and_publish(meeting: Meeting) -> None:
    minutes = meeting.minutes
    minutes.refresh_from_db()
    minutes_service.approve(minutes, actor=coordinator())
    send_what_waits()
    minutes.refresh_from_db()
    minutes_service.publish(minutes, actor=secretariat())
    send_what_waits()


def finish_minutes(meeting: Meeting) -> None:
    """Circulate the draft, live past the deadline for comments, approve and publish."""
    circulate(meeting)
    after(6, 18)
    approve_and_publish(meeting)


def complete(meeting: Meeting, done: str) -> None:
    """The action point of a meeting is completed, and the Secretariat confirms it."""
    action = Action.objects.get(item__item__meeting=meeting)
    actions.finish(action, actor=officer_of(str(action.organization)), evidence=done)
    actions.close(action, actor=secretariat())
