"""Rules that people met at work: what may be ended, what stays, what holds up nothing."""

import datetime as dt
import re
from typing import Any

import pytest
from django.contrib import admin
from django.db.models import CheckConstraint, UniqueConstraint

from decisions import status
from decisions.models import Decision
from decisions.services import consultation, rounds
from meetings import status as meeting_status
from meetings.models import AgendaItem, Meeting, Minutes, MinutesSection
from meetings.services import agenda, planning, proceedings, session
from meetings.services import minutes as minutes_service
from members.models import Designation, Officer, Organization, User
from members.services import people
from network_portal.lib import clock
from network_portal.records import audit
from network_portal.records.jobs import sweep
from network_portal.records.models import Document
from network_portal.records.workflow.refusals import ConditionsUnmet, IllegalTransition
from tests import matters
from tests.builders import close_account, leaves
from tests.people import actor, user, waiting_lines
from workplans.models import Activity, Contribution, Plan, Update


def later(**delta: int) -> None:
    sweep.set_offset(sweep.read_offset() + dt.timedelta(**delta))


# --- the Coordinator


@pytest.mark.parametrize("left", ["post", "account"])
def test_the_designation_of_who_has_left_can_be_ended_and_succeeded(left: str) -> None:
    administrator = actor("admin", "admin")
    designation = Designation.objects.current().first()
    person = designation.person
    if left == "post":
        leaves(Officer.objects.filter(person=person))
    else:
        close_account(person)
    designation.ends_on = clock.today()
    people.save_designation(designation, actor=administrator)
    successor = user("secretary")
    people.save_designation(
        Designation(person=successor, starts_on=clock.today(), instrument="A letter"), actor=administrator
    )

    assert Designation.objects.current().get().person == successor


def test_who_has_left_iom_is_not_designated_anew_and_no_end_is_taken_back() -> None:
    administrator = actor("admin", "admin")
    designation = Designation.objects.current().first()
    designation.ends_on = clock.today()
    people.save_designation(designation, actor=administrator)
    leaves(Officer.objects.filter(person=designation.person))
    designation.ends_on = None

    with pytest.raises(ConditionsUnmet, match="represents IOM|of IOM"):
        people.save_designation(designation, actor=administrator)


# --- people and what an administrator reads


def test_a_person_added_by_an_administrator_is_saved_once() -> None:
    person = User(email="once@example.org", name="Once Only")
    people.save_user(person, actor=actor("admin", "admin"), fields=["email", "name"])

    assert person.history.count() == 1


def test_one_organization_has_one_first_contact_also_where_a_post_has_an_end() -> None:
    fao = Organization.objects.get(acronym="FAO")
    first = fao.officers.filter(primary_contact=True, ends_on=None).first()
    other = Officer(
        person=user("stranger"), organization=fao, rank="alternate", primary_contact=True, starts_on=clock.today(),
        ends_on=clock.today() + dt.timedelta(days=90),
    )  # fmt: skip
    people.save_officer(other, actor=actor("admin", "admin"))

    assert first is not None
    assert list(Officer.objects.current().filter(organization=fao, primary_contact=True)) == [other]


def test_every_constraint_that_an_administrator_can_meet_says_its_rule_in_words() -> None:
    met = 0
    for model in admin.site._registry:
        for constraint in model._meta.constraints:
            if isinstance(constraint, CheckConstraint | UniqueConstraint):
                sentence = str(constraint.violation_error_message)
                assert constraint.name not in sentence, constraint.name
                assert "%(name)s" not in sentence, constraint.name
                met += 1
    assert met > 10


def test_an_end_before_the_beginning_is_told_in_words(enter: Any) -> None:
    row = Officer.objects.filter(ends_on=None).first()
    typed = {"rank": row.rank, "starts_on": row.starts_on.isoformat(), "ends_on": "2020-01-01", "seen": row.version}
    page = enter("admin").post(f"/admin/members/officer/{row.pk}/change/", typed).content.decode()

    assert "The last day must not lie before the first." in page
    assert "ends_after_start" not in page


# --- comments and rounds


def test_a_comment_after_the_deadline_is_kept_marked_and_holds_up_nothing(enter: Any) -> None:
    matter = Decision.objects.filter(state="consultation").first()
    before = status.unanswered_comments(matter)
    sweep.set_offset(matter.consultations.last().closes_at - clock.machine_now() + dt.timedelta(hours=1))
    consultation.comment(matter, actor=actor("fao"), body="One day too late.")

    assert status.unanswered_comments(matter) == before
    page = enter("ilo").get(matter.get_absolute_url()).content.decode()
    assert "One day too late." in page
    assert "received after the deadline" in page


