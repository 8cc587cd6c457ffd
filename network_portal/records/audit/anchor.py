"""The anchor outside the database: once a day, and in each filed paper, the digest of the heads of all chains.

Who rewrites a chain to its end with every hash can change neither a mail that was sent nor a paper that was filed. An
anchor is a text with one line for each chain; it is kept under its own digest, mailed, and compared by
``verify_record --anchor FILE``.
"""

import datetime as dt
import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from network_portal.lib import clock
from network_portal.records.access import security
from network_portal.records.access.actor import SYSTEM
from network_portal.records.access.audience import ADMIN
from network_portal.records.audit import chain, integrity
from network_portal.records.files import documents
from network_portal.records.jobs import heartbeat, jobs
from network_portal.records.mail.notices import queue_plain_mail
from network_portal.records.models import AuditChain, Event, Job, SecurityEvent

HEAD = "network portal anchor 1"
DAILY, IN_PAPER = "anchored", "anchor for a paper"  # the verbs of their events
VERIFICATION = "record_verification"  # the kind of its job
EVERY = dt.timedelta(hours=24)
MOST_NOTED = 20  # findings that become security events; verify_record names them all
VERIFIED_LATELY = dt.timedelta(hours=12)
"""In machine time: when the movable clock passes many days at once, the record is looked at once."""
LATE_AFTER = dt.timedelta(hours=36)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
MARK = re.compile(rb"anchor:([0-9a-f]{64})")


class NotAnAnchor(ValueError):
    """A file that is neither an anchor nor a paper that names one."""


@dataclass(frozen=True)
class Anchor:
    """The heads of all chains at an instant (UTC): the text and its SHA-256."""

    text: str
    digest: str


def heads(at: dt.datetime) -> Anchor:
    """The anchor of now: one line for each chain, read in one statement."""
    rows = AuditChain.objects.exclude(last_number=0).order_by("label", "object_id")
    lines = [
        f"{label} {pk} {n} {last}"
        for label, pk, n, last in rows.values_list("label", "object_id", "last_number", "last_hash")
    ]
    text = "\n".join([HEAD, f"taken {at.isoformat()}", *lines]) + "\n"
    return Anchor(text, hashlib.sha256(text.encode()).hexdigest())


def take(verb: str = IN_PAPER) -> Anchor:
    """Take an anchor, keep it under its digest, and say so in the portal's own chain."""
    with chain.lock(chain.portal_root()):
        anchor = heads(clock.now())
        documents.write_whole(name_of(anchor.digest), anchor.text.encode())
        label, pk = chain.portal_root()
        said = {"digest": anchor.digest, "chains": anchor.text.count("\n") - 2}
        chain.append_event(label, pk, "portal", 1, verb, SYSTEM, ADMIN, said)
    return anchor


def name_of(digest: str) -> str:
    return f"anchors/{digest}.txt"


def last_at() -> dt.datetime | None:
    """When the last daily anchor was taken, in the Network's time."""
    taken = Event.objects.of_root(*chain.portal_root()).filter(verb=DAILY)
    return taken.order_by("-number").values_list("at", flat=True).first()


def _is_due() -> bool:
    last = last_at()
    return last is None or clock.now() - last >= EVERY


def take_due() -> int:
    """The daily anchor and its mails to the addresses of the setting; then a job looks at the whole record.

    Nothing before the day is over, and one a day however many ask at once.
    """
    if not _is_due():
        return 0
    with chain.lock(chain.portal_root()):
        if not _is_due():
            return 0
        anchor = take(DAILY)
        _queue_mails(anchor)
        if heartbeat.age(heartbeat.RECORD_WHOLE) > VERIFIED_LATELY.total_seconds():
            label, pk = chain.portal_root()
            jobs.queue(VERIFICATION, AuditChain.objects.get(label=label, object_id=pk))
    return 1


def verify_daily(_root: AuditChain, _job: Job) -> None:
    """Look at the whole record as it stands at one instant; what is found changed raises the alarm until all is well."""
    with integrity.snapshot():
        findings = list(islice(integrity.verify_record(), MOST_NOTED))
    for finding in findings:
        security.note(SecurityEvent.Kind.RECORD_CHANGED, subject=finding)
    if not findings:
        heartbeat.beat(heartbeat.RECORD_WHOLE)


def _queue_mails(anchor: Anchor) -> None:
    body = _(
        "Digest of the heads of all chains of the record (SHA-256), taken on {at}:\n\n{digest}\n\n"
        "Please keep this message and its attachment outside the portal. The command verify_record --anchor FILE "
        "compares the record with the attachment.\n\nNetwork Secretariat, IOM\n"
    ).format(at=clock.format_instant(clock.now()), digest=anchor.digest)
    for address in settings.ANCHOR_MAIL_TO:
        queue_plain_mail(address, "anchor", _("Anchor of the record"), body, about=anchor.digest)


def attachment(digest: str) -> list[tuple[str, bytes, str]]:
    """The text of a kept anchor, for its mail."""
    if not default_storage.exists(name_of(digest)):
        return []
    with default_storage.open(name_of(digest)) as source:
        return [(f"anchor-{digest[:12]}.txt", source.read(), "text/plain")]


def read(path: Path) -> str:
    """The text of an anchor from its file, or of the one that a filed paper names. Raises NotAnAnchor."""
    content = path.read_bytes()
    if content.startswith(HEAD.encode()):
        return content.decode()
    if content.startswith(b"%PDF") and (named := _named_in(content)):
        digest = named.group(1).decode()
        if not default_storage.exists(name_of(digest)):
            raise NotAnAnchor(f"the anchor {digest}, which the paper names, is not kept here")
        with default_storage.open(name_of(digest)) as source:
            kept = bytes(source.read())
        if hashlib.sha256(kept).hexdigest() != digest:
            raise NotAnAnchor(f"the anchor {digest}, which the paper names, was changed where it is kept")
        return kept.decode()
    raise NotAnAnchor("neither an anchor nor a paper that names one")


def _named_in(paper: bytes) -> "re.Match[bytes] | None":
    """Where a paper names its anchor: among its keywords, which may stand in a compressed stream."""
    for part in (paper, *_STREAM.findall(paper)):
        try:
            text = part if part is paper else zlib.decompress(part)
        except zlib.error:
            continue
        if found := MARK.search(text):
            return found
    return None


def verify(text: str) -> Iterator[str]:
    """Each chain that no longer contains the head that the anchor names."""
    taken = text.splitlines()[1].removeprefix("taken ")
    for line in text.splitlines()[2:]:
        label, pk, number, expected = line.split(" ")
        event = Event.objects.of_root(label, int(pk)).filter(number=int(number)).first()
        if event is None:
            yield f"{label}:{pk}: event {number} is missing, which the anchor of {taken} names."
        elif event.hash != expected or chain.event_hash(event) != expected:
            yield f"{label}:{pk}: event {number} is not the one that the anchor of {taken} names."
