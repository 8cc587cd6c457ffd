"""A text that was amended in a meeting is adopted ad referendum: the members not represented may object for the days of a call."""

from collections.abc import Collection
from typing import Any

from decisions import notices, status
from decisions.models import AdReferendum, Decision, Round
from members.models import Organization
from network_portal.lib import clock
from network_portal.records import audit
from network_portal.records.access.actor import Actor
from network_portal.records.access.audience import MEMBERS
from network_portal.records.jobs import reminders

DEADLINE = "round_deadline"  # kind of reminder, at the deadline of a call


def goes_on_ad_referendum(decision: Decision, current: Round, actor: Actor, represented: Collection[int]) -> bool:
    """Whether the call goes on for the members not represented; it does from here on where the text was amended.

    ``represented``: the ids of the organizations that are present. The others are notified in the same transaction.
    """
    if not still_to_be_told(current) or status.concerns_after(current):
        return False
    absent = list(_invited(current).exclude(pk__in=represented))
    if not absent:
        return False
    _begin(decision, current, actor, absent)
    return True


def record_not_represented(current: Round, *, actor: Actor, represented: Collection[int]) -> None:
    """The history keeps which members were not represented at the meeting; they are informed of its outcome as all are."""
    stated = current.positions.values("organization")
    absent = [str(o) for o in _invited(current).exclude(pk__in=represented).exclude(pk__in=stated)]
    if absent:
        payload = {"organizations": ", ".join(absent)}
        audit.record_event(current, "not represented", actor=actor, audience=MEMBERS, payload=payload)


def still_to_be_told(current: Round | None) -> bool:
    """Whether the text of a call was amended in a meeting, and the members not represented have not been told of it."""
    return current is not None and current.amended and status.ad_referendum(current) is None


def is_unseen(decision: Decision) -> bool:
    """Whether the newest text is one that a meeting amended, of which the members not represented have not been told."""
    current = status.latest_round(decision)
    if current is None or not still_to_be_told(current):
        return False
    return not decision.texts.filter(version__gt=current.text.version).exists()


def add_not_represented(decision: Decision, *, actor: Actor, organizations: Collection[int]) -> None:
    """The attendance was corrected: these were not represented after all, are told now, and have the days of a call."""
    with audit.lock(decision):
        current = status.latest_round(decision)
        row = status.ad_referendum(current)
        if current is None or row is None or current.closed_at is not None:
            return
        found = list(_invited(current).filter(pk__in=organizations).exclude(pk__in=row.organizations.values("pk")))
        if found:
            row.organizations.add(*found)
            _tell(decision, current, row, actor, found)


def _invited(current: Round) -> Any:
    invited = current.invited_organizations.sitting().values("organization")
    return Organization.objects.filter(pk__in=invited).order_by("sort_key")


def _begin(decision: Decision, current: Round, actor: Actor, absent: list[Organization]) -> None:
    row = AdReferendum(round=current, until=clock.now(), by=actor.user, at=clock.now())
    audit.create(row)
    row.organizations.set(absent)
    _tell(decision, current, row, actor, absent)


def _tell(decision: Decision, current: Round, row: AdReferendum, actor: Actor, absent: list[Organization]) -> None:
    until = status.end_of_a_call(clock.now())
    row.until = current.deadline = until
    audit.write(row, "until")
    audit.write(current, "deadline")
    reminders.plan(DEADLINE, current, f"at {until.isoformat()}", until)
    decision.round_deadline = until
    audit.save(decision, actor=actor, reason="ad referendum", fields=["round_deadline"])
    payload = {"until": until, "organizations": ", ".join(str(o) for o in absent)}
    event = audit.record_event(row, "adopted ad referendum", actor=actor, audience=MEMBERS, payload=payload)
    notices.tell_ad_referendum(decision, absent, until, event)
