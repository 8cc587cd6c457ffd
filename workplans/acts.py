"""What people do with a plan, an activity, a part in one and an update: one row each, beside the workflows."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from network_portal.records.access.actor import Actor
from network_portal.records.web.acts import Act, nothing_shown
from network_portal.records.workflow.engine import Rule
from workplans import forms, guards, policies
from workplans.models import Activity, Contribution
from workplans.services import plans, progress, responsible


def _responsible(activity: Activity, _actor: Actor) -> dict[str, Any]:
    return {"lead": activity.lead_id, "reviewer": activity.reviewer_id}


def _its_activity(part: Contribution) -> Activity:
    return part.activity


# fmt: off
ADD_ACTIVITY = Act("add-activity", _("Add an activity"), plans.save_activity, forms.ActivityForm, who=policies.secretariat,
    when=(guards.inputs_are_open,), about=nothing_shown, to=lambda _plan, made: made.get_absolute_url(),
        again=True, rule=Rule.TOR, cites=("regional work plan 1",))
PUT_TO_DECISION = Act("put-to-decision", _("Submit for decision"), plans.put_to_decision, who=policies.secretariat,
    when=(guards.it_is_with_the_committee,), offered=lambda _actor, plan: not plan.has_decision_under_way,
    to=lambda _plan, made: made.get_absolute_url(),
    explains=_("A draft decision is created, with IOM as proposing organization. Its adoption adopts the plan."),
        rule=Rule.TOR, cites=("regional decision-making 1",))
RESPONSIBLE = Act("responsible", _("Name another lead or reviewer"), responsible.name, forms.ResponsibleForm, initial=_responsible,
    about=nothing_shown, explains=_("The lead is changed only where the lead has left the Network."),
    receipt=_("Lead and reviewer recorded."),
        rule=Rule.SETTING,
        why=_("An activity whose lead has left the Network needs another one."))
OF_PLAN = (
    Act("add-output", _("Add an output"), plans.add_output, forms.OutputForm, about=nothing_shown,
        again=True, rule=Rule.TOR, cites=("regional work plan 1",)),
    ADD_ACTIVITY,
    PUT_TO_DECISION,
    Act("open-review", transition="open_review"),
    Act("back-to-inputs", transition="back_to_inputs"),
    Act("ask-guidance", transition="ask_guidance"),
    Act("back-to-review", transition="back_to_review"),
    Act("close-plan", transition="close_plan"),
)
OF_ACTIVITY = (RESPONSIBLE,)
OF_PART = (
    Act("confirm", _("Confirm your part"), plans.confirm_part, back=_its_activity, about=lambda part: part,
        rule=Rule.SETTING,
        why=_("An organization confirms the part that a plan names for it.")),
    Act("decline", _("Decline your part"), plans.decline_part, back=_its_activity, about=lambda part: part,
        rule=Rule.SETTING,
        why=_("An organization may decline the part that a plan names for it.")),
)
OF_UPDATE = (
    Act("submit-update", transition="submit_update", service=progress.submit_update),
    Act("return", transition="return", service=progress.return_update),
    Act("accept-update", transition="accept_update", service=progress.accept),
)
# fmt: on
