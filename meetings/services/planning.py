"""A meeting from its plan to the day it starts. ToR regional coordination, bullets 1 and 3."""

import datetime as dt
import secrets
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from meetings import audiences, guards, notices, policies
from meetings.models import Invitation, Meeting
from meetings.services.agenda import standing_items
from members.models import Body, Organization, Seat
from network_portal.lib import clock
from network_portal.records import audit
from network_portal.records.access import security
from network_portal.records.access.actor import SYSTEM, Actor
from network_portal.records.access.audience import SECRETARIAT
from network_portal.records.files import counters
from network_portal.records.jobs import jobs, reminders, sweep
from network_portal.records.models import Job, Reminder, SecurityEvent
from network_portal.records.web.forms import check_version
from network_portal.records.workflow import engine
from network_portal.records.workflow.acts import service
from network_portal.records.workflow.refusals import (
    ConditionsUnmet,
    IllegalTransition,
    PermissionRefused,
    UnmetCondition,
)

LONGEST = dt.timedelta(days=13)
"""From the first to the last day of a meeting: the portal's own value, against a mistyped month."""
INVITATION = "invitation_paper"
"""The kind of job that draws the invitation."""
CODES = {Meeting.Kind.ANNUAL: "AM"}


def _code(body: Body, kind: str) -> str:
    return CODES.get(Meeting.Kind(kind), body.code)


def plan(
    body: Body,
    *,
    actor: Actor,
    kind: str,
    title: str,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    place: str = "",
    link: str = "",
    chair: Any = None,
    zone: str = "",
    deviation: str = "",
) -> Meeting:
    """Plan a meeting of a body, with its number of the year and the standing items of an agenda.

    IOM chairs the meetings of the Network and of its committee (ConditionsUnmet for anybody else); another place than the
    Network's needs its reason.
    """
    if not policies.plans_for(actor, body):
        raise PermissionRefused
    _ends_after_start(starts_at, ends_at)
    _refuse(
        guards.can_chair(body, chair) if chair is not None else None,
        guards.place_has_its_reason(body, place, deviation),
    )
    year = starts_at.astimezone(clock.zone(zone)).year
    code = _code(body, kind)
    with transaction.atomic():
        number = counters.next_number(f"{code}/{year}")
        meeting = Meeting(
            kind=kind,
            body=body,
            year=year,
            number=number,
            slug=f"{code}-{year}-{number}".lower(),
            reference=f"{settings.NUMBER_PREFIX}/{code}/{year}/{number}",
            title=title,
            starts_at=starts_at,
            ends_at=ends_at,
            zone=zone or settings.NETWORK_ZONE,
            place=place,
            link=link,
            chair=chair,
            deviation=deviation,
            uid=f"{secrets.token_hex(12)}@{settings.MAIL_DOMAIN}",
        )
        audit.save(meeting, actor=actor, reason="planned")
        with audit.lock(meeting):
            audit.record_event(meeting, "planned", actor=actor, audience=SECRETARIAT, payload={"starts_at": starts_at})
            standing_items(meeting, actor)
    return meeting


def _ends_after_start(starts_at: dt.datetime, ends_at: dt.datetime) -> None:
    """Refuse (ConditionsUnmet) an end that does not come after the start, or more than the longest meeting."""
    if ends_at <= starts_at:
        raise ConditionsUnmet(UnmetCondition(_("The end must come after the start.")))
    if ends_at - starts_at > LONGEST + dt.timedelta(days=1):
        raise ConditionsUnmet(UnmetCondition(_("A meeting lasts at most 14 days. Check the last day.")))


def _refuse(*unmet: UnmetCondition | None) -> None:
    if missing := [one for one in unmet if one is not None]:
        raise ConditionsUnmet(*missing)


