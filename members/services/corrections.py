"""Corrections of the register of members: an entry that was never true holds on no day, and stays on the record."""

from typing import Any

from django.utils.translation import gettext as _

from members.models import Officer, Seat
from members.querysets import NETWORK
from members.services.people import refuse_role_of_oneself, trace_role
from members.services.seats import trace_seat, what_a_person_may_not
from network_portal.lib import clock
from network_portal.records import audit
from network_portal.records.access import audience
from network_portal.records.access.actor import Actor
from network_portal.records.workflow.refusals import ConditionsUnmet, PermissionRefused, UnmetCondition


def enter_in_error(row: Any, *, actor: Actor, reason: str) -> None:
    """Mark a function or a membership as entered in error: it held on no day; what was done in it stays on the record.

    Only administrators (PermissionRefused). Refuses a second time, a role of one's own, what only a decision changes (the
    membership of a task team), and a membership of the Network that others depend on (ConditionsUnmet). The reason, 300
    characters, is read in the history, of representatives and memberships by all members.
    """
    if actor.capacity != "admin":
        raise PermissionRefused
    with audit.lock(row.record_root()):
        row.refresh_from_db()
        if row.error_reason:
            raise ConditionsUnmet(UnmetCondition(_("This entry is marked as entered in error already.")))
        row.ends_on, row.error_reason = row.starts_on, reason
        if isinstance(row, Seat):
            if missing := [*what_a_person_may_not(row), *_what_depends_on(row)]:
                raise ConditionsUnmet(*missing)
        else:
            refuse_role_of_oneself(row, actor)
        audit.save(row, actor=actor, reason=reason, fields=["ends_on", "error_reason"])
        open_to_members = isinstance(row, Seat | Officer)
        audit.record_event(
            row, "entered in error", actor=actor, payload={"reason": reason, "about": str(row)},
            audience=audience.MEMBERS if open_to_members else audience.SECRETARIAT,
        )  # fmt: skip
        if isinstance(row, Seat):
            trace_seat(row, actor)
        else:
            trace_role(row, actor)


def _what_depends_on(seat: Seat) -> list[UnmetCondition]:
    """Memberships of the committee and of task teams need one of the Network: while they last, it was no error."""
    if seat.body.slug != NETWORK:
        return []
    rows = Seat.objects.filter(organization=seat.organization).exclude(body=seat.body).select_related("body")
    names = sorted({str(row.body) for row in rows.lasting_after(clock.today())})
    if not names:
        return []
    words = _(
        "{org} is also registered in: {names}. Those memberships need this one. To correct a date, change the entry."
    )
    return [UnmetCondition(words.format(org=seat.organization, names="; ".join(names)))]
