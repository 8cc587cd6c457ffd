"""Every state, every verb, every person of the cast, against grids written by hand from the Terms of Reference."""

from typing import Any

import pytest
from django.apps import apps

from network_portal.records.access.actor import SYSTEM
from network_portal.records.registry import registry
from network_portal.records.workflow import engine
from network_portal.records.workflow.refusals import IllegalTransition, PermissionRefused
from tests import matters
from tests.people import EVERYBODY, actor, officer

CLOCK = "the clock"

# verb: (states it starts from, who of the cast may). The subject of each grid is made below.
DECISION = {  # a decision of the committee, sponsored by ILO
    "submit": ({"draft"}, {"ilo", "ilo-alternate"}),
    "return": ({"submitted"}, {"secretary"}),
    "open_consultation": ({"submitted", "no_consensus", "with_principals", "referred"}, {"secretary", "coordinator"}),
    "new_text": ({"consultation"}, {"secretary", "ilo", "ilo-alternate"}),
    "open_round": ({"consultation", "no_consensus", "referred", "round"}, {"secretary", "coordinator"}),
    "replace_text": ({"round"}, {"secretary"}),
    "adopt": ({"round"}, {"coordinator"}),
    "no_consensus": ({"round"}, {CLOCK}),
    "take_to_principals": ({"no_consensus"}, {"coordinator"}),
    "refer": ({"with_principals"}, {"coordinator"}),
    "not_adopt": ({"no_consensus", "with_principals", "referred"}, {"coordinator"}),
    "withdraw": (
        {"draft", "submitted", "consultation", "round", "no_consensus", "with_principals", "referred"},
        {"ilo", "ilo-alternate"},
    ),
    "lapse": (
        {"draft", "submitted", "consultation", "round", "no_consensus", "with_principals", "referred"}, {"coordinator"}
    ),
}  # fmt: skip
# The Secretariat opens a consultation, but the Coordinator once Principals or the Secretary-General are concerned.
OPENS = {
    "submitted": {"secretary"},
    "no_consensus": {"secretary"},
    "with_principals": {"coordinator"},
    "referred": {"coordinator"},
}

CONCERN = {  # of UNICEF, on a decision sponsored by ILO
    "address": ({"open", "maintained"}, {"ilo", "ilo-alternate", "secretary"}),
    "confirm": ({"addressed"}, {"unicef"}),
    "maintain": ({"open", "addressed"}, {"unicef"}),
    "renew": ({"addressed"}, {CLOCK}),
    "withdraw_concern": ({"open", "addressed", "maintained"}, {"unicef", CLOCK}),
    "lapse_concern": ({"open", "addressed", "maintained"}, {"coordinator"}),
}
ACTION = {  # of ILO
    "finish": ({"open"}, {"ilo", "ilo-alternate"}),
    "close_action": ({"done"}, {"secretary"}),
    "reopen": ({"done"}, {"secretary"}),
}
PLAN = {
    "open_review": ({"inputs"}, {"secretary"}),
    "back_to_inputs": ({"review"}, {"secretary"}),
    "ask_guidance": ({"review"}, {"secretary"}),
    "back_to_review": ({"guidance"}, {"secretary"}),
    "adopt_plan": ({"guidance"}, {CLOCK}),
    "close_plan": ({"adopted"}, {"secretary"}),
}
UPDATE_OF_ILO = {  # the lead's, no task team: the Secretariat reviews
    "submit_update": ({"draft", "returned"}, {"ilo", "ilo-alternate"}),
    "return": ({"submitted"}, {"secretary"}),
    "accept_update": ({"submitted"}, {"secretary"}),
}
UPDATE_OF_IOM = {  # led by IOM: the reviewer of another organization named on the row
    "submit_update": ({"draft", "returned"}, {"secretary as focal point", "coordinator as principal"}),
    "return": ({"submitted"}, {"unicef"}),
    "accept_update": ({"submitted"}, {"unicef"}),
}
UPDATE_IN_TEAM = {  # led by UNICEF in a team that UNODC and UNICEF co-chair
    "submit_update": ({"draft", "returned"}, {"unicef"}),
    "return": ({"submitted"}, {"unodc"}),
    "accept_update": ({"submitted"}, {"unodc"}),
}
UPDATE_OF_CONTRIBUTOR = {  # UN Women's part in a row led by ILO: the lead reviews
    "submit_update": ({"draft", "returned"}, set()),
    "return": ({"submitted"}, {"ilo", "ilo-alternate"}),
    "accept_update": ({"submitted"}, {"ilo", "ilo-alternate"}),
}
MEETING = {  # chaired by the Coordinator
    "convene": ({"planned"}, {"secretary"}),
    "start": ({"convened"}, {"secretary", "coordinator", "coordinator as principal"}),
    "close_meeting": ({"in_session"}, {"secretary", "coordinator", "coordinator as principal"}),
    "reopen": ({"held"}, {"secretary"}),
    "cancel": ({"planned", "convened"}, {"secretary"}),
}
MINUTES = {
    "circulate": ({"draft"}, {"secretary"}),
    "return": ({"circulated"}, {"secretary", "coordinator", "coordinator as principal"}),
    "approve": ({"circulated"}, {"secretary", "coordinator", "coordinator as principal"}),
    "publish": ({"approved"}, {"secretary"}),
}
TEAM = {
    "establish": ({"proposed"}, {CLOCK}),
    "drop": ({"proposed"}, {CLOCK}),
    "close_team": ({"active"}, {CLOCK}),
}


