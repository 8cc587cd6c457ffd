"""What becomes of relations of work plans when a membership, a post or an account ends."""

from network_portal.records.departures import departures

TABLE = departures(
    """
    workplans.activity.lead | another | The activity is shown to the Secretariat; what was accepted counts on. | the Secretariat names another lead
    workplans.activity.reviewer | another | | the Secretariat names another reviewer
    workplans.contribution.organization | asked | Its confirmation and reports are awaited no longer; in a plan open for inputs its part can be removed. | the Secretariat
    workplans.update.organization | said | A submitted report is still reviewed. | its reviewer
    workplans.update.submitted_by | said | | officers of the organization
    workplans.updatereview.by | said | | nobody needs to
    """
)
