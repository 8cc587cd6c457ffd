"""What is kept for a time only: keys and drafts of forms, ended sessions, finished jobs, delivered mails, traces of accounts."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Q

from network_portal.lib import clock
from network_portal.records.models import FormDraft, IdempotencyKey, Job, Message, Notice, SecurityEvent
from network_portal.records.registry import registry

AT_ONCE = 2000  # rows of a table a pass: a purge is never a long transaction


def purge() -> int:
    """Remove what is older than its retention (days of ``RETENTION_DAYS``); returns how many rows."""
    now = clock.machine_now()

    def before(name: str) -> dt.datetime:
        return now - dt.timedelta(days=settings.RETENTION_DAYS[name])

    ended = Q(state__in=[Message.State.SENT, Message.State.UNCERTAIN, Message.State.FAILED, Message.State.CANCELLED])
    mails = Message.objects.filter(ended, not_before__lt=before("mails"))
    told = Notice.objects.filter(message__in=mails.values("pk"))
    done = Job.objects.filter(state__in=[Job.State.DONE, Job.State.FAILED], ended_at__lt=before("jobs"))
    return sum(
        _remove(rows)
        for rows in (
            IdempotencyKey.objects.filter(at__lt=before("keys")),
            FormDraft.objects.filter(at__lt=before("drafts")),
            Session.objects.filter(expire_date__lt=now),
            done,
            told,
            mails.filter(notices=None),
            SecurityEvent.objects.filter(at__lt=before("security")),
            *(rows(before) for rows in registry.purges),
        )
    )


def _remove(rows: Any) -> int:
    pks = list(rows.values_list("pk", flat=True)[:AT_ONCE])
    return int(rows.model._base_manager.filter(pk__in=pks).delete()[0]) if pks else 0
