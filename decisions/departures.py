"""What becomes of relations of decisions when a membership, a post or an account ends."""

from network_portal.records.departures import departures

TABLE = departures(
    """
    decisions.decision.sponsor | another | The proposal waits for nobody who has left. | a member takes it over; the Coordinator, after consulting members, records it as lapsed
    decisions.decision.drafted_by | said | | officers of the proposing organization
    decisions.text.by | said | | nobody needs to
    decisions.comment.organization | said | An unanswered comment is still answered; who has left is not asked for one. | proposing organization or Secretariat
    decisions.comment.by | said | | nobody needs to
    decisions.comment.answered_by | said | | proposing organization or Secretariat
    decisions.contact.organization | said | | nobody needs to
    decisions.contact.by | said | | nobody needs to
    decisions.consent.organization | said | | nobody needs to
    decisions.consent.by | said | | nobody needs to
    decisions.escalation.opened_by | said | | the Coordinator
    decisions.adreferendum_organizations.organization | said | | nobody needs to
    decisions.adreferendum.organizations | said | | nobody needs to
    decisions.adreferendum.by | said | | nobody needs to
    decisions.conclusion_organizations.organization | said | | nobody needs to
    decisions.conclusion.organizations | said | | nobody needs to
    decisions.conclusion.recorded_by | said | | nobody needs to
    decisions.action.organization | another | An open action point is shown to the Secretariat. | Secretariat or Coordinator assign it to another officer
    decisions.action.officer | another | All officers of the organization can report it as done. | officers of the organization; Secretariat or Coordinator assign it
    decisions.invitedorganization.organization | asked | Its reply is awaited no longer. | nobody needs to
    decisions.position.organization | said | | nobody needs to
    decisions.position.speaker | said | | nobody needs to
    decisions.position.by | said | The last position given by any officer counts. | officers of the organization
    decisions.concern.organization | another | An unresolved concern is shown to the Coordinator. | the Coordinator records it as lapsed
    decisions.concern.raised_by | said | | officers of the organization
    """
)
