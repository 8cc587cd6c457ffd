"""Who may make which move of a decision. Predicates of members, nothing asked of the database in a loop."""

from typing import Any

from decisions.models import Action, Comment, Concern, Decision
from members import policies as people
from network_portal.records.access.actor import Actor


def sponsor(actor: Actor, decision: Decision) -> bool:
    """An officer of the organization that sponsors it."""
    return people.speaks_for(actor, decision.sponsor_id)


def secretariat(actor: Actor, _obj: Any) -> bool:
    return people.is_secretariat(actor)


def coordinator(actor: Actor, _obj: Any) -> bool:
    """The Coordinator, or who acts as Coordinator. ToR global ¶8."""
    return people.is_coordinator(actor)


def runs(actor: Actor, _obj: Any) -> bool:
    """The Coordinator, or the Secretariat for the Coordinator."""
    return people.runs_the_network(actor)


def clock(actor: Actor, _obj: Any) -> bool:
    return actor.is_system


def open_consultation(actor: Actor, decision: Decision) -> bool:
    """The Secretariat; once Principals or the Secretary-General are concerned, the Coordinator."""
    if decision.state in ("with_principals", "referred"):
        return people.is_coordinator(actor)
    return people.is_secretariat(actor)


def new_text(actor: Actor, decision: Decision) -> bool:
    return sponsor(actor, decision) or people.is_secretariat(actor)


def propose(actor: Actor, _obj: Any) -> bool:
    """An officer of a member. ToR global ¶10."""
    return people.is_member(actor)


def comment(actor: Actor, _decision: Decision) -> bool:
    """Every member's officers."""
    return people.is_member(actor)


def answer_comments(actor: Actor, decision: Decision) -> bool:
    return sponsor(actor, decision) or people.is_secretariat(actor)


def answer_comment(actor: Actor, comment: Comment) -> bool:
    return answer_comments(actor, comment.decision)


def raise_concern(actor: Actor, _decision: Decision) -> bool:
    """Every member's officers."""
    return people.is_member(actor)


def take_position(actor: Actor, decision: Decision) -> bool:
    """An officer of an organization seated in the deciding body; that it is an invited is asked with the round."""
    return people.sits_in(actor, decision.body_id)


def record_reply(actor: Actor, decision: Decision) -> bool:
    """The Secretariat: a reply received outside the portal, or what is stated in the meeting."""
    return people.is_secretariat(actor)


def correct_late(actor: Actor, _decision: Decision) -> bool:
    """A representative of a member; that its reply was recorded by the Secretariat is asked with the decision."""
    return people.is_member(actor)


def close_round(actor: Actor, decision: Decision) -> bool:
    return people.is_coordinator(actor) or actor.is_system


def address(actor: Actor, concern: Concern) -> bool:
    return sponsor(actor, concern.decision) or people.is_secretariat(actor)


def its_organization(actor: Actor, concern: Concern) -> bool:
    """The organization whose concern it is."""
    return people.speaks_for(actor, concern.organization_id)


def withdraws(actor: Actor, concern: Concern) -> bool:
    """The organization whose concern it is; the clock's actor where an explicit position withdraws it."""
    return its_organization(actor, concern) or actor.is_system


def officer(actor: Actor, action: Action) -> bool:
    """Any officer of the organization whose action it is."""
    return people.speaks_for(actor, action.organization_id)


def records_amendment(actor: Actor, decision: Any) -> bool:
    """Secretariat, Coordinator, and who chairs the meeting: the meeting's own rule asks that before."""
    return runs(actor, decision) or actor.is_representative