@service(policies.secretariat, guards.it_has_not_begun)
def edit(meeting: Meeting, /, *, actor: Actor, version: int, **fields: Any) -> None:
    """Change title, place, link or chair before the meeting; a stale save is refused with the newer words.

    A convened meeting keeps what it was convened with (ConditionsUnmet), and the invited get a new calendar entry.
    """
    check_version(meeting, version, **{n: str(getattr(meeting, n) or "") for n in fields})
    changed = [name for name, value in fields.items() if getattr(meeting, name) != value]
    if not changed:
        return
    for name, value in fields.items():
        setattr(meeting, name, value)
    _refuse(
        guards.can_chair(meeting.body, meeting.chair) if "chair" in changed and meeting.chair is not None else None,
        guards.place_has_its_reason(meeting.body, meeting.place, meeting.deviation),
    )
    if meeting.state == "convened":
        _keep_convened(meeting, actor)
    audit.save(meeting, actor=actor, reason="edited", fields=[*fields, "sequence"])
    audit.record_event(
        meeting, "edited", actor=actor, audience=audiences.of_meeting(meeting), payload={"fields": changed}
    )
    if meeting.state == "convened" and changed:
        jobs.queue(INVITATION, meeting)
        notices.tell_changed(meeting)


def _keep_convened(meeting: Meeting, actor: Actor) -> None:
    context = engine.Context(actor, clock.now())
    _refuse(guards.place_is_known(meeting, context), guards.chair_is_known(meeting, context))
    meeting.sequence += 1


@service(policies.secretariat, guards.a_chair_can_be_named)
def name_chair(meeting: Meeting, *, actor: Actor, chair: Any, reason: str) -> None:
    """Name another chair for a meeting that has begun, so that its minutes do not wait for somebody who has left."""
    _refuse(guards.can_chair(meeting.body, chair))
    if meeting.chair == chair:
        return
    payload = {"from": str(meeting.chair or ""), "to": str(chair), "reason": reason}
    meeting.chair = chair
    audit.save(meeting, actor=actor, reason=reason, fields=["chair"])
    audit.record_event(meeting, "chair named", actor=actor, audience=audiences.members_of(meeting), payload=payload)
    security.note(SecurityEvent.Kind.ROLE_CHANGED, person_id=actor.user_id, subject=f"chair of {meeting}")


def convene(meeting: Meeting, *, actor: Actor) -> None:
    """Invite every organization of the body and set the days of the reminders."""
    with audit.lock(meeting):
        organizations = Organization.objects.sitting_in(meeting.body)
        engine.apply(
            meeting, "convene", actor=actor, audience=audiences.members_of(meeting), convened_at=clock.now(),
            writes=lambda: audit.create_all(Invitation(meeting=meeting, organization=o) for o in organizations),
        )  # fmt: skip
        _set_reminders(meeting)
        jobs.queue(INVITATION, meeting)


@service(policies.secretariat, guards.it_is_convened)
def issue_invitation(meeting: Meeting, *, actor: Actor) -> None:
    """Ask for the invitation paper with the agenda as it stands now, or once more where it could not be made."""
    job = jobs.latest(INVITATION, meeting)
    if job is not None and job.state == Job.State.FAILED:
        jobs.start_again(job)
    else:
        jobs.queue(INVITATION, meeting)
    audit.record_event(meeting, "invitation asked for", actor=actor, audience=audiences.members_of(meeting))


def invite_who_joined() -> int:
    """Invite to the convened meetings that lie ahead the organizations that came to sit in their bodies since."""
    invited = Invitation.objects.filter(meeting=OuterRef(OuterRef("pk")), organization=OuterRef("organization"))
    joined = Seat.objects.sitting().filter(~Exists(invited), body=OuterRef("body"))
    rows = Meeting.objects.filter(Exists(joined), state="convened", starts_at__gt=clock.now())
    return sweep.run_for_each(rows, _invite)


def _invite(meeting: Meeting) -> None:
    with audit.lock(meeting):
        meeting.refresh_from_db()
        sitting = Organization.objects.sitting_in(meeting.body)
        joined = list(sitting.exclude(pk__in=meeting.invitations.values("organization")))
        if meeting.state != "convened" or not joined:
            raise IllegalTransition(_("Every organization of the body was invited."))
        audit.create_all(Invitation(meeting=meeting, organization=organization) for organization in joined)
        payload = {"organizations": ", ".join(str(o) for o in joined)}
        event = audit.record_event(
            meeting, "invited", actor=SYSTEM, audience=audiences.members_of(meeting), payload=payload
        )
        notices.tell_joined(meeting, joined, event)


