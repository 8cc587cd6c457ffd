"""What of a plan must still be what the record said of it."""

from network_portal.lib import text
from network_portal.records.registry import IntegrityCheck
from workplans.models import PlanVersion

INTEGRITY_CHECKS = {
    "workplans.planversion": IntegrityCheck(lambda: PlanVersion.objects.all(), lambda row: text.digest(row.content)),
}