def test_closing_a_meeting_closes_no_round_of_another_meeting(monkeypatch: Any) -> None:
    """Two meetings of the body have the matter on their agendas; the round was opened in the second."""
    secretary, coordinator = actor("secretary", "secretariat"), actor("coordinator")
    matter = Decision.objects.filter(state="consultation").first()
    held = []
    for number in (1, 2):
        meeting = Meeting.objects.filter(state="convened").first() if number == 1 else _another(matter)
        item = agenda.add_item(meeting, actor=secretary, title="The matter", decision=matter)
        Meeting.objects.filter(pk=meeting.pk).update(state="in_session", started_at=clock.now())
        held.append((meeting, item))
    monkeypatch.setattr("decisions.services.rounds.engine.missing", lambda *args: [])
    opened = rounds.open_round(matter, actor=coordinator, mode="meeting")
    second_meeting, second_item = held[1]
    with audit.lock(second_meeting):
        audit.record_event(second_item, meeting_status.OPENED_HERE, actor=secretary, audience="members", payload={})
    first, second = (AgendaItem.objects.get(pk=item.pk) for _meeting, item in held)

    assert meeting_status.call_held_here(first) is None
    assert meeting_status.call_held_here(second) == opened
    first_meeting = held[0][0]
    first_meeting.refresh_from_db()
    for row in first_meeting.items.all():
        proceedings.set_outcome(row, actor=secretary, outcome="noted" if row.decision_id is None else "deferred")
    session.close(first_meeting, actor=secretary, without_attendance=True)
    opened.refresh_from_db()
    assert opened.closed_at is None


def _another(matter: Decision) -> Meeting:
    base = Meeting.objects.exclude(state="planned").filter(kind="technical").first() or Meeting.objects.first()
    return planning.plan(
        matter.body, actor=actor("secretary", "secretariat"), kind=base.kind, title="A second meeting",
        starts_at=base.starts_at + dt.timedelta(days=1), ends_at=base.ends_at + dt.timedelta(days=1), place="Bangkok",
        chair=base.chair,
    )  # fmt: skip


# --- minutes


def test_the_secretariat_has_a_line_to_circulate_only_when_every_section_is_written(enter: Any) -> None:
    minutes = Minutes.objects.filter(state="draft").select_related("meeting").first()
    Meeting.objects.filter(pk=minutes.meeting_id).update(state="held", chair=actor("coordinator").user_id)
    sections = list(minutes.sections.all())
    assert len(sections) > 1
    MinutesSection.objects.filter(minutes=minutes).update(text="Words.", no_discussion=False)
    MinutesSection.objects.filter(pk=sections[0].pk).update(text="", no_discussion=True)

    def lines() -> list[str]:
        who = actor("secretary", "secretariat")
        return [line.path for line in waiting_lines(who) if line.title.startswith("Circulate the minutes")]

    assert minutes.path("circulate") in lines(), "one section says that nothing was discussed, the others have text"
    MinutesSection.objects.filter(pk=sections[0].pk).update(text="", no_discussion=False)
    assert minutes.path("circulate") not in lines()


def test_the_same_bytes_filed_for_two_things_are_served_to_who_may_see_one_of_them(enter: Any) -> None:
    filed = Document.objects.filter(kind="minutes").latest("pk")
    hidden = Minutes.objects.filter(meeting__kind="team").first()
    twin = Document.objects.get(pk=filed.pk)
    twin.pk, twin.object_id, twin.version, twin.verification_code = None, hidden.pk, 77, ""
    twin.save(force_insert=True)

    assert enter("fao").get(f"/files/{filed.sha256}/").status_code == 200


def test_an_objection_to_an_earlier_circulation_does_not_bar_approval_for_good() -> None:
    from decisions import methods
    from meetings import guards
    from network_portal.records.workflow.engine import Context

    minutes = Minutes.objects.get(state="circulated")
    Minutes.objects.filter(pk=minutes.pk).update(comments_until=clock.now() + dt.timedelta(days=2))
    minutes.refresh_from_db()
    made = minutes_service.comment(minutes, actor=actor("fao"), body="Not so.", is_objection=True)
    Minutes.objects.filter(pk=minutes.pk).update(comments_until=clock.now() - dt.timedelta(days=1))
    minutes.refresh_from_db()
    assert made.circulation == minutes.circulations
    assert methods.in_force("minutes_after_deadline") is not None
    context = Context(actor("coordinator"), clock.now())
    assert "objection" in guards.approval_has_its_way(minutes, context).sentence
    Minutes.objects.filter(pk=minutes.pk).update(circulations=minutes.circulations + 1)
    minutes.refresh_from_db()

    assert guards.approval_has_its_way(minutes, context) is None


def test_no_program_changes_the_case_of_a_name() -> None:
    meeting = Meeting(title="UNHCR–IOM technical consultation")
    assert str(Minutes(meeting=meeting)) == "Minutes: UNHCR–IOM technical consultation"


# --- plans


def test_a_part_of_a_closed_plan_stays_as_it_is() -> None:
    part = Contribution.objects.filter(consent="confirmed").select_related("activity__plan", "organization").first()
    Plan.objects.filter(pk=part.activity.plan_id).update(state="closed")
    from tests.people import officer
    from workplans.services import plans

    with pytest.raises(IllegalTransition):
        plans.decline_part(part, actor=officer(str(part.organization)))


