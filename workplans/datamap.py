"""The class of every field of workplans and whether it is personal."""

from network_portal.records.datamap import fields
from workplans.models import Activity, Alignment, Contribution, Output, Period, Plan, PlanVersion, Update, UpdateReview

MAP = fields(
    """
    strategicobjective: public - id code title text cites
    frameworkentry: public - id framework code title short order
    plan: internal - id year body state decision adopted_at version
    planversion: internal - id plan number content checksum decision at
    output: internal - id plan objective code title version
    activity: internal - id plan output code title description deliverable kind lead reviewer body quarters weight
    activity: internal - method order version
    contribution: internal - id activity organization consent version
    alignment: internal - id activity entry
    period: internal - id plan quarter starts_on ends_on
    update: internal - id activity period organization is_leads state status percent achievements challenges
    update: internal - next_steps submitted_at version
    update: internal personal submitted_by
    updatereview: internal - id update accepted reason capacity at
    updatereview: internal personal by
    """
)

ON_RECORD = (Activity, Alignment, Contribution, Output, Period, Plan, PlanVersion, Update, UpdateReview)
NOT_ON_RECORD: dict[str, str] = {
    "workplans.strategicobjective": "reference data that the portal ships and loads when it is installed",
    "workplans.frameworkentry": "reference data that the portal ships and loads when it is installed",
}
