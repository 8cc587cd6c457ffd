"""Each condition of a meeting and its minutes, both ways; and what their services refuse or leave as it is."""

import datetime as dt
from typing import Any

import pytest

from decisions.models import Decision
from meetings import guards
from meetings.models import AgendaItem, Minutes
from meetings.services import agenda, planning, proceedings, session
from meetings.services import minutes as minutes_service
from members.models import Body, Officer, Organization, User
from network_portal.lib import clock
from network_portal.records.jobs import sweep
from network_portal.records.models import Grant
from network_portal.records.workflow.refusals import ConditionsUnmet, IllegalTransition, PermissionRefused
from tests.guards import said
from tests.meetings.test_agenda_and_outcomes import started, titles
from tests.meetings.test_meetings import held, plan, write_all
from tests.people import actor, user
from workplans.models import Plan


def any_officer(key: str) -> Officer:
    return Officer.objects.active().get(person=user(key))


# --- planning


def test_who_is_not_the_secretariat_plans_nothing() -> None:
    for key in ("coordinator", "ilo", "auditor"):
        with pytest.raises(PermissionRefused):
            plan(actor(key))


@pytest.mark.parametrize(
    "hours,why", [(0, "must come after the start"), (-2, "must come after"), (15 * 24 + 1, "14 days")]
)
def test_a_meeting_ends_after_it_starts_and_within_14_days(hours: int, why: str, secretariat: Any) -> None:
    start = clock.at(clock.add_working_days(clock.today(), 20), 10)
    with pytest.raises(ConditionsUnmet, match=why):
        planning.plan(
            Body.objects.network(), actor=secretariat, kind="technical", title="x", starts_at=start, place="Bangkok",
            ends_at=start + dt.timedelta(hours=hours), chair=user("coordinator"),
        )  # fmt: skip


def test_another_place_needs_its_reason_and_iom_chairs_also_later(secretariat: Any) -> None:
    meeting = plan(secretariat)
    with pytest.raises(ConditionsUnmet, match="Another place needs its reason"):
        planning.edit(meeting, actor=secretariat, version=meeting.version, place="Hanoi")
    for reason in ("", "ILO hosts."):
        meeting.refresh_from_db()
        with pytest.raises(ConditionsUnmet, match="Name an official of IOM"):
            planning.edit(meeting, actor=secretariat, version=meeting.version, chair=user("ilo"), deviation=reason)
    start = clock.at(clock.add_working_days(clock.today(), 10), 10)
    with pytest.raises(ConditionsUnmet, match="Name an official of IOM"):
        planning.plan(
            Body.objects.network(), actor=secretariat, kind="technical", title="x", starts_at=start, place="Bangkok",
            ends_at=start + dt.timedelta(hours=2), chair=user("fao"), deviation="FAO hosts.",
        )  # fmt: skip
    meeting.refresh_from_db()
    before = meeting.version
    planning.edit(meeting, actor=secretariat, version=meeting.version, title=meeting.title)
    meeting.refresh_from_db()
    assert meeting.version == before, "the same words again change nothing"
    planning.edit(meeting, actor=secretariat, version=meeting.version, place="Hanoi", deviation="Viet Nam hosts.")
    assert meeting.place == "Hanoi"
    planning.edit(meeting, actor=secretariat, version=meeting.version, chair=user("secretary"))
    assert meeting.chair == user("secretary")


def test_a_convened_meeting_keeps_a_place_and_a_chair(secretariat: Any) -> None:
    meeting = plan(secretariat)
    assert said(guards.has_an_item, meeting) == ""
    planning.convene(meeting, actor=secretariat)
    with pytest.raises(ConditionsUnmet, match="Name the place or the link"):
        planning.edit(meeting, actor=secretariat, version=meeting.version, place="", link="")


def test_a_meeting_without_an_item_or_in_the_past_is_not_convened(secretariat: Any) -> None:
    meeting = plan(secretariat)
    for item in meeting.items.order_by("-number"):
        item.refresh_from_db()
        agenda.remove_item(item, actor=secretariat)
    assert said(guards.has_an_item, meeting) == "The agenda has no item yet."
    assert said(guards.lies_ahead, meeting) == ""
    sweep.move_clock(meeting.starts_at)
    assert said(guards.lies_ahead, meeting) == "The date must be in the future."


def test_a_meeting_is_not_moved_into_the_past(secretariat: Any) -> None:
    meeting = plan(secretariat)
    past = clock.now() - dt.timedelta(hours=1)
    with pytest.raises(ConditionsUnmet, match="must be in the future"):
        planning.reschedule(
            meeting, actor=secretariat, starts_at=past, ends_at=past + dt.timedelta(hours=4), reason="x"
        )


