"""The workflows of a work plan and of a progress update."""

from django.utils.translation import gettext_lazy as _

from network_portal.records.workflow.engine import Rule, Transition, Workflow
from workplans import audiences, notices, policies
from workplans import guards as g
from workplans.choices import PlanState, UpdateState

P, U = PlanState, UpdateState

# ToR regional work plan; global ¶17, ¶27 b4
PLAN = Workflow(
    "workplans.plan",
    PlanState,
    audience=audiences.of_plan,
    title=_("Work plans"),
    path=(P.INPUTS, P.REVIEW, P.GUIDANCE, P.ADOPTED, P.CLOSED),
    transitions=(
        Transition("open_review", (P.INPUTS,), P.REVIEW, policies.secretariat, _("Open the review by members"),
             (g.has_activities, g.every_activity_is_complete), notifies=notices.to_members, cites=("global ¶27 b4",), done=_("Opened the review by members"), rule=Rule.BY_ANALOGY),
        Transition("back_to_inputs", (P.REVIEW,), P.INPUTS, policies.secretariat, _("Return for further inputs"), needs_reason=True, done=_("Returned the plan for further inputs"), rule=Rule.SETTING,
             why=_("A plan under review is opened again for inputs.")),
        Transition("ask_guidance", (P.REVIEW,), P.GUIDANCE, policies.secretariat, _("Submit to the Regional Executive Committee for guidance"),
             (g.every_activity_is_complete,), cites=("regional decision-making 1",), notifies=notices.to_committee, done=_("Submitted the plan to the Regional Executive Committee for guidance"), rule=Rule.TOR),
        Transition("back_to_review", (P.GUIDANCE,), P.REVIEW, policies.secretariat, _("Return to the review by members"),
             (g.no_decision_is_under_way,), needs_reason=True, done=_("Returned the plan to the review by members"), rule=Rule.SETTING,
             why=_("A plan before the committee is opened again for members.")),
        Transition("adopt_plan", (P.GUIDANCE,), P.ADOPTED, policies.clock, _("Adopt"), (g.a_decision_adopted_it,),
             cites=("regional work plan 1",), done=_("Adopted the plan"), rule=Rule.TOR),
        Transition("close_plan", (P.ADOPTED,), P.CLOSED, policies.secretariat, _("Close the plan"), (g.the_year_is_over,), done=_("Closed the plan"), rule=Rule.SETTING,
             why=_("A plan ends with its year, and its results are final.")),
    ),
)  # fmt: skip

UPDATE = Workflow(
    "workplans.update",
    UpdateState,
    audience=audiences.of_update,
    title=_("Progress reports"),
    path=(U.DRAFT, U.SUBMITTED, U.ACCEPTED),
    exceptional_states=(U.RETURNED,),
    transitions=(
        Transition("submit_update", (U.DRAFT, U.RETURNED), U.SUBMITTED, policies.its_organization, _("Submit the update"),
             (g.plan_runs, g.update_says_something, g.percent_is_stated), notifies=notices.to_reviewers, done=_("Submitted the update"), rule=Rule.SETTING,
             why=_("The responsible organization reports progress for a quarter.")),
        Transition("return", (U.SUBMITTED,), U.RETURNED, policies.reviewer, _("Return the update"), (g.plan_runs,),
             needs_reason=True, notifies=notices.to_reporters, former_verbs=("return_update",), done=_("Returned the update"), rule=Rule.SETTING,
             why=_("A report that is not clear is completed by its organization.")),
        Transition("accept_update", (U.SUBMITTED,), U.ACCEPTED, policies.reviewer, _("Accept the update"), notifies=notices.to_reporters, done=_("Accepted the update"), rule=Rule.SETTING,
             why=_("Only accepted reports count in the figures of the plan.")),
    ),
)  # fmt: skip
WORKFLOWS = (PLAN, UPDATE)
