"""What people do with a task team and its deliverables: one row each. Its transitions are made by decisions."""

from django.utils.translation import gettext_lazy as _

from network_portal.records.web.acts import Act, nothing_shown
from network_portal.records.workflow.engine import Rule
from task_teams import forms, policies, services

# fmt: off
OF_TEAM = (
    Act("add-deliverable", _("Add a deliverable"), services.add_deliverable, forms.DeliverableForm, about=nothing_shown,
        again=True, rule=Rule.TOR, cites=("regional task teams 1",)),
    Act("propose-closing", _("Propose to close the task team"), services.propose_closing, forms.ClosingForm, about=nothing_shown,
        title=_("Propose to close the team"), who=policies.propose, when=services.CLOSING,
        to=lambda _team, made: made.get_absolute_url(),
        rule=Rule.SETTING,
        why=_("A task team is closed as it was established: by a decision of the Network.")),
)
OF_DELIVERABLE = (
    Act("deliver", _("Mark as delivered"), services.deliver, forms.DeliveredForm, back=lambda row: row.team,
        about=lambda row: row,
        rule=Rule.SETTING,
        why=_("The team reports what it has delivered, with its evidence.")),
)
# fmt: on
