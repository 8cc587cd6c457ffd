"""Sending: claim a message under a lease, mark it handed over, talk to the mail server, mark it sent.

A process that dies between the server's yes and the commit leaves the message handed over: it is repeated once,
with the same Message-ID, and marked uncertain.
"""

import datetime as dt
import logging
import re
import smtplib
import time
from typing import Any

from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.db.models import F

from network_portal.lib import addresses, clock
from network_portal.records.jobs import heartbeat
from network_portal.records.mail.notices import object_of, render
from network_portal.records.models import Message, Notice
from network_portal.records.registry import registry

log = logging.getLogger("portal.mail")
LEASE = dt.timedelta(minutes=3)
MOST_A_PASS = 100  # mails
LOOKED_UP = 10  # mails at a time: account mail that is written meanwhile waits for no more than these
PASS_SECONDS = 30.0
PROBE_SECONDS = 45.0
MOST_ATTEMPTS = 54  # one minute doubling to one hour, then hourly: about 48 hours


def send_waiting(limit: int = MOST_A_PASS) -> int:
    """Send what is due; returns how many mails the server took. A pass ends in time, however slow the server is."""
    until = time.monotonic() + PASS_SECONDS
    ids = _due(limit)
    if not ids:
        return 0
    connection, sent, asked = get_connection(), 0, 0
    try:
        while ids and time.monotonic() <= until:
            for pk in ids:
                if time.monotonic() > until:
                    break
                _open(connection)
                sent += send(pk, connection)
            asked += len(ids)
            ids = _due(limit - asked)
    except (OSError, smtplib.SMTPException) as error:  # no server: the rest waits as it is for the next pass
        log.warning("the mail server is away: %s", type(error).__name__)
        heartbeat.beat(heartbeat.MAIL_FAULT)
        waiting = Message.objects.due(clock.machine_now()).filter(state=Message.State.PENDING)
        waiting.update(last_error=_words(error))
    finally:
        connection.close()
    return sent


def _due(limit: int) -> list[int]:
    """The next mails to send, account mail first."""
    rows = Message.objects.due(clock.machine_now()).by_urgency()
    return list(rows.values_list("pk", flat=True)[: max(0, min(limit, LOOKED_UP))])


def _open(connection: Any) -> None:
    """A connection that answers: a server that hung up after the last mail is called again."""
    line = getattr(connection, "connection", None)
    if line is not None:
        try:
            if line.noop()[0] == 250:
                return
        except (OSError, smtplib.SMTPException):
            pass
        connection.close()
    connection.open()


def _words(error: Exception) -> str:
    """What went wrong, without the addresses that a mail server repeats."""
    return re.sub(r"[^\s<>'\"({,]+@[^\s<>'\")},]+", "[address]", f"{type(error).__name__}: {error}")[:300]


def probe() -> int:
    """Ask the mail server whether it is there, when nothing was sent to it for a while; 1 when it answers."""
    if heartbeat.age(heartbeat.MAIL) < PROBE_SECONDS:
        return 0
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        log.warning("the mail server is away: %s", type(error).__name__)
        heartbeat.beat(heartbeat.MAIL_FAULT)
        return 0
    finally:
        connection.close()
    heartbeat.beat(heartbeat.MAIL)
    return 1


def claim(pk: int) -> Message | None:
    """Take a message for three minutes; None when somebody else has it or nothing is left to do."""
    now = clock.machine_now()
    taken = Message.objects.due(now).filter(pk=pk)
    if not taken.update(state=Message.State.CLAIMED, lease_until=now + LEASE, attempts=F("attempts") + 1):
        return None
    message = Message.objects.select_related("person").get(pk=pk)
    if message.handed_over and message.repeated:
        _end(message, Message.State.UNCERTAIN, "The portal stopped twice while handing this mail over.")
        return None
    return message


def _end(message: Message, state: str, error: str = "") -> None:
    message.state, message.last_error, message.lease_until = state, error[:300], None
    message.account_body = message.account_to = ""
    message.save(update_fields=["state", "last_error", "lease_until", "account_body", "account_to", "sent_at"])


