"""The class of what is not internal, and of free text: see ``records.datamap``; what is on the record."""

from network_portal.records.datamap import fields
from task_teams.models import ComposedSeat, Deliverable, TaskTeam

MAP = fields(
    """
    taskteam: internal - need focus terms
    deliverable: internal - title result
    """
)

ON_RECORD = (ComposedSeat, Deliverable, TaskTeam)
NOT_ON_RECORD: dict[str, str] = {}
