"""What each organization states in a call: each position is a new row, and the last one of any representative counts."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from decisions import guards, notices, policies, status
from decisions.models import Concern, Contact, Decision, Position, Round
from decisions.services import closing, concerns, consultation, outcome
from members.models import Officer, Organization
from network_portal.lib import clock
from network_portal.records import audit
from network_portal.records.access.actor import SYSTEM, Actor
from network_portal.records.access.audience import MEMBERS
from network_portal.records.jobs import jobs
from network_portal.records.workflow import bounds, engine
from network_portal.records.workflow.acts import service
from network_portal.records.workflow.refusals import (
    ConditionsUnmet,
    IllegalTransition,
    PermissionRefused,
    UnmetCondition,
)


@dataclass(frozen=True)
class Statement:
    """What an organization states: one of Position.Value, its words, and where the Secretariat recorded it, the source."""

    value: str
    reason: str = ""
    proposed_solution: str = ""
    source: str = ""
    speaker: Officer | None = None
    paragraphs: str = ""


def take_position(
    decision: Decision, *, actor: Actor, value: str, reason: str = "", proposed_solution: str = "", paragraphs: str = ""
) -> Position:
    """State the position of one's organization; each change until the close is a new row.

    An organization whose reply the Secretariat recorded corrects it until the adoption, also after the close. Refuses who
    does not represent a member of the deciding body (PermissionRefused), a closed call (IllegalTransition), an organization that was not
    invited (ConditionsUnmet).
    """
    if not policies.take_position(actor, decision):
        raise PermissionRefused
    organization = Organization.objects.get(pk=actor.require_organization_id())
    if value == Position.Value.NO_OBJECTION:
        raise ConditionsUnmet(UnmetCondition(_("Choose the position of {org}.").format(org=organization)))
    said = Statement(value, reason, proposed_solution, paragraphs=paragraphs)
    return _write(decision, organization, actor, actor.capacity, said)


def record_reply(
    decision: Decision,
    organization: Organization,
    *,
    actor: Actor,
    value: str,
    person: str,
    on: dt.date,
    document: str,
    reason: str = "",
    proposed_solution: str = "",
    paragraphs: str = "",
) -> Position:
    """The Secretariat records a reply that was received outside the portal: who replied, on which day, in what document or call.

    The organization is notified at once and may correct it. Refused (ConditionsUnmet) without a source, and where the
    organization has stated its position itself.
    """
    if not policies.record_reply(actor, decision):
        raise PermissionRefused
    if not (person.strip() and document.strip()) or on > clock.today():
        raise ConditionsUnmet(UnmetCondition(_("Enter who replied, in which document or call, and on which day.")))
    source = f"{person.strip()}, {document.strip()}, {clock.format_day(on)}"
    with transaction.atomic(), audit.lock(decision):
        _refuse_over_its_own(decision, organization)
        current = status.latest_round(decision)
        if current is not None and (early := guards.reply_is_of_this_call(current, on)) is not None:
            raise ConditionsUnmet(early)
        said = Statement(value, reason, proposed_solution, source, paragraphs=paragraphs)
        return _write(decision, organization, actor, "secretariat", said)


def record_replies(decision: Decision, *, actor: Actor, replies: Sequence[Mapping[str, Any]]) -> None:
    """Record the replies of several organizations, all or none; each is given as ``record_reply`` takes it."""
    with transaction.atomic(), audit.lock(decision):
        for reply in replies:
            record_reply(decision, actor=actor, **reply)


def record_spoken(
    decision: Decision,
    organization: Organization,
    *,
    actor: Actor,
    speaker: Officer,
    value: str,
    reason: str = "",
    proposed_solution: str = "",
) -> Position:
    """The Secretariat records what a representative states in the meeting in which the call is held.

    Refused (ConditionsUnmet) in a call in writing, and for a person who does not represent the organization.
    """
    if not policies.record_reply(actor, decision):
        raise PermissionRefused
    with transaction.atomic(), audit.lock(decision):
        current = status.latest_round(decision)
        in_room = current is not None and current.mode == Round.Mode.MEETING
        if not (in_room and speaker.organization_id == organization.pk and Officer.objects.active().contains(speaker)):
            raise ConditionsUnmet(UnmetCondition(_("{who} does not speak for {org} in a meeting on this proposal.").format(
                who=speaker.person, org=organization)))  # fmt: skip
        source = _("Stated in the meeting by {who}").format(who=speaker.person)
        return _write(
            decision, organization, actor, "secretariat", Statement(value, reason, proposed_solution, source, speaker)
        )


@service(policies.correct_late, guards.it_is_adopted, guards.its_reply_was_recorded)
def record_late_correction(decision: Decision, *, actor: Actor, note: str) -> Contact:
    """An organization corrects, after the adoption, a reply that the Secretariat recorded: kept beside the decision."""
    own = actor.require_organization_id()
    made = consultation.write_contact(decision, actor, Contact.Purpose.CORRECTION, note, clock.today(), own)
    jobs.queue(outcome.PAPER, decision)
    return made


def _refuse_over_its_own(decision: Decision, organization: Organization) -> None:
    current = status.latest_round(decision)
    before = status.current_position(current, organization.pk) if current is not None else None
    if before is not None and before.is_its_own:
        words = _("{org} has submitted its position itself; a reply recorded by the Secretariat does not replace it.")
        raise ConditionsUnmet(UnmetCondition(words.format(org=organization)))


def _write(decision: Decision, organization: Organization, actor: Actor, capacity: str, said: Statement) -> Position:
    with transaction.atomic(), audit.lock(decision):
        decision.refresh_from_db()
        current = _call_for(decision, organization, said)
        before = status.current_position(current, organization.pk)
        _refuse_incomplete(current, organization, said)
        same = before is not None and before.capacity == capacity and _states(before) == said
        if before is not None and same and not _raised_since(decision, before):
            return before
        bounds.check(current.positions.filter(organization=organization).count(), bounds.OF_ONE_ORGANIZATION)
        position = Position(
            round=current,
            organization=organization,
            value=said.value,
            reason=said.reason,
            proposed_solution=said.proposed_solution,
            paragraphs=said.paragraphs,
            by=actor.user,
            capacity=capacity,
            instruction=said.source,
            speaker=said.speaker,
            at=clock.now(),
            supersedes=before,
        )
        audit.create(position)
        payload = {"position": position.pk, "digest": position.digest(), "supersedes": before.pk if before else None}
        event = audit.record_event(
            position, "position", actor=actor, audience=MEMBERS, payload=payload, seal=current.seal_now
        )
        _keep_concerns(decision, current, position, actor)
        notices.tell_position(position, event)
        _end_where_it_decides(decision, current, position)
        return position


def _end_where_it_decides(decision: Decision, current: Round, position: Position) -> None:
    """One objection ends a silence procedure at once, and so does one that corrects a recorded reply after the close."""
    objects = position.value == Position.Value.OBJECT
    if current.closed_at is None:
        if objects and (current.method_id is not None or status.ad_referendum(current) is not None):
            closing.close_with_outcome(decision, current, SYSTEM)
    elif objects:
        engine.apply(decision, "no_consensus", actor=SYSTEM)
    else:
        closing.settle_concerns(current)


def _states(position: Position) -> Statement:
    words = (position.value, position.reason, position.proposed_solution, position.instruction)
    return Statement(*words, speaker=position.speaker, paragraphs=position.paragraphs)


def _raised_since(decision: Decision, before: Position) -> bool:
    """Whether the organization raised a concern after its position: the same position taken again answers that one."""
    rows = decision.concerns.filter(organization=before.organization_id, state__in=status.BLOCKING)
    return before.value != Position.Value.OBJECT and rows.filter(raised_at__gt=before.at).exists()


def _call_for(decision: Decision, organization: Organization, said: Statement) -> Round:
    """The call in which the organization may state a position now: asked under the lock, on the clock's instant."""
    current = status.latest_round(decision)
    if current is not None and status.takes_positions(current):
        return current
    if current is not None and not said.source and status.may_be_corrected(decision, organization.pk):
        return current
    raise IllegalTransition(_("The call for positions has closed. Your position was not recorded."))


