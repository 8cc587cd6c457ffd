"""One line per organization: each position is a new row, a lower rank never overwrites a higher one."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from decisions import notices, policies, status
from decisions.models import Concern, Decision, Position, Round
from decisions.services import concerns
from members.models import Officer, Organization
from network_portal.lib import clock
from network_portal.records import audit
from network_portal.records.access.actor import OFFICER_RANKS, SYSTEM, Actor
from network_portal.records.access.audience import body
from network_portal.records.workflow import bounds, engine
from network_portal.records.workflow.refusals import (
    ConditionsUnmet,
    IllegalTransition,
    PermissionRefused,
    UnmetCondition,
)


def take_position(
    decision: Decision, *, actor: Actor, value: str, reason: str = "", proposed_solution: str = ""
) -> Position:
    """Say one's organization's position; may be changed until the round closes, each change a new row.

    Refuses who does not sit in the deciding body (PermissionRefused), a closed round (IllegalTransition), an organization that is
    no invited or whose higher-ranking officer has spoken (ConditionsUnmet).
    """
    if not policies.take_position(actor, decision):
        raise PermissionRefused
    organization = Organization.objects.get(pk=actor.require_organization_id())
    return _write(decision, organization, actor, actor.capacity, actor.rank, value, reason, proposed_solution, "")


def enter_position(
    decision: Decision,
    organization: Organization,
    *,
    actor: Actor,
    value: str,
    reason: str = "",
    proposed_solution: str = "",
    instruction: str = "",
    speaker: Officer | None = None,
) -> Position:
    """The Secretariat enters a position: in a meeting at the speaker's rank, otherwise on written instruction.

    The organization is told at once and may change it; without source or speaker it is refused (ConditionsUnmet).
    """
    if not policies.enter_position(actor, decision):
        raise PermissionRefused
    with transaction.atomic(), audit.lock(decision):
        heard = speaker if speaker is not None and _speaks_in_the_room(decision, organization, speaker) else None
        if heard is None and not instruction.strip():
            raise ConditionsUnmet(UnmetCondition(_("Name the written instruction that the position comes from.")))
        rank = OFFICER_RANKS[heard.rank] if heard is not None else 0
        source = instruction or _("Spoken in the meeting by {who}").format(who=speaker)
        return _write(decision, organization, actor, "secretariat", rank, value, reason, proposed_solution, source)


def _speaks_in_the_room(decision: Decision, organization: Organization, speaker: Officer) -> bool:
    """Whether somebody speaks for an organization in the meeting in which the round is held."""
    current = status.latest_round(decision)
    in_room = current is not None and current.mode == Round.Mode.MEETING
    return in_room and speaker.organization_id == organization.pk and Officer.objects.active().contains(speaker)


def _write(
    decision: Decision,
    organization: Organization,
    actor: Actor,
    capacity: str,
    rank: int,
    value: str,
    reason: str,
    proposed_solution: str,
    instruction: str,
) -> Position:
    with transaction.atomic(), audit.lock(decision):
        decision.refresh_from_db()
        current = _open_round(decision)
        before = status.current_position(current, organization.pk)
        _may_be_written(current, organization, before, rank, value, reason, proposed_solution)
        same = before is not None and _says_the_same(before, value, reason, proposed_solution, instruction, rank)
        if before is not None and same and not _raised_since(decision, before):
            return before
        bounds.check(current.positions.filter(organization=organization).count(), bounds.OF_ONE_ORGANIZATION)
        position = Position(
            round=current,
            organization=organization,
            value=value,
            reason=reason,
            proposed_solution=proposed_solution,
            by=actor.user,
            capacity=capacity,
            rank=rank,
            instruction=instruction,
            at=clock.now(),
            supersedes=before,
        )
        audit.create(position)
        payload = {"position": position.pk, "digest": position.digest(), "supersedes": before.pk if before else None}
        audience = body(decision.body_id)
        event = audit.record_event(
            position, "position", actor=actor, audience=audience, payload=payload, seal=current.seal
        )
        _keep_concerns(decision, current, position, actor)
        if instruction:
            notices.tell_on_instruction(decision, organization, event)
        return position


def _raised_since(decision: Decision, before: Position) -> bool:
    """Whether the organization raised a concern after its position: the same position taken again answers that one."""
    rows = decision.concerns.filter(organization=before.organization_id, state__in=status.BLOCKING)
    return before.value != Position.Value.OBJECT and rows.filter(raised_at__gt=before.at).exists()


def _says_the_same(
    before: Position, value: str, reason: str, proposed_solution: str, instruction: str, rank: int
) -> bool:
    now = (value, reason, proposed_solution, instruction, rank)
    return (before.value, before.reason, before.proposed_solution, before.instruction, before.rank) == now


def _open_round(decision: Decision) -> Round:
    """The round that takes positions now: asked under the lock, with the deadline compared to the clock."""
    current = status.latest_round(decision)
    if current is None or not status.takes_positions(current):
        raise IllegalTransition(_("The round is closed. Your position was not taken."))
    return current


def _may_be_written(
    current: Round,
    organization: Organization,
    before: Position | None,
    rank: int,
    value: str,
    reason: str,
    proposed_solution: str,
) -> None:
    missing: list[UnmetCondition] = []
    if not current.invited_organizations.sitting().filter(organization=organization).exists():
        missing.append(UnmetCondition(_("{org} is not among those asked in this round.").format(org=organization)))
    if before is not None and before.rank > rank:
        missing.append(
            UnmetCondition(_("An officer of higher rank has given the position of {org}.").format(org=organization))
        )
    if value == Position.Value.OBJECT and not (reason.strip() and proposed_solution.strip()):
        missing.append(UnmetCondition(_("An objection needs its reason and what would settle it.")))
    if value == Position.Value.RESERVATION and not reason.strip():
        missing.append(UnmetCondition(_("A reservation needs the text that is printed in the record.")))
    if missing:
        raise ConditionsUnmet(*missing)


def settle_concerns(closed: Round) -> None:
    """At closing, who took any position but an objection has withdrawn its own concerns of before that position."""
    content = Position.objects.current().filter(round=closed).exclude(value=Position.Value.OBJECT)
    rows = closed.decision.concerns.filter(state__in=status.BLOCKING)
    for position in content:
        _withdraw(rows.filter(organization=position.organization_id, raised_at__lt=position.at), position.rank, "")


def _withdraw(rows: Any, rank: int, seal: str) -> None:
    """A lower rank takes back nothing that a higher one raised: such a concern stands and blocks."""
    for concern in rows.filter(rank__lte=rank):
        engine.apply(
            concern, "withdraw_concern", actor=SYSTEM, reason="withdrawn by an explicit position",
            audience=body(concern.decision.body_id), seal=seal,
        )  # fmt: skip


def _keep_concerns(decision: Decision, current: Round, position: Position, actor: Actor) -> None:
    """An objection opens a concern (or renews the one of this round); any other position withdraws that one.

    Under the seal; what stood before the round is settled at its closing (settle_concerns), when all is read.
    """
    own = decision.concerns.filter(organization=position.organization, round=current, state__in=status.BLOCKING)
    if position.value != Position.Value.OBJECT:
        _withdraw(own, position.rank, current.seal)
        return
    found = own.filter(kind=Concern.Kind.OBJECTION).first()
    if found is not None and found.state == "addressed":  # what was said to the earlier objection does not answer this
        engine.apply(found, "renew", actor=SYSTEM, audience=body(decision.body_id), seal=current.seal, response="")
    concern = found or Concern(
        decision=decision,
        number=concerns.free_number(decision),
        organization=position.organization,
        kind=Concern.Kind.OBJECTION,
        round=current,
        raised_by=actor.user,
        raised_at=position.at,
    )
    concern.reason, concern.proposed_solution, concern.rank = position.reason, position.proposed_solution, position.rank
    audit.save(concern, actor=actor, reason="objection")
    event = audit.record_event(
        concern, "concern raised", actor=actor, audience=body(decision.body_id), seal=current.seal,
        payload={"kind": concern.kind},
    )  # fmt: skip
    notices.tell_concern(concern, event)
