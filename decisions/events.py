"""What the history says of the acts on decisions, concerns and action points that are no transition: by the verb that is stored."""

from django.utils.translation import gettext_lazy as _

from network_portal.records.registry import EventWords

EVENTS = {
    "drafted": EventWords(_("Began the draft")),
    "draft edited": EventWords(_("Changed the draft")),
    "text frozen": EventWords(_("Put the text on the record")),
    "commented": EventWords(_("Commented")),
    "method drafted": EventWords(_("Drafted a working method")),
    "nothing to add": EventWords(_("Had nothing to add")),
    "comment answered": EventWords(_("Answered a comment")),
    "contact logged": EventWords(_("Logged a contact")),
    "position": EventWords(_("Took a position")),
    "concern raised": EventWords(_("Raised a concern")),
    "round closed": EventWords(_("Closed the round")),
    "outcome recorded": EventWords(_("Recorded the outcome"), "outcome"),
    "committee's request": EventWords(_("Recorded the committee's request")),
    "consent given": EventWords(_("Gave consent")),
    "taken over": EventWords(_("Took the proposal over"), "to"),
    "in force": EventWords(_("Put the working method in force")),
    "action given": EventWords(_("Gave an action"), "title"),
    "action assigned": EventWords(_("Assigned the action point"), "to"),
}
