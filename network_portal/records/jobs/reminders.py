"""Reminders of every kind: a row with the instant at which it falls due.

Whom it reaches, and whether anybody still waits for it, is asked when it is sent, under the lock of what it is about.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from network_portal.lib import clock
from network_portal.records import audit
from network_portal.records.jobs.sweep import run_for_each
from network_portal.records.models import Reminder, label_of, model_of
from network_portal.records.registry import registry
from network_portal.records.workflow.refusals import IllegalTransition


def plan(kind: str, obj: Any, occasion: str, due_at: dt.datetime) -> None:
    """Remind at an instant (UTC), once for each occasion; planned again it changes nothing."""
    about = {"kind": kind, "object_label": label_of(obj), "object_id": obj.pk, "occasion": occasion}
    Reminder.objects.get_or_create(**about, defaults={"due_at": due_at})


def of(obj: Any) -> QuerySet[Reminder]:
    """The reminders about an object, in the order in which they fall due."""
    return Reminder.objects.filter(object_label=label_of(obj), object_id=obj.pk)


def drop(obj: Any, why: str) -> None:
    """Those about an object that were not sent yet are not sent any more, for a reason that is kept with them."""
    of(obj).filter(done_at=None).update(done_at=clock.now(), result=why)


def run_due() -> int:
    """Send every reminder whose time has come; one that fails stops none, and is tried again by the next sweep."""
    return run_for_each(Reminder.objects.filter(done_at=None, due_at__lte=clock.now()), _send)


def _send(reminder: Reminder) -> None:
    about = model_of(reminder.object_label)._base_manager.get(pk=reminder.object_id)
    with transaction.atomic(), audit.lock(about):
        reminder.refresh_from_db()
        if reminder.done_at is not None:
            raise IllegalTransition(_("The reminder was sent."))
        about.refresh_from_db()
        result = registry.reminder_kinds[reminder.kind].send(about, reminder)
        if result:
            reminder.done_at, reminder.result = clock.now(), result
            reminder.save(update_fields=["done_at", "result"])


def instants(after: dt.datetime, until: dt.datetime) -> list[dt.datetime]:
    """When reminders fall due, later than one instant and up to another."""
    rows = Reminder.objects.filter(done_at=None, due_at__gt=after, due_at__lte=until)
    return list(rows.values_list("due_at", flat=True))