def compose(message: Message) -> EmailMessage | None:
    """The mail as it should read now; None when nobody is to be told any more.

    Who has no account any more gets only what was written to a named address: that it was closed.
    """
    if message.person is not None and not message.person.is_active and not message.account_to:
        return None
    parts: list[tuple[str, str]] = []
    attachments: list[tuple[str, bytes, str]] = []
    alternatives: list[tuple[str, str]] = []
    if message.kind in ("account", "anchor"):
        if not message.account_body:
            return None
        parts.append((message.account_subject, message.account_body))
        attachments += registry.attached.get(message.kind, lambda about: [])(message.about)
    for notice in Notice.objects.filter(message=message).select_related("person"):
        kind, obj = registry.notice_kinds[notice.kind], object_of(notice)
        if obj is not None and kind.still_wanted(notice, obj):
            parts.append(render(notice, obj))
            attachments += kind.attachments(notice, obj)
            alternatives += kind.alternatives(notice, obj)
    if not parts:
        return None
    mail = EmailMultiAlternatives(
        subject=parts[0][0],
        body="\n\n".join(body for _, body in parts),
        to=[addresses.for_mail(message.account_to or message.person.email)],  # type: ignore[union-attr]
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
        attachments=attachments,
    )
    for content, kind_of in alternatives[:1]:  # a mail program acts on one part only
        mail.attach_alternative(content, kind_of)
    return mail


def send(pk: int, connection: Any = None) -> bool:
    """Send one message if it is due; True when the server said yes. Recipients and rights are checked now."""
    message = claim(pk)
    if message is None:
        return False
    try:
        mail = compose(message)
    except UnicodeError as error:  # an address whose domain nobody can register
        _impossible(pk, message, error)
        return False
    except Exception as error:  # one mail that cannot be written stops none of the others
        log.exception("a mail cannot be composed", extra={"facts": {"mail": pk}})
        _postpone(message, error)
        return False
    if mail is None:
        _end(message, Message.State.CANCELLED)
        return False
    again = message.handed_over
    message.handed_over, message.repeated = True, again
    message.save(update_fields=["handed_over", "repeated"])
    mail.connection = connection
    try:
        mail.send()
    except (UnicodeError, smtplib.SMTPNotSupportedError) as error:  # an address that no mail can have
        _impossible(pk, message, error)
        return False
    except (OSError, smtplib.SMTPException) as error:
        if connection is not None:
            connection.close()
        _postpone(message, error)
        return False
    message.sent_at = clock.now()
    heartbeat.beat(heartbeat.MAIL)
    _end(message, Message.State.UNCERTAIN if again else Message.State.SENT)
    return True


def _impossible(pk: int, message: Message, error: Exception) -> None:
    log.warning("a mail has an impossible address", extra={"facts": {"mail": pk}})
    _end(message, Message.State.FAILED, type(error).__name__)


def _postpone(message: Message, error: Exception) -> None:
    """The server did not take it: try again after one minute, then ever later, for 48 hours; a 5xx ends at once."""
    now = clock.machine_now()
    refused = isinstance(error, smtplib.SMTPRecipientsRefused) and all(
        code >= 500 for code, _ in error.recipients.values()
    )
    refused = refused or (isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500)
    if not refused:
        heartbeat.beat(heartbeat.MAIL_FAULT)
    if refused or message.attempts >= MOST_ATTEMPTS:
        _end(message, Message.State.FAILED, _words(error))
        return
    dropped = isinstance(error, smtplib.SMTPServerDisconnected)
    message.state = Message.State.PENDING
    message.handed_over = message.handed_over and dropped
    message.not_before = now + min(dt.timedelta(minutes=2 ** min(message.attempts - 1, 6)), dt.timedelta(hours=1))
    message.last_error, message.lease_until = _words(error), None
    message.save(update_fields=["state", "handed_over", "repeated", "not_before", "last_error", "lease_until"])
