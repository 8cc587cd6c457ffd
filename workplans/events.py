"""What the history says of the acts on work plans and what is reported on them that are no transition: by the verb that is stored."""

from django.utils.translation import gettext_lazy as _

from network_portal.records.registry import EventWords

EVENTS = {
    "plan begun": EventWords(_("Began the plan")),
    "output added": EventWords(_("Added an output"), "title"),
    "activity added": EventWords(_("Added an activity")),
    "activity changed": EventWords(_("Changed an activity")),
    "responsibility named": EventWords(_("Named another lead or reviewer"), "to"),
    "part removed": EventWords(_("Removed as contributing"), "organizations"),
    "part confirmed": EventWords(_("Confirmed its part")),
    "part declined": EventWords(_("Declined its part")),
    "put to decision": EventWords(_("Submit for decision")),
    "version frozen": EventWords(_("Locked version of the plan")),
    "decision ended": EventWords(_("Proposal not adopted")),
    "progress logged": EventWords(_("Reported progress"), "status"),
}
