"""What must hold before a move of a plan or an update."""

from django.db.models import Q
from django.utils.translation import gettext as _

from network_portal.lib import clock
from network_portal.records.workflow.engine import Context
from network_portal.records.workflow.refusals import UnmetCondition
from workplans.choices import PlanState
from workplans.models import Activity, Contribution, Plan, Update
from workplans.querysets import another_chairs


def has_activities(plan: Plan, context: Context) -> UnmetCondition | None:
    return (
        None
        if plan.activities.exists()
        else UnmetCondition(_("The plan has no activity yet."), plan.path("add-activity"))
    )


def every_activity_is_complete(plan: Plan, context: Context) -> UnmetCondition | None:
    """A quarter and a GCM objective each; where IOM leads, a reviewer or a chair of another organization."""
    own = Q(lead__slug="iom", reviewer=None) & ~another_chairs("body", "lead")
    lacking = plan.activities.filter(Q(quarters="") | Q(alignments=None) | own).distinct()
    codes = [activity.code for activity in lacking]
    if not codes:
        return None
    sentence = _("Incomplete activities: {codes} (quarter, GCM objective or reviewer missing).")
    return UnmetCondition(sentence.format(codes=", ".join(codes)), plan.get_absolute_url())


def no_decision_is_under_way(plan: Plan, context: Context) -> UnmetCondition | None:
    if plan.decision is None or not plan.has_decision_under_way:
        return None
    return UnmetCondition(_("The decision on the plan is under way."), plan.decision.get_absolute_url())


def a_decision_adopted_it(plan: Plan, context: Context) -> UnmetCondition | None:
    if plan.decision is not None and plan.decision.state == "adopted":
        return None
    return UnmetCondition(_("Only an adopted decision adopts a plan."), "", "regional work plan 1")


def the_year_is_over(plan: Plan, context: Context) -> UnmetCondition | None:
    return None if clock.today().year > plan.year else UnmetCondition(_("The year of the plan is not over."))


def plan_runs(update: Update, context: Context) -> UnmetCondition | None:
    """Nothing is reported or sent back once the plan is closed: nobody could change it any more."""
    plan = update.activity.plan
    return None if plan.state == "adopted" else UnmetCondition(_("The plan is not in force."), plan.get_absolute_url())


def update_says_something(update: Update, context: Context) -> UnmetCondition | None:
    if update.achievements.strip() or update.challenges.strip() or update.next_steps.strip():
        return None
    return UnmetCondition(_("Write one sentence at least; “No change” is one."))


def percent_is_stated(update: Update, context: Context) -> UnmetCondition | None:
    if update.activity.method != "stated":
        return None
    if update.percent is None:
        return UnmetCondition(_("State how much is done, in per cent."))
    if (update.status == "completed") != (update.percent == 100):
        return UnmetCondition(_("If the status is “Completed”, enter 100 per cent."))
    return None


def inputs_are_open(plan: Plan, context: Context) -> UnmetCondition | None:
    return None if plan.state == PlanState.INPUTS else UnmetCondition(_("The plan is no longer open for inputs."))


def it_is_with_the_committee(plan: Plan, context: Context) -> UnmetCondition | None:
    if plan.state == PlanState.GUIDANCE:
        return None
    return UnmetCondition(_("The plan is submitted for decision once it is before the Regional Executive Committee."))


def its_plan_runs(activity: Activity, context: Context) -> UnmetCondition | None:
    if activity.plan.state == PlanState.ADOPTED:
        return None
    return UnmetCondition(_("Another lead or reviewer is named while the plan runs."))


def its_plan_is_not_closed(part: Contribution, context: Context) -> UnmetCondition | None:
    if part.activity.plan.state != PlanState.CLOSED:
        return None
    return UnmetCondition(_("The plan is closed: its parts stay as they are."))
