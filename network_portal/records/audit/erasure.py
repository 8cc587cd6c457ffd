"""Forgetting a person: name and mail leave every column and history; what stays on the record says so in its chain."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q

from network_portal.records.access.actor import SYSTEM
from network_portal.records.access.audience import ADMIN
from network_portal.records.audit import chain, coverage, integrity, triggers
from network_portal.records.models import (
    AuditChain,
    Document,
    Event,
    EventBody,
    FormDraft,
    IdempotencyKey,
    Message,
    Notice,
    label_of,
    model_of,
)
from network_portal.records.registry import registry

REMOVED = "[name removed]"
_KEPT = {"records.event", "records.eventbody", "records.unsealed", "records.root", "sessions.session"}


class Words:
    """The names and addresses to remove: whole words only, in plain text and as JSON spells them."""

    def __init__(self, words: Iterable[str]) -> None:
        plain = {word for word in words if word.strip() and word != REMOVED}
        format_instant = (
            plain | {json.dumps(w)[1:-1] for w in plain} | {json.dumps(w, ensure_ascii=False)[1:-1] for w in plain}
        )
        self.all = sorted(format_instant, key=len, reverse=True)
        self._pattern = re.compile("|".join(rf"(?<!\w){re.escape(w)}(?!\w)" for w in self.all), re.IGNORECASE)

    def filter(self, column: str) -> Q:
        """Rows that may hold one of them; ``hold`` decides."""
        found = Q(pk__in=[])
        for word in self.all:
            found |= Q(**{f"{column}__contains": word}) | Q(**{f"{column}__icontains": word})
        return found

    def hold(self, value: str) -> bool:
        return bool(self.all) and bool(self._pattern.search(value))

    def remove(self, value: str, longest: int | None) -> str:
        return self._pattern.sub(REMOVED, value)[:longest] if self.all else value


def forget(person: Any) -> list[str]:
    """Erase a person everywhere, and return what still names the person: the filed documents.

    The user stays as a deactivated row without a name, so that acts keep their organization and capacity. A text on
    the record whose words change gets a new digest, said by an event in its own chain. On PostgreSQL it takes the
    owner of the tables (``triggers.NotOwner``). Every chain is held meanwhile; a person already forgotten is left.
    """
    words = Words(person.known_as())
    with (
        transaction.atomic(),
        chain.lock(person, *AuditChain.objects.values_list("label", "object_id")),
        triggers.lifted(),
    ):
        wrong_before = {(wrong.label, wrong.pk) for wrong in integrity.wrong_rows()}
        names, payloads = _bodies_of(person, words)
        unsaid = _digests_in(payloads)
        Notice.objects.filter(person=person).update(title=REMOVED)
        Message.objects.filter(person=person).update(account_body="", account_subject="", last_error="")
        IdempotencyKey.objects.filter(person=person).delete()
        FormDraft.objects.filter(person=person).delete()
        for eraser in registry.erasers:
            eraser(person, REMOVED)
        changed = {row for model in apps.get_models() for row in _remove(model, words)}
        said = integrity.last_said()
        now_wrong = {(wrong.label, wrong.pk) for wrong in integrity.wrong_rows(said)} - wrong_before
        rows = _rows_of(now_wrong)
        label, pk = chain.root_of(person)
        erased = {"names": sorted(names), "payloads": sorted(payloads), "rows": sorted(rows)}
        event = chain.append_event(label, pk, label, pk, "forgot", SYSTEM, ADMIN, erased)
        for half, events in (("name", names), ("payload", payloads), ("rows", rows)):
            EventBody.objects.filter(event__in=events).update(**{half: "", f"{half}_salt": "", "erased_by": event})
        for label, pk in sorted((changed | unsaid) & set(_with_digests())):
            _say_again(label, pk)
        _say_rows_again(said, now_wrong, rows)
    return [f"filed document {d.pk}: {d.title}" for d in Document.objects.order_by("pk")]


def _bodies_of(person: Any, words: Words) -> tuple[set[int], set[int]]:
    """The events whose name, and those whose payload, speaks of the person."""
    own = EventBody.objects.filter(person=person).exclude(name_salt="")
    named = EventBody.objects.filter(words.filter("name")).exclude(name_salt="")
    told = EventBody.objects.filter(words.filter("payload")).exclude(payload_salt="")
    names = {pk for pk, name in named.values_list("event_id", "name") if words.hold(name)}
    payloads = {pk for pk, payload in told.values_list("event_id", "payload") if words.hold(payload)}
    return names | set(own.values_list("event_id", flat=True)), payloads


def _digests_in(events: set[int]) -> set[tuple[str, int]]:
    """The rows whose digest stood in the payloads of these events."""
    rows = Event.objects.filter(pk__in=events).values_list("object_label", "object_id", "body__payload")
    return {(label, pk) for label, pk, payload in rows if chain.digest_said(payload)}


def _rows_of(keys: set[coverage.Key]) -> set[int]:
    """The events that ever said the digest of one of these rows: with its salt, a guess could be proved right."""
    found: set[int] = set()
    for pk, said in EventBody.objects.exclude(rows="").values_list("event_id", "rows").iterator(chunk_size=2000):
        if any((label, int(row)) in keys for label, rows in json.loads(said).items() for row in rows):
            found.add(pk)
    return found


def _say_rows_again(said: dict[coverage.Key, integrity.Said], changed: set[coverage.Key], erased: set[int]) -> None:
    """Say the digests anew of the rows that changed, and of those whose last word was erased with them."""
    lost = {key for key, last in said.items() if key in changed or last.event_id in erased}
    by_root: dict[tuple[str, int], list[coverage.Key]] = {}
    roots = {pk: (label, row) for pk, label, row in Event.objects.values_list("pk", "root_label", "root_id")}
    for key in sorted(lost):
        by_root.setdefault(roots[said[key].event_id], []).append(key)
    for (label, pk), keys in by_root.items():
        chain.append_event(label, pk, label, pk, "name removed", SYSTEM, ADMIN, {}, rows=keys)


def _text_columns(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """The columns in which people write; codes, choices, addresses of pages and files are not."""
    return [
        f
        for f in model._meta.local_concrete_fields
        if isinstance(f, (models.CharField, models.TextField))
        and not (f.primary_key or f.choices or isinstance(f, models.SlugField))
    ]


def _remove(model: type[models.Model], words: Words) -> Iterator[tuple[str, int]]:
    """Replace the words in every text column of a table, histories too; yields the rows that changed."""
    if model._meta.proxy or not model._meta.managed or label_of(model) in _KEPT:
        return
    for column in _text_columns(model):
        rows = model._base_manager.filter(words.filter(column.name))
        for pk, value in list(rows.values_list("pk", column.name)):
            if (less := words.remove(value, getattr(column, "max_length", None))) != value:
                model._base_manager.filter(pk=pk).update(**{column.name: less})
                yield label_of(model), pk


def _with_digests() -> Iterator[tuple[str, int]]:
    for label, kept in registry.integrity_checks.items():
        yield from ((label, pk) for pk in kept.rows().values_list("pk", flat=True))


def _say_again(label: str, pk: int) -> None:
    """Write a row's digest as it is now, in the row and in an event of its chain."""
    row = model_of(label)._base_manager.get(pk=pk)
    digest = registry.integrity_checks[label].of(row)
    if hasattr(row, "checksum"):
        type(row)._base_manager.filter(pk=pk).update(checksum=digest)
    chain.append_event(*chain.root_of(row), label_of(row), pk, "name removed", SYSTEM, ADMIN, {"checksum": digest})
