"""Who may do what with task teams."""

from collections.abc import Callable
from typing import Any

from members import policies as people
from network_portal.records.access.actor import Acting


def propose(acting: Acting, _obj: Any) -> bool:
    """A member's officer, or the Secretariat. ToR regional task teams."""
    return people.is_member(acting) or people.is_secretariat(acting)


def clock(acting: Acting, _obj: Any) -> bool:
    return acting.is_system


def run(acting: Acting, team: Any) -> bool:
    """Chairs and co-chairs of an active team, and the Secretariat, keep its deliverables."""
    return team.state == "active" and (people.is_secretariat(acting) or people.chairs(acting, team.body_id))


def propose_closing(acting: Acting, team: Any) -> bool:
    return team.state == "active" and propose(acting, team)


MAY: dict[str, Callable[[Acting, Any], bool]] = {
    "propose": propose, "clock": clock, "run": run, "propose_closing": propose_closing,
}  # fmt: skip
