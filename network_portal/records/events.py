"""What the history says of the acts on the record itself that are no transition: by the verb that is stored."""

from django.utils.translation import gettext_lazy as _

from network_portal.records.registry import EventWords

EVENTS = {
    "baseline": EventWords(_("Covered earlier entries")),
    "anchored": EventWords(_("Took an anchor of the record")),
    "anchor for a paper": EventWords(_("Took an anchor of the record for a paper")),
    "entries recorded": EventWords(_("Recorded entries")),
    "document filed": EventWords(_("Filed the document"), "title"),
    "grant given": EventWords(_("Granted access")),
    "grant ended": EventWords(_("Withdrew access")),
    "forgot": EventWords(_("Personal data erased")),
    "name removed": EventWords(_("Name erased")),
    "clock moved": EventWords(_("Moved the clock")),
}
