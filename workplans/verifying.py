"""What of a plan must still be what the record said of it."""

from network_portal.lib import text
from network_portal.records.registry import Digest
from workplans.models import PlanVersion

DIGESTS = {
    "workplans.planversion": Digest(lambda: PlanVersion.objects.all(), lambda row: text.digest(row.content)),
}
