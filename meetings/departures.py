"""What becomes of relations of meetings and minutes when a membership, a post or an account ends."""

from network_portal.records.departures import departures

TABLE = departures(
    """
    meetings.meeting.chair | another | The meeting is shown to the Secretariat. | the Secretariat names another chair, until the minutes are approved
    meetings.invitation.organization | asked | Its reply is kept, counted no longer and awaited no longer; who joins a body is invited to its convened meetings. | nobody needs to
    meetings.invitation.replied_by | said | | officers of the organization
    meetings.apology.organization | said | It was said for the organization on that day. | Secretariat or chair
    meetings.attendance.organization | said | The list is made of the organizations of the body on the day of the meeting. | Secretariat or chair
    meetings.minutes.approved_by | said | | nobody needs to
    meetings.minutesuserobjectpermission.user | ends | A grant works through the account. | the Secretariat
    meetings.sectionrevision.by | said | | the Secretariat
    meetings.minutescomment.organization | said | A comment is still answered; after an objection a later meeting approves the minutes. | Secretariat; the body
    meetings.minutescomment.by | said | | nobody needs to
    meetings.minutescomment.answered_by | said | | the Secretariat
    """
)
