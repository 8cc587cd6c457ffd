"""Items that are changed, removed and taken; what was decided; attendance that nobody recorded; comments accepted."""

import datetime as dt
from typing import Any

import pytest

from decisions.models import Concern, Decision
from decisions.services import concerns, positions, rounds
from meetings import minutes_document
from meetings.models import AgendaItem, ItemAction, Meeting, Minutes, MinutesSection
from meetings.services import agenda, planning, proceedings, session
from meetings.services import minutes as minutes_service
from members.models import Admission, Body, Organization
from members.services import seats
from network_portal.lib import clock
from network_portal.records.jobs import reminders, sweep
from network_portal.records.models import Event
from network_portal.records.workflow.refusals import ConditionsUnmet, IllegalTransition, PermissionRefused, Stale
from tests.builders import everybody_comes, in_round, leaves
from tests.meetings.test_meetings import plan, write_all
from tests.people import actor, officer, user
from workplans.models import Plan
from workplans.services import plans


def started(secretariat: Any) -> Meeting:
    meeting = plan(secretariat, days=5)
    agenda.add_item(meeting, actor=secretariat, title="The last item")
    planning.convene(meeting, actor=secretariat)
    sweep.move_clock(meeting.starts_at)
    session.start(meeting, actor=secretariat)
    return meeting


def titles(meeting: Meeting) -> list[str]:
    return [f"{item.number} {item.title}" for item in meeting.items.all()]


# --- items ---------------------------------------------------------------------------------------------------------


def test_a_standing_item_is_renamed_and_removed_before_it_is_taken(secretariat: Any, send: Any, enter: Any) -> None:
    meeting = plan(secretariat)
    first = meeting.items.get(number=1)
    others = [i.title for i in meeting.items.exclude(pk=first.pk)]
    typed = {
        "title": "Opening and adoption of the agenda",
        "purpose": "decision",
        "note": "",
        "version": first.version,
        "opened_on": first.pk,
    }
    assert send("secretary", first.path("item-edit"), typed, capacity="secretariat").status_code == 302
    first.refresh_from_db()
    assert first.title == "Opening and adoption of the agenda"
    assert send("coordinator", first.path("item-edit"), typed, capacity="coordinator").status_code == 403
    assert send("secretary", first.path("item-remove"), {}, capacity="secretariat").status_code == 302

    assert titles(meeting) == [f"{n} {title}" for n, title in enumerate(others, start=1)]
    page = enter("secretary", "secretariat").get(meeting.get_absolute_url()).content.decode()
    assert "Removed an agenda item" in page
    assert "Opening and adoption of the agenda" in page  # in the history


def test_an_item_over_which_another_has_written_shows_both(secretariat: Any, send: Any) -> None:
    meeting = plan(secretariat)
    first = meeting.items.get(number=1)
    agenda.edit_item(first, actor=secretariat, version=first.version, title="The newer title")
    with pytest.raises(Stale):
        agenda.edit_item(first, actor=secretariat, version=first.version - 1, title="The older title")
    typed = {
        "title": "The older title",
        "purpose": "decision",
        "note": "",
        "version": first.version - 1,
        "opened_on": first.pk,
    }
    response = send("secretary", first.path("item-edit"), typed, capacity="secretariat")

    assert response.status_code == 409
    assert "The newer title" in response.content.decode()
    assert "The older title" in response.content.decode()


def test_in_session_an_item_changes_until_it_has_an_outcome(secretariat: Any, coordinator: Any, send: Any) -> None:
    meeting = started(secretariat)
    first, last = meeting.items.first(), meeting.items.last()
    agenda.edit_item(last, actor=secretariat, version=last.version, title="Any other business")
    assert MinutesSection.objects.get(item=last).heading == "Any other business"
    with pytest.raises(PermissionRefused):
        agenda.edit_item(last, actor=coordinator, version=last.version, title="x")
    proceedings.set_outcome(first, actor=secretariat, outcome="noted")
    with pytest.raises(IllegalTransition):
        agenda.remove_item(first, actor=secretariat)
    assert send("secretary", first.path("item-edit"), {}, capacity="secretariat").status_code == 409
    count = meeting.items.count()
    middle = meeting.items.get(number=count - 1)
    agenda.remove_item(middle, actor=secretariat)

    assert meeting.items.count() == count - 1
    orders = list(meeting.minutes.sections.values_list("order", "heading"))
    assert orders == [(i.number, i.title) for i in meeting.items.all()]
    assert [i.number for i in meeting.items.all()] == [*range(1, count - 1), count]  # said aloud: a gap stays


