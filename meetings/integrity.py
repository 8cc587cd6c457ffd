"""What of minutes must still be what the record said of it."""

from meetings.models import Minutes, SectionRevision
from network_portal.lib import text
from network_portal.records.registry import IntegrityCheck

INTEGRITY_CHECKS = {
    "meetings.minutes": IntegrityCheck(
        lambda: Minutes.objects.filter(state__in=["approved", "published"]), lambda row: text.digest(row.frozen)
    ),
    "meetings.sectionrevision": IntegrityCheck(
        lambda: SectionRevision.objects.all(), lambda row: text.digest(row.text)
    ),
}
