"""The class of what is not internal, and of free text: see ``records.datamap``; what is on the record."""

from network_portal.records.datamap import fields
from workplans.models import Activity, Alignment, Contribution, Output, Period, Plan, PlanVersion, Update, UpdateReview

MAP = fields(
    """
    strategicobjective: public - id code title text cites
    frameworkentry: public - id framework code title short order
    planversion: internal - content checksum
    output: internal - code title
    activity: internal - code title description deliverable quarters
    update: internal - achievements challenges next_steps
    updatereview: internal - reason capacity
    """
)

ON_RECORD = (Activity, Alignment, Contribution, Output, Period, Plan, PlanVersion, Update, UpdateReview)
NOT_ON_RECORD: dict[str, str] = {
    "workplans.strategicobjective": "reference data that the portal ships and loads when it is installed",
    "workplans.frameworkentry": "reference data that the portal ships and loads when it is installed",
}
