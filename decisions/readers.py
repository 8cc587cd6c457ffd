"""Who sees which decisions, positions, concerns, contacts and action points."""

from django.apps import apps
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from network_portal.records.access.actor import Actor
from network_portal.records.access.audience import BODY, pks
from network_portal.records.access.readers import EVERYTHING, Part, Readers

_SUBMITTED = ~Q(reference="") & ~Q(state="draft")
_CLOSED = Q(round__closed_at__isnull=False)


def _in_own_bodies(actor: Actor) -> Q:
    return _CLOSED & Q(round__decision__body__in=pks(actor.audiences, BODY))


def _not_while_a_round_is_open(_actor: Actor) -> Q:
    """An effort recorded while a round is open would tell who objected, and waits for its end."""
    rounds = apps.get_model("decisions", "Round").objects.open()
    while_open = Exists(rounds.filter(decision=OuterRef("decision"), opened_at__lte=OuterRef("at")))
    return Q(purpose="reach") | ~Q(while_open)


_CONTACTS = Part(_("as the decision; efforts during a round once it has closed"), _not_while_a_round_is_open)
DECISION = Readers(
    "decisions.decision",
    secretariat=EVERYTHING,
    member=Part(
        _("what was submitted, and the drafts of the own organization"),
        lambda actor: _SUBMITTED | Q(sponsor=actor.organization_id),
    ),
    auditor=Part(_("what was submitted"), lambda actor: _SUBMITTED),
)
# ToR global ¶7: each organization's position is its own until the round has closed.
POSITION = Readers(
    "decisions.position",
    secretariat=Part(_("those of closed rounds"), lambda actor: _CLOSED),
    member=Part(
        _("those of the own organization; those of closed rounds of bodies in which it sits"),
        lambda actor: _in_own_bodies(actor) | Q(organization=actor.organization_id),
    ),
    auditor=Part(_("those of closed rounds"), lambda actor: _CLOSED),
)
CONCERN = Readers(
    "decisions.concern",
    secretariat=EVERYTHING,
    member=Part(
        _("those of the own organization and from consultations; those of closed rounds of bodies in which it sits"),
        lambda actor: Q(round=None) | _in_own_bodies(actor) | Q(organization=actor.organization_id),
    ),
    auditor=Part(_("those from consultations and of closed rounds"), lambda actor: Q(round=None) | _CLOSED),
)
CONTACT = Readers("decisions.contact", secretariat=EVERYTHING, member=_CONTACTS, auditor=_CONTACTS)
ACTION = Readers("decisions.action", secretariat=EVERYTHING, member=EVERYTHING, auditor=EVERYTHING)
READERS = (DECISION, POSITION, CONCERN, CONTACT, ACTION)