def test_the_chair_named_again_changes_nothing_and_a_stranger_chairs_nothing(secretariat: Any) -> None:
    meeting = started(secretariat)
    before = meeting.version
    planning.name_chair(meeting, actor=secretariat, chair=meeting.chair, reason="x")
    meeting.refresh_from_db()
    assert meeting.version == before
    with pytest.raises(ConditionsUnmet, match="Name an official of IOM"):
        planning.name_chair(meeting, actor=secretariat, chair=user("stranger"), reason="x")
    assert said(guards.a_chair_can_be_named, meeting) == ""
    assert said(guards.a_chair_can_be_named, plan(secretariat)).startswith("The chair is named before the meeting")


def test_a_reply_given_again_changes_nothing_and_only_the_invited_reply(secretariat: Any) -> None:
    meeting = plan(secretariat)
    assert said(guards.replies_are_taken, meeting).startswith("Replies can be submitted from the invitation")
    planning.convene(meeting, actor=secretariat)
    planning.reply(meeting, actor=actor("ilo"), answer="yes", mode="online")
    first = meeting.invitations.get(organization__acronym="ILO").replied_at
    planning.reply(meeting, actor=actor("ilo"), answer="yes", mode="online")
    assert meeting.invitations.get(organization__acronym="ILO").replied_at == first
    meeting.invitations.filter(organization__acronym="FAO").delete()  # it came to sit in the body since
    with pytest.raises(IllegalTransition, match="FAO is not among the invited"):
        planning.reply(meeting, actor=actor("fao"), answer="yes")


def test_a_meeting_starts_on_its_day_and_in_its_zone(secretariat: Any) -> None:
    meeting = plan(secretariat, days=5)
    planning.convene(meeting, actor=secretariat)
    assert said(guards.is_its_day, meeting) == "Scheduled."
    sweep.move_clock(clock.at(clock.day_of(meeting.starts_at), 0, 1))
    assert said(guards.is_its_day, meeting) == ""


# --- the agenda


def test_items_change_places_with_their_neighbours_and_stop_at_the_ends(secretariat: Any) -> None:
    meeting = plan(secretariat)
    order = [item.title for item in meeting.items.all()]
    first, second = meeting.items.get(number=1), meeting.items.get(number=2)
    agenda.move_item_up(first, actor=secretariat)
    agenda.move_item_down(meeting.items.last(), actor=secretariat)
    assert [item.title for item in meeting.items.all()] == order
    agenda.move_item_up(second, actor=secretariat)
    assert [item.title for item in meeting.items.all()] == [order[1], order[0], *order[2:]]
    second.refresh_from_db()
    agenda.move_item_down(second, actor=secretariat)
    assert titles(meeting) == [f"{n} {title}" for n, title in enumerate(order, start=1)]


def test_an_item_saved_as_it_was_leaves_no_trace(secretariat: Any) -> None:
    item = plan(secretariat).items.first()
    before = item.version
    agenda.edit_item(item, actor=secretariat, version=item.version, title=item.title, note=item.note)
    item.refresh_from_db()
    assert item.version == before


def test_an_item_points_at_what_its_own_body_may_take(secretariat: Any) -> None:
    meeting = planning.plan(
        Body.objects.committee(), actor=secretariat, kind="committee", title="x", place="Bangkok", chair=user("coordinator"),
        starts_at=clock.now() + dt.timedelta(days=30), ends_at=clock.now() + dt.timedelta(days=30, hours=1),
    )  # fmt: skip
    with pytest.raises(ConditionsUnmet, match="plan is that of another body"):
        agenda.add_item(meeting, actor=secretariat, title="x", plan=Plan.objects.first())
    with pytest.raises(ConditionsUnmet, match="by the body that met"):
        agenda.add_item(
            meeting, actor=secretariat, title="x", approves=Minutes.objects.filter(state="published").latest("pk")
        )


def test_an_item_stays_while_its_round_is_open_in_the_room(secretariat: Any, coordinator: Any) -> None:
    from decisions.services import rounds
    from tests.builders import consulted

    decision = consulted(secretariat, kind="general")
    sweep.sweep()
    meeting = plan(secretariat, days=12)
    item = agenda.add_item(meeting, actor=secretariat, title="The matter", decision=decision)
    planning.convene(meeting, actor=secretariat)
    sweep.move_clock(meeting.starts_at)
    session.start(meeting, actor=secretariat)
    item.refresh_from_db()
    assert said(guards.its_meeting_is_in_session, item) == ""
    later = agenda.add_item(plan(secretariat), actor=secretariat, title="The matter again", decision=decision)
    session.open_round(item, actor=coordinator)
    for act in (
        lambda: agenda.remove_item(later, actor=secretariat),
        lambda: agenda.edit_item(later, actor=secretariat, version=later.version, decision=None),
    ):
        with pytest.raises(ConditionsUnmet, match="open in the meeting"):
            act()
    with pytest.raises(IllegalTransition, match="outcome of the item is recorded"):
        agenda.remove_item(item, actor=secretariat)
    with pytest.raises(ConditionsUnmet, match="No call for positions on the proposal has closed"):
        proceedings.set_outcome(item, actor=secretariat, outcome="decided")
    rows = {o.pk: {"present": True, "mode": "online", "delegates": "x"} for o in Organization.objects.members()}
    session.record_attendance(item.meeting, actor=secretariat, rows=rows)
    session.close_round(item, actor=coordinator)
    assert rounds.status.latest_round(decision).closed_at is not None
    proceedings.set_outcome(item, actor=secretariat, outcome="decided")
    assert item.outcome == "decided"


