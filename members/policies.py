"""Who may do what with organizations and people, and the predicates that the floors above build on."""

from typing import Any

from network_portal.records.access import audience
from network_portal.records.access.actor import Actor


def is_secretariat(actor: Actor) -> bool:
    return actor.capacity == "secretariat"


def is_coordinator(actor: Actor) -> bool:
    return actor.capacity == "coordinator"


def is_admin(actor: Actor) -> bool:
    return actor.capacity == "admin"


def is_auditor(actor: Actor) -> bool:
    return actor.capacity == "auditor"


def runs_the_network(actor: Actor) -> bool:
    """Secretariat or Coordinator. ToR regional coordination."""
    return actor.capacity in ("secretariat", "coordinator")


def is_member(actor: Actor) -> bool:
    """Speaks for an organization with a seat in the Network."""
    return actor.is_representative and audience.MEMBERS in actor.audiences


def reads_as_member(actor: Actor) -> bool:
    return audience.MEMBERS in actor.audiences


def speaks_for(actor: Actor, organization_id: int | None) -> bool:
    """Is an officer of that very organization, acting as such, while it is a member: who has left reads no page."""
    return is_member(actor) and organization_id is not None and actor.organization_id == organization_id


def sits_in(actor: Actor, body_id: int) -> bool:
    return actor.is_representative and audience.body(body_id) in actor.audiences


def chairs(actor: Actor, body_id: int) -> bool:
    return actor.is_representative and audience.chair(body_id) in actor.audiences


def may_see_directory(actor: Actor, _obj: Any) -> bool:
    return is_admin(actor) or reads_as_member(actor)


def may_add_officer(actor: Actor, _organization: Any) -> bool:
    """The Secretariat keeps the members list; admins do so in the admin. ToR regional coordination, bullet 4."""
    return is_secretariat(actor) or is_admin(actor)


def may_register(actor: Actor, _obj: Any) -> bool:
    """Registers organizations and their memberships, and sees what the register lacks. ToR regional coordination, bullet 4."""
    return may_add_officer(actor, _obj)


def is_staff(actor: Actor, _obj: Any) -> bool:
    """The gallery of components and the like."""
    return actor.capacity in ("admin", "secretariat")


def administers(actor: Actor, _obj: Any) -> bool:
    return is_admin(actor)


def reads(actor: Actor, _obj: Any) -> bool:
    """Who reads what members read."""
    return reads_as_member(actor)
