"""Who may make which move of a decision. Predicates of members, nothing asked of the database in a loop."""

from collections.abc import Callable
from typing import Any

from members import policies as people
from network_portal.records.access.actor import Acting


def sponsor(acting: Acting, decision: Any) -> bool:
    """An officer of the organization that sponsors it."""
    return people.speaks_for(acting, decision.sponsor_id)


def secretariat(acting: Acting, _obj: Any) -> bool:
    return people.is_secretariat(acting)


def coordinator(acting: Acting, _obj: Any) -> bool:
    """The Coordinator, or who acts as Coordinator. ToR global ¶8."""
    return people.is_coordinator(acting)


def runs(acting: Acting, _obj: Any) -> bool:
    """The Coordinator, or the Secretariat for the Coordinator."""
    return people.runs_the_network(acting)


def clock(acting: Acting, _obj: Any) -> bool:
    return acting.is_system


def open_consultation(acting: Acting, decision: Any) -> bool:
    """The Secretariat; once Principals or the Secretary-General are concerned, the Coordinator."""
    if decision.state in ("with_principals", "referred"):
        return people.is_coordinator(acting)
    return people.is_secretariat(acting)


def new_text(acting: Acting, decision: Any) -> bool:
    return sponsor(acting, decision) or people.is_secretariat(acting)


def edit(acting: Acting, decision: Any) -> bool:
    """The sponsor works on its draft."""
    return decision.state == "draft" and sponsor(acting, decision)


def propose(acting: Acting, _obj: Any) -> bool:
    """An officer of a member. ToR global ¶10."""
    return people.is_member(acting)


def comment(acting: Acting, decision: Any) -> bool:
    """Every member's officers comment while the consultation is on."""
    return decision.state == "consultation" and people.is_member(acting)


def answer_comments(acting: Acting, decision: Any) -> bool:
    return sponsor(acting, decision) or people.is_secretariat(acting)


def raise_concern(acting: Acting, decision: Any) -> bool:
    """Raised by a member in consultation; in an open round by an objection or beside a position."""
    return decision.state in ("consultation", "round") and people.is_member(acting)


def take_position(acting: Acting, decision: Any) -> bool:
    """An officer of an organization seated in the deciding body; that it is an elector is asked with the round."""
    return people.sits_in(acting, decision.body_id)


def enter_position(acting: Acting, _decision: Any) -> bool:
    """The Secretariat on written instruction, or in the room at the speaker's rank."""
    return people.is_secretariat(acting)


def close_round(acting: Acting, _decision: Any) -> bool:
    return people.is_coordinator(acting) or acting.is_system


def see_who_answered(acting: Acting, _decision: Any) -> bool:
    return people.runs_the_network(acting)


def consent_to_withdrawal(acting: Acting, _decision: Any) -> bool:
    return people.is_coordinator(acting)


def address(acting: Acting, concern: Any) -> bool:
    return sponsor(acting, concern.decision) or people.is_secretariat(acting)


def its_organization(acting: Acting, concern: Any) -> bool:
    """The organization whose concern it is."""
    return people.speaks_for(acting, concern.organization_id)


def withdraws(acting: Acting, concern: Any) -> bool:
    """The organization whose concern it is; the clock's acting where an explicit position withdraws it."""
    return its_organization(acting, concern) or acting.is_system


def officer(acting: Acting, action: Any) -> bool:
    """Any officer of the organization whose action it is."""
    return people.speaks_for(acting, action.organization_id)


MAY: dict[str, Callable[[Acting, Any], bool]] = {
    name: globals()[name]
    for name in (
        "sponsor", "secretariat", "coordinator", "runs", "clock", "open_consultation", "new_text", "edit", "propose",
        "comment", "answer_comments", "raise_concern", "take_position", "enter_position", "close_round",
        "see_who_answered", "consent_to_withdrawal", "address", "its_organization", "withdraws", "officer",
    )
}  # fmt: skip
