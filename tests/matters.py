"""The matters of the story, found by what they are, never by their words."""

from decisions.choices import State
from decisions.models import Decision, Kind
from task_teams.models import TaskTeam
from workplans.models import Activity, Plan


def submitted() -> Decision:
    """A proposal that waits for the Secretariat, and is of no task team."""
    return Decision.objects.get(state=State.SUBMITTED, kind=Kind.GENERAL)


def in_consultation() -> Decision:
    """A matter of the Network on which members are consulted."""
    return Decision.objects.get(state=State.CONSULTATION, body__slug="network")


def in_call() -> Decision:
    """A matter of the Network on which members are asked for their positions."""
    return Decision.objects.get(state=State.ROUND, body__slug="network")


def disputed() -> Decision:
    """A matter of the committee without consensus."""
    return Decision.objects.get(state=State.NO_CONSENSUS, body__slug="committee")


def with_the_principals() -> Decision:
    return Decision.objects.get(state=State.WITH_PRINCIPALS)


def running_plan() -> Plan:
    """The plan that was adopted last."""
    return Plan.objects.filter(state="adopted").latest("year")


def activity(lead: str, part: str) -> Activity:
    """The activity of the running plan that one organization leads and in which another has confirmed its part."""
    parts = {"contributions__organization__acronym": part, "contributions__consent": "confirmed"}
    return running_plan().activities.get(lead__acronym=lead, **parts)


def active_team() -> TaskTeam:
    """The team that meets, has deliverables and leads an activity of the plan."""
    return TaskTeam.objects.get(state="active", standing=False)
