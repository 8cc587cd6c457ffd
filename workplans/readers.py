"""Who sees which plans, activities and updates."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network_portal.records.access.actor import Actor
from network_portal.records.access.audience import CHAIR, pks
from network_portal.records.access.readers import EVERYTHING, Part, Readers


def _concerned(actor: Actor) -> Q:
    """Updates of the own organization, and those of activities that it leads, reviews, or whose team it chairs."""
    org = actor.organization_id
    led = Q(activity__lead=org) | Q(activity__reviewer=org) | Q(activity__body__in=pks(actor.audiences, CHAIR))
    return Q(organization=org) | led & ~Q(state="draft")


_SUBMITTED = Part(_("those that were submitted"), lambda actor: ~Q(state="draft"))
PLAN = Readers("workplans.plan", secretariat=EVERYTHING, member=EVERYTHING, auditor=EVERYTHING)
ACTIVITY = Readers("workplans.activity", secretariat=EVERYTHING, member=EVERYTHING, auditor=EVERYTHING)
UPDATE = Readers(
    "workplans.update",
    secretariat=_SUBMITTED,
    member=Part(
        _("accepted ones, those of the own organization, and submitted ones that it leads, reviews or chairs"),
        lambda actor: Q(state="accepted") | _concerned(actor),
    ),
    auditor=_SUBMITTED,
)
READERS = (PLAN, ACTIVITY, UPDATE)
