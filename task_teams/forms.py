"""Shapes of what is typed about task teams."""

from typing import Any, ClassVar

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from members.models import Organization, no_control_characters
from network_portal.records.web import fields
from network_portal.records.web.fields import area
from network_portal.records.web.forms import Choices, DayField, PortalForm


class TeamForm(PortalForm):
    """Need, focus, composition, chairs, terms of reference, end: what the establishing decision must fill."""

    name = fields.CharField(label=_("Name"), max_length=120, validators=[no_control_characters])
    code = fields.CharField(
        label=_("Short code"), max_length=10, validators=[RegexValidator(r"^[A-Za-z0-9]+$", _("Letters and figures."))],
        help_text=_("Used in the reference numbers of its meetings, for example ATD."),
    )  # fmt: skip
    need = fields.CharField(label=_("Need or opportunity"), widget=area(3), max_length=2000)
    focus = fields.CharField(label=_("Focus"), widget=area(3), max_length=2000)
    composition = Choices(label=_("Members"), queryset=Organization.objects.none(), widget=forms.CheckboxSelectMultiple)
    chairs = Choices(
        label=_("Chair or co-chairs"), queryset=Organization.objects.none(),
        help_text=_("Co-chairs must be members of the task team."),
    )  # fmt: skip
    terms = fields.CharField(label=_("Terms of reference"), widget=area(6), max_length=8000, required=False)
    no_terms_needed = forms.BooleanField(label=_("No terms of reference are needed"), required=False)
    ends_on = DayField(label=_("Ends on"), required=False)
    standing = forms.BooleanField(label=_("No end date"), required=False)
    needed_with: ClassVar[dict[str, tuple[str, ...]]] = {"terms": ("no_terms_needed", ""), "ends_on": ("standing", "")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Organization.objects.members()
        self.offer("composition", members)
        self.offer("chairs", members)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool((cleaned.get("terms") or "").strip()) == bool(cleaned.get("no_terms_needed")):
            self.add_error("terms", _("Write the terms of reference, or say that none are needed."))
        if bool(cleaned.get("ends_on")) == bool(cleaned.get("standing")):
            self.add_error("ends_on", _("Enter an end date or select “No end date”."))
        return cleaned


class ClosingForm(PortalForm):
    """Why the team is to be closed."""

    reason = fields.CharField(label=_("Reason"), widget=area(), max_length=2000)


class DeliverableForm(PortalForm):
    """What the team is to bring."""

    title = fields.CharField(label=_("Deliverable"), max_length=200, validators=[no_control_characters])
    organization = forms.ModelChoiceField(label=_("Organization"), queryset=Organization.objects.none())
    due_on = DayField(label=_("Due on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organization", Organization.objects.sitting_in(self.obj.body))
        self.fields["organization"].initial = self.actor.organization_id if self.actor is not None else None


class DeliveredForm(PortalForm):
    """Where the result can be found."""

    result = fields.CharField(label=_("Where it can be found"), max_length=300)