def test_an_item_with_an_action_a_text_or_alone_is_not_removed(secretariat: Any) -> None:
    meeting = started(secretariat)
    first, last = meeting.items.first(), meeting.items.last()
    proceedings.give_action(
        last,
        actor=secretariat,
        title="To write",
        officer=any_officer("FAO"),
        due_on=clock.today() + dt.timedelta(9),
    )
    with pytest.raises(ConditionsUnmet, match="Move it to another item"):
        agenda.remove_item(last, actor=secretariat)
    section = MinutesSection.objects.get(item=first)
    minutes_service.save_section(section, actor=secretariat, version=section.version, body="Said.", no_discussion=False)
    with pytest.raises(ConditionsUnmet, match="have a text"):
        agenda.remove_item(first, actor=secretariat)
    alone = plan(secretariat)
    planning.convene(alone, actor=secretariat)
    for item in list(alone.items.all())[1:]:
        item.refresh_from_db()
        agenda.remove_item(item, actor=secretariat)
    with pytest.raises(ConditionsUnmet, match="at least one item"):
        agenda.remove_item(alone.items.get(), actor=secretariat)


def any_officer(acronym: str) -> Any:
    return officer(acronym).user.officers.get(organization__acronym=acronym)


def test_an_action_moves_to_the_item_it_belongs_to(secretariat: Any, send: Any, enter: Any) -> None:
    meeting = started(secretariat)
    first, last = meeting.items.first(), meeting.items.last()
    action = proceedings.give_action(
        last,
        actor=secretariat,
        title="To write",
        officer=any_officer("FAO"),
        due_on=clock.today() + dt.timedelta(9),
    )
    path = f"{last.path('item')}actions/{action.number}/move/"
    assert path in enter("secretary", "secretariat").get(last.path("item")).content.decode()
    assert send("fao", path, {"to": first.pk}).status_code == 403
    other = Meeting.objects.exclude(pk=meeting.pk).filter(items__isnull=False).first().items.first()
    assert send("secretary", path, {"to": other.pk}, capacity="secretariat").status_code == 422
    assert send("secretary", path, {"to": first.pk}, capacity="secretariat").status_code == 302

    assert ItemAction.objects.get(action=action).item == first
    frozen = Minutes.objects.filter(state="published", meeting__items__actions__isnull=False).first()
    link = ItemAction.objects.filter(item__meeting=frozen.meeting).first()
    with pytest.raises(IllegalTransition):
        proceedings.move_action(link, actor=secretariat, to=frozen.meeting.items.first())


# --- outcomes ------------------------------------------------------------------------------------------------------


def test_decided_needs_what_was_decided(secretariat: Any, send: Any, enter: Any) -> None:
    meeting = started(secretariat)
    item = meeting.items.last()
    opened_on = {"version": item.version, "section_version": item.section.version}
    typed = {"outcome": "decided", "conclusion": " ", **opened_on}
    response = send("secretary", item.path("item"), typed, capacity="secretariat")
    assert response.status_code == 422
    assert "Enter what was decided." in response.content.decode()
    with pytest.raises(ConditionsUnmet, match="Enter what was decided"):
        proceedings.set_outcome(item, actor=secretariat, outcome="decided")
    typed["conclusion"] = "The next meeting is held in March."
    assert send("secretary", item.path("item"), typed, capacity="secretariat").status_code == 302
    item.refresh_from_db()
    assert item.conclusion == "The next meeting is held in March."
    data = minutes_document.content(meeting.minutes)
    assert data["sections"][-1]["conclusion"] == "The next meeting is held in March."
    assert "The next meeting is held in March." in minutes_document.paper(meeting.minutes, draft=True).html()
    assert "The next meeting is held in March." in enter("fao").get(meeting.get_absolute_url()).content.decode()

    proceedings.set_outcome(item, actor=secretariat, outcome="discussed")
    item.refresh_from_db()
    assert item.conclusion == ""


def test_the_adoption_of_the_agenda_offers_its_words(secretariat: Any, enter: Any) -> None:
    meeting = started(secretariat)
    page = enter("secretary", "secretariat").get(meeting.items.first().path("item")).content.decode()
    assert "The agenda was adopted.</textarea>" in page


