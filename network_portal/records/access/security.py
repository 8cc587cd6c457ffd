"""Security events: one row and one line of JSON each, without a mail address, and the patterns that raise an alarm."""

import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network_portal.lib import clock, text, trace
from network_portal.records.jobs import heartbeat
from network_portal.records.models import SecurityEvent

log = logging.getLogger("portal.security")
Kind = SecurityEvent.Kind


def place_of(address: str) -> str:
    """A name for a network address that tells events of one place from those of another, and nothing else."""
    return text.digest("place", settings.SECRET_KEY, address)[:16] if address else ""


def note(kind: str, *, person_id: int | None = None, subject: str = "", address: str = "") -> None:
    """Write a security event: who (id), what it was about (label and id, or a digest), from which place.

    Its line in the log follows when its row is committed: what was rolled back did not happen.
    """
    event = SecurityEvent.objects.create(
        at=clock.machine_now(),
        kind=kind,
        person_id=person_id,
        subject=subject[:120],
        place=place_of(address),
        request_id=trace.request_id.get(),
    )
    facts = {"event": event.kind, "person": person_id, "subject": event.subject, "place": event.place}
    transaction.on_commit(lambda: log.info("security", extra={"facts": facts}), robust=True)


@dataclass(frozen=True)
class Pattern:
    """So many events of these kinds, with the same value in a column, within the window: an alarm.

    One with a sign of life stays until that comes, however long ago its events were.
    """

    code: str
    title: object
    advice: object
    kinds: tuple[str, ...]
    by: str
    count: int
    window: dt.timedelta = dt.timedelta(minutes=60)
    until: str = ""

    def since(self) -> dt.datetime:
        """From when on its events count (UTC)."""
        if self.until:
            return heartbeat.last(self.until) or clock.machine_now() - dt.timedelta(
                days=settings.RETENTION_DAYS["security"]
            )
        return clock.machine_now() - self.window


PATTERNS = (
    Pattern(
        "account-attacked",
        gettext_lazy("Many failed sign-ins on one account"),
        gettext_lazy("Ask the person by telephone whether it was they; a passkey ends guessing of passwords."),
        (Kind.SIGN_IN_FAILED, Kind.SECOND_STEP_FAILED),
        "subject",
        10,
    ),
    Pattern(
        "place-attacks",
        gettext_lazy("Many failed sign-ins from one network address"),
        gettext_lazy("Let the network administrator block the address if it does not belong to a UN office."),
        (Kind.SIGN_IN_FAILED, Kind.SECOND_STEP_FAILED),
        "place",
        30,
    ),
    Pattern(
        "refused-often",
        gettext_lazy("One person was often refused, or asked for many pages that do not exist for them"),
        gettext_lazy("Ask the person; if it was not they, deactivate the account, which ends its sessions."),
        (Kind.REFUSED,),
        "person_id",
        30,
    ),
    Pattern(
        "factor-removed",
        gettext_lazy("The second step was removed from an account"),
        gettext_lazy("Ask the person by telephone; the account's history shows when."),
        (Kind.FACTOR_REMOVED,),
        "person_id",
        1,
        window=dt.timedelta(hours=24),
    ),
    Pattern(
        "exported-often",
        gettext_lazy("One person downloaded many files"),
        gettext_lazy("Ask the person what the files are for."),
        (Kind.EXPORTED,),
        "person_id",
        60,
    ),
    Pattern(
        "record-changed",
        gettext_lazy("The record was found changed"),
        gettext_lazy("Run verify_record, keep a copy of the database, and restore the last backup that verifies."),
        (Kind.RECORD_CHANGED,),
        "subject",
        1,
        until=heartbeat.RECORD_WHOLE,
    ),
)


@dataclass(frozen=True)
class Alarm:
    """A pattern that is met now: by what, how often, and since when (UTC)."""

    pattern: Pattern
    about: str
    count: int
    since: dt.datetime


def alarms() -> Iterator[Alarm]:
    """The patterns met now; asked anew by each page that shows them."""
    for pattern in PATTERNS:
        since = pattern.since()
        rows = SecurityEvent.objects.filter(kind__in=pattern.kinds, at__gte=since)
        found = rows.exclude(**{pattern.by: None}).exclude(**{pattern.by: ""} if pattern.by != "person_id" else {})
        for about, count in found.values_list(pattern.by).annotate(n=Count("pk")).filter(n__gte=pattern.count):
            yield Alarm(pattern, _described(pattern.by, about), count, since)


def _described(by: str, about: object) -> str:
    words = {"person_id": _("person {value}"), "place": _("network address {value}"), "subject": _("{value}")}
    return words[by].format(value=about)
