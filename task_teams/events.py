"""What the history says of the acts on task teams that are no transition: by the verb that is stored."""

from django.utils.translation import gettext_lazy as _

from network_portal.records.registry import EventWords

EVENTS = {
    "proposed": EventWords(_("Proposed the task team")),
    "closing proposed": EventWords(_("Proposed to close the task team")),
    "deliverable added": EventWords(_("Added a deliverable"), "title"),
    "delivered": EventWords(_("Delivered")),
}
