"""What becomes of members' relations when a membership, a post or an account ends."""

from network_portal.records.departures import departures

TABLE = departures(
    """
    members.user_groups.user | ends | Not used: roles are dated rows. | an administrator
    members.user_user_permissions.user | ends | Not used: roles are dated rows. | an administrator
    members.officer.person | ends | With the account nobody signs in; the row stays until its last day is entered. | the organization's other officers; an administrator
    members.officer.organization | asked | Its officers sign in, and read what non-members read: their own account. | an administrator
    members.seat.organization | ends | Leaving the Network ends the seats in the committee and in task teams on the same day, also those with a later end. | an administrator; in a task team a decision
    members.seat.officer | another | Any officer of the organization represents it, and chairs for it. | the organization's officers
    members.admission.organization | said | The paper of coming and leaving. | an administrator
    members.designation.person | another | Can be ended, and a successor designated, also after the person has left IOM. | an administrator
    members.secretariatpost.person | ends | With the account nobody signs in. | an administrator
    members.secretariatpost.seconded_from | said | The secondment lasts until its own end. | an administrator
    members.appointment.person | ends | With the account nobody signs in. | an administrator
    members.invitation.person | ends | The link of a closed account opens nothing. | an administrator
    members.invitation.made_by | said | The link was given by the office. | nobody needs to
    members.usedcode.person | said | Kept for a time and then removed. | nobody needs to
    """
)