def test_a_plan_is_decided_only_when_a_decision_has_adopted_it(secretariat: Any) -> None:
    meeting = started(secretariat)
    item = meeting.items.last()
    running = Plan.objects.filter(state="adopted").first()
    waiting = plans.begin(2031, actor=secretariat)
    AgendaItem.objects.filter(pk=item.pk).update(plan=waiting)
    with pytest.raises(ConditionsUnmet, match="Only a decision adopts"):
        proceedings.set_outcome(item, actor=secretariat, outcome="decided", conclusion="The plan is approved.")
    proceedings.set_outcome(item, actor=secretariat, outcome="discussed")
    AgendaItem.objects.filter(pk=item.pk).update(plan=running)
    proceedings.set_outcome(item, actor=secretariat, outcome="decided")
    item.refresh_from_db()
    assert (item.outcome, item.plan) == ("decided", running)


# --- attendance ----------------------------------------------------------------------------------------------------


def test_closing_without_attendance_asks_and_the_minutes_say_so(secretariat: Any, send: Any, enter: Any) -> None:
    meeting = started(secretariat)
    for item in meeting.items.all():
        proceedings.set_outcome(item, actor=secretariat, outcome="noted")
    path = meeting.path("close-meeting")
    refused = send("secretary", path, {}, capacity="secretariat")
    assert refused.status_code == 422
    assert "Attendance is not recorded" in refused.content.decode()
    assert send("secretary", path, {"without_attendance": "on"}, capacity="secretariat").status_code == 302
    meeting.refresh_from_db()
    data = minutes_document.content(meeting.minutes)
    assert (data["attendance"], data["present"]) == (False, [])
    paper = minutes_document.paper(meeting.minutes, draft=True).html()
    assert "Attendance is not recorded." in paper
    assert "Not present" not in paper
    for path in (meeting.get_absolute_url(), meeting.minutes.get_absolute_url()):
        page = enter("secretary", "secretariat").get(path).content.decode()
        assert "Attendance is not recorded." in page
        assert "Not present" not in page
    # nobody came: that is a record too
    rows = {a.organization_id: {"present": False, "mode": "", "delegates": ""} for a in meeting.attendances.all()}
    session.record_attendance(meeting, actor=secretariat, rows=rows)
    meeting.refresh_from_db()
    assert minutes_document.content(meeting.minutes)["attendance"] is True


def test_closing_with_attendance_asks_nothing(secretariat: Any, enter: Any) -> None:
    meeting = started(secretariat)
    row = meeting.attendances.first()
    session.record_attendance(
        meeting, actor=secretariat, rows={row.organization_id: {"present": True, "mode": "", "delegates": ""}}
    )
    for item in meeting.items.all():
        proceedings.set_outcome(item, actor=secretariat, outcome="noted")
    page = enter("secretary", "secretariat").get(meeting.path("close-meeting")).content.decode()
    assert "without_attendance" not in page
    session.close(meeting, actor=secretariat)
    assert meeting.state == "held"


# --- comments on minutes -------------------------------------------------------------------------------------------


def test_accepted_needs_a_changed_text_or_why_not(secretariat: Any, coordinator: Any, send: Any, enter: Any) -> None:
    minutes = Minutes.objects.get(state="circulated")
    section = minutes.sections.first()
    made = minutes_service.comment(minutes, actor=actor("fao"), body="Say it otherwise.", section=section)
    path = f"{minutes.get_absolute_url()}comments/{made.number}/answer/"
    typed = {"disposition": "accepted", "reply": "Accepted.", "unchanged": ""}
    refused = send("secretary", path, typed, capacity="secretariat")
    assert refused.status_code == 422
    assert "was not changed since this comment" in refused.content.decode()
    why = typed | {"unchanged": "Paragraph 3 says it already."}
    assert send("secretary", path, why, capacity="secretariat").status_code == 302
    page = enter("fao").get(minutes.get_absolute_url()).content.decode()
    assert "Paragraph 3 says it already." in page
    assert "Accepted." in page

    minutes_service.return_minutes(minutes, actor=coordinator, reason="A comment was accepted.")
    assert "Say it otherwise." in enter("secretary", "secretariat").get(minutes.get_absolute_url()).content.decode()
    section.refresh_from_db()
    minutes_service.save_section(
        section, actor=secretariat, version=section.version, body="Otherwise.", no_discussion=False
    )
    write_rest(minutes, secretariat)
    minutes_service.circulate(minutes, actor=secretariat, comments_until=clock.now() + dt.timedelta(days=9))
    made.refresh_from_db()
    minutes_service.answer_comment(made, actor=secretariat, disposition="accepted", reply="Changed.")
    made.refresh_from_db()
    assert (made.disposition, made.unchanged) == ("accepted", "")


def write_rest(minutes: Minutes, who: Any) -> None:
    if minutes.sections.filter(text="", no_discussion=False).exists():
        write_all(minutes, who)


