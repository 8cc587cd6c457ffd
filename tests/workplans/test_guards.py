"""Each condition of a plan, an activity and an update, both ways; and what their services refuse or leave as it is."""

from typing import Any

import pytest

from decisions.models import Decision
from decisions.services import outcome
from members.models import Organization
from members.services import seats
from network_portal.lib import clock
from network_portal.records.access.actor import SYSTEM
from network_portal.records.workflow import engine
from network_portal.records.workflow.refusals import ConditionsUnmet, IllegalTransition, PermissionRefused
from tests import matters
from tests.guards import said
from tests.people import actor, officer
from workplans import guards, policies
from workplans.models import FrameworkEntry, Plan, StrategicObjective, Update
from workplans.services import plans, progress, responsible


def org(acronym: str) -> Organization:
    return Organization.objects.get(acronym=acronym)


@pytest.fixture
def draft(secretariat: Any) -> Plan:
    """A plan open for inputs, with one complete activity of ILO."""
    plan = plans.begin(clock.today().year + 5, actor=secretariat)
    output = plans.add_output(plan, actor=secretariat, objective=StrategicObjective.objects.first(), title="An output")
    plans.save_activity(
        plan, actor=secretariat, output=output, title="A course", lead=org("ILO"), quarters="1",
        objectives=list(FrameworkEntry.objects.filter(framework="gcm")[:1]),
    )  # fmt: skip
    return plan


def guided(plan: Plan, secretariat: Any) -> Plan:
    for verb in ("open_review", "ask_guidance"):
        engine.apply(plan, verb, actor=secretariat)
    return plan


def test_one_plan_a_year_is_begun_by_the_secretariat(draft: Plan, secretariat: Any) -> None:
    with pytest.raises(ConditionsUnmet, match=f"There is a plan for {draft.year}"):
        plans.begin(draft.year, actor=secretariat)
    for key in ("ilo", "coordinator", "auditor"):
        with pytest.raises(PermissionRefused):
            plans.begin(draft.year + 1, actor=actor(key))


def test_a_plan_is_reviewed_with_activities_that_are_complete(draft: Plan, secretariat: Any) -> None:
    empty = plans.begin(draft.year + 1, actor=secretariat)
    assert said(guards.has_activities, empty) == "The plan has no activity yet."
    assert said(guards.has_activities, draft) == ""
    assert said(guards.every_activity_is_complete, draft) == ""
    bare = plans.save_activity(
        draft, actor=secretariat, output=draft.outputs.get(), title="Another", lead=org("IOM"), quarters="",
    )  # fmt: skip
    assert said(guards.every_activity_is_complete, draft).startswith(f"Incomplete activities: {bare.code} (")


def test_inputs_are_open_until_the_review(draft: Plan, secretariat: Any) -> None:
    assert said(guards.inputs_are_open, draft) == ""
    assert said(guards.it_is_with_the_committee, draft).startswith("The plan is submitted for decision once")
    guided(draft, secretariat)
    assert said(guards.inputs_are_open, draft) == "The plan is no longer open for inputs."
    assert said(guards.it_is_with_the_committee, draft) == ""
    with pytest.raises(IllegalTransition):
        plans.save_activity(draft, actor=secretariat, output=draft.outputs.get(), title="x", lead=org("ILO"))


def test_a_plan_waits_for_one_decision(draft: Plan, secretariat: Any, coordinator: Any) -> None:
    guided(draft, secretariat)
    assert said(guards.no_decision_is_under_way, draft) == ""
    decision = plans.put_to_decision(draft, actor=secretariat)
    assert said(guards.no_decision_is_under_way, draft) == "The decision on the plan is under way."
    with pytest.raises(IllegalTransition, match="under way"):
        plans.put_to_decision(draft, actor=secretariat)
    assert plans.effect(draft, decision) == [f"{draft} with its 1 activity is adopted and runs."]
    assert plans.stands_in_the_way(draft, decision) is None
    with pytest.raises(ConditionsUnmet, match="does not relate to the current plan"):
        plans.adopted(draft, matters.in_call(), coordinator)

    outcome.withdraw(decision, actor=actor("secretary", "focal_point"), reason="Another draft.")
    draft.refresh_from_db()
    assert draft.state == "guidance"
    assert said(guards.no_decision_is_under_way, draft) == ""
    other = plans.put_to_decision(draft, actor=secretariat)
    assert draft.decision == other
    assert plans.stands_in_the_way(draft, decision).sentence == "The plan no longer waits for this decision."


def test_a_report_says_something_and_how_much_is_done() -> None:
    row = matters.activity("ILO", "IOM")
    update = progress.log_progress(
        row, row.plan.periods.get(quarter=4), actor=actor("ilo"), status="ongoing", achievements=" "
    )
    assert said(guards.update_says_something, update).startswith("Write one sentence at least")
    assert said(guards.percent_is_stated, update) == "State how much is done, in per cent."
    assert said(guards.plan_runs, update) == ""
    for field in ("achievements", "challenges", "next_steps"):
        Update.objects.filter(pk=update.pk).update(achievements="", challenges="", next_steps="")
        Update.objects.filter(pk=update.pk).update(**{field: "No change.", "percent": 40})
        assert said(guards.update_says_something, update) == "", field
    assert said(guards.percent_is_stated, update) == ""
    by_status = matters.activity("ESCAP", "ILO")
    other = Update(
        activity=by_status, period=row.plan.periods.get(quarter=4), organization=by_status.lead, is_leads=True
    )
    other.status = "ongoing"
    other.save()
    assert said(guards.percent_is_stated, other) == "", "its progress follows from its status"


