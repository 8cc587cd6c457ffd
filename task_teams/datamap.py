"""The class of every field of task_teams and whether it is personal."""

from network_portal.records.datamap import fields
from task_teams.models import ComposedSeat, Deliverable, TaskTeam

MAP = fields(
    """
    taskteam: internal - id body proposer need focus terms no_terms_needed ends_on standing decision closing_decision
    taskteam: internal - state proposed_at version
    composedseat: internal - id team organization role
    deliverable: internal - id team number title organization due_on delivered_on result version
    deliverable: internal personal delivered_by
    """
)

ON_RECORD = (ComposedSeat, Deliverable, TaskTeam)
NOT_ON_RECORD: dict[str, str] = {}
