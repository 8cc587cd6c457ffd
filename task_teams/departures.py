"""What becomes of relations of task teams when a membership, a post or an account ends."""

from network_portal.records.departures import departures

TABLE = departures(
    """
    task_teams.taskteam.proposer | said | The proposal goes the way of its decision. | as for the decision
    task_teams.composedseat.organization | ends | Who has left takes no seat at the adoption; without a chair the team is not established. | proposing organization or Coordinator end the proposal
    task_teams.deliverable.organization | another | | chairs of the team and the Secretariat record it as delivered
    task_teams.deliverable.delivered_by | said | | nobody needs to
    """
)
