"""Who reads which decisions, positions, concerns, contacts and action points."""

from django.apps import apps
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from network_portal.records.access.actor import Actor
from network_portal.records.access.readers import EVERYTHING, Part, Readers

_SUBMITTED = ~Q(reference="") & ~Q(state="draft")
_OPEN = Q(round__positions_are_open=True) | Q(round__closed_at__isnull=False)


def _not_while_a_round_is_open(_actor: Actor) -> Q:
    """An effort recorded while a sealed call is open would tell who objected, and waits for its end."""
    rounds = apps.get_model("decisions", "Round").objects.open().filter(positions_are_open=False)
    while_open = Exists(rounds.filter(decision=OuterRef("decision"), opened_at__lte=OuterRef("at")))
    return Q(purpose="reach") | ~Q(while_open)


_CONTACTS = Part(_("as the decision; efforts during a sealed call once it has closed"), _not_while_a_round_is_open)
DECISION = Readers(
    "decisions.decision",
    secretariat=EVERYTHING,
    member=Part(
        _("what was submitted, and the drafts of the own organization"),
        lambda actor: _SUBMITTED | Q(sponsor=actor.organization_id),
    ),
    auditor=Part(_("what was submitted"), lambda actor: _SUBMITTED),
)
# Positions are open to all members (ToR global ¶2 by analogy), unless a working method seals them until the close.
_READABLE = Part(_("all; those of a sealed call once it has closed"), lambda actor: _OPEN)
_READABLE_AND_OWN = Part(
    _("all; those of a sealed call once it has closed, and those of the own organization"),
    lambda actor: _OPEN | Q(organization=actor.organization_id),
)
POSITION = Readers("decisions.position", secretariat=_READABLE, member=_READABLE_AND_OWN, auditor=_READABLE)
CONCERN = Readers(
    "decisions.concern",
    secretariat=EVERYTHING,
    member=Part(_READABLE_AND_OWN.words, lambda actor: Q(round=None) | _READABLE_AND_OWN.rows(actor)),
    auditor=Part(_READABLE.words, lambda actor: Q(round=None) | _OPEN),
)
CONTACT = Readers("decisions.contact", secretariat=EVERYTHING, member=_CONTACTS, auditor=_CONTACTS)
ACTION = Readers("decisions.action", secretariat=EVERYTHING, member=EVERYTHING, auditor=EVERYTHING)
READERS = (DECISION, POSITION, CONCERN, CONTACT, ACTION)
