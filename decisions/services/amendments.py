"""A text that was amended in a meeting is adopted ad referendum: the members not represented may object for the days of a call."""

from collections.abc import Collection

from decisions import notices, status
from decisions.models import AdReferendum, Decision, Round
from members.models import Organization
from network_portal.lib import clock
from network_portal.records import audit
from network_portal.records.access.actor import Actor
from network_portal.records.access.audience import MEMBERS

DAYS_OF_A_CALL = 7
"""Working days that a call for positions in writing is open unless another deadline is set: the portal's own value."""


def goes_on_ad_referendum(decision: Decision, current: Round, actor: Actor, represented: Collection[int]) -> bool:
    """Whether the call goes on for the members not represented; it does from here on where the text was amended.

    ``represented``: the ids of the organizations that are present. They are notified in the same transaction.
    """
    if not current.amended or status.blocking_concerns(decision):
        return False
    if status.ad_referendum(current) is not None:
        return True
    absent = list(
        Organization.objects.filter(pk__in=current.invited_organizations.sitting().values("organization"))
        .exclude(pk__in=represented)
        .order_by("sort_key")
    )
    if not absent:
        return False
    _begin(decision, current, actor, absent)
    return True


def _begin(decision: Decision, current: Round, actor: Actor, absent: list[Organization]) -> None:
    until = clock.close_of(clock.add_working_days(clock.today(), DAYS_OF_A_CALL))
    row = AdReferendum(round=current, until=until, by=actor.user, at=clock.now())
    audit.create(row)
    row.organizations.set(absent)
    current.deadline = until
    audit.write(current, "deadline")
    decision.round_deadline = until
    audit.save(decision, actor=actor, reason="ad referendum", fields=["round_deadline"])
    payload = {"until": until, "organizations": ", ".join(str(o) for o in absent)}
    event = audit.record_event(row, "adopted ad referendum", actor=actor, audience=MEMBERS, payload=payload)
    notices.tell_ad_referendum(decision, absent, until, event)
