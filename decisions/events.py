"""What the history says of the acts on decisions, concerns and action points that are no transition: by the verb that is stored."""

from django.utils.translation import gettext_lazy as _

from network_portal.records.registry import EventWords

EVENTS = {
    "drafted": EventWords(_("Drafted the proposal")),
    "draft edited": EventWords(_("Edited the draft")),
    "text frozen": EventWords(_("Registered the text")),
    "commented": EventWords(_("Commented")),
    "method drafted": EventWords(_("Drafted a working method")),
    "nothing to add": EventWords(_("Replied: no comments")),
    "comment answered": EventWords(_("Answered a comment")),
    "contact logged": EventWords(_("Recorded a contact")),
    "position": EventWords(_("Submitted position")),
    "concern raised": EventWords(_("Raised a concern")),
    "round closed": EventWords(_("Closed the call for positions")),
    "call extended": EventWords(_("Extended the deadline of the call"), "reason"),
    "amended in the meeting": EventWords(_("Recorded an amendment made in the meeting"), "note"),
    "not represented": EventWords(
        _("Recorded members that were not represented, who are informed of the outcome"), "organizations"
    ),
    "adopted ad referendum": EventWords(_("Recorded the amended text as adopted ad referendum"), "organizations"),
    "reminder sent": EventWords(_("Sent a reminder")),
    "outcome recorded": EventWords(_("Recorded the outcome"), "outcome"),
    "committee's request": EventWords(_("Recorded a request of the Regional Executive Committee")),
    "committee's conclusion": EventWords(_("Recorded the conclusion of the Regional Executive Committee"), "document"),
    "not pursued": EventWords(_("Recorded the agreement not to pursue the matter"), "document"),
    "consent given": EventWords(_("Recorded consent")),
    "taken over": EventWords(_("Took over the proposal"), "to"),
    "in force": EventWords(_("Working method entered into force")),
    "paper asked for": EventWords(_("Asked for the paper of the decision")),
    "action given": EventWords(_("Assigned an action"), "title"),
    "action assigned": EventWords(_("Assigned the action point"), "to"),
}