def test_the_round_in_the_room_is_of_the_meetings_own_body(secretariat: Any, coordinator: Any) -> None:
    meeting = started(secretariat)
    without = meeting.items.last()
    with pytest.raises(IllegalTransition, match="points at no proposal"):
        session.open_round(without, actor=coordinator)
    of_committee = Decision.objects.get(state="no_consensus")
    item = agenda.add_item(plan(secretariat), actor=secretariat, title="x", decision=of_committee)
    AgendaItem.objects.filter(pk=item.pk).update(meeting=meeting, number=99)
    item.refresh_from_db()
    with pytest.raises(ConditionsUnmet, match="decided by Regional Executive Committee"):
        session.open_round(item, actor=coordinator)


# --- in session


def test_a_meeting_closes_when_every_item_has_an_outcome(secretariat: Any) -> None:
    meeting = started(secretariat)
    assert said(guards.every_item_has_an_outcome, meeting).startswith("Items 1, 2")
    for item in meeting.items.all()[1:]:
        proceedings.set_outcome(item, actor=secretariat, outcome="noted")
    assert said(guards.every_item_has_an_outcome, meeting) == "Item 1 has no outcome."
    first = meeting.items.get(number=1)
    proceedings.set_outcome(first, actor=secretariat, outcome="noted")
    before = first.version
    proceedings.set_outcome(first, actor=secretariat, outcome="noted")
    first.refresh_from_db()
    assert first.version == before, "the same outcome again changes nothing"
    assert said(guards.every_item_has_an_outcome, meeting) == ""


def test_outside_a_session_nothing_of_it_is_noted(secretariat: Any) -> None:
    meeting = plan(secretariat)
    item = meeting.items.first()
    assert said(guards.its_meeting_is_in_session, item) == "The meeting is not in session."
    assert said(guards.actions_can_be_given, item).startswith("Action points can be assigned from the start")
    assert said(guards.attendance_is_taken, meeting).startswith("Attendance can be recorded from the start")
    assert said(guards.apologies_are_taken, meeting).startswith("Apologies can be recorded from the invitation")
    assert said(guards.item_can_be_edited, item) == ""
    assert said(guards.it_has_not_begun, meeting) == ""
    running = started(secretariat)
    first = running.items.first()
    for guard in (guards.its_meeting_is_in_session, guards.actions_can_be_given, guards.item_can_be_edited):
        assert said(guard, first) == ""
    assert said(guards.its_meeting_has_not_begun, first) == "The meeting has begun or is cancelled."
    proceedings.set_outcome(first, actor=secretariat, outcome="noted")
    assert said(guards.item_can_be_edited, first) == "The outcome of the item is recorded, or the meeting has ended."


def test_action_points_move_within_their_meeting_and_until_approval(secretariat: Any) -> None:
    meeting, elsewhere = started(secretariat), plan(secretariat)
    first, last = meeting.items.first(), meeting.items.last()
    day = clock.today() + dt.timedelta(days=30)
    proceedings.give_action(first, actor=secretariat, title="To write", officer=any_officer("fao"), due_on=day)
    link = first.actions.get()
    with pytest.raises(PermissionRefused):
        proceedings.move_action(link, actor=actor("ilo"), to=last)
    with pytest.raises(IllegalTransition, match="stays in its meeting"):
        proceedings.move_action(link, actor=secretariat, to=elsewhere.items.first())
    proceedings.move_action(link, actor=secretariat, to=first)
    assert link.item == first
    proceedings.move_action(link, actor=secretariat, to=last)
    link.refresh_from_db()
    assert link.item == last


# --- minutes