def _get(label: str, **kwargs: Any) -> Any:
    return apps.get_model(label).objects.filter(**kwargs).first()


def _update(activity: Any, org: str, *, leads: bool) -> Any:
    from members.models import Organization
    from workplans.models import Update

    organization = Organization.objects.get(acronym=org)
    found, _new = Update.objects.get_or_create(
        activity=activity, period=activity.plan.periods.get(quarter=1), organization=organization,
        defaults={"is_leads": leads, "status": "ongoing"},
    )  # fmt: skip
    return found


def _subjects() -> dict[str, tuple[Any, dict[str, Any]]]:

    dispute = matters.disputed()
    concern = dispute.concerns.first()
    concern.organization = officer("UNICEF").user.officers.first().organization
    concern.save()
    ilo, iom = matters.activity("ILO", "UN Women"), matters.activity("IOM", "ESCAP")
    team = matters.activity("UNICEF", "UNHCR")
    meeting = _get("meetings.meeting", state="convened")
    return {
        "decision": (dispute, DECISION),
        "concern": (concern, CONCERN),
        "action": (_get("decisions.action", organization__acronym="ILO"), ACTION),
        "plan": (_get("workplans.plan", year=2026), PLAN),
        "update of ILO": (_update(ilo, "ILO", leads=True), UPDATE_OF_ILO),
        "update of IOM": (_update(iom, "IOM", leads=True), UPDATE_OF_IOM),
        "update in a team": (_update(team, "UNICEF", leads=True), UPDATE_IN_TEAM),
        "update of a contributor": (_update(ilo, "UN Women", leads=False), UPDATE_OF_CONTRIBUTOR),
        "meeting": (meeting, MEETING),
        "minutes": (_get("meetings.minutes", meeting__body__slug="network"), MINUTES),
        "team": (_get("task_teams.taskteam"), TEAM),
    }


def _people() -> dict[str, Any]:
    people = {key: actor(key) for key in EVERYBODY if key != "nobody"}
    people["secretary as focal point"] = actor("secretary", "focal_point")
    people["coordinator as principal"] = actor("coordinator", "principal")
    people[CLOCK] = SYSTEM
    return people


@pytest.mark.parametrize(
    "name",
    ["decision", "concern", "action", "plan", "update of ILO", "update of IOM", "update in a team",
     "update of a contributor", "meeting", "minutes", "team"],
)  # fmt: skip
def test_every_state_times_every_verb_times_every_person(name: str) -> None:
    subject, grid = _subjects()[name]
    workflow = engine.workflow_of(subject)
    people = _people()
    wrong = []

    assert {m.verb for m in workflow.transitions} == set(grid), "the grid and the table name the same verbs"
    for state in workflow.states.values:
        type(subject).objects.filter(pk=subject.pk).update(**{workflow.field: state})
        subject.refresh_from_db()
        for verb, (sources, who) in grid.items():
            allowed = OPENS.get(state, who) if verb == "open_consultation" else who
            for person, as_whom in people.items():
                expected = "forbidden" if person not in allowed else "made" if state in sources else "illegal"
                found = _try(subject, verb, as_whom)
                if verb == "open_consultation" and state not in sources:
                    found = expected if found in ("forbidden", "illegal") else found
                if found != expected:
                    wrong.append(f"{state} x {verb} x {person}: {found}, not {expected}")

    assert wrong == []


def _try(subject: Any, verb: str, as_whom: Any) -> str:
    try:
        engine.check(subject, verb, actor=as_whom)
    except PermissionRefused:
        return "forbidden"
    except IllegalTransition:
        return "illegal"
    return "made"


def test_every_machine_has_a_grid() -> None:
    known = {"decisions.decision", "decisions.concern", "decisions.action", "workplans.plan", "workplans.update",
             "meetings.meeting", "meetings.minutes", "task_teams.taskteam"}  # fmt: skip

    assert set(registry.workflows) == known
