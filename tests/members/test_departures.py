"""An organization leaves the Network, a person leaves a post or loses an account: what becomes of all that points there."""

import datetime as dt
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model

from decisions import status
from decisions.models import Action, Decision, InvitedOrganization, Position
from decisions.services import actions, concerns, consultation, drafting, outcome, positions, rounds
from meetings.models import Invitation, Meeting
from meetings.services import planning, session
from members.capacities import capacities
from members.models import Body, Designation, Officer, Organization, Seat, SecretariatPost, User
from members.services import people, seats
from network_portal.lib import clock, text
from network_portal.records.access.actor import SYSTEM
from network_portal.records.jobs import sweep
from network_portal.records.models import Message, Notice
from network_portal.records.models.labels import model_of
from network_portal.records.registry import registry
from network_portal.records.workflow.refusals import ConditionsUnmet, IllegalTransition, PermissionRefused
from tests import matters
from tests.builders import close_account, consulted, in_round, leaves, propose
from tests.people import actor, officer, user, waiting_lines
from workplans.models import Activity, Contribution, Plan, Update
from workplans.services import plans, progress, responsible

ENDS = {User, Organization, Officer, Seat, Designation, SecretariatPost}


def relations() -> dict[str, type[Model]]:
    """Every relation of every table, the packages' too, to an organization, a person or a post."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            one = field.is_relation and not field.auto_created and field.remote_field is not None
            if one and field.remote_field.model in ENDS and not model.__name__.startswith("Historical"):
                found[f"{model._meta.label_lower}.{field.name}"] = model
    return found


def leave(acronym: str, body: str = "network") -> Organization:
    """It withdraws from the body today, as an administrator enters it."""
    organization = Organization.objects.get(acronym=acronym)
    seat = Seat.objects.in_body(body).current().get(organization=organization)
    seat.ends_on = clock.today()
    seats.save_seat(seat, actor=actor("admin", "admin"))
    return organization


def convened(secretariat: Any, *, body: Body | None = None, days: int = 25) -> Meeting:
    day = clock.add_working_days(clock.today(), days)
    meeting = planning.plan(
        body or Body.objects.network(), actor=secretariat, title="A meeting", place="Bangkok",
        kind="technical" if body is None else "committee", starts_at=clock.at(day, 10), ends_at=clock.at(day, 12),
        chair=user("coordinator"),
    )  # fmt: skip
    planning.convene(meeting, actor=secretariat)
    return meeting


def readable(notice: Notice) -> bool:
    """Whether the person can open what the notice is about, in one of the capacities."""
    rows = model_of(notice.object_label)._default_manager.filter(pk=notice.object_id)
    return any(rows.filter(registry.readers[notice.object_label].rows(a)).exists() for a in capacities(notice.person))


# --- the table -----------------------------------------------------------------------------------------------------


def test_every_relation_says_what_becomes_of_it(capsys: Any) -> None:
    said, there = set(registry.departures), set(relations())

    assert there - said == set(), "a relation without a line in departures.py"
    assert said - there == set(), "a line about a relation that is not there"
    with capsys.disabled():
        print()
        for row in sorted(registry.departures.values(), key=lambda r: r.relation):
            print(f"  {row.relation:<55} {row.happens:<60} -> {row.acts}")


# --- an organization leaves ----------------------------------------------------------------------------------------


@pytest.fixture
def entangled(secretariat: Any, coordinator: Any) -> Organization:
    """ILO has its hand in everything that an organization can have its hand in; then it leaves."""
    ilo = actor("ilo")
    meeting = convened(secretariat)
    planning.reply(meeting, actor=ilo, answer="tentative", mode="online")
    matter = consulted(secretariat, kind="general")
    consultation.comment(matter, actor=ilo, body="A comment without an answer.")
    concerns.raise_concern(matter, actor=ilo, kind="objection", reason="No.", proposed_solution="A word.")
    drafting.submit(propose("general"), actor=ilo)
    propose("general")
    actions.give(
        Body.objects.network(), actor=secretariat, title="To write a note",
        officer=Officer.objects.active().get(person=user("ilo")), due_on=clock.today() + dt.timedelta(days=30),
    )  # fmt: skip
    return Organization.objects.get(acronym="ILO")


def said_by(organization: Organization) -> str:
    """A digest over what it said, and over the relations to it of every table of the record."""
    words = []
    for relation, model in sorted(relations().items()):
        name = relation.rpartition(".")[2]
        field = model._meta.get_field(name)
        if field.remote_field.model is Organization and not field.many_to_many and model is not Seat:
            rows = model._base_manager.filter(**{name: organization}).order_by("pk")
            words += [f"{relation} {sorted(row.items(), key=str)}" for row in rows.values()]
    assert len(words) > 20
    return text.digest(*words)


def test_nobody_who_left_is_counted_asked_or_written_to(entangled: Organization, enter: Any) -> None:
    before = said_by(entangled)
    leave("ILO")
    sweep.sweep()
    Message.objects.all().update(state="sent")
    newest = Notice.objects.order_by("-pk").values_list("pk", flat=True)[0]
    sweep.move_clock(clock.now() + dt.timedelta(days=120))
    later = Notice.objects.filter(pk__gt=newest).select_related("person")

    ours = Officer.objects.current().filter(organization=entangled).values("person")
    assert ours.exists()
    assert later.exists()
    assert not later.filter(person__in=ours).exists()
    assert [n for n in later if n.object_label in registry.readers and not readable(n)] == []
    assert said_by(entangled) == before
    page = enter("ilo", actor("ilo").key).get("/")
    assert page.status_code == 200
    assert page.context["page"].waiting == []


def test_a_mail_under_way_to_who_left_is_not_sent(entangled: Organization, mailoutbox: list[Any]) -> None:
    ours = set(Officer.objects.current().filter(organization=entangled).values_list("person__email", flat=True))
    assert Message.objects.filter(state="pending", person__email__in=ours).exists()
    leave("ILO")
    mailoutbox.clear()
    sweep.sweep()

    assert mailoutbox  # the others' were
    to_us = [m.subject for m in mailoutbox if set(m.to) & ours]
    assert to_us == []


def test_a_reply_of_who_left_is_kept_and_not_counted(secretariat: Any, enter: Any) -> None:
    meeting = convened(secretariat)
    planning.reply(meeting, actor=actor("fao"), answer="yes")
    leave("ILO")
    leave("FAO")
    page = enter("secretary", "secretariat").get(meeting.get_absolute_url())

    assert page.context["page"].invited == 22
    assert {r.organization for r in page.context["page"].left} == {"FAO", "ILO"}
    assert "Replies awaited from 22 organizations" in page.content.decode()
    assert meeting.invitations.get(organization__acronym="FAO").reply == "yes"
    sweep.move_clock(meeting.starts_at)
    session.start(meeting, actor=secretariat)
    assert not meeting.attendances.filter(organization__acronym__in=["FAO", "ILO"]).exists()


@pytest.mark.parametrize("change", ["move", "edit", "cancel"])
def test_who_left_hears_no_more_of_a_meeting(secretariat: Any, change: str) -> None:
    meeting = convened(secretariat)
    leave("FAO")
    newest = Notice.objects.order_by("-pk").values_list("pk", flat=True)[0]
    hour = dt.timedelta(hours=1)
    if change == "move":
        planning.reschedule(
            meeting, actor=secretariat, starts_at=meeting.starts_at + hour, ends_at=meeting.ends_at + hour, reason="x"
        )
    elif change == "edit":
        planning.edit(meeting, actor=secretariat, version=meeting.version, place="Bangkok, hall 2")
    else:
        planning.cancel(meeting, actor=secretariat, reason="No need.")

    rows = Notice.objects.filter(pk__gt=newest, object_label="meetings.meeting")
    assert rows.filter(person=user("unicef")).exists()
    assert not rows.filter(person=user("fao")).exists()


def test_a_seat_in_the_committee_or_a_team_ends_with_membership_also_with_a_later_end(coordinator: Any) -> None:
    unodc = Organization.objects.get(acronym="UNODC")
    committee = Seat.objects.in_body("committee").current().get(organization=unodc)
    Seat.objects.filter(pk=committee.pk).update(ends_on=clock.today() + dt.timedelta(days=400))
    leave("UNODC")

    held = Seat.objects.filter(organization=unodc)
    assert held.count() > 2  # network, committee, task team
    assert not held.current().exists()
    assert not held.current(clock.today() + dt.timedelta(days=30)).exists()


def test_a_round_waits_for_nobody_who_left(secretariat: Any, coordinator: Any) -> None:
    decision = in_round(secretariat, coordinator)
    current = decision.rounds.get()
    asked = {e.organization.acronym for e in status.silent(current)}
    for acronym in sorted(asked - {"UNODC"}):
        positions.take_position(decision, actor=officer(acronym), value="support")
    assert not status.all_have_answered(current)
    leave("UNODC")
    assert status.all_have_answered(decision.rounds.get())
    rounds.close_round(Decision.objects.get(pk=decision.pk), actor=coordinator)
    outcome.adopt(Decision.objects.get(pk=decision.pk), actor=coordinator, statement="Consensus.")

    assert InvitedOrganization.objects.filter(round=current, organization__acronym="UNODC").exists()
    assert Position.objects.filter(round=current).count() == len(asked) - 1


def test_who_did_not_respond_before_the_close_stays_on_the_record(secretariat: Any, coordinator: Any) -> None:
    decision = in_round(secretariat, coordinator)
    positions.take_position(decision, actor=actor("unicef"), value="object", reason="No.", proposed_solution="A word.")
    sweep.move_clock(decision.round_deadline + dt.timedelta(minutes=1))
    sweep.move_clock(clock.now() + dt.timedelta(days=2))
    before = [str(e.organization) for e in status.silent(decision.rounds.get())]
    leave("UNODC")

    assert "UNODC" in before
    assert [str(e.organization) for e in status.silent(decision.rounds.get())] == before


def test_the_concern_of_who_left_is_lapsed_by_the_coordinator_alone(
    secretariat: Any, coordinator: Any, send: Any, enter: Any
) -> None:
    decision = consulted(secretariat)
    concern = concerns.raise_concern(
        decision, actor=actor("fao"), kind="objection", reason="No.", proposed_solution="A word."
    )
    path = concern.path("lapse-concern")
    typed = {"reason": "FAO has left."}
    assert send("coordinator", path, typed, capacity="coordinator").status_code == 422  # it is a member
    assert path not in enter("coordinator", "coordinator").get(decision.get_absolute_url()).content.decode()
    leave("FAO")
    assert path in enter("coordinator", "coordinator").get(decision.get_absolute_url()).content.decode()
    assert b"its concern is unresolved" in enter("coordinator", "coordinator").get("/").content
    with pytest.raises(PermissionRefused):
        concerns.lapse(concern, actor=secretariat, reason="x")
    assert send("coordinator", path, typed, capacity="coordinator").status_code == 302

    concern.refresh_from_db()
    assert (concern.state, concern.reason) == ("lapsed", "No.")
    assert status.blocking_concerns(decision) == []


def test_the_proposal_of_who_left_is_taken_over_or_lapses(
    secretariat: Any, coordinator: Any, send: Any, enter: Any
) -> None:
    decision, other = consulted(secretariat), consulted(secretariat)
    path = decision.path("take-over")
    assert send("fao", path, {}).status_code == 409  # ILO is a member
    leave("ILO")
    with pytest.raises(PermissionRefused):
        outcome.withdraw(decision, actor=actor("ilo"), reason="x")
    assert "The proposing organization has left" in enter("coordinator", "coordinator").get("/").content.decode()
    assert path in enter("fao").get(decision.get_absolute_url()).content.decode()
    assert "ILO has left the Network. A member" in enter("fao").get(decision.get_absolute_url()).content.decode()
    assert send("partner", path, {}).status_code == 404
    assert send("fao", path, {}).status_code == 302
    decision.refresh_from_db()
    assert str(decision.sponsor) == "FAO"
    assert path not in enter("unicef").get(decision.get_absolute_url()).content.decode()

    assert send("secretary", other.path("lapse"), {"reason": "x"}, capacity="secretariat").status_code == 403
    assert send("coordinator", decision.path("lapse"), {"reason": "x"}, capacity="coordinator").status_code == 422
    assert send("coordinator", other.path("lapse"), {"reason": ""}, capacity="coordinator").status_code == 422
    typed = {"reason": "Members were asked on 20 November; none takes it over."}
    assert send("coordinator", other.path("lapse"), typed, capacity="coordinator").status_code == 302
    other.refresh_from_db()
    assert other.state == "lapsed"
    assert "recorded the proposal as lapsed" in enter("fao").get(other.get_absolute_url()).content.decode()


def test_a_draft_of_who_left_lapses(coordinator: Any, enter: Any) -> None:
    draft = propose()
    leave("ILO")
    assert enter("fao").get(draft.get_absolute_url()).status_code == 404
    outcome.lapse(draft, actor=coordinator, reason="Nobody can submit it.")

    assert draft.state == "lapsed"
    assert not Notice.objects.filter(kind="decision_outcome", object_id=draft.pk).exists()


def test_an_action_of_who_left_goes_to_another_officer(secretariat: Any, send: Any, enter: Any) -> None:
    action = Action.objects.get(organization__acronym="ILO", state="open")
    leave("ILO")
    assert enter("ilo").get(action.get_absolute_url()).status_code == 404
    desk = enter("secretary", "secretariat").get("/").content.decode()
    assert action.path("assign") in desk
    fao = Officer.objects.active().filter(organization__acronym="FAO").first()
    typed = {"officer": fao.pk, "due_on": "2027-02-15", "reason": "ILO has left."}
    assert send("fao", action.path("assign"), typed).status_code == 403
    assert send("secretary", action.path("assign"), typed, capacity="secretariat").status_code == 302

    action.refresh_from_db()
    assert (str(action.organization), action.due_on) == ("FAO", dt.date(2027, 2, 15))
    assert Notice.objects.filter(kind="action_given", object_id=action.pk, person=fao.person).exists()
    assert "FAO, " in enter("fao").get(action.get_absolute_url()).content.decode()
    actions.finish(action, actor=actor("fao"), evidence="Sent.")
    with pytest.raises(IllegalTransition):
        actions.assign(action, actor=secretariat, officer=fao, due_on=action.due_on, reason="x")


def test_an_activity_whose_lead_left_gets_another_one(secretariat: Any, send: Any, enter: Any) -> None:
    activity = Activity.objects.filter(plan__year=2026, lead__acronym="ILO").first()
    path = activity.path("responsible")
    unicef = Organization.objects.get(acronym="UNICEF")
    typed = {"lead": unicef.pk, "reviewer": "", "reason": "ILO has left."}
    assert send("secretary", path, typed, capacity="secretariat").status_code == 422  # it is a member
    leave("ILO")
    assert path in enter("secretary", "secretariat").get("/").content.decode()
    assert "has left the Network" in enter("fao").get(activity.get_absolute_url()).content.decode()
    assert send("fao", path, typed).status_code == 403
    assert send("secretary", path, typed, capacity="secretariat").status_code == 302

    activity.refresh_from_db()
    assert activity.lead == unicef
    assert not activity.contributions.filter(organization=unicef).exists()
    assert Notice.objects.filter(kind="activity_lead", person=user("unicef")).exists()
    period = activity.plan.periods.get(quarter=4)
    made = progress.log_progress(activity, period, actor=actor("unicef"), status="ongoing", achievements="Begun.")
    assert made.is_leads


def test_a_row_led_by_iom_needs_a_reviewer_who_is_not_iom(secretariat: Any) -> None:
    row = Activity.objects.filter(plan__year=2026, lead__acronym="IOM", reviewer__isnull=False).first()
    iom = row.lead
    with pytest.raises(ConditionsUnmet, match="name the organization that reviews"):
        responsible.name(row, actor=secretariat, reason="x", lead=iom, reviewer=None)
    fao = Organization.objects.get(acronym="FAO")
    responsible.name(row, actor=secretariat, reason="UNICEF asked for it.", lead=iom, reviewer=fao)

    row.refresh_from_db()
    assert row.reviewer == fao


# --- an organization joins -----------------------------------------------------------------------------------------


def join(acronym: str) -> Organization:
    organization = Organization.objects.get(acronym=acronym)
    seats.seat_organization(Body.objects.network(), organization, actor=actor("admin", "admin"))
    return organization


def test_who_joins_after_convening_is_invited_once(secretariat: Any, enter: Any) -> None:
    leave("FAO")
    meeting, planned_only = convened(secretariat), convened(secretariat, days=30)
    Meeting.objects.filter(pk=planned_only.pk).update(state="planned")
    join("FAO")
    sweep.sweep()
    sweep.sweep()

    assert Invitation.objects.filter(meeting=meeting, organization__acronym="FAO").count() == 1
    assert Notice.objects.filter(kind="meeting_convened", object_id=meeting.pk, person=user("fao")).count() == 1
    assert not Invitation.objects.filter(meeting=planned_only, organization__acronym="FAO").exists()
    assert "Reply" in enter("fao").get("/").content.decode()
    assert "FAO" in enter("secretary", "secretariat").get(meeting.get_absolute_url()).content.decode()


def test_a_seat_that_begins_later_is_invited_on_its_day(secretariat: Any) -> None:
    leave("FAO")
    meeting = convened(secretariat)
    day = clock.today() + dt.timedelta(days=9)
    fao = Organization.objects.get(acronym="FAO")
    seats.seat_organization(Body.objects.network(), fao, actor=actor("admin", "admin"), starts_on=day)
    sweep.sweep()
    assert not meeting.invitations.filter(organization=fao).exists()
    sweep.move_clock(clock.at(day, 1))

    assert meeting.invitations.filter(organization=fao).exists()


def test_who_joins_during_a_consultation_is_asked_once(secretariat: Any) -> None:
    leave("FAO")
    decision = consulted(secretariat)
    sweep.sweep()
    join("FAO")
    sweep.sweep()
    sweep.sweep()

    rows = Notice.objects.filter(kind="consultation_opened", object_id=decision.pk)
    assert rows.filter(person=user("fao")).count() == 1
    assert rows.filter(person=user("unicef")).count() == 1
    assert "FAO" not in {o.acronym for o in status.members_not_reached(Decision.objects.get(pk=decision.pk))}


# --- a person leaves -----------------------------------------------------------------------------------------------


def test_a_chair_named_on_a_seat_who_has_left_leaves_the_chair_to_the_organization() -> None:
    seat = Seat.objects.filter(role="co_chair", officer__isnull=False).current().first()
    if seat is None:
        seat = Seat.objects.filter(role="co_chair").current().first()
        Seat.objects.filter(pk=seat.pk).update(
            officer=Officer.objects.active().filter(organization=seat.organization)[0]
        )
        seat.refresh_from_db()
    colleague = people.add_officer(
        seat.organization, email="colleague@example.org", name="A Colleague", rank="focal_point", primary_contact=False,
        actor=SYSTEM,
    )  # fmt: skip
    chair = f"chair:{seat.body_id}"
    assert chair not in next(iter(capacities(colleague.person))).audiences
    leaves(Officer.objects.filter(pk=seat.officer_id))
    assert chair in next(iter(capacities(colleague.person))).audiences
    Officer.objects.filter(pk=seat.officer_id).update(ends_on=None)
    close_account(seat.officer.person)
    assert chair in next(iter(capacities(colleague.person))).audiences


def test_a_meeting_whose_chair_has_left_is_on_the_secretariats_desk(secretariat: Any, enter: Any) -> None:
    meeting = convened(secretariat)
    assert "The chair has left" not in enter("secretary", "secretariat").get("/").content.decode()
    Meeting.objects.filter(pk=meeting.pk).update(chair=user("unodc"))
    leave("UNODC")
    desk = enter("secretary", "secretariat").get("/").content.decode()

    assert "The chair has left: A meeting" in desk
    assert meeting.path("edit") in desk


def test_a_chair_who_has_left_convenes_nobody(secretariat: Any) -> None:
    day = clock.add_working_days(clock.today(), 25)
    meeting = planning.plan(
        matters.active_team().body, actor=secretariat, title="A meeting", place="Bangkok", kind="team",
        starts_at=clock.at(day, 10), ends_at=clock.at(day, 12), chair=user("fao"),
    )  # fmt: skip
    leave("FAO")
    with pytest.raises(ConditionsUnmet, match="can no longer chair"):
        planning.convene(meeting, actor=secretariat)


def test_a_closed_account_is_written_to_by_nobody(secretariat: Any) -> None:
    gone = user("ilo-alternate")
    gone.is_active = False
    people.save_user(gone, actor=actor("admin", "admin"), fields=["is_active"])
    newest = Notice.objects.order_by("-pk").values_list("pk", flat=True)[0]
    convened(secretariat)
    consulted(secretariat)
    sweep.move_clock(clock.now() + dt.timedelta(days=40))

    assert Notice.objects.filter(pk__gt=newest, person=user("ilo")).exists()
    assert not Notice.objects.filter(pk__gt=newest, person=gone).exists()


# --- parts in activities -------------------------------------------------------------------------------------------


@pytest.fixture
def inputs(secretariat: Any) -> Activity:
    plan = plans.begin(2030, actor=secretariat)
    source = Activity.objects.filter(plan__year=2026, lead__acronym="ILO").first()
    output = plans.add_output(plan, actor=secretariat, objective=source.output.objective, title="An output")
    return save(secretariat, plan, None, output=output, lead=source.lead, parts=["FAO", "WHO"])


def save(who: Any, plan: Plan, activity: Activity | None, *, output: Any, lead: Any, parts: list[str]) -> Activity:
    entries = Activity.objects.filter(plan__year=2026).first().alignments.all()
    return plans.save_activity(
        plan, actor=who, activity=activity, contributing=list(Organization.objects.filter(acronym__in=parts)),
        objectives=[a.entry for a in entries], quarters=["1"], output=output, title="An activity", lead=lead,
    )  # fmt: skip


def test_a_part_declined_is_asked_for_again_by_naming_it_again(secretariat: Any, inputs: Activity, enter: Any) -> None:
    part = inputs.contributions.get(organization__acronym="FAO")
    plans.decline_part(part, actor=actor("fao"))
    save(secretariat, inputs.plan, inputs, output=inputs.output, lead=inputs.lead, parts=["WHO"])
    part.refresh_from_db()
    assert part.consent == "declined"
    save(secretariat, inputs.plan, inputs, output=inputs.output, lead=inputs.lead, parts=["FAO", "WHO"])
    part.refresh_from_db()

    assert part.consent == Contribution.Consent.PROPOSED
    assert "Confirm your part" in enter("fao").get("/").content.decode()


def test_removing_a_part_says_so(secretariat: Any, inputs: Activity, enter: Any) -> None:
    save(secretariat, inputs.plan, inputs, output=inputs.output, lead=inputs.lead, parts=["FAO"])
    page = enter("fao").get(inputs.plan.get_absolute_url()).content.decode()
    history = enter("fao").get(inputs.get_absolute_url()).content.decode()

    assert not inputs.contributions.filter(organization__acronym="WHO").exists()
    assert "Removed as contributing" in history + page
    assert "WHO" in history


def test_the_confirmed_part_of_who_left_can_be_removed(secretariat: Any, inputs: Activity) -> None:
    part = inputs.contributions.get(organization__acronym="FAO")
    plans.confirm_part(part, actor=actor("fao"))
    with pytest.raises(ConditionsUnmet, match="FAO confirmed"):
        save(secretariat, inputs.plan, inputs, output=inputs.output, lead=inputs.lead, parts=["WHO"])
    leave("FAO")
    save(secretariat, inputs.plan, inputs, output=inputs.output, lead=inputs.lead, parts=["WHO"])

    assert not inputs.contributions.filter(organization__acronym="FAO").exists()


def test_what_waits_is_not_asked_of_who_left() -> None:
    assert Update.objects.filter(organization__acronym="ILO").exists()
    ilo = actor("ilo")

    def lines() -> list[str]:
        return [str(line.title) for line in waiting_lines(ilo)]

    assert lines() != []
    leave("ILO")
    ilo = actor("ilo")
    assert lines() == []


def test_who_saves_an_activity_reads_whose_part_was_removed(inputs: Activity, send: Any, enter: Any) -> None:
    names = ("output", "title", "description", "deliverable", "kind", "weight", "method", "version")
    typed = {name: getattr(inputs, name) for name in names} | {
        "output": inputs.output_id, "lead": inputs.lead_id, "quarters": ["1"], "reviewer": "", "body": "",
        "contributing": [Organization.objects.get(acronym="UNHCR").pk],
        "objectives": list(inputs.alignments.values_list("entry", flat=True)),
    }  # fmt: skip
    response = send("secretary", inputs.path("edit-activity"), typed, capacity="secretariat")
    words = [str(m) for m in response.wsgi_request._messages]

    assert words == ["Activity saved. No longer contributing: FAO, WHO. Asked to confirm a contribution: UNHCR."]


# --- what a second reading found -----------------------------------------------------------------------------------


def test_a_new_lead_that_contributed_reports_as_lead_and_is_not_asked_for_what_was_reported(
    secretariat: Any, enter: Any
) -> None:
    activity = Activity.objects.filter(plan__year=2026, lead__acronym="ILO", body=None, method="stated").first()
    unicef = Organization.objects.get(acronym="UNICEF")
    Contribution.objects.get_or_create(activity=activity, organization=unicef, defaults={"consent": "confirmed"})
    Update.objects.filter(activity=activity, organization=unicef).delete()
    third, fourth = activity.plan.periods.get(quarter=3), activity.plan.periods.get(quarter=4)
    old, _new = Update.objects.get_or_create(
        activity=activity, period=third, organization=activity.lead, defaults={"is_leads": True, "status": "ongoing"}
    )
    Update.objects.filter(pk=old.pk).update(state="accepted")
    said = progress.log_progress(
        activity, fourth, actor=actor("unicef"), submit=True, status="ongoing", percent=10, achievements="Our part."
    )
    leave("ILO")
    responsible.name(activity, actor=secretariat, reason="ILO has left.", lead=unicef)
    said.refresh_from_db()

    assert said.is_leads
    waiting = enter("secretary", "secretariat").get("/").context["page"].waiting
    assert any(f"{activity.code} UNICEF" in line.about for line in waiting if "progress report" in line.title)
    lines = [line.title for line in waiting_lines(actor("unicef")) if activity.code in line.about]
    assert not [title for title in lines if "July to September" in title]


def test_a_row_led_by_iom_without_a_reviewer_is_on_the_secretariats_desk(enter: Any) -> None:
    row = Activity.objects.filter(plan__year=2026, lead__acronym="IOM", reviewer__acronym="UNICEF").first()
    assert "No reviewer" not in enter("secretary", "secretariat").get("/").content.decode()
    leave("UNICEF")
    desk = enter("secretary", "secretariat").get("/").content.decode()
    assert "No reviewer: name one" in desk
    assert row.path("responsible") in desk


def test_who_left_the_body_during_a_round_is_neither_asked_nor_entered_nor_can_block(
    secretariat: Any, coordinator: Any, enter: Any
) -> None:
    decision = in_round(secretariat, coordinator)
    asks = f"Submit position: {decision.title}"
    assert asks in [line.title for line in enter("unicef").get("/").context["page"].waiting]
    unicef = leave("UNICEF", "committee")  # it stays a member of the Network
    assert asks not in [line.title for line in enter("unicef").get("/").context["page"].waiting]
    with pytest.raises(ConditionsUnmet, match="not invited"):
        concerns.raise_concern(
            decision,
            actor=actor("unicef"),
            kind="mandate",
            reason="No.",
            proposed_solution="A word.",
            basis="A resolution.",
        )
    with pytest.raises(ConditionsUnmet, match="not invited"):
        positions.record_reply(
            decision,
            unicef,
            actor=secretariat,
            value="support",
            person="A. Person",
            document="A letter",
            on=clock.today(),
        )
    form = enter("secretary", "secretariat").get(decision.path("record-reply")).context["form"]
    assert unicef not in form.fields["organization"].queryset
    sweep.move_clock(decision.round_deadline + dt.timedelta(minutes=1))
    page = enter("unodc").get(decision.get_absolute_url()).content.decode()
    assert "Left the body:" in page


def test_a_membership_ends_also_while_a_committee_seat_begins_later() -> None:
    unodc = Organization.objects.get(acronym="UNODC")
    later = clock.today() + dt.timedelta(days=30)
    Seat.objects.in_body("committee").filter(organization=unodc).update(starts_on=later)
    leave("UNODC")
    assert not Seat.objects.filter(organization=unodc).current(later + dt.timedelta(days=1)).exists()


def test_seats_left_from_before_the_rule_end_once_on_the_record() -> None:
    unodc = Organization.objects.get(acronym="UNODC")
    Seat.objects.in_body("network").filter(organization=unodc).update(ends_on=clock.today())
    assert Seat.objects.filter(organization=unodc).current().count() > 1
    sweep.sweep()
    assert not Seat.objects.filter(organization=unodc).current().exists()
    assert seats.end_seats_of_who_left() == 0


def test_a_referred_proposal_of_who_left_shows_what_is_missing(coordinator: Any, enter: Any) -> None:
    decision = Decision.objects.filter(state="no_consensus").first()
    sponsor = decision.sponsor
    Decision.objects.filter(pk=decision.pk).update(state="referred")
    assert "as lapsed" not in enter("coordinator", "coordinator").get(decision.get_absolute_url()).content.decode()
    leave(sponsor.acronym)
    page = enter("coordinator", "coordinator").get(decision.get_absolute_url()).content.decode()
    assert "Record the proposal as lapsed" in page
    assert "Record first that the office of the Secretary-General was informed." in page


def test_services_refuse_who_has_left(secretariat: Any, coordinator: Any) -> None:
    action = Action.objects.get(organization__acronym="ILO", state="open")
    fao = Officer.objects.active().filter(organization__acronym="FAO").first()
    meeting = convened(secretariat)
    Meeting.objects.filter(pk=meeting.pk).update(state="in_session")
    activity = Activity.objects.filter(plan__year=2026, lead__acronym="ILO").first()
    leave("FAO")
    leave("ILO")
    day = clock.today() + dt.timedelta(days=9)
    for act, why in (
        (
            lambda: actions.assign(action, actor=secretariat, officer=fao, due_on=day, reason="x"),
            "speaks for no member",
        ),
        (lambda: planning.name_chair(meeting, actor=secretariat, chair=fao.person, reason="x"), "chair"),
        (
            lambda: responsible.name(activity, actor=secretariat, reason="x", lead=fao.organization),
            "are members of the Network",
        ),
    ):
        with pytest.raises(ConditionsUnmet, match=why):
            act()


def test_who_joins_after_the_deadline_of_a_consultation_is_not_asked(secretariat: Any) -> None:
    leave("FAO")
    decision = consulted(secretariat)
    sweep.move_clock(decision.window_closes_at + dt.timedelta(hours=2))
    join("FAO")
    sweep.sweep()
    told = Notice.objects.filter(kind="consultation_opened", object_id=decision.pk)
    assert told.filter(person=user("ilo")).exists()
    assert not told.filter(person=user("fao")).exists()
