"""The class of what is not internal, and of free text: see ``records.datamap``; what is on the record."""

from meetings.models import (
    AgendaItem,
    Apology,
    Attendance,
    Invitation,
    ItemAction,
    Meeting,
    Minutes,
    MinutesComment,
    MinutesSection,
    Participant,
    SectionRevision,
)
from network_portal.records.datamap import fields

MAP = fields(
    """
    meeting: internal - slug reference title zone place link deviation uid
    attendance: internal personal delegates
    apology: internal personal person reason
    participant: internal personal name function organization
    agendaitem: internal - title note conclusion
    minutes: internal - frozen checksum
    minutessection: internal - heading text
    sectionrevision: internal - text
    minutescomment: internal - body reply unchanged
    """
)

ON_RECORD = (
    AgendaItem,
    Apology,
    Attendance,
    Invitation,
    ItemAction,
    Meeting,
    Minutes,
    MinutesComment,
    MinutesSection,
    Participant,
    SectionRevision,
)
NOT_ON_RECORD: dict[str, str] = {
    "meetings.minutesuserobjectpermission": "the live half of a grant: without the grant, which is on the record, it opens nothing",
}
