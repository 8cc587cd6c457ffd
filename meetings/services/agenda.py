"""The agenda of a meeting: its items, in their order, until each is taken. ToR regional coordination, bullet 1."""

from typing import Any

from django.utils.translation import gettext as _

from decisions import facts
from decisions.models import Decision
from meetings import policies
from meetings.models import AgendaItem, Meeting, Minutes, MinutesSection
from network_portal.lib import clock, text
from network_portal.records import bounds, chain
from network_portal.records.acting import Acting
from network_portal.records.forms import check_version
from network_portal.records.refusals import IllegalMove, NotReady, NotYours, Unmet
from workplans.models import Plan


def standing_items(meeting: Meeting, acting: Acting) -> None:
    """The agenda opens with its own adoption and with the minutes that wait for approval; both may be changed."""
    add_item(meeting, acting=acting, title=_("Adoption of the agenda"), purpose=AgendaItem.Purpose.DECISION)
    waiting = Minutes.objects.filter(meeting__body=meeting.body, state__in=["draft", "circulated"])
    for minutes in waiting.filter(meeting__starts_at__lt=meeting.starts_at).select_related("meeting"):
        title = _("Approval of the minutes: {m}").format(m=minutes.meeting.title)
        add_item(
            meeting,
            acting=acting,
            title=text.shorten(title, 200),
            purpose=AgendaItem.Purpose.DECISION,
            approves=minutes,
        )


def may_change(meeting: Meeting, acting: Acting) -> None:
    """Refuse who is not the Secretariat (NotYours), and a meeting that has begun or is cancelled (IllegalMove)."""
    meeting.refresh_from_db()
    if not policies.secretariat(acting, meeting):
        raise NotYours
    if not meeting.is_open_to_change:
        raise IllegalMove(_("The meeting has begun or is cancelled."))


def audience(meeting: Meeting) -> str:
    """Who reads an act on the meeting: the members, once it was convened."""
    return "secretariat" if meeting.state == "planned" else "members"


def add_item(
    meeting: Meeting,
    *,
    acting: Acting,
    title: str,
    purpose: str = AgendaItem.Purpose.DISCUSSION,
    note: str = "",
    decision: Decision | None = None,
    plan: Plan | None = None,
    approves: Minutes | None = None,
) -> AgendaItem:
    """Put an item on the agenda; it may point at a decision, a plan, or minutes of an earlier meeting."""
    with chain.lock(meeting):
        may_change(meeting, acting)
        _of_this_body(meeting, approves)
        bounds.check(meeting.items.count(), bounds.ITEMS)
        item = AgendaItem(
            meeting=meeting,
            number=meeting.items.count() + 1,
            title=title,
            purpose=purpose,
            note=note,
            decision=decision,
            plan=plan,
            approves=approves,
            added_at=clock.now(),
        )
        chain.save(item, acting=acting, reason="item added")
        chain.act(item, "item added", acting=acting, audience=audience(meeting), payload={"title": title})
        return item


def move_item(item: AgendaItem, *, acting: Acting, up: bool) -> None:
    """Exchange an item with its neighbour; the numbers follow the order."""
    meeting = item.meeting
    with chain.lock(meeting):
        may_change(meeting, acting)
        item.refresh_from_db()
        other = meeting.items.filter(number=item.number + (-1 if up else 1)).first()
        if other is None:
            return
        here, there = item.number, other.number
        for row, number in ((item, 0), (other, here), (item, there)):
            row.number = number
            chain.save(row, acting=acting, reason="moved", fields=["number"])
        chain.act(item, "item moved", acting=acting, audience=audience(meeting), payload={"from": here, "to": there})


def may_edit(item: AgendaItem, acting: Acting) -> bool:
    """Whether an item may be changed or removed: by the Secretariat, until it has an outcome."""
    meeting = item.meeting
    open_still = meeting.is_open_to_change or (meeting.state == "in_session" and not item.outcome)
    return bool(open_still and policies.secretariat(acting, meeting))


def _check_editable(item: AgendaItem, acting: Acting) -> None:
    item.meeting.refresh_from_db()
    item.refresh_from_db()
    if not policies.secretariat(acting, item.meeting):
        raise NotYours
    if not may_edit(item, acting):
        raise IllegalMove(_("The item was taken, or the meeting is over."))


def edit_item(item: AgendaItem, *, acting: Acting, version: int, **fields: Any) -> None:
    """Change title, purpose, background or what an item points at, until it is taken; standing items too.

    Refused to others than the Secretariat (NotYours), once the item has an outcome (IllegalMove), over a newer text
    (Stale), and towards minutes of another body (NotReady).
    """
    with chain.lock(item.meeting):
        _check_editable(item, acting)
        check_version(item, version, title=item.title, note=item.note)
        _of_this_body(item.meeting, fields.get("approves"))
        changed = [name for name, value in fields.items() if getattr(item, name) != value]
        if not changed:
            return
        if "decision" in changed:
            _no_open_round(item)
        for name in changed:
            setattr(item, name, fields[name])
        chain.save(item, acting=acting, reason="item changed", fields=changed)
        section = MinutesSection.objects.filter(item=item).first()
        if section is not None and "title" in changed:
            section.heading = item.title
            chain.save(section, acting=acting, reason="item changed", fields=["heading"])
        payload = {"title": item.title, "fields": changed}
        chain.act(item, "item changed", acting=acting, audience=audience(item.meeting), payload=payload)


def _of_this_body(meeting: Meeting, approves: Minutes | None) -> None:
    if approves is not None and approves.meeting.body_id != meeting.body_id:
        raise NotReady(Unmet(_("Minutes are approved by the body that met.")))


def _no_open_round(item: AgendaItem) -> None:
    latest = facts.latest_round(item.decision) if item.decision is not None else None
    if latest is not None and latest.closed_at is None and latest.mode == "meeting":
        raise NotReady(Unmet(_("A round on the proposal is open in the room: close it first.")))


def remove_item(item: AgendaItem, *, acting: Acting) -> None:
    """Take an item off the agenda, until it is taken; the numbers of those after it move up.

    Refused while an action point, a text of the minutes or an open round hangs on it, and for the last item of a
    convened meeting (NotReady).
    """
    meeting = item.meeting
    with chain.lock(meeting):
        _check_editable(item, acting)
        section = MinutesSection.objects.filter(item=item).first()
        missing = []
        if meeting.state != "planned" and meeting.items.count() == 1:
            missing.append(Unmet(_("A convened meeting has at least one item.")))
        if item.actions.exists():
            missing.append(Unmet(_("An action point was given under the item: move it to another item first.")))
        if section is not None and section.revisions.exists():
            missing.append(Unmet(_("The minutes have a text for the item: defer or withdraw the item instead.")))
        if missing:
            raise NotReady(*missing)
        _no_open_round(item)
        title = item.title
        if section is not None:
            chain.delete([section], acting=acting)
        chain.delete([item], acting=acting)
        _renumber(meeting, acting)
        chain.act(meeting, "item removed", acting=acting, audience=audience(meeting), payload={"title": title})


def _renumber(meeting: Meeting, acting: Acting) -> None:
    for number, row in enumerate(meeting.items.order_by("number"), start=1):
        if row.number == number:
            continue
        row.number = number
        chain.save(row, acting=acting, reason="moved", fields=["number"])
        section = MinutesSection.objects.filter(item=row).first()
        if section is not None:
            section.order = number
            chain.save(section, acting=acting, reason="moved", fields=["order"])