def test_the_life_of_minutes_asks_what_it_needs(secretariat: Any, coordinator: Any) -> None:
    minutes = held(secretariat)
    assert said(guards.meeting_is_held, minutes) == ""
    assert said(guards.every_section_has_text, minutes).startswith("These sections have neither text")
    assert said(guards.minutes_are_circulated, minutes) == "The minutes are not circulated."
    assert said(guards.comments_are_taken, minutes) == "The minutes are not open for comments."
    assert said(guards.minutes_were_never_circulated, minutes.meeting) == ""
    write_all(minutes, secretariat)
    assert said(guards.every_section_has_text, minutes) == ""
    assert said(guards.another_hand_wrote, minutes, secretariat).endswith("other than the drafter.")
    assert said(guards.another_hand_wrote, minutes, coordinator) == ""
    now = clock.now()
    assert said(guards.comments_lie_ahead, minutes, comments_until=now).endswith("must be in the future.")
    assert said(guards.comments_lie_ahead, minutes, comments_until=now + dt.timedelta(hours=1)) == ""

    minutes_service.circulate(minutes, actor=secretariat, comments_until=now + dt.timedelta(days=7))
    assert said(guards.minutes_are_circulated, minutes) == ""
    assert said(guards.comments_are_taken, minutes) == ""
    assert "correct the attendance in them" in said(guards.minutes_were_never_circulated, minutes.meeting)
    minutes_service.comment(minutes, actor=actor("fao"), body="A word.")
    assert said(guards.every_comment_has_a_reply, minutes) == "1 comment has no answer."
    sweep.move_clock(now + dt.timedelta(days=8))
    assert said(guards.comments_are_taken, minutes) == "The deadline for comments has passed."
    assert said(guards.pdf_is_filed, minutes) == "The PDF is being prepared. Reload the page shortly."
    assert said(guards.pdf_is_filed, Minutes.objects.filter(state="published").latest("pk")) == ""


def test_minutes_of_a_meeting_in_session_are_not_circulated(secretariat: Any) -> None:
    minutes = held(secretariat)
    session.reopen(minutes.meeting, actor=secretariat, reason="Two were forgotten.")
    minutes.refresh_from_db()
    minutes.meeting.refresh_from_db()
    assert said(guards.meeting_is_held, minutes) == "The meeting is not closed yet."


def test_letters_that_no_font_has_are_named_with_their_sections(secretariat: Any) -> None:
    minutes = held(secretariat)
    write_all(minutes, secretariat)
    section = minutes.sections.first()
    section.refresh_from_db()
    assert said(guards.they_can_be_drawn, minutes) == ""
    minutes_service.save_section(
        section, actor=secretariat, version=section.version, body="𒀀 was said.", no_discussion=False
    )
    assert f"Sections: {section.heading}" in said(guards.they_can_be_drawn, minutes)


def test_a_section_saved_as_it_was_makes_no_revision(secretariat: Any) -> None:
    minutes = held(secretariat)
    write_all(minutes, secretariat)
    section = minutes.sections.first()
    section.refresh_from_db()
    before = section.revisions.count()
    minutes_service.save_section(
        section, actor=secretariat, version=section.version, body=section.text, no_discussion=section.no_discussion
    )
    assert section.revisions.count() == before


def test_an_answer_given_again_changes_nothing(secretariat: Any) -> None:
    minutes = Minutes.objects.get(state="circulated")
    made = minutes.comments.filter(answered_at=None).first()
    if made is None:
        Minutes.objects.filter(pk=minutes.pk).update(comments_until=clock.now() + dt.timedelta(days=2))
        minutes.refresh_from_db()
        made = minutes_service.comment(minutes, actor=actor("fao"), body="A word.")
    minutes_service.answer_comment(made, actor=secretariat, disposition="noted", reply="Noted.")
    first = made.answered_at
    minutes_service.answer_comment(made, actor=secretariat, disposition="noted", reply="Noted.")
    assert made.answered_at == first


def test_writing_is_granted_by_the_secretariat_with_a_link_for_who_has_no_password(secretariat: Any) -> None:
    minutes = Minutes.objects.filter(state="draft").first()
    until = clock.now() + dt.timedelta(days=9)
    given = {"email": "writer@example.org", "name": "New Writer", "reason": "To write.", "until": until}
    with pytest.raises(PermissionRefused):
        minutes_service.grant_writing(minutes, actor=actor("ilo"), **given)
    minutes_service.grant_writing(minutes, actor=secretariat, **given)
    person = User.objects.get(email="writer@example.org")
    grant = Grant.objects.get(person=person, ended_at=None)
    assert (grant.permission, grant.object_id, person.invitations.count()) == ("write_minutes", minutes.pk, 1)
    for key in ("ilo", "coordinator"):
        with pytest.raises(PermissionRefused):
            minutes_service.end_grant(grant, actor=actor(key))
    minutes_service.end_grant(grant, actor=secretariat)
    grant.refresh_from_db()
    assert grant.ended_at is not None