def test_responsibility_is_named_while_the_plan_runs(draft: Plan, secretariat: Any) -> None:
    row = draft.activities.get()
    assert said(guards.its_plan_runs, row) == "Another lead or reviewer is named while the plan runs."
    running = matters.activity("ILO", "IOM")
    assert said(guards.its_plan_runs, running) == ""
    before = running.version
    responsible.name(running, actor=secretariat, reason="x", lead=running.lead, reviewer=running.reviewer)
    running.refresh_from_db()
    assert running.version == before
    for lead, reviewer, why in (
        (org("FAO"), None, "ILO is a member and leads"),
        (org("ILO"), org("ILO"), "does not review its own"),
    ):
        with pytest.raises(ConditionsUnmet, match=why):
            responsible.name(running, actor=secretariat, reason="x", lead=lead, reviewer=reviewer)
    own = matters.activity("IOM", "ESCAP")
    with pytest.raises(ConditionsUnmet, match="IOM leads"):
        responsible.name(own, actor=secretariat, reason="x", lead=org("IOM"), reviewer=None)


def test_a_part_is_answered_once_and_until_the_plan_is_closed(secretariat: Any) -> None:
    part = matters.activity("ILO", "IOM").contributions.get(consent="proposed")
    who = officer(str(part.organization))
    assert said(guards.its_plan_is_not_closed, part) == ""
    plans.confirm_part(part, actor=who)
    before = part.version
    plans.confirm_part(part, actor=who)
    part.refresh_from_db()
    assert (part.consent, part.version) == ("confirmed", before)
    plans.decline_part(part, actor=who)
    assert part.consent == "declined"
    closed = Plan.objects.get(state="closed").activities.filter(contributions__isnull=False).first()
    old = closed.contributions.first()
    assert said(guards.its_plan_is_not_closed, old) == "The plan is closed: its parts stay as they are."
    assert said(guards.plan_runs, closed.updates.model.objects.filter(activity=closed).first() or _of(closed)) == (
        "The plan is not in force."
    )


def _of(activity: Any) -> Update:
    made = Update(activity=activity, period=activity.plan.periods.first(), organization=activity.lead, is_leads=True)
    made.status = "ongoing"
    made.save()
    return made


def test_only_an_adopted_decision_adopts_a_plan(draft: Plan, secretariat: Any) -> None:
    guided(draft, secretariat)
    assert said(guards.a_decision_adopted_it, draft) == "Only an adopted decision adopts a plan."
    decision = plans.put_to_decision(draft, actor=secretariat)
    assert said(guards.a_decision_adopted_it, draft) == "Only an adopted decision adopts a plan."
    Decision.objects.filter(pk=decision.pk).update(state="adopted")
    assert said(guards.a_decision_adopted_it, draft) == ""


def test_a_row_led_by_iom_in_a_team_needs_no_reviewer_where_another_organization_chairs(secretariat: Any) -> None:
    row = matters.activity("UNICEF", "UNHCR")  # in a team that UNODC and UNICEF co-chair
    assert policies.another_chairs(row, org("IOM").pk)
    assert policies.another_chairs(row, org("UNICEF").pk), "its other co-chair"
    assert not policies.another_chairs(matters.activity("ILO", "IOM"), org("ILO").pk), "it has no team"
    for chair in ("UNODC", "UNICEF"):
        seats.end_seats(row.body, org(chair), actor=SYSTEM)
    assert not policies.another_chairs(row, org("IOM").pk)


def test_each_thing_that_an_activity_lacks_is_asked_for_alone(draft: Plan, secretariat: Any) -> None:
    """A quarter, a GCM objective, and where IOM leads a reviewer: any of the three keeps the plan from its review."""
    output, entries = draft.outputs.get(), list(FrameworkEntry.objects.filter(framework="gcm")[:1])
    assert said(guards.every_activity_is_complete, draft) == ""

    def lacking(**given: Any) -> bool:
        complete = {"quarters": "1", "objectives": entries, "lead": org("ILO"), "reviewer": None}
        made = plans.save_activity(
            draft, actor=secretariat, output=output, title="Another", **{**complete, **given},
        )  # fmt: skip
        words = said(guards.every_activity_is_complete, draft)
        found = f" {made.code} (" in words or f" {made.code}," in words
        draft.refresh_from_db()
        return found

    assert not lacking()
    assert lacking(quarters="")
    assert lacking(objectives=[])
    assert lacking(lead=org("IOM"))
    assert not lacking(lead=org("IOM"), reviewer=org("ILO"))


def test_progress_is_reported_by_members_of_a_plan_that_runs() -> None:
    activity = Plan.objects.get(state="adopted").activities.filter(contributions__consent="confirmed").first()
    contribution = activity.contributions.filter(consent="confirmed").first()
    contributor = officer(contribution.organization.acronym)
    assert policies.report(contributor, activity)
    assert policies.report(officer(activity.lead.acronym), activity)

    type(contribution).objects.filter(pk=contribution.pk).update(consent="declined")
    assert not policies.report(contributor, fresh(activity)), "who declined contributes nothing"

    ended = fresh(activity)
    ended.plan.state = "closed"
    assert not policies.report(officer(activity.lead.acronym), ended)
    assert not policies.report(actor("partner"), fresh(activity))


def fresh(activity: Any) -> Any:
    return type(activity).objects.select_related("plan").get(pk=activity.pk)
