"""Who sees which organizations, with the people who represent them."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network_portal.records.access.readers import EVERYTHING, Part, Readers

ORGANIZATION = Readers(
    "members.organization",
    secretariat=EVERYTHING,
    member=EVERYTHING,
    auditor=EVERYTHING,
    partner=Part(_("the own organization"), lambda actor: Q(pk=actor.organization_id)),
    admin=EVERYTHING,
)
READERS = (ORGANIZATION,)