def joining(after: dt.datetime, until: dt.datetime) -> list[dt.datetime]:
    """When seats begin that a convened meeting or a consultation would have to follow."""
    rows = Seat.objects.filter(error_reason="", starts_on__gt=clock.day_of(after), starts_on__lte=clock.day_of(until))
    return [clock.at(day, 0) for day in sorted(set(rows.values_list("starts_on", flat=True)))]


def _set_reminders(meeting: Meeting) -> None:
    """10 and 3 working days before, at nine in the morning; none whose time has passed."""
    day = clock.day_of(meeting.starts_at)
    for count in settings.REPLY_REMINDERS_WORKING_DAYS:
        due_at = clock.at(clock.add_working_days(day, -count), 9)
        if due_at > clock.now():
            occasion = f"{meeting.sequence}, {count} working days before"
            reminders.plan("meeting_reminder", meeting, occasion, due_at)


@service(policies.secretariat, guards.it_has_not_begun)
def reschedule(
    meeting: Meeting, *, actor: Actor, starts_at: dt.datetime, ends_at: dt.datetime, reason: str, zone: str = ""
) -> None:
    """A new date: the calendar entry keeps its UID, everybody is told and asked to reply again."""
    if starts_at <= clock.now():
        raise ConditionsUnmet(UnmetCondition(_("The new date must be in the future, and the end after the start.")))
    _ends_after_start(starts_at, ends_at)
    before = meeting.starts_at
    if (before, meeting.ends_at, meeting.zone) == (starts_at, ends_at, zone or meeting.zone):
        raise ConditionsUnmet(UnmetCondition(_("The meeting has this date already. No new replies were requested.")))
    meeting.starts_at, meeting.ends_at, meeting.sequence = starts_at, ends_at, meeting.sequence + 1
    meeting.zone = zone or meeting.zone
    audit.save(meeting, actor=actor, reason=reason, fields=["starts_at", "ends_at", "zone", "sequence"])
    if meeting.state == "convened":
        _ask_again(meeting)
    payload = {"from": before, "to": starts_at, "reason": reason}
    audit.record_event(meeting, "rescheduled", actor=actor, audience=audiences.of_meeting(meeting), payload=payload)
    if meeting.state == "convened":
        reminders.drop(meeting, Reminder.Result.MOVED)
        _set_reminders(meeting)
        jobs.queue(INVITATION, meeting)
        notices.tell_moved(meeting)


def _ask_again(meeting: Meeting) -> None:
    """The replies were given for another date."""
    for row in meeting.invitations.exclude(reply=""):
        row.reply, row.mode, row.replied_by, row.replied_at = "", "", None, None
        audit.write(row, "reply", "mode", "replied_by", "replied_at")


def cancel(meeting: Meeting, *, actor: Actor, reason: str) -> None:
    with audit.lock(meeting):
        engine.apply(meeting, "cancel", actor=actor, reason=reason, sequence=meeting.sequence + 1)
        reminders.drop(meeting, Reminder.Result.CANCELLED)


@service(policies.reply, guards.replies_are_taken)
def reply(meeting: Meeting, *, actor: Actor, answer: str, mode: str = "") -> None:
    """Say for one's organization whether and how it comes; may be changed until the meeting starts."""
    row = meeting.invitations.filter(organization=actor.organization_id).first()
    if row is None:  # it came to sit in the body since; the next sweep invites it
        raise IllegalTransition(_("{org} is not among the invited.").format(org=actor.organization))
    if (row.reply, row.mode) == (answer, mode if answer != "no" else ""):
        return
    row.reply, row.mode = answer, mode if answer != "no" else ""
    row.replied_by, row.replied_at = actor.user, clock.now()
    audit.write(row, "reply", "mode", "replied_by", "replied_at")
    audit.record_event(
        row, "replied", actor=actor, audience=audiences.members_of(meeting), payload={"reply": answer, "mode": row.mode}
    )


def remind(meeting: Meeting, reminder: Reminder) -> str:
    """Remind who has not replied to the invitation, and say what became of it."""
    if meeting.state != "convened":
        return Reminder.Result.BEGUN
    if notices.remind(meeting, reminder.occasion):
        return Reminder.Result.SENT
    waited_for = meeting.invitations.expected().filter(reply="").exists()
    return Reminder.Result.NO_ADDRESS if waited_for else Reminder.Result.NOBODY
