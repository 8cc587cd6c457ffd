"""What each kind of reader sees of a table: written once in an app's ``readers.py``, asked by ``visible_to``.

The page of access rights prints it, and the tests hold every page to it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network_portal.records.access.actor import Actor
from network_portal.records.access.audience import MEMBERS


@dataclass(frozen=True)
class Part:
    """A part of a table: in words, and as the condition of its rows for the person who reads."""

    words: Any
    rows: Callable[[Actor], Q]


NOTHING = Part(_("nothing"), lambda actor: Q(pk__in=[]))
EVERYTHING = Part(_("everything"), lambda actor: Q())
KINDS = {
    "secretariat": _("Secretariat and Coordinator"),
    "member": _("Representatives of members"),
    "auditor": _("Auditor"),
    "partner": _("Representatives of partners and of former members"),
    "guest": _("Others, also with a grant"),
    "admin": _("Administrators"),
}


def kind_of(actor: Actor) -> str:
    """Which kind of reader an actor is, in the capacity in which the person acts now."""
    if actor.capacity in ("secretariat", "coordinator"):
        return "secretariat"
    if actor.capacity in ("auditor", "admin"):
        return actor.capacity
    if actor.organization_id is None:
        return "guest"
    return "member" if MEMBERS in actor.audiences else "partner"


@dataclass(frozen=True)
class Readers:
    """What each kind of reader sees of the rows of one table."""

    label: str
    secretariat: Part
    member: Part
    auditor: Part
    partner: Part = NOTHING
    guest: Part = NOTHING
    admin: Part = NOTHING

    def part(self, kind: str) -> Part:
        """The part of a kind of reader, one of KINDS."""
        part: Part = getattr(self, kind)
        return part

    def rows(self, actor: Actor) -> Q:
        """The condition of the rows that an actor sees."""
        return self.part(kind_of(actor)).rows(actor)
