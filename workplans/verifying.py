"""What of a plan can be checked against the record."""

from collections.abc import Iterator

from network_portal.lib import text
from workplans.models import PlanVersion


def verify() -> Iterator[str]:
    for version in PlanVersion.objects.order_by("pk"):
        if text.digest(version.content) != version.checksum:
            yield f"plan version {version.pk} ({version}): the frozen content was changed."