def _refuse_incomplete(current: Round, organization: Organization, said: Statement) -> None:
    missing: list[UnmetCondition] = []
    if not current.invited_organizations.sitting().filter(organization=organization).exists():
        missing.append(
            UnmetCondition(_("{org} is not invited to state a position in this call.").format(org=organization))
        )
    if said.value == Position.Value.OBJECT and not (said.reason.strip() and said.proposed_solution.strip()):
        missing.append(UnmetCondition(_("An objection needs its reason and a proposed solution.")))
    if said.value == Position.Value.RESERVATION and not said.reason.strip():
        missing.append(UnmetCondition(_("A reservation needs the text that is printed in the record.")))
    if missing:
        raise ConditionsUnmet(*missing)


def _keep_concerns(decision: Decision, current: Round, position: Position, actor: Actor) -> None:
    """An objection opens a concern (or reopens the one of this call); any other position withdraws that one.

    What was raised before the call is settled at its closing, when all is read.
    """
    seal = current.seal_now
    own = decision.concerns.filter(organization=position.organization, round=current, state__in=status.BLOCKING)
    if position.value != Position.Value.OBJECT:
        if position.is_its_own:
            closing.withdraw_concerns(own, seal)
        return
    found = own.filter(kind=Concern.Kind.OBJECTION).first()
    if found is not None and found.state == "addressed":  # what was said to the earlier objection does not answer this
        engine.apply(found, "renew", actor=SYSTEM, audience=MEMBERS, seal=seal, response="")
    concern = found or Concern(
        decision=decision,
        number=concerns.free_number(decision),
        organization=position.organization,
        kind=Concern.Kind.OBJECTION,
        round=current,
        raised_by=actor.user,
        raised_at=position.at,
    )
    concern.reason, concern.proposed_solution = position.reason, position.proposed_solution
    concern.paragraphs = position.paragraphs
    audit.save(concern, actor=actor, reason="objection")
    event = audit.record_event(
        concern, "concern raised", actor=actor, audience=MEMBERS, seal=seal, payload={"kind": concern.kind}
    )
    notices.tell_concern(concern, event)
