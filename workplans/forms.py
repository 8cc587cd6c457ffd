"""Shapes of what is typed about plans and progress."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.models import Body, Organization, Seat, no_control_characters
from network_portal.lib import clock
from network_portal.records.web import fields
from network_portal.records.web.fields import area
from network_portal.records.web.forms import Choices, PortalForm
from workplans.models import Activity, FrameworkEntry, Output, Plan, StrategicObjective, Update


class PlanForm(PortalForm):
    """The year of a new plan."""

    year = forms.IntegerField(label=_("Year"), min_value=2020, max_value=2100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = set(Plan.objects.filter(body__slug="network").values_list("year", flat=True))
        this = clock.today().year
        self.fields["year"].initial = this if this not in years else max(years | {this}) + 1


class OutputForm(PortalForm):
    """An output under one of the three strategic objectives."""

    objective = forms.ModelChoiceField(label=_("Strategic objective"), queryset=StrategicObjective.objects.all())
    title = fields.CharField(label=_("Expected result"), max_length=200, validators=[no_control_characters])


class ActivityForm(PortalForm):
    """An activity with its lead, contributors, quarters and objectives of the GCM."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    output = forms.ModelChoiceField(label=_("Output"), queryset=Output.objects.none())
    title = fields.CharField(label=_("Title"), max_length=200, validators=[no_control_characters])
    description = fields.CharField(label=_("Description"), widget=area(), max_length=4000, required=False)
    deliverable = fields.CharField(label=_("Deliverable"), max_length=300, required=False)
    kind = forms.ChoiceField(label=_("Type"), choices=Activity.Kind)
    lead = forms.ModelChoiceField(label=_("Lead"), queryset=Organization.objects.none())
    contributing = Choices(label=_("Contributing"), queryset=Organization.objects.none(), required=False)
    reviewer = forms.ModelChoiceField(
        label=_("Reviewer"), queryset=Organization.objects.none(), required=False,
        help_text=_("If IOM leads: organization that reviews its reports."),
    )  # fmt: skip
    body = forms.ModelChoiceField(label=_("Task team"), queryset=Body.objects.none(), required=False)
    quarters = forms.MultipleChoiceField(
        label=_("Quarters"), choices=[(str(q), f"Q{q}") for q in (1, 2, 3, 4)], widget=forms.CheckboxSelectMultiple
    )
    objectives = Choices(label=_("GCM objectives"), queryset=FrameworkEntry.objects.all())
    weight = forms.IntegerField(label=_("Weight"), min_value=0, max_value=100, initial=1)
    method = forms.ChoiceField(label=_("How progress is measured"), choices=Activity.Method)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Organization.objects.members()
        for name in ("lead", "contributing", "reviewer"):
            self.offer(name, members)
        self.offer("output", Output.objects.filter(plan=self.obj))
        chaired = Seat.objects.chairing()
        teams = Body.objects.exclude(slug__in=["network", "committee"])
        self.offer("body", teams.filter(pk__in=chaired.values("body")))  # proposed and closed ones have no chair


class ResponsibleForm(PortalForm):
    """Who leads and who reviews an activity of an adopted plan, where the organization named can no longer."""

    lead = forms.ModelChoiceField(label=_("Lead"), queryset=Organization.objects.none())
    reviewer = forms.ModelChoiceField(
        label=_("Reviewer"), queryset=Organization.objects.none(), required=False,
        help_text=_("If IOM leads: organization that reviews its reports."),
    )  # fmt: skip
    reason = fields.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lead", "reviewer"):
            self.offer(name, Organization.objects.members())


class ProgressForm(PortalForm):
    """What is reported for a period."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    status = forms.ChoiceField(label=_("Status"), choices=Update.Status, widget=forms.RadioSelect)
    percent = forms.IntegerField(label=_("Done, per cent"), min_value=0, max_value=100, required=False)
    achievements = fields.CharField(label=_("Achievements"), widget=area(), max_length=4000, required=False)
    challenges = fields.CharField(label=_("Challenges"), widget=area(3), max_length=4000, required=False)
    next_steps = fields.CharField(label=_("Next steps"), widget=area(3), max_length=4000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.obj.method != Activity.Method.STATED:
            del self.fields["percent"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        percent = cleaned.get("percent")
        if percent is not None and (cleaned.get("status") == Update.Status.COMPLETED) != (percent == 100):
            self.add_error("percent", _("If the status is “Completed”, enter 100 per cent."))
        return cleaned
