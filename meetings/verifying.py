"""What of minutes can be checked against the record."""

from collections.abc import Iterator

from meetings.models import Minutes
from network_portal.lib import text


def verify() -> Iterator[str]:
    for minutes in Minutes.objects.filter(state__in=["approved", "published"]).order_by("pk"):
        if text.digest(minutes.frozen) != minutes.checksum:
            yield f"minutes {minutes.pk} ({minutes}): the approved text was changed."
