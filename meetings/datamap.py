"""The class of every field of meetings and whether it is personal."""

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
    SectionRevision,
)
from network_portal.records.datamap import fields

MAP = fields(
    """
    meeting: internal - id kind body year number slug reference title starts_at ends_at zone place link deviation
    meeting: internal - uid sequence state convened_at started_at closed_at attendance_at version
    meeting: internal personal chair
    invitation: internal - id meeting organization reply mode replied_at
    invitation: internal personal replied_by
    attendance: internal - id meeting organization present mode
    attendance: internal personal delegates
    apology: internal - id meeting organization noted_at
    apology: internal personal person reason
    agendaitem: internal - id meeting number title purpose note decision plan approves outcome added_at version
    agendaitem: internal - conclusion
    itemaction: internal - id item action
    minutes: internal - id meeting state circulations comments_until approved_at approved_in frozen checksum version
    minutes: internal personal approved_by
    minutesuserobjectpermission: internal personal user
    minutesuserobjectpermission: internal - id permission content_object
    minutessection: internal - id minutes item order heading text no_discussion version
    sectionrevision: internal - id section number text no_discussion at
    sectionrevision: internal personal by
    minutescomment: internal - circulation id minutes number section organization body is_objection at reply answered_at
    minutescomment: internal - disposition unchanged
    minutescomment: internal personal by answered_by
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
    SectionRevision,
)
NOT_ON_RECORD: dict[str, str] = {
    "meetings.minutesuserobjectpermission": "the live half of a grant: without the grant, which is on the record, it opens nothing",
}