def test_a_form_of_an_activity_that_names_no_version_overwrites_nothing(send: Any) -> None:
    from workplans.models import FrameworkEntry, StrategicObjective
    from workplans.services import plans

    secretary = actor("secretary", "secretariat")
    plan = plans.begin(clock.today().year + 5, actor=secretary)
    output = plans.add_output(plan, actor=secretary, objective=StrategicObjective.objects.first(), title="An output")
    ilo = Organization.objects.get(acronym="ILO")
    row = plans.save_activity(plan, actor=secretary, output=output, title="A course", lead=ilo, quarters="1")
    typed = {
        "output": output.pk, "title": "Another title", "kind": row.kind, "lead": ilo.pk, "weight": 1, "quarters": ["1"],
        "method": row.method, "objectives": [FrameworkEntry.objects.filter(framework="gcm").first().pk],
    }  # fmt: skip
    answer = send("secretary", row.path("edit-activity"), typed, capacity=secretary.key)
    named = send("secretary", row.path("edit-activity"), {**typed, "version": row.version + 1}, capacity=secretary.key)

    assert answer.status_code == 409, answer.content.decode()[-3000:]
    assert named.status_code == 409, named.content.decode()[-3000:]
    row.refresh_from_db()
    assert row.title == "A course"
    right = send("secretary", row.path("edit-activity"), {**typed, "version": row.version}, capacity=secretary.key)
    assert right.status_code == 302, right.content.decode()[-3000:]


def test_a_plan_that_is_not_adopted_says_of_no_row_that_it_is_not_reported(enter: Any) -> None:
    from workplans.models import StrategicObjective
    from workplans.services import plans

    secretary = actor("secretary", "secretariat")
    plan = plans.begin(clock.today().year + 5, actor=secretary)
    output = plans.add_output(plan, actor=secretary, objective=StrategicObjective.objects.first(), title="An output")
    ilo = Organization.objects.get(acronym="ILO")
    plans.save_activity(plan, actor=secretary, output=output, title="A course", lead=ilo, quarters="1")
    page = enter("secretary", "secretariat").get(plan.get_absolute_url()).context["page"]
    rows = [row for objective in page.objectives for output in objective.outputs for row in output.activities]

    assert [(row.activity.title, row.status_label) for row in rows] == [("A course", "")]


def test_the_secretariats_desk_asks_as_much_for_thirty_reports_as_for_one() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from workplans import dashboard

    secretary = actor("secretary", "secretariat")

    def asked() -> tuple[int, int]:
        """How many reports wait, as the line of their plan says, and how many questions that took."""
        with CaptureQueriesContext(connection) as questions:
            (line,) = dashboard._to_review(secretary)
        said = re.match(r"Review (a|\d+) progress reports?", line.title)
        assert said is not None
        return 1 if said[1] == "a" else int(said[1]), len(questions)

    one, few = asked()
    base = matters.activity("ILO", "IOM")
    model = Update.objects.filter(state="submitted").first()
    rows = Activity.objects.bulk_create(
        Activity(plan=base.plan, output=base.output, code=f"9.9.{n}", title=f"More {n}", lead=base.lead, quarters="1", order=n)
        for n in range(30)
    )  # fmt: skip
    Update.objects.bulk_create(
        Update(
            activity=row, period=model.period, organization=row.lead, is_leads=True, state="submitted", status="ongoing",
            percent=10, submitted_by=model.submitted_by, submitted_at=model.submitted_at,
        )
        for row in rows
    )  # fmt: skip

    assert asked() == (one + 30, few)


def test_a_frozen_plan_holds_everything_that_its_rows_say() -> None:
    from workplans.services.plans import snapshot

    plan = Plan.objects.filter(state="adopted").first()
    row = plan.activities.exclude(deliverable="").first() or plan.activities.first()
    said = next(a for a in snapshot(plan)["activities"] if a["code"] == row.code)

    assert (said["description"], said["deliverable"], said["kind"]) == (row.description, row.deliverable, row.kind)
    assert said["reviewer"] == str(row.reviewer or "")
    assert said["team"] == str(row.body or "")
    assert said["objectives"] == [a.entry.code for a in row.alignments.select_related("entry")]


def test_a_deferred_proposal_is_not_printed_as_a_decision() -> None:
    from meetings import minutes_document

    meeting = Meeting.objects.filter(state="planned").first() or Meeting.objects.filter(state="convened").first()
    matter = Decision.objects.filter(state="consultation").first()
    item = agenda.add_item(meeting, actor=actor("secretary", "secretariat"), title="The matter", decision=matter)
    item.outcome = "decided"
    assert minutes_document._decision_of(item) == matter
    item.outcome = "deferred"
    assert minutes_document._decision_of(item) is None


def test_pages_are_compressed_and_papers_are_not(enter: Any) -> None:
    client = enter("fao")

    page = client.get("/meetings/", headers={"accept-encoding": "gzip"})
    plain = client.get("/meetings/")
    paper = client.get(
        f"/files/{Document.objects.filter(kind='minutes').latest('pk').sha256}/", headers={"accept-encoding": "gzip"}
    )

    assert page.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in page.headers["Vary"]
    assert len(page.content) * 3 < len(plain.content)
    assert "Content-Encoding" not in paper.headers
    assert paper.status_code == 200
