"""Who may do what with meetings and minutes."""

from collections.abc import Callable
from typing import Any

from members import policies as people
from network_portal.records.access import grants
from network_portal.records.access.actor import Acting


def secretariat(acting: Acting, _obj: Any) -> bool:
    """IOM organizes the meetings. ToR regional coordination, bullet 1."""
    return people.is_secretariat(acting)


def _meeting(obj: Any) -> Any:
    return getattr(obj, "meeting", obj)


def chair(acting: Acting, obj: Any) -> bool:
    """The person who chairs it, acting for a member or as Coordinator."""
    strong = people.is_member(acting) or people.is_coordinator(acting)
    return strong and acting.user_id is not None and _meeting(obj).chair_id == acting.user_id


def chair_or_secretariat(acting: Acting, obj: Any) -> bool:
    return people.is_secretariat(acting) or chair(acting, obj)


def reply(acting: Acting, meeting: Any) -> bool:
    """An officer of an invited organization that sits in the body, until the meeting starts."""
    if not people.sits_in(acting, meeting.body_id) or meeting.state != "convened":
        return False
    return bool(meeting.invitations.filter(organization=acting.organization_id).exists())


def write(acting: Acting, minutes: Any) -> bool:
    """The Secretariat writes; so does whoever was granted it for these minutes. Nobody edits after approval."""
    if minutes.state != "draft":
        return False
    return people.is_secretariat(acting) or grants.holds(acting, "write_minutes", minutes)


def comment(acting: Acting, minutes: Any) -> bool:
    return minutes.state == "circulated" and people.is_member(acting)


def answer(acting: Acting, minutes: Any) -> bool:
    return minutes.state == "circulated" and people.is_secretariat(acting)


def run_room(acting: Acting, meeting: Any) -> bool:
    """Presence and outcomes are noted by the Secretariat or the chair while the meeting is in session."""
    return meeting.state == "in_session" and chair_or_secretariat(acting, meeting)


def name_chair(acting: Acting, meeting: Any) -> bool:
    """The Secretariat, from the start of the meeting until its minutes are approved: a chair may fall away."""
    if meeting.state not in ("in_session", "held") or not people.is_secretariat(acting):
        return False
    minutes = getattr(meeting, "minutes", None)
    return minutes is None or not minutes.is_frozen


def grant_writing(acting: Acting, minutes: Any) -> bool:
    return people.is_secretariat(acting)


MAY: dict[str, Callable[[Acting, Any], bool]] = {
    "secretariat": secretariat,
    "chair": chair,
    "chair_or_secretariat": chair_or_secretariat,
    "reply": reply,
    "write": write,
    "comment": comment,
    "answer": answer,
    "run_room": run_room,
    "grant_writing": grant_writing,
    "name_chair": name_chair,
}