# --- reminders -----------------------------------------------------------------------------------------------------


def test_a_reminder_says_what_became_of_it(secretariat: Any, enter: Any) -> None:
    meeting = plan(secretariat)
    planning.convene(meeting, actor=secretariat)
    hour = dt.timedelta(hours=1)
    planning.reschedule(
        meeting, actor=secretariat, starts_at=meeting.starts_at + hour, ends_at=meeting.ends_at + hour, reason="x"
    )
    assert set(reminders.of(meeting).filter(occasion__startswith="0,").values_list("result", flat=True)) == {"moved"}
    assert (
        "Not sent: the meeting was rescheduled"
        in enter("secretary", "secretariat").get(meeting.get_absolute_url()).content.decode()
    )
    first = reminders.of(meeting).filter(done_at=None).first()
    sweep.move_clock(first.due_at)
    first.refresh_from_db()
    assert first.result == "sent"
    everybody_comes(meeting)
    second = reminders.of(meeting).filter(done_at=None).first()
    sweep.move_clock(second.due_at)
    second.refresh_from_db()
    assert second.result == "nobody"
    other = plan(secretariat)
    planning.convene(other, actor=secretariat)
    planning.cancel(other, actor=secretariat, reason="x")
    assert set(reminders.of(other).values_list("result", flat=True)) == {"cancelled"}


# --- positions and memberships -------------------------------------------------------------------------------------


def test_a_concern_raised_after_a_position_is_withdrawn_by_taking_it_again(secretariat: Any, coordinator: Any) -> None:
    decision = in_round(secretariat, coordinator)
    unicef = actor("unicef")
    positions.take_position(decision, actor=unicef, value="support")
    sweep.set_offset(sweep.read_offset() + dt.timedelta(minutes=1))
    raised = concerns.raise_concern(
        decision, actor=unicef, kind="mandate", reason="Ours.", proposed_solution="A word.", basis="A resolution."
    )
    sweep.set_offset(sweep.read_offset() + dt.timedelta(minutes=1))
    positions.take_position(decision, actor=unicef, value="support")
    for invited in decision.rounds.get().invited_organizations.exclude(organization__acronym="UNICEF"):
        positions.take_position(decision, actor=officer(invited.organization.acronym), value="support")
    rounds.close_round(decision, actor=coordinator)

    assert Concern.objects.get(pk=raised.pk).state == "withdrawn"
    assert Decision.objects.get(pk=decision.pk).state == "round"


def test_a_wish_to_join_without_a_date_of_admission_is_no_admission() -> None:
    organization, administrator = Organization.objects.get(acronym="FAO"), actor("admin", "admin")
    paper = Admission(organization=organization, applied_on=clock.today(), basis="A letter")
    seats.save_admission(paper, actor=administrator)
    verbs = Event.objects.filter(object_label="members.admission", object_id=paper.pk).order_by("number")
    assert [e.verb for e in verbs] == ["wish to join received"]
    paper.admitted_on = clock.today()
    seats.save_admission(paper, actor=administrator)
    assert [e.verb for e in verbs.all()] == ["wish to join received", "admitted"]
    with pytest.raises(ConditionsUnmet, match="Enter the date"):
        seats.save_admission(Admission(organization=organization, basis="A letter"), actor=administrator)


def test_a_form_opened_on_an_item_is_not_written_to_the_one_that_took_its_number(secretariat: Any, send: Any) -> None:
    meeting = plan(secretariat)
    for title in ("Alpha", "Beta", "Gamma"):
        agenda.add_item(meeting, actor=secretariat, title=title)
    beta = meeting.items.get(title="Beta")
    agenda.edit_item(beta, actor=secretariat, version=beta.version, note="Once.")
    typed = {
        "title": "Beta, longer",
        "purpose": "discussion",
        "note": "",
        "version": beta.version,
        "opened_on": beta.pk,
    }
    path = beta.path("item-edit")
    agenda.remove_item(meeting.items.get(title="Alpha"), actor=secretariat)

    assert send("secretary", path, typed, capacity="secretariat").status_code == 409
    assert meeting.items.filter(title="Gamma").exists()
    assert not meeting.items.filter(title="Beta, longer").exists()


def test_an_item_under_which_minutes_were_approved_is_taken(secretariat: Any, coordinator: Any) -> None:
    meeting = started(secretariat)
    item = meeting.items.last()
    earlier = Minutes.objects.filter(state="published").first()
    Minutes.objects.filter(pk=earlier.pk).update(approved_in=item)
    with pytest.raises(IllegalTransition):
        agenda.remove_item(item, actor=secretariat)
    with pytest.raises(IllegalTransition):
        agenda.edit_item(item, actor=secretariat, version=item.version, title="x")


