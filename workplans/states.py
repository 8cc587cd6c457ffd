"""The workflows of a work plan and of a progress update."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from network_portal.records.workflow.engine import Transition, Workflow
from workplans import guards as g


class PlanState(models.TextChoices):
    INPUTS = "inputs", _("Inputs")
    REVIEW = "review", _("Members' review")
    GUIDANCE = "guidance", _("With the Executive Committee")
    ADOPTED = "adopted", _("Adopted")
    CLOSED = "closed", _("Closed")


class UpdateState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    ACCEPTED = "accepted", _("Accepted")


P, U = PlanState, UpdateState

# ToR regional work plan; global ¶17, ¶27 b4
PLAN = Workflow(
    "workplans.plan",
    PlanState,
    path=(P.INPUTS, P.REVIEW, P.GUIDANCE, P.ADOPTED, P.CLOSED),
    transitions=(
        Transition("open_review", (P.INPUTS,), P.REVIEW, "secretariat", _("Open the members' review"),
             (g.has_activities, g.every_activity_is_complete), tells="members", cites=("global ¶27 b4",)),
        Transition("back_to_inputs", (P.REVIEW,), P.INPUTS, "secretariat", _("Back to inputs"), needs_reason=True),
        Transition("ask_guidance", (P.REVIEW,), P.GUIDANCE, "secretariat", _("Put it before the Executive Committee"),
             (g.every_activity_is_complete,), cites=("global ¶17",), tells="committee"),
        Transition("back_to_review", (P.GUIDANCE,), P.REVIEW, "secretariat", _("Back to the members' review"),
             (g.no_decision_is_under_way,), needs_reason=True),
        Transition("adopt_plan", (P.GUIDANCE,), P.ADOPTED, "clock", _("Adopt"), (g.a_decision_adopted_it,),
             cites=("regional work plan 1",)),
        Transition("close_plan", (P.ADOPTED,), P.CLOSED, "secretariat", _("Close the plan"), (g.the_year_is_over,)),
    ),
)  # fmt: skip

UPDATE = Workflow(
    "workplans.update",
    UpdateState,
    path=(U.DRAFT, U.SUBMITTED, U.ACCEPTED),
    exceptional_states=(U.RETURNED,),
    transitions=(
        Transition("submit_update", (U.DRAFT, U.RETURNED), U.SUBMITTED, "its_organization", _("Submit the update"),
             (g.plan_runs, g.update_says_something, g.percent_is_stated), tells="reviewers"),
        Transition("return_update", (U.SUBMITTED,), U.RETURNED, "reviewer", _("Return the update"), (g.plan_runs,),
             needs_reason=True, tells="reporters"),
        Transition("accept_update", (U.SUBMITTED,), U.ACCEPTED, "reviewer", _("Accept the update"), tells="reporters"),
    ),
)  # fmt: skip
WORKFLOWS = (PLAN, UPDATE)
