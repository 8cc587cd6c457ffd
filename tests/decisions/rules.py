"""When a matter may be adopted, written a second time from the rows alone and by hand: no code under test is asked."""

import datetime as dt

from decisions.models import Comment, Concern, Decision, Position, Round
from members.models import Officer
from network_portal.records.models import Event, Notice

SATISFIED = ("confirmed", "withdrawn", "lapsed")


def last_positions(one: Round) -> dict[int, Position]:
    """What each organization said last, by the order of writing."""
    return {p.organization_id: p for p in Position.objects.filter(round=one).order_by("pk")}


def obstacles(decision: Decision) -> list[str]:
    """Everything that forbids to declare consensus now; empty where the Coordinator may."""
    if decision.state != "round":
        return [f"it is in {decision.state}"]
    one = Round.objects.filter(decision=decision).order_by("-pk").first()
    if one is None or one.closed_at is None:
        return ["its call is open"]
    found = [
        f"{c.organization} has a concern" for c in Concern.objects.filter(decision=decision) if c.state not in SATISFIED
    ]
    said = last_positions(one)
    found += [f"{p.organization} objects" for p in said.values() if p.value == "object" and not _satisfied(p, decision)]
    if one.mode == "written":
        without = [e for e in one.invited_organizations.all() if e.organization_id not in said]
        found += [
            f"the reply of {e.organization} is awaited"
            for e in without
            if one.method is None or not _was_notified(decision, e.organization_id, one.opened_at)
        ]
    return found


def _satisfied(position: Position, decision: Decision) -> bool:
    """An objection is over once its concern was ended by its own organization."""
    own = Concern.objects.filter(decision=decision, organization=position.organization_id, round=position.round)
    return all(c.state in SATISFIED for c in own) and own.exists()


def _was_notified(decision: Decision, organization_id: int, since: dt.datetime) -> bool:
    """Of the call: by a mail of it that was sent to a present representative, or by a recorded contact."""
    if decision.contacts.filter(purpose="reach", organization=organization_id, at__gte=since).exists():
        return True
    people = Officer.objects.filter(organization=organization_id, ends_on=None).values("person")
    sent = Notice.objects.filter(
        kind__in=["round_opened", "round_reminder", "round_extended"], object_label="decisions.decision",
        object_id=decision.pk, created_at__gte=since, person__in=people, message__state="sent",
    )  # fmt: skip
    return sent.exists()


def faults_of_an_adoption(decision: Decision) -> list[str]:
    """What an adopted matter must not show, whatever led to it."""
    found = []
    one = Round.objects.filter(decision=decision).order_by("-pk").first()
    moved = Event.objects.filter(object_label="decisions.decision", object_id=decision.pk, verb="adopt")
    if one is None or one.closed_at is None or one.superseded:
        found.append("its last call did not close with an outcome")
    elif one.text_id != decision.texts.order_by("-version").values_list("pk", flat=True).first():
        found.append("positions were taken on an older text")
    if one is not None and one.mode == "written" and one.method is None:
        replied = set(Position.objects.filter(round=one).values_list("organization", flat=True))
        found += [
            f"{e.organization} has not replied"
            for e in one.invited_organizations.all()
            if e.organization_id not in replied
        ]
    if moved.count() != 1:
        found.append(f"it was adopted {moved.count()} times")
    found += [f"{e}: adopted by {e.capacity}" for e in moved if e.capacity != "coordinator"]
    if Comment.objects.filter(decision=decision, kind="comment", answered_at=None).exists():
        late = Comment.objects.filter(decision=decision, kind="comment", answered_at=None)
        found += [f"{c} has no answer" for c in late if c.at < c.consultation.closes_at]
    for concern in Concern.objects.filter(decision=decision):
        found += _faults_of_its_end(concern, decision)
    return found


def _faults_of_its_end(concern: Concern, decision: Decision) -> list[str]:
    """A concern ends by its own organization alone: by its act, or by a later position of it that is no objection."""
    if concern.state not in SATISFIED:
        return [f"a concern of {concern.organization} is {concern.state}"]
    verb = {"confirmed": "confirm", "withdrawn": "withdraw_concern", "lapsed": "lapse_concern"}[concern.state]
    last = (
        Event.objects.filter(object_label="decisions.concern", object_id=concern.pk, verb=verb).order_by("-pk").first()
    )
    if last is None:
        return [f"nothing tells how the concern of {concern.organization} ended"]
    if last.organization == str(concern.organization):
        return []
    later = Position.objects.filter(
        round__decision=decision, organization=concern.organization_id, at__gte=concern.raised_at
    )
    its_own = [p for p in later.exclude(value="object") if p.capacity != "secretariat" or p.speaker_id]
    if last.capacity == "system" and its_own:
        return []
    return [f"a concern of {concern.organization} was ended by {last.organization or last.capacity}"]
