"""The agenda of a meeting: its items, in their order, until each is taken. ToR regional coordination, bullet 1."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from decisions import status
from decisions.models import Decision
from meetings import audiences, guards, policies
from meetings.models import AgendaItem, Meeting, Minutes, MinutesSection
from network_portal.lib import clock, text
from network_portal.records import audit
from network_portal.records.access.actor import Actor
from network_portal.records.web.forms import check_version
from network_portal.records.workflow import bounds
from network_portal.records.workflow.acts import refuse_unless, service
from network_portal.records.workflow.refusals import (
    ConditionsUnmet,
    IllegalTransition,
    UnmetCondition,
)
from workplans.models import Plan


def standing_items(meeting: Meeting, actor: Actor) -> None:
    """The agenda opens with its own adoption and with the minutes that wait for approval; both may be changed."""
    add_item(meeting, actor=actor, title=_("Adoption of the agenda"), purpose=AgendaItem.Purpose.DECISION)
    waiting = Minutes.objects.filter(meeting__body=meeting.body, state__in=["draft", "circulated"])
    for minutes in waiting.filter(meeting__starts_at__lt=meeting.starts_at).select_related("meeting"):
        title = _("Approval of the minutes: {m}").format(m=minutes.meeting.title)
        add_item(
            meeting,
            actor=actor,
            title=text.shorten(title, 200),
            purpose=AgendaItem.Purpose.DECISION,
            approves=minutes,
        )


@service(policies.sets_the_agenda, guards.it_has_not_begun)
def add_item(
    meeting: Meeting,
    *,
    actor: Actor,
    title: str,
    purpose: str = AgendaItem.Purpose.DISCUSSION,
    note: str = "",
    decision: Decision | None = None,
    plan: Plan | None = None,
    approves: Minutes | None = None,
) -> AgendaItem:
    """Put an item on the agenda; it may point at a decision, a plan, or minutes of an earlier meeting."""
    _may_point(meeting, plan=plan, approves=approves)
    bounds.check(meeting.items.count(), bounds.ITEMS)
    item = AgendaItem(
        meeting=meeting,
        number=(meeting.items.aggregate(most=Max("number"))["most"] or 0) + 1,
        title=title,
        purpose=purpose,
        note=note,
        decision=decision,
        plan=plan,
        approves=approves,
        added_at=clock.now(),
    )
    audit.save(item, actor=actor, reason="item added")
    audit.record_event(
        item, "item added", actor=actor, audience=audiences.of_meeting(meeting), payload={"title": title}
    )
    return item


@service(policies.sets_the_agenda, guards.it_has_not_begun)
def add_items(meeting: Meeting, *, actor: Actor, items: Sequence[Mapping[str, Any]]) -> list[AgendaItem]:
    """Put several items on the agenda in their order, all or none; each is given as ``add_item`` takes it."""
    return [add_item(meeting, actor=actor, **one) for one in items]


@service(policies.sets_the_agenda, guards.its_meeting_has_not_begun)
def move_item_up(item: AgendaItem, *, actor: Actor) -> None:
    """Exchange an item with the one before it; the numbers follow the order."""
    _exchange(item, -1, actor)


@service(policies.sets_the_agenda, guards.its_meeting_has_not_begun)
def move_item_down(item: AgendaItem, *, actor: Actor) -> None:
    """Exchange an item with the one after it; the numbers follow the order."""
    _exchange(item, 1, actor)


def _exchange(item: AgendaItem, step: int, actor: Actor) -> None:
    meeting = item.meeting
    other = meeting.items.filter(number=item.number + step).first()
    if other is None:
        return
    here, there = item.number, other.number
    for row, number in ((item, 0), (other, here), (item, there)):
        row.number = number
        audit.save(row, actor=actor, reason="moved", fields=["number"])
    audit.record_event(
        item, "item moved", actor=actor, audience=audiences.of_meeting(meeting), payload={"from": here, "to": there}
    )


def reread(item: AgendaItem) -> None:
    """The item as it is under the lock; one that was removed meanwhile is no item any more (IllegalTransition)."""
    item.meeting.refresh_from_db()
    try:
        item.refresh_from_db()
    except AgendaItem.DoesNotExist:
        raise IllegalTransition(_("The item was removed from the agenda.")) from None


def _check_editable(item: AgendaItem, actor: Actor) -> None:
    reread(item)
    refuse_unless(item, actor, policies.sets_the_agenda, (guards.item_can_be_edited,))


def edit_item(item: AgendaItem, *, actor: Actor, version: int, **fields: Any) -> None:
    """Change title, purpose, background or what an item points at, until it is taken; standing items too.

    Refused to who does not set the agenda (PermissionRefused), once the item has an outcome (IllegalTransition), over a newer text
    (Stale), and towards minutes of another body (ConditionsUnmet).
    """
    with audit.lock(item.meeting):
        _check_editable(item, actor)
        check_version(item, version, title=item.title, note=item.note)
        changed = [name for name, value in fields.items() if getattr(item, name) != value]
        if not changed:
            return
        _may_point(item.meeting, **{name: fields[name] for name in ("decision", "plan", "approves") if name in changed})
        if "decision" in changed:
            _no_open_round(item)
        for name in changed:
            setattr(item, name, fields[name])
        audit.save(item, actor=actor, reason="item changed", fields=changed)
        section = MinutesSection.objects.filter(item=item).first()
        if section is not None and "title" in changed:
            section.heading = item.title
            audit.save(section, actor=actor, reason="item changed", fields=["heading"])
        payload = {"title": item.title, "fields": changed}
        audit.record_event(
            item, "item changed", actor=actor, audience=audiences.of_meeting(item.meeting), payload=payload
        )


def _may_point(
    meeting: Meeting, *, decision: Decision | None = None, plan: Plan | None = None, approves: Minutes | None = None
) -> None:
    """What an item points at: a submitted proposal under way, a plan of the body, minutes of its earlier meetings."""
    missing = []
    if decision is not None and (decision.state == "draft" or decision.is_ended):
        missing.append(UnmetCondition(_("An item points at a submitted proposal that has not ended.")))
    if plan is not None and plan.body_id != meeting.body_id:
        missing.append(UnmetCondition(_("The work plan is that of another body.")))
    if approves is not None and approves.meeting.body_id != meeting.body_id:
        missing.append(UnmetCondition(_("Minutes are approved by the body that met.")))
    elif approves is not None and approves.meeting.starts_at >= meeting.starts_at:
        missing.append(UnmetCondition(_("Minutes are approved at a later meeting.")))
    if missing:
        raise ConditionsUnmet(*missing)


def _no_open_round(item: AgendaItem) -> None:
    latest = status.latest_round(item.decision) if item.decision is not None else None
    if latest is not None and latest.closed_at is None and latest.mode == "meeting":
        raise ConditionsUnmet(
            UnmetCondition(_("A call for positions on the proposal is open in the meeting. Close it first."))
        )


def remove_item(item: AgendaItem, *, actor: Actor) -> None:
    """Take an item off the agenda, until it is taken; before the meeting begins those after it move up.

    Refused while an action point, a text of the minutes or an open round hangs on it, and for the last item of a
    convened meeting (ConditionsUnmet).
    """
    meeting = item.meeting
    with audit.lock(meeting):
        _check_editable(item, actor)
        section = MinutesSection.objects.filter(item=item).first()
        missing = []
        if meeting.state != "planned" and meeting.items.count() == 1:
            missing.append(UnmetCondition(_("A convened meeting has at least one item.")))
        if item.actions.exists():
            missing.append(
                UnmetCondition(_("An action point was assigned under the item. Move it to another item first."))
            )
        if section is not None and section.revisions.exists():
            missing.append(
                UnmetCondition(_("The minutes have a text for the item: defer or withdraw the item instead."))
            )
        if missing:
            raise ConditionsUnmet(*missing)
        _no_open_round(item)
        title = item.title
        if section is not None:
            audit.delete([section], actor=actor)
        audit.delete([item], actor=actor)
        if meeting.is_open_to_change:  # once it has begun, numbers are said aloud and stand in forms that are open
            _renumber(meeting, actor)
        audit.record_event(
            meeting, "item removed", actor=actor, audience=audiences.of_meeting(meeting), payload={"title": title}
        )


def _renumber(meeting: Meeting, actor: Actor) -> None:
    for number, row in enumerate(meeting.items.order_by("number"), start=1):
        if row.number == number:
            continue
        row.number = number
        audit.save(row, actor=actor, reason="moved", fields=["number"])
