"""What the history says of the acts on organizations, people and bodies that are no transition: by the verb that is stored."""

from django.utils.translation import gettext_lazy as _

from network_portal.records.registry import EventWords

EVENTS = {
    "organization added": EventWords(_("Added the organization")),
    "organization changed": EventWords(_("Changed the organization")),
    "officer added": EventWords(_("Added a representative"), "person"),
    "officer changed": EventWords(_("Edited a representative"), "person"),
    "invited again": EventWords(_("Sent a new invitation to a representative"), "person"),
    "seated": EventWords(_("Membership registered")),
    "seat changed": EventWords(_("Membership changed")),
    "wish to join received": EventWords(_("Recorded the wish to join")),
    "admitted": EventWords(_("Registered the membership")),
    "admission changed": EventWords(_("Changed the registration of the membership")),
    "body founded": EventWords(_("Established the body")),
    "body changed": EventWords(_("Changed the body")),
    "person added": EventWords(_("Added the person")),
    "person changed": EventWords(_("Changed the person")),
    "address changed": EventWords(_("Changed the address")),
    "secretariat post saved": EventWords(_("Changed a post of the Secretariat")),
    "auditor's appointment saved": EventWords(_("Changed an auditor's appointment")),
    "entered in error": EventWords(_("Marked as entered in error"), "about"),
    "designation saved": EventWords(_("Changed the Coordinator's designation")),
}
