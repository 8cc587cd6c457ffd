"""What is recorded of an agenda item: its outcome, its minutes, action points. ToR regional coordination, bullets 3 and 4."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from decisions import policies as decision_policies
from decisions import status
from decisions.models import Action, Decision
from decisions.services import actions
from meetings import audiences, guards
from meetings.models import AgendaItem, ItemAction, MinutesSection
from meetings.services import minutes as minutes_service
from meetings.services.agenda import reread
from meetings.services.session import in_session
from meetings.status import call_held_here, open_minutes
from members.models import Body, Officer
from network_portal.records import audit
from network_portal.records.access.actor import Actor
from network_portal.records.web.forms import check_version
from network_portal.records.workflow.acts import refuse_unless
from network_portal.records.workflow.refusals import (
    ConditionsUnmet,
    IllegalTransition,
    PermissionRefused,
    UnmetCondition,
)


def record_item(
    item: AgendaItem,
    *,
    actor: Actor,
    outcome: str = "",
    conclusion: str = "",
    version: int | None = None,
    section: Mapping[str, Any] | None = None,
    action: Mapping[str, Any] | None = None,
) -> None:
    """Record an item in one act, all of it or nothing: what came of it, its text in the minutes, and action points.

    ``outcome``: nothing leaves it open. ``section``: body, no_discussion and section_version, the version that the text
    was opened on. ``action``: title, officers and due_on; every officer gets an action point of one's own.
    """
    with audit.lock(item.meeting, *([_followed(item)] if action else [])):
        in_session(item, actor)
        if section is not None:
            row = MinutesSection.objects.get(item=item)
            typed = {name: section[name] for name in ("body", "no_discussion")}
            minutes_service.save_section(row, actor=actor, version=section["section_version"], **typed)
        if outcome:
            set_outcome(item, actor=actor, outcome=outcome, version=version, conclusion=conclusion)
        if action:
            give_actions(item, actor=actor, **action)


def set_outcome(
    item: AgendaItem, *, actor: Actor, outcome: str, version: int | None = None, conclusion: str = ""
) -> None:
    """Note what came of an item. *Decided* needs what was decided: a link whose matter is decided, or a text.

    A proposal is decided when its round in the room is closed or it is adopted, a plan when a decision has adopted
    it, minutes when they are approved (ConditionsUnmet). Refused (Stale) where somebody noted another outcome since the form
    was opened.
    """
    conclusion = conclusion.strip() if outcome == AgendaItem.Outcome.DECIDED else ""
    with audit.lock(item):
        in_session(item, actor)
        now = {"outcome": item.get_outcome_display(), "conclusion": item.conclusion}
        check_version(item, item.version if version is None else version, **now)
        if outcome == AgendaItem.Outcome.DECIDED and (missing := _what_lacks(item, conclusion)):
            raise ConditionsUnmet(missing)
        if (item.outcome, item.conclusion) == (outcome, conclusion):
            return
        item.outcome, item.conclusion = outcome, conclusion
        audit.save(item, actor=actor, reason=f"outcome: {outcome}", fields=["outcome", "conclusion"])
        payload = {"outcome": outcome, **({"conclusion": conclusion} if conclusion else {})}
        audit.record_event(item, "outcome", actor=actor, audience=audiences.members_of(item.meeting), payload=payload)


def _what_lacks(item: AgendaItem, conclusion: str) -> UnmetCondition | None:
    """Why an item is not decided: what it points at is not, or it points at nothing and says nothing."""
    if item.decision_id and not _is_decided(item):
        return UnmetCondition(
            _("No call for positions on the proposal has closed. Hold it, or defer the item."), item.path("item")
        )
    if item.approves is not None and not item.approves.is_frozen:
        sentence = _("Record the approval of the minutes by the meeting, or defer the item.")
        return UnmetCondition(sentence, item.approves.get_absolute_url())
    if item.plan is not None and item.plan.state not in ("adopted", "closed"):
        sentence = _("Only a decision adopts {plan}. Link the proposal, or record the item as discussed.")
        return UnmetCondition(sentence.format(plan=item.plan), item.plan.get_absolute_url())
    if not (item.decision_id or item.approves_id or item.plan_id or conclusion):
        return UnmetCondition(_("Enter what was decided, or link the proposal."), item.path("item"))
    return None


def _is_decided(item: AgendaItem) -> bool:
    """Adopted, or its round was held in this room and is closed."""
    if item.decision is None:
        return False
    if item.decision.state == "adopted":
        return True
    call = call_held_here(item)
    return call is not None and not status.is_open_in_a_meeting(call)


def _followed(item: AgendaItem) -> Decision | Body:
    """What an action point under the item follows from: its decision once that is adopted, otherwise the body's meeting."""
    decision = item.decision
    return decision if decision is not None and decision.state == "adopted" else item.meeting.body


def give_actions(
    item: AgendaItem, *, actor: Actor, title: str, officers: Collection[Officer], due_on: dt.date
) -> list[Action]:
    """Give the same action to several officers: each has a record and a date of one's own, and is told."""
    with audit.lock(item.meeting, _followed(item)):
        return [give_action(item, actor=actor, title=title, officer=one, due_on=due_on) for one in officers]


def give_action(item: AgendaItem, *, actor: Actor, title: str, officer: Officer, due_on: dt.date) -> Action:
    """Give an action under an item: a live record shown in the minutes until they are approved."""
    followed = _followed(item)
    decision = followed if isinstance(followed, Decision) else None
    with audit.lock(item.meeting, followed):
        reread(item)
        refuse_unless(item, actor, decision_policies.runs, (guards.actions_can_be_given,))
        action = actions.give(
            item.meeting.body, actor=actor, title=title, officer=officer, due_on=due_on, decision=decision
        )
        audit.create(ItemAction(item=item, action=action))
        payload = {"action": action.number, "organization": str(action.organization)}
        audit.record_event(
            item, "action given", actor=actor, audience=audiences.members_of(item.meeting), payload=payload
        )
        return action


def move_action(link: ItemAction, *, actor: Actor, to: AgendaItem) -> None:
    """Move an action point to another item of its meeting, until the minutes are approved (IllegalTransition)."""
    here = link.item
    with audit.lock(here.meeting):
        if not decision_policies.runs(actor, None):
            raise PermissionRefused
        link.refresh_from_db()
        reread(to)
        if to.meeting_id != here.meeting_id:
            raise IllegalTransition(_("An action point stays in its meeting."))
        if open_minutes(to.meeting) is None:
            raise IllegalTransition(_("The minutes are approved."))
        if link.item_id == to.pk:
            return
        before, link.item = str(link.item), to
        audit.write(link, "item")
        payload = {"action": link.action.number, "from": before, "to": str(to)}
        audit.record_event(to, "action moved", actor=actor, audience=audiences.members_of(to.meeting), payload=payload)
