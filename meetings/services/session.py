"""The meeting in session: its start and end, attendance, apologies, calls for positions held in it."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from decisions import status
from decisions.models import Decision, Round
from decisions.services import amendments, positions, rounds
from meetings import audiences, guards, policies
from meetings.models import AgendaItem, Apology, Attendance, Meeting, Minutes, MinutesSection, Participant
from meetings.services.agenda import reread
from meetings.status import OPENED_HERE, call_held_here
from members.models import Officer, Organization
from network_portal.lib import clock, text
from network_portal.records import audit
from network_portal.records.access.actor import Actor
from network_portal.records.web.forms import check_seen
from network_portal.records.workflow import bounds, engine
from network_portal.records.workflow.acts import refuse_unless, service
from network_portal.records.workflow.engine import Guard, Policy
from network_portal.records.workflow.refusals import (
    ConditionsUnmet,
    IllegalTransition,
    UnmetCondition,
)


def start(meeting: Meeting, *, actor: Actor) -> None:
    """Start the meeting on its day: the attendance is filled from the replies, the minutes from the agenda."""
    with audit.lock(meeting):
        engine.apply(meeting, "start", actor=actor, started_at=clock.now(), writes=lambda: _set_up(meeting, actor))


def _set_up(meeting: Meeting, actor: Actor) -> None:
    """The list of participants from the body as it is on the day, and the minutes from the agenda."""
    modes = dict(meeting.invitations.values_list("organization", "mode"))
    audit.create_all(
        Attendance(meeting=meeting, organization=organization, present=False, mode=modes.get(organization.pk, ""))
        for organization in Organization.objects.sitting_in(meeting.body)
    )
    minutes = Minutes(meeting=meeting)
    audit.save(minutes, actor=actor, reason="skeleton")
    for item in meeting.items.all():
        section = MinutesSection(minutes=minutes, item=item, order=item.number, heading=item.title)
        audit.save(section, actor=actor, reason="skeleton")


def attendance_seen(meeting: Meeting) -> str:
    """What a form of the attendance is opened on."""
    rows = meeting.attendances.order_by("organization").values_list("organization", "present", "mode", "delegates")
    return text.digest(*(str(row) for row in rows))


def _called_here(meeting: Meeting) -> list[Decision]:
    """The proposals on which the latest call was opened in this meeting."""
    items = meeting.items.filter(decision__body=meeting.body_id).select_related("decision", "meeting")
    return [item.decision for item in items if item.decision is not None and call_held_here(item) is not None]


@service(policies.chair_or_secretariat, guards.attendance_is_taken, also=_called_here)
def record_attendance(
    meeting: Meeting, *, actor: Actor, rows: Mapping[int, Mapping[str, Any]], version: str | None = None
) -> None:
    """Note who is present (organization id: present, mode, delegates); those present are not the deciding body.

    Who turns out not to have been represented is told of a text that this meeting adopted ad referendum. Refused (Stale,
    with who is noted now) where somebody noted it since the form was opened.
    """
    represented = represented_in(meeting)
    there = meeting.attendances.filter(present=True).select_related("organization")
    noted = "\n".join(", ".join(filter(None, (str(a), str(a.get_mode_display()), a.delegates))) for a in there)
    check_seen(attendance_seen(meeting), version, present=noted)
    changed = 0
    for row in meeting.attendances.select_related("organization"):
        said = rows.get(row.organization_id)
        if said is None:
            continue
        before = row.present, row.mode, row.delegates
        row.present, row.mode = bool(said["present"]), said["mode"]
        row.delegates = str(said["delegates"])
        if before != (row.present, row.mode, row.delegates):
            audit.write(row, "present", "mode", "delegates")
            changed += 1
    if not changed and meeting.attendance_at is not None:
        return
    if meeting.attendance_at is None:
        meeting.attendance_at = clock.now()
        audit.save(meeting, actor=actor, reason="attendance", fields=["attendance_at"])
    present = [str(a.organization) for a in meeting.attendances.filter(present=True).select_related("organization")]
    audit.record_event(
        meeting, "presence noted", actor=actor, audience=audiences.members_of(meeting), payload={"present": present}
    )
    gone = represented - represented_in(meeting)
    for decision in _called_here(meeting) if gone else ():
        amendments.add_not_represented(decision, actor=actor, organizations=gone)


@service(policies.chair_or_secretariat, guards.apologies_are_taken)
def note_apology(meeting: Meeting, *, actor: Actor, organization: Organization, person: str, reason: str) -> None:
    """Note that a person of an organization of the body cannot come; noted again it changes the reason.

    Refuses an organization that does not sit in the body (ConditionsUnmet).
    """
    if not Organization.objects.sitting_in(meeting.body).contains(organization):
        sentence = _("{org} does not sit in {body}.").format(org=organization, body=meeting.body)
        raise ConditionsUnmet(UnmetCondition(sentence))
    bounds.check(meeting.apologies.count(), bounds.APOLOGIES)
    row = meeting.apologies.filter(organization=organization, person=person).first()
    if row is None:
        row = audit.create(
            Apology(meeting=meeting, organization=organization, person=person, reason=reason, noted_at=clock.now())
        )
    elif row.reason != reason:
        row.reason = reason
        audit.write(row, "reason")
    else:
        return
    payload = {"organization": str(organization), "reason": reason}
    audit.record_event(row, "apology noted", actor=actor, audience=audiences.members_of(meeting), payload=payload)


def reopen(meeting: Meeting, *, actor: Actor, reason: str) -> None:
    """Open a held meeting again for a correction of attendance, before its minutes are circulated."""
    engine.apply(meeting, "reopen", actor=actor, reason=reason, closed_at=None)


@service(policies.chair_or_secretariat, guards.attendance_is_taken)
def note_participant(
    meeting: Meeting, *, actor: Actor, role: str, name: str, organization: str, function: str = "", mode: str = ""
) -> None:
    """Record a person from outside the members, or of the Secretariat, as present; recorded again it changes the line."""
    bounds.check(meeting.participants.count(), bounds.PARTICIPANTS)
    row = meeting.participants.filter(name=name, organization=organization).first()
    said = {"role": role, "function": function, "mode": mode}
    if row is None:
        row = audit.create(
            Participant(meeting=meeting, name=name, organization=organization, noted_at=clock.now(), **said)
        )
    elif {n: getattr(row, n) for n in said} != said:
        for field, value in said.items():
            setattr(row, field, value)
        audit.write(row, *said)
    else:
        return
    payload = {"name": name, "organization": organization, "role": role}
    audit.record_event(row, "participant noted", actor=actor, audience=audiences.members_of(meeting), payload=payload)


@service(policies.chair_or_secretariat, guards.its_attendance_is_taken)
def remove_participant(participant: Participant, *, actor: Actor) -> None:
    """Take a line that was recorded in error off the list of participants; the history keeps it."""
    payload = {"name": participant.name, "organization": participant.organization}
    audit.delete([participant], actor=actor)
    audience = audiences.members_of(participant.meeting)
    audit.record_event(participant.meeting, "participant removed", actor=actor, audience=audience, payload=payload)


def in_session(item: AgendaItem, actor: Actor, who: Policy = policies.chair_or_secretariat, *more: Guard) -> None:
    """Read the item again; refuse who may not, a meeting that is not in session, and where ``more`` does not hold."""
    reread(item)
    refuse_unless(item, actor, who, (guards.its_meeting_is_in_session, *more))


def open_round(item: AgendaItem, *, actor: Actor) -> Round:
    """Hold the round on the item's proposal in the room; the full consultation is asked for as in writing.

    ToR regional decision-making 1.
    """
    if item.decision is None:
        raise IllegalTransition(_("The item points at no proposal."))
    with audit.lock(item.meeting, item.decision):
        in_session(item, actor)
        if item.decision.body_id != item.meeting.body_id:
            sentence = _("This is decided by {body}: positions are stated in a meeting of that body, or in writing.")
            raise ConditionsUnmet(UnmetCondition(sentence.format(body=item.decision.body)))
        opened = rounds.open_round(item.decision, actor=actor, mode=Round.Mode.MEETING)
        payload = {"item": item.number, "decision": item.decision.slug}
        audit.record_event(item, OPENED_HERE, actor=actor, audience=audiences.members_of(item.meeting), payload=payload)
        return opened


def enter_positions(
    item: AgendaItem, *, actor: Actor, rows: Collection[tuple[Organization, Officer, str, str, str]]
) -> None:
    """Record what was stated in the meeting: (organization, speaker, value, reason, proposed_solution).

    An organization that stated a position is present. A line sent again as it was recorded is left.
    """
    assert item.decision is not None
    with audit.lock(item.meeting, item.decision):
        in_session(item, actor, policies.chair_or_secretariat, guards.its_call_is_open_here)
        latest = status.latest_round(item.decision)
        for organization, speaker, value, reason, proposed_solution in rows:
            before = status.current_position(latest, organization.pk) if latest is not None else None
            ours = before if before is not None and before.speaker_id is not None else None
            said = (value, reason, proposed_solution)
            if ours is None or (ours.value, ours.reason, ours.proposed_solution) != said:
                positions.record_spoken(
                    item.decision, organization, actor=actor, value=value, reason=reason,
                    proposed_solution=proposed_solution, speaker=speaker,
                )  # fmt: skip
            _is_present(item.meeting, organization, speaker)


def _is_present(meeting: Meeting, organization: Organization, speaker: Officer) -> None:
    """An organization that spoke is listed as present, by its speaker where nobody is named yet."""
    row = meeting.attendances.filter(organization=organization, present=False).first()
    if row is not None:
        row.present, row.delegates = True, row.delegates or str(speaker.person)
        audit.write(row, "present", "delegates")


def represented_in(meeting: Meeting) -> set[int]:
    """The ids of the organizations that are recorded as present."""
    return set(meeting.attendances.filter(present=True).values_list("organization_id", flat=True))


def amend(
    item: AgendaItem,
    *,
    actor: Actor,
    source: str,
    change_note: str,
    editorial: bool = False,
    version: str | None = None,
) -> None:
    """Record an amendment that the meeting made to the text of its item while it asks for objections.

    An amendment of substance is adopted ad referendum until the members not represented could object.
    """
    assert item.decision is not None
    with audit.lock(item.meeting, item.decision):
        in_session(item, actor, policies.chair_or_secretariat, guards.its_call_is_open_here)
        rounds.amend_in_meeting(
            item.decision, actor=actor, source=source, change_note=change_note, editorial=editorial, version=version
        )
        payload = {"item": item.number, "decision": item.decision.slug, "amended": change_note}
        audit.record_event(item, OPENED_HERE, actor=actor, audience=audiences.members_of(item.meeting), payload=payload)


def close_round(item: AgendaItem, *, actor: Actor) -> None:
    """The Coordinator closes the round with its item."""
    assert item.decision is not None
    with audit.lock(item.meeting, item.decision):
        in_session(item, actor, policies.closes_its_round, guards.its_call_is_open_here)
        _refuse_without_attendance(item.meeting)
        rounds.close_in_meeting(item.decision, actor=actor, represented=represented_in(item.meeting))


def _refuse_without_attendance(meeting: Meeting) -> None:
    """Who is present and states no objection joins the consensus, and the others are informed: it must be known who is."""
    if meeting.attendance_at is None:
        words = _(
            "Record first the attendance: organizations that are present and state no objection join the consensus."
        )
        raise ConditionsUnmet(UnmetCondition(words, meeting.path("attendance")))


def close(meeting: Meeting, *, actor: Actor, without_attendance: bool = False) -> None:
    """Close the meeting; a round that is still open in this room closes with it, and none of another meeting.

    Where nobody recorded attendance it is closed only on request (ConditionsUnmet); the minutes then say so.
    """
    found = _called_here(meeting)
    with audit.lock(meeting, *found):
        meeting.refresh_from_db()
        engine.check(meeting, "close_meeting", actor=actor)
        if any(status.is_open_in_a_meeting(status.latest_round(decision)) for decision in found):
            _refuse_without_attendance(meeting)
        if not meeting.attendance_is_recorded and not without_attendance:
            sentence = _("Attendance is not recorded. Record it now, or close the meeting and record it later.")
            raise ConditionsUnmet(UnmetCondition(sentence, meeting.path("attendance")))
        engine.apply(meeting, "close_meeting", actor=actor, closed_at=clock.now())
        for decision in found:
            rounds.close_for_meeting(decision, actor=actor, represented=represented_in(meeting))
