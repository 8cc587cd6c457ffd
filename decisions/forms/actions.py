"""Shapes of what is typed about action points."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.forms.shared import after_working_days
from members.models import Officer, no_control_characters
from network_portal.records.web import fields
from network_portal.records.web.fields import area
from network_portal.records.web.forms import DayField, PortalForm


class _ForAnOfficer(PortalForm):
    """An action point is an officer's, until a day."""

    officer = forms.ModelChoiceField(label=_("Representative"), queryset=Officer.objects.none())
    due_on = DayField(label=_("Due on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(
            "officer",
            Officer.objects.of_members().select_related("person", "organization"),
            lambda o: f"{o.organization} – {o.person}",
        )


class ActionForm(_ForAnOfficer):
    """An action for an officer."""

    title = fields.CharField(label=_("What is to be done"), max_length=300, validators=[no_control_characters])
    field_order = ["title", "officer", "due_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].initial = after_working_days(20)


class AssignForm(_ForAnOfficer):
    """Another officer for an open action, and until when."""

    reason = fields.CharField(label=_("Reason"), max_length=300)


class EvidenceForm(PortalForm):
    """What was done."""

    evidence = fields.CharField(label=_("What was done, and where it can be seen"), widget=area(4), max_length=4000)
