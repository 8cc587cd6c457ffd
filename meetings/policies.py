"""Who may do what with meetings and minutes."""

from typing import Any

from decisions import policies as decisions
from meetings.models import AgendaItem, Meeting, Minutes
from members import policies as people
from members.models import Body
from network_portal.records.access import grants
from network_portal.records.access.actor import Actor
from network_portal.records.access.audience import CHAIR, pks


def secretariat(actor: Actor, _obj: Any) -> bool:
    """IOM organizes the meetings. ToR regional coordination, bullet 1."""
    return people.is_secretariat(actor)


def teams_chaired(actor: Actor) -> list[int]:
    """The bodies of the task teams whose chair or co-chair the person acts as."""
    chaired = pks(actor.audiences, CHAIR) if people.is_member(actor) else []
    teams = Body.objects.task_teams().filter(pk__in=chaired)
    return list(teams.values_list("pk", flat=True)) if chaired else []


def plans_for(actor: Actor, body: Body) -> bool:
    """The Secretariat; for a task team its chair and co-chairs as well. ToR regional coordination, bullet 1."""
    of_a_team = body.is_task_team and people.is_member(actor) and people.chairs(actor, body.pk)
    return people.is_secretariat(actor) or of_a_team


def plans_some(actor: Actor, _obj: Any) -> bool:
    """Plans meetings of some body."""
    return people.is_secretariat(actor) or bool(teams_chaired(actor))


def sets_the_agenda(actor: Actor, obj: Any) -> bool:
    """The Secretariat; of a meeting of a task team also the co-chair who chairs it."""
    meeting = _meeting(obj)
    chairs_it = actor.user_id is not None and meeting.chair_id == actor.user_id
    return people.is_secretariat(actor) or (chairs_it and plans_for(actor, meeting.body))


def _meeting(obj: Any) -> Any:
    return getattr(obj, "meeting", obj)


def chair(actor: Actor, obj: Any) -> bool:
    """The person who chairs it, acting for a member or as Coordinator."""
    strong = people.is_member(actor) or people.is_coordinator(actor)
    return strong and actor.user_id is not None and _meeting(obj).chair_id == actor.user_id


def chair_or_secretariat(actor: Actor, obj: Any) -> bool:
    return people.is_secretariat(actor) or chair(actor, obj)


def reply(actor: Actor, meeting: Meeting) -> bool:
    """An officer of an organization that sits in the body; that it was invited is asked with the meeting."""
    return people.sits_in(actor, meeting.body_id)


def write(actor: Actor, minutes: Minutes) -> bool:
    """The Secretariat writes; so does whoever was granted it for these minutes. Nobody edits after approval."""
    if minutes.state != "draft":
        return False
    return people.is_secretariat(actor) or grants.holds(actor, "write_minutes", minutes)


def comment(actor: Actor, minutes: Minutes) -> bool:
    """The officers of the organizations that sit in the body."""
    return people.is_member(actor) and people.sits_in(actor, minutes.meeting.body_id)


def answer(actor: Actor, _comment: Any) -> bool:
    return people.is_secretariat(actor)


def run_room(actor: Actor, meeting: Meeting) -> bool:
    """Attendance and outcomes are recorded by the Secretariat or the chair while the meeting is in session."""
    return meeting.state == "in_session" and chair_or_secretariat(actor, meeting)


def grant_writing(actor: Actor, _minutes: Any) -> bool:
    return people.is_secretariat(actor)


def opens_a_round(actor: Actor, item: AgendaItem) -> bool:
    """Who runs the meeting and may open a round on the item's proposal."""
    there = chair_or_secretariat(actor, item) and item.decision is not None
    return there and decisions.runs(actor, item.decision)


def closes_its_round(actor: Actor, item: AgendaItem) -> bool:
    return item.decision is not None and decisions.coordinator(actor, item.decision)


def amends(actor: Actor, item: AgendaItem) -> bool:
    """Who runs the meeting, for an item with a proposal."""
    return item.decision is not None and chair_or_secretariat(actor, item)
