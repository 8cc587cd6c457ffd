"""What of a decision must still be what the record said of it, and what no constraint can hold."""

from collections.abc import Iterator

from django.db.models import Count

from decisions.models import Decision, Position, Round, Text
from network_portal.lib import text
from network_portal.records.models import Event
from network_portal.records.registry import IntegrityCheck

INTEGRITY_CHECKS = {
    "decisions.text": IntegrityCheck(
        lambda: Text.objects.select_related("decision"), lambda row: text.digest(row.source)
    ),
    "decisions.position": IntegrityCheck(lambda: Position.objects.all(), Position.digest),
}


def check() -> Iterator[str]:
    """Invariants that no constraint can hold."""
    for one in Round.objects.filter(closed_at=None).exclude(decision__state="round"):
        yield f"round {one.pk}: open, but its decision is {one.decision.state}."
    closings = Event.objects.filter(object_label="decisions.round", verb="round closed")
    for row in closings.values("object_id").annotate(n=Count("pk")).filter(n__gt=1):
        yield f"round {row['object_id']}: closed {row['n']} times."
    for decision in Decision.objects.filter(state="adopted", rounds=None):
        yield f"decision {decision.pk}: adopted without a round."
