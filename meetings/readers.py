"""Who sees which meetings and minutes."""

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network_portal.records.access import grants
from network_portal.records.access.actor import Actor
from network_portal.records.access.audience import BODY, pks
from network_portal.records.access.readers import EVERYTHING, Part, Readers


def _granted(actor: Actor) -> Q:
    return Q(pk__in=grants.ids(actor, "write_minutes", apps.get_model("meetings", "Minutes")))


def _bodies(actor: Actor) -> list[int]:
    """The bodies in which the organization for which the person acts sits today."""
    return pks(actor.audiences, BODY)


# A body's meetings, papers and minutes are read by its own members; those of the Network by all members.
_OF_ITS_BODIES = Part(
    _("those of the bodies of which the organization is a member, once convened, and those that the person chairs"),
    lambda actor: Q(convened_at__isnull=False, body__in=_bodies(actor)) | Q(chair=actor.user_id),
)
_CONVENED = Part(_("those that were convened"), lambda actor: Q(convened_at__isnull=False))
_CIRCULATED_IN_ITS_BODIES = Part(
    _(
        "those of the bodies of which the organization is a member, once circulated; drafts that the person chairs or was granted to write"
    ),
    lambda actor: (
        (~Q(state="draft") & Q(meeting__body__in=_bodies(actor))) | Q(meeting__chair=actor.user_id) | _granted(actor)
    ),
)
_CIRCULATED = Part(_("those that were circulated"), lambda actor: ~Q(state="draft"))
_GRANTED = Part(_("those that the person was granted to write"), _granted)
MEETING = Readers("meetings.meeting", secretariat=EVERYTHING, member=_OF_ITS_BODIES, auditor=_CONVENED)
MINUTES = Readers(
    "meetings.minutes",
    secretariat=EVERYTHING,
    member=_CIRCULATED_IN_ITS_BODIES,
    auditor=_CIRCULATED,
    partner=_GRANTED,
    guest=_GRANTED,
    admin=_GRANTED,
)
READERS = (MEETING, MINUTES)
