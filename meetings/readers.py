"""Who sees which meetings and minutes."""

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network_portal.records.access import grants
from network_portal.records.access.actor import Actor
from network_portal.records.access.readers import EVERYTHING, Part, Readers


def _granted(actor: Actor) -> Q:
    return Q(pk__in=grants.ids(actor, "write_minutes", apps.get_model("meetings", "Minutes")))


_CONVENED = Part(
    _("those that were convened, and those that the person chairs"),
    lambda actor: Q(convened_at__isnull=False) | Q(chair=actor.user_id),
)
_CIRCULATED = Part(
    _("those that were circulated; drafts that the person chairs or was granted to write"),
    lambda actor: ~Q(state="draft") | Q(meeting__chair=actor.user_id) | _granted(actor),
)
_GRANTED = Part(_("those that the person was granted to write"), _granted)
MEETING = Readers("meetings.meeting", secretariat=EVERYTHING, member=_CONVENED, auditor=_CONVENED)
MINUTES = Readers(
    "meetings.minutes",
    secretariat=EVERYTHING,
    member=_CIRCULATED,
    auditor=_CIRCULATED,
    partner=_GRANTED,
    guest=_GRANTED,
    admin=_GRANTED,
)
READERS = (MEETING, MINUTES)
