"""Which lists of a decision have rows: asked in one query, compiled once, so that a page reads no empty list."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from decisions.models import (
    Action,
    Comment,
    Concern,
    Conclusion,
    Consent,
    Consultation,
    Contact,
    Decision,
    Escalation,
    Round,
    Text,
)
from network_portal.lib import clock
from network_portal.lib.compiled_query import PLACEHOLDER_ID, CompiledQuery

LISTS: dict[str, Any] = {
    "texts": Text, "rounds": Round, "consultations": Consultation, "comments": Comment, "concerns": Concern,
    "contacts": Contact, "escalations": Escalation, "conclusions": Conclusion, "consents": Consent, "actions": Action,
}  # fmt: skip


def _lists() -> QuerySet[Any]:
    rows = {f"has_{name}": Exists(model.objects.filter(decision=OuterRef("pk"))) for name, model in LISTS.items()}
    return Decision.objects.filter(pk=PLACEHOLDER_ID).order_by().annotate(**rows).values_list(*rows)


HAS_ROWS = CompiledQuery(_lists)


def lists_of(decision: Decision) -> frozenset[str]:
    """The names of the lists of a decision that have rows, whoever may read them."""
    (row,) = HAS_ROWS.rows(pk=decision.pk, day=clock.today(), now=clock.now())
    return frozenset(name for name, there in zip(LISTS, row, strict=True) if there)
