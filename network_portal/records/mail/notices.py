"""Telling people: a notice in the transaction of the act, a mail for it afterwards."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils.crypto import get_random_string

from network_portal.lib import clock, text
from network_portal.records.jobs import wake
from network_portal.records.models import Event, Message, Notice, label_of, model_of
from network_portal.records.registry import registry


def tell(
    kind: str,
    obj: models.Model,
    people: Iterable[Any],
    *,
    occasion: str,
    title: str,
    path: str,
    due_at: dt.datetime | None = None,
    hold: dt.timedelta = dt.timedelta(0),
) -> int:
    """Make a notice and a waiting mail for each active person who has none for this occasion; say how many.

    Must run inside the transaction of the act. Telling twice is telling once. ``hold``: how long the mail waits, so
    that what follows in quick succession can take its place.
    """
    if kind not in registry.notice_kinds:
        raise KeyError(kind)
    label, now = label_of(obj), clock.now()
    told = set(
        Notice.objects.filter(kind=kind, object_label=label, object_id=obj.pk, occasion=occasion).values_list(
            "person_id", flat=True
        )
    )
    fresh = {person.pk: person for person in people if person.is_active and person.pk not in told}
    messages = [_message(person, kind, now, hold) for person in fresh.values()]
    Message.objects.bulk_create(messages)
    Notice.objects.bulk_create(
        [
            Notice(
                kind=kind,
                object_label=label,
                object_id=obj.pk,
                person=message.person,
                occasion=occasion,
                title=text.shorten(title, 300),
                path=path,
                due_at=due_at,
                created_at=now,
                message=message,
            )
            for message in messages
        ]
    )
    if messages:
        transaction.on_commit(wake_mailer, robust=True)
    return len(messages)


def _message(person: Any, kind: str, now: dt.datetime, hold: dt.timedelta = dt.timedelta(0)) -> Message:
    return Message(
        person=person,
        kind=kind,
        message_id=f"<{get_random_string(24).lower()}@{settings.MAIL_DOMAIN}>",
        not_before=clock.machine_now() + hold,
        created_at=now,
    )


def queue_account_mail(person: Any, subject: str, body: str, *, to: str = "") -> Message:
    """A mail of the account itself (reset, second factor, invitation); its body goes once it is sent.

    It goes to the person's address as it is then, or to one named now: the old one, when it changes.
    """
    message = _message(person, "account", clock.now())
    message.account_subject, message.account_body, message.account_to = subject, body, to
    message.save(force_insert=True)
    transaction.on_commit(wake_mailer, robust=True)
    return message


def queue_plain_mail(address: str, kind: str, subject: str, body: str, *, about: str) -> Message:
    """A mail to an address of a setting, about no person; ``about`` names what is attached to it."""
    message = _message(None, kind, clock.now())
    message.about, message.account_subject, message.account_body, message.account_to = about, subject, body, address
    message.save(force_insert=True)
    transaction.on_commit(wake_mailer, robust=True)
    return message


def wake_mailer() -> None:
    """Ask a worker to look at the waiting mails; a broker that is away fails nothing, the sweep comes anyway."""
    wake.publish(wake.SEND_WAITING)


def object_of(notice: Notice) -> models.Model | None:
    """What a notice is about, as it is now; None when it is gone."""
    return model_of(notice.object_label)._default_manager.filter(pk=notice.object_id).first()


def render(notice: Notice, obj: Any) -> tuple[str, str]:
    """Subject and body of the mail of one notice, from the object as it is now."""
    kind = registry.notice_kinds[notice.kind]
    context = {
        "notice": notice,
        "object": obj,
        "link": settings.BASE_URL + notice.path,
        "network_name": settings.NETWORK_NAME,
        "network_region": settings.NETWORK_REGION,
        "full_name": settings.NETWORK_FULL_NAME,
        "is_demo": settings.DEMO,
        "sentences": kind.says(obj),
        **kind.context(notice, obj),
    }
    source = render_to_string(kind.template, context)
    subject, _, body = source.strip().partition("\n")
    return text.shorten(" ".join(subject.split()), 200), body.strip() + "\n"


@dataclass(frozen=True)
class Notification:
    """Who is notified of a transition, and in what words: the page of the transition lists them before it is made."""

    kind: str
    recipients: Callable[[Any], Iterable[Any]]
    title: Callable[[Any], str]
    path: Callable[[Any], str] = lambda obj: str(obj.get_absolute_url())
    due: Callable[[Any], dt.datetime | None] = lambda obj: None

    def names(self, obj: Any) -> list[str]:
        """The names of those who will be notified, in order."""
        return sorted({str(person) for person in self.recipients(obj) if person.is_active}, key=text.folded)

    def __call__(self, obj: Any, event: Event) -> None:
        tell(
            self.kind,
            obj,
            self.recipients(obj),
            occasion=f"event {event.pk}",
            title=self.title(obj),
            path=self.path(obj),
            due_at=self.due(obj),
        )
