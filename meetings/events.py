"""What the history says of the acts on meetings and minutes that are no transition: by the verb that is stored."""

from django.utils.translation import gettext_lazy as _

from network_portal.records.registry import EventWords

EVENTS = {
    "planned": EventWords(_("Planned the meeting")),
    "edited": EventWords(_("Changed the meeting")),
    "item added": EventWords(_("Added an agenda item"), "title"),
    "item moved": EventWords(_("Moved an agenda item")),
    "item changed": EventWords(_("Edited an agenda item"), "title"),
    "item removed": EventWords(_("Removed an agenda item"), "title"),
    "action moved": EventWords(_("Moved an action point"), "to"),
    "rescheduled": EventWords(_("Moved the date")),
    "chair named": EventWords(_("Named another chair"), "to"),
    "invited": EventWords(_("Invited organizations that joined"), "organizations"),
    "replied": EventWords(_("Replied"), "reply"),
    "apology noted": EventWords(_("Recorded an apology"), "organization"),
    "participant noted": EventWords(_("Recorded a participant"), "name"),
    "participant removed": EventWords(_("Removed a participant"), "name"),
    "invitation asked for": EventWords(_("Asked for the invitation paper")),
    "presence noted": EventWords(_("Recorded attendance")),
    "round opened in the room": EventWords(_("Asked whether there is any objection")),
    "outcome": EventWords(_("Recorded outcome"), "outcome"),
    "section written": EventWords(_("Edited the minutes")),
    "cleared": EventWords(_("Cleared the draft minutes")),
    "commented on the minutes": EventWords(_("Commented on the minutes")),
    "PDF asked for again": EventWords(_("Asked for the PDF again")),
}