def test_an_item_that_was_removed_meanwhile_is_refused_in_words(secretariat: Any) -> None:
    meeting = started(secretariat)
    stale, to = meeting.items.get(number=2), meeting.items.get(number=2)
    section = MinutesSection.objects.get(item=stale)
    agenda.remove_item(meeting.items.get(number=2), actor=secretariat)
    acts = (
        lambda: proceedings.set_outcome(stale, actor=secretariat, outcome="noted"),
        lambda: agenda.edit_item(stale, actor=secretariat, version=0, title="x"),
        lambda: agenda.remove_item(stale, actor=secretariat),
        lambda: proceedings.give_action(
            to, actor=secretariat, title="x", officer=any_officer("FAO"), due_on=clock.today() + dt.timedelta(9)
        ),
        lambda: minutes_service.save_section(section, actor=secretariat, version=0, body="x", no_discussion=False),
    )
    for act in acts:
        with pytest.raises(IllegalTransition, match="removed from the agenda"):
            act()


def test_what_an_item_points_at_is_checked_by_the_service_too(secretariat: Any) -> None:
    meeting = plan(secretariat)
    item = meeting.items.first()
    draft = Decision.objects.filter(state="draft").first()
    with pytest.raises(ConditionsUnmet, match="submitted proposal"):
        agenda.edit_item(item, actor=secretariat, version=item.version, decision=draft)
    later = Minutes.objects.filter(meeting__body=meeting.body).first()
    day = dt.timedelta(days=1)
    Meeting.objects.filter(pk=later.meeting_id).update(starts_at=meeting.starts_at + day, ends_at=meeting.ends_at + day)
    later.refresh_from_db()
    with pytest.raises(ConditionsUnmet, match="at a later meeting"):
        agenda.edit_item(item, actor=secretariat, version=item.version, approves=Minutes.objects.get(pk=later.pk))


def test_a_reminder_that_reached_nobody_says_why(secretariat: Any) -> None:
    from members.models import Officer

    meeting = plan(secretariat)
    planning.convene(meeting, actor=secretariat)
    everybody_comes(meeting, but="FAO")
    leaves(Officer.objects.filter(organization__acronym="FAO"))
    first, second = reminders.of(meeting).order_by("due_at")
    sweep.move_clock(first.due_at)
    first.refresh_from_db()
    assert first.result == "no_address"
    Meeting.objects.filter(pk=meeting.pk).update(state="in_session")
    sweep.move_clock(second.due_at)
    second.refresh_from_db()
    assert second.result == "begun"


def test_items_are_entered_in_a_row(secretariat: Any, send: Any, enter: Any) -> None:
    """The second button saves and leads to the empty form; the first one to the meeting."""
    start = clock.at(clock.add_working_days(clock.today(), 20), 10)
    meeting = planning.plan(
        Body.objects.network(), actor=secretariat, kind="technical", title="A meeting", starts_at=start, place="Bangkok",
        ends_at=start + dt.timedelta(hours=2), chair=user("coordinator"),
    )  # fmt: skip
    before = meeting.items.count()
    form = meeting.path("add-item")
    assert 'name="_again"' in enter("secretary", "secretariat").get(form).content.decode()
    for title in ("One", "Two"):
        answer = send(
            "secretary", form, {"title": title, "purpose": "discussion", "_again": "1"}, capacity="secretariat"
        )
        assert (answer.status_code, answer["Location"]) == (302, form)
    last = send("secretary", form, {"title": "Three", "purpose": "discussion"}, capacity="secretariat")
    assert last["Location"] == meeting.get_absolute_url()
    assert meeting.items.count() == before + 3


def test_the_attendance_begins_with_who_said_to_come(secretariat: Any, enter: Any) -> None:
    meeting = Meeting.objects.get(state="convened")
    planning.reply(meeting, actor=actor("ilo"), answer="yes", mode="online")
    sweep.move_clock(meeting.starts_at)
    session.start(meeting, actor=secretariat)
    form = enter("secretary", "secretariat").get(meeting.path("attendance")).context["form"]
    ilo = Organization.objects.get(acronym="ILO").pk
    assert form[f"present-{ilo}"].value() is True
    assert form[f"mode-{ilo}"].value() == "online"
    assert form[f"delegates-{ilo}"].value() == user("ilo").name
