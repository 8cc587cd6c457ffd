"""What the pages of meetings show, ready for the templates."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions import policies as decisions
from decisions import status
from decisions.models import Decision
from meetings import acts, guards, invitation_document, policies
from meetings.models import AgendaItem, Invitation, Meeting, Minutes, MinutesSection, Mode
from meetings.services import session
from members import policies as people
from members.querysets import sits
from network_portal.lib import clock
from network_portal.records.access.actor import Actor
from network_portal.records.jobs import reminders
from network_portal.records.registry import registry
from network_portal.records.web import reading
from network_portal.records.web.acts import menu
from network_portal.records.workflow import engine


class Reply(NamedTuple):
    """What an invited organization said; read without making rows of it, for a meeting has one for every member."""

    organization_id: int
    organization: str
    reply: str
    mode: str
    sits: bool

    @property
    def reply_label(self) -> str:
        return str(Invitation.Reply(self.reply).label) if self.reply else ""

    @property
    def mode_label(self) -> str:
        return str(Mode(self.mode).label) if self.mode else ""


class Attended(NamedTuple):
    """Whether an organization was present, and who came for it."""

    present: bool
    organization: str
    delegates: str


@dataclass(frozen=True)
class MeetingPage:
    """The record page of a meeting: agenda, replies, attendance, and the way to its minutes."""

    meeting: Meeting
    next: tuple[str, str]
    steps: list[reading.Step]
    available_transitions: list[Any]
    primary: Any
    acts: list[tuple[str, str]]
    items: list[Any]
    replies: dict[str, list[Reply]]
    invited: int
    left: list[Reply]
    mine: Reply | None
    may_reply: bool
    present: list[Attended]
    participants: list[Any]
    may_record: bool
    apologies: list[Any]
    invitation: Any
    minutes: Any
    content: dict[str, Any] | None
    reminders: list[Any]
    events: list[reading.Act]
    panels: list[Any]
    in_session: bool
    may_run: bool
    may_set_agenda: bool

    @property
    def parts(self) -> list[reading.Part]:
        """The parts that the page has, in order."""
        parts = [reading.Part("agenda", _("Agenda"), len(self.items))]
        if self.minutes:
            parts.append(reading.Part("minutes", _("Minutes")))
        if self.meeting.started_at or self.apologies:
            parts.append(reading.Part("attendance", _("Attendance"), len(self.present)))
        return [*parts, reading.Part("record", _("History"), len(self.events))]


def meeting(actor: Actor, row: Meeting) -> MeetingPage:
    items = list(
        row.items.select_related("decision", "plan", "approves__meeting").prefetch_related(
            "actions__action__organization"
        )
    )
    hide_unseen(items, actor)
    said = ("organization_id", "organization__acronym", "reply", "mode", "sits")
    waits = row.is_open_to_change  # once it has begun, the replies stay as they were
    invited = row.invitations.annotate(sits=sits("meeting__body") if waits else Value(True))
    replies = [Reply(*values) for values in invited.values_list(*said)]
    invitations = [reply for reply in replies if reply.sits]
    came = ("present", "organization__acronym", "delegates")
    attendances = [Attended(*values) for values in row.attendances.values_list(*came)] if row.started_at else []
    minutes = Minutes.objects.visible_to(actor).filter(meeting=row).first() if row.started_at else None
    if minutes is not None:
        minutes.meeting = row
    available_transitions = engine.available_transitions(row, actor)
    ready = [o for o in available_transitions if o.ready and not o.transition.needs_reason]
    mine = next(
        (i for i in invitations if i.organization_id == actor.organization_id and actor.is_representative), None
    )
    may_reply = row.state == "convened" and mine is not None
    return MeetingPage(
        meeting=row,
        next=next_sentence(row, invitations, minutes),
        steps=steps(row),
        available_transitions=available_transitions,
        primary=next(iter(ready), None),
        acts=_acts(row, actor),
        items=items,
        replies={key or "none": [i for i in invitations if i.reply == key] for key in ("yes", "tentative", "no", "")},
        invited=len(invitations),
        left=[reply for reply in replies if not reply.sits],
        mine=mine,
        may_reply=may_reply,
        present=[a for a in attendances if a.present],
        participants=list(row.participants.all()) if row.started_at else [],
        may_record=session.record_attendance.allows(actor, row),
        invitation=invitation_document.filed(row),
        apologies=list(row.apologies.select_related("organization")) if row.convened_at else [],
        minutes=minutes,
        content=minutes.content() if minutes is not None and minutes.is_frozen else None,
        reminders=list(reminders.of(row)) if row.state == "convened" and people.runs_the_network(actor) else [],
        events=reading.acts(actor, "meetings.meeting", row.pk),
        panels=registry.panels_for("meeting", actor, row),
        in_session=row.state == "in_session",
        may_run=policies.run_room(actor, row),
        may_set_agenda=policies.sets_the_agenda(actor, row),
    )


def _acts(row: Meeting, actor: Actor) -> list[tuple[str, str]]:
    found = menu(acts.OF_MEETING, row, actor)
    if session.record_attendance.allows(actor, row):
        found.insert(0, (_("Record attendance"), row.path("attendance")))
    return found


def next_sentence(row: Meeting, invitations: list[Reply], minutes: Any) -> tuple[str, str]:
    """What happens next, and whose move it is."""
    if row.state == "planned":
        return _("The Secretariat prepares the agenda and convenes the meeting."), _("the Secretariat")
    if row.state == "convened":
        waiting = sum(1 for i in invitations if not i.reply)
        if waiting and row.starts_at > clock.now():
            words = ngettext("Reply awaited from {n} organization.", "Replies awaited from {n} organizations.", waiting)
            return words.format(n=waiting), _("the organizations")
        return _("Scheduled."), _("the chair and the Secretariat")
    if row.state == "in_session":
        return _("The meeting is in session."), _("the chair and the Secretariat")
    if row.state == "held":
        if minutes is not None:
            say = {
                "draft": (_("The minutes are being written."), _("the Secretariat")),
                "circulated": (_("Members comment on the minutes."), _("the members")),
                "approved": (_("The minutes are approved and wait to be published."), _("the Secretariat")),
                "published": (_("The minutes are published to the members."), ""),
            }
            return say[minutes.state]
        return _("The minutes are being written."), _("the Secretariat")
    return _("The meeting was cancelled."), ""


def steps(row: Meeting) -> list[reading.Step]:
    when = {"convened": row.convened_at, "in_session": row.started_at, "held": row.closed_at}
    return reading.steps(row, when, shown=("planned", "cancelled") if row.state == "cancelled" else ())


@dataclass(frozen=True)
class ItemPage:
    """One agenda item as the room needs it: what it points at, what can be done with it now, its neighbours."""

    item: Any
    meeting: Meeting
    round_is_open: bool
    ad_referendum: Any
    may_run: bool
    may_open_round: bool
    may_enter: bool
    may_close_round: bool
    may_amend: bool
    may_act: bool
    may_approve: bool
    may_edit: bool
    may_move_actions: bool
    section: Any
    actions: list[Any]
    previous: Any
    next: Any

    @property
    def asks_first(self) -> bool:
        """Whether something about its proposal or its minutes comes before the record of the item."""
        return self.may_open_round or self.may_enter or self.may_close_round or self.may_approve


def item(actor: Actor, row: AgendaItem) -> ItemPage:
    hide_unseen([row], actor)
    decision, meeting = row.decision, row.meeting
    latest = status.latest_round(decision) if decision is not None else None
    in_room = guards.its_call_is_open_here(row, engine.Context(actor, clock.now())) is None
    amended = status.ad_referendum(latest) if latest is not None and latest.closed_at is None else None
    may_run = policies.run_room(actor, meeting)
    verbs = (
        {available.verb for available in engine.available_transitions(decision, actor)}
        if decision is not None and may_run
        else set()
    )
    approvals = engine.available_transitions(row.approves, actor) if row.approves is not None else []
    section = MinutesSection.objects.filter(item=row).select_related("minutes__meeting").first()
    others = list(meeting.items.exclude(pk=row.pk).order_by("number"))
    return ItemPage(
        item=row,
        meeting=meeting,
        round_is_open=in_room,
        ad_referendum=amended,
        may_run=may_run,
        may_open_round="open_round" in verbs and decision is not None and decision.body_id == meeting.body_id,
        may_enter=in_room and decision is not None and decisions.record_reply(actor, decision),
        may_close_round=in_room and decisions.coordinator(actor, decision),
        may_amend=in_room and policies.amends(actor, row),
        may_act=decisions.runs(actor, None) and meeting.started_at is not None,
        may_edit=acts.EDIT_ITEM.allows(actor, row),
        may_move_actions=decisions.runs(actor, None) and section is not None and not section.minutes.is_frozen,
        may_approve=any(available.verb == "approve" for available in approvals),
        section=section if section is not None and policies.write(actor, section.minutes) else None,
        actions=list(row.actions.select_related("action__organization", "action__officer__person")),
        previous=next((i for i in reversed(others) if i.number < row.number), None),
        next=next((i for i in others if i.number > row.number), None),
    )


def next_open_item(meeting: Meeting) -> str:
    """The address of the first item without an outcome while the meeting is in session; otherwise that of the meeting."""
    first = meeting.items.filter(outcome="").order_by("number").first() if meeting.state == "in_session" else None
    return first.path("item") if first is not None else meeting.get_absolute_url()


def hide_unseen(items: list[Any], actor: Actor) -> None:
    """Items do not show a proposal or minutes whose own page the reader would not see.

    Both are asked of the question that their own pages ask.
    """
    decided = _seen(Decision, {i.decision_id for i in items} - {None}, actor)
    written = _seen(Minutes, {i.approves_id for i in items} - {None}, actor)
    for item in items:
        item.hides_decision = item.decision_id is not None and item.decision_id not in decided
        item.hides_minutes = item.approves_id is not None and item.approves_id not in written


def _seen(model: Any, pks: set[Any], actor: Actor) -> set[int]:
    rows = model.objects.visible_to(actor).filter(pk__in=pks)
    return set(rows.values_list("pk", flat=True)) if pks else set()


def planned(actor: Actor) -> str:
    """What was done and who goes on."""
    if policies.secretariat(actor, None):
        return _("The meeting is planned. Complete the agenda, then convene it.")
    return _("The meeting is planned. Complete the agenda; the Secretariat then convenes it.")


def body_panel(actor: Actor, body: Any) -> dict[str, Any]:
    """On a body's page: its next meeting, then the others, the latest first; who plans its meetings may begin one."""
    rows = Meeting.objects.visible_to(actor).filter(body=body).for_list().order_by("-starts_at")
    reads = actor.capacity == "auditor" or people.runs_the_network(actor) or people.sits_in(actor, body.pk)
    found, now = list(rows[:8]), clock.now()
    ahead = [m for m in found if m.starts_at > now and m.state in ("planned", "convened")]
    following = ahead[-1] if ahead else None
    plan = (
        f"{reverse('meetings:plan')}?body={body.slug}" if body.is_task_team and policies.plans_for(actor, body) else ""
    )
    return {
        "next": following, "meetings": [m for m in found if m is not following], "body": body, "reads": reads, "plan": plan,
    }  # fmt: skip


def decision_panel(actor: Actor, decision: Any) -> dict[str, Any]:
    """On a decision's page: the meetings with it on their agenda."""
    items = decision.agenda_items.filter(meeting__in=Meeting.objects.visible_to(actor)).select_related("meeting")
    return {"items": list(items)}
