"""What of a decision can be checked against the record."""

import json
from collections.abc import Iterator

from django.db.models import Count

from decisions.models import Decision, Position, Round, Text
from network_portal.lib import text
from network_portal.records.models import Event


def verify() -> Iterator[str]:
    """Texts against their checksums, texts and positions against what the events say of them."""
    frozen = _said("decisions.text", "checksum")
    for row in Text.objects.order_by("pk").iterator():
        if text.digest(row.source) != row.checksum or frozen.get(row.pk, row.checksum) != row.checksum:
            yield f"text {row.pk} ({row}): the text was changed."
        if row.pk not in frozen:
            yield f"text {row.pk} ({row}): no event speaks of it."
    said = _said("decisions.position", "digest")
    for position in Position.objects.order_by("pk").iterator():
        if position.digest() != said.get(position.pk):
            yield f"position {position.pk}: it was changed, or no event speaks of it."
    for pk in said.keys() - set(Position.objects.values_list("pk", flat=True)):
        yield f"position {pk}: it is missing."


def _said(label: str, name: str) -> dict[int, str]:
    rows = Event.objects.filter(object_label=label).exclude(body__payload="").values_list("object_id", "body__payload")
    return {pk: value for pk, payload in rows if (value := json.loads(payload).get(name))}


def check() -> Iterator[str]:
    """Invariants that no constraint can hold."""
    for one in Round.objects.filter(closed_at=None).exclude(decision__state="round"):
        yield f"round {one.pk}: open, but its decision is {one.decision.state}."
    twice = Round.objects.filter(closed_at__isnull=False).values_list("pk", flat=True)
    closings = Event.objects.filter(object_label="decisions.round", object_id__in=list(twice))
    for row in closings.values("object_id").annotate(n=Count("pk")).filter(n__gt=1):
        yield f"round {row['object_id']}: closed {row['n']} times."
    for decision in Decision.objects.filter(state="adopted", rounds=None):
        yield f"decision {decision.pk}: adopted without a round."
