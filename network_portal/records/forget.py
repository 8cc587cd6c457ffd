"""Forgetting a person: name and mail leave every column and history, the chain still holds."""

from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Q, Value
from django.db.models.functions import Replace

from network_portal.records import chain
from network_portal.records.acting import SYSTEM
from network_portal.records.models import Document, EventBody, Message, Notice, OnceKey
from network_portal.records.registry import registry

REMOVED = "[name removed]"


def forget(person: Any) -> list[str]:
    """Erase a person everywhere and return what could not be changed (filed documents, write-once texts).

    The user stays as a deactivated row without a name, so that acts keep their organization and capacity.
    """
    name, mail = person.name, person.email
    with transaction.atomic(), chain.lock(person):
        label, pk = chain.root_of(person)
        event = chain.append(label, pk, label, pk, "forgot", SYSTEM, "admin", {})
        bodies = EventBody.objects.exclude(event=event)
        spoken = Q(payload__contains=name) | Q(payload__contains=mail)
        bodies.filter(spoken).update(payload="", payload_salt="", erased_by=event)
        bodies.filter(Q(name=name) | Q(person=person)).update(name="", name_salt="", erased_by=event)
        Notice.objects.filter(person=person).update(title=REMOVED)
        Message.objects.filter(person=person).update(account_body="", account_subject="", last_error="")
        OnceKey.objects.filter(person=person).delete()
        for eraser in registry.erasers:
            eraser(person, REMOVED)
        for model in apps.get_models():
            _sweep_text(model, name, mail)
    return list(_left_behind(name, mail))


def _text_columns(model: type[models.Model]) -> list[str]:
    return [
        f.name
        for f in model._meta.local_concrete_fields
        if isinstance(f, (models.CharField, models.TextField, models.EmailField)) and not f.primary_key
    ]


def _sweep_text(model: type[models.Model], name: str, mail: str) -> None:
    """Replace the words wherever text may be changed, histories too."""
    if model._meta.proxy or not model._meta.managed or model._meta.label_lower in _untouchable():
        return
    for column in _text_columns(model):
        for word in (name, mail):
            rows = model._base_manager.filter(**{f"{column}__contains": word})
            rows.update(**{column: Replace(column, Value(word), Value(REMOVED))})


def _untouchable() -> set[str]:
    return {*(label.lower() for label in registry.write_once), "sessions.session"}


def _left_behind(name: str, mail: str) -> Any:
    """Where the words still stand: write-once texts (changed by nobody) and the filed documents."""
    for label in registry.write_once:
        model = apps.get_model(label)
        for column in _text_columns(model):
            found = Q(**{f"{column}__contains": name}) | Q(**{f"{column}__contains": mail})
            for pk in model._base_manager.filter(found).values_list("pk", flat=True):
                yield f"{model._meta.label_lower} {pk} ({column})"
    for document in Document.objects.order_by("pk"):
        yield f"filed document {document.pk}: {document.title}"


def lift_triggers(tables: list[str]) -> None:
    """For the owner of the schema and the tests' teardown only."""
    with connection.cursor() as cursor:
        for table in tables:
            if connection.vendor == "postgresql":
                cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
