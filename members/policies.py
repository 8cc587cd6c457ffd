"""Who may do what with organizations and people, and the predicates that the floors above build on."""

from collections.abc import Callable
from typing import Any

from network_portal.records.access.actor import Acting


def is_secretariat(acting: Acting) -> bool:
    return acting.capacity == "secretariat"


def is_coordinator(acting: Acting) -> bool:
    return acting.capacity == "coordinator"


def is_admin(acting: Acting) -> bool:
    return acting.capacity == "admin"


def is_auditor(acting: Acting) -> bool:
    return acting.capacity == "auditor"


def runs_the_network(acting: Acting) -> bool:
    """Secretariat or Coordinator. ToR regional coordination."""
    return acting.capacity in ("secretariat", "coordinator")


def is_member(acting: Acting) -> bool:
    """Speaks for an organization with a seat in the Network."""
    return acting.rank > 0 and "members" in acting.audiences


def reads_as_member(acting: Acting) -> bool:
    return "members" in acting.audiences


def speaks_for(acting: Acting, organization_id: int | None) -> bool:
    """Is an officer of that very organization, acting as such, while it is a member: who has left reads no page."""
    return is_member(acting) and organization_id is not None and acting.organization_id == organization_id


def sits_in(acting: Acting, body_id: int) -> bool:
    return acting.rank > 0 and f"body:{body_id}" in acting.audiences


def chairs(acting: Acting, body_id: int) -> bool:
    return acting.rank > 0 and f"chair:{body_id}" in acting.audiences


def may_see_directory(acting: Acting, _obj: Any) -> bool:
    return is_admin(acting) or reads_as_member(acting)


def may_add_officer(acting: Acting, _organization: Any) -> bool:
    """The Secretariat keeps the members list; admins do so in the admin. ToR regional coordination, bullet 4."""
    return is_secretariat(acting) or is_admin(acting)


def may_manage(acting: Acting, _obj: Any) -> bool:
    return is_admin(acting) or acting.is_system


def is_staff(acting: Acting, _obj: Any) -> bool:
    """The gallery of components and the like."""
    return acting.capacity in ("admin", "secretariat")


MAY: dict[str, Callable[[Acting, Any], bool]] = {
    "see_directory": may_see_directory,
    "add_officer": may_add_officer,
    "manage": may_manage,
    "staff": is_staff,
    "administers": lambda acting, _obj: is_admin(acting),
    "read": lambda acting, _obj: reads_as_member(acting),
}
