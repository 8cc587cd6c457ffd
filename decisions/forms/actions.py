"""Shapes of what is typed about action points."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from decisions.forms.shared import after_working_days
from decisions.models import Action
from members.forms import any_organization
from members.models import Officer, no_control_characters
from network_portal.lib import clock
from network_portal.records.web import fields
from network_portal.records.web.fields import area
from network_portal.records.web.forms import Choices, DayField, FilterForm, PortalForm


def _label_of_officer(officer: Officer) -> str:
    return f"{officer.organization} – {officer.person}, {officer.person.email}"


def _officers() -> Any:
    return Officer.objects.of_members().select_related("person", "organization")


def officers_field(**given: Any) -> Choices:
    """Several representatives of members, found by organization, name or email."""
    return Choices(
        label=_("Representatives"), queryset=Officer.objects.none(), widget=forms.CheckboxSelectMultiple,
        help_text=_("Each representative receives an action point."), **given,
    )  # fmt: skip


def everybody_field() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("All members of the Network"), required=False,
        help_text=_("The primary focal point of each member receives an action point."),
    )  # fmt: skip


def add_everybody(cleaned: dict[str, Any], prefix: str = "") -> None:
    """Take the answer to ``everybody_field`` out of what was typed: it adds the primary focal points to the officers."""
    if cleaned.pop(f"{prefix}everybody", False):
        chosen = {o.pk for o in cleaned.get(f"{prefix}officers") or ()}
        cleaned[f"{prefix}officers"] = _officers().filter(Q(primary_contact=True) | Q(pk__in=chosen))


def offer_officers(form: PortalForm, name: str) -> None:
    form.offer(name, _officers(), _label_of_officer)


class ActionForm(PortalForm):
    """An action for one or several officers; each gets an action point of one's own."""

    title = fields.CharField(label=_("What is to be done"), max_length=300, validators=[no_control_characters])
    officers = officers_field(required=False)
    everybody = everybody_field()
    due_on = DayField(label=_("Due on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_officers(self, "officers")
        self.fields["due_on"].initial = after_working_days(20)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        add_everybody(cleaned)
        if not cleaned.get("officers") and "officers" not in self.errors:
            self.add_error("officers", _("Choose who is to do it."))
        return cleaned


class AssignForm(PortalForm):
    """Another officer for an open action, and until when."""

    officer = forms.ModelChoiceField(label=_("Representative"), queryset=Officer.objects.none())
    due_on = DayField(label=_("Due on"))
    reason = fields.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("officer", _officers(), _label_of_officer)


class EvidenceForm(PortalForm):
    """What was done."""

    evidence = fields.CharField(label=_("What was done, and where it can be seen"), widget=area(4), max_length=4000)


class ActionFilter(FilterForm):
    """What the list of action points may be narrowed to, beside their state."""

    organization = forms.ChoiceField(label=_("Organization"), required=False)
    overdue = forms.BooleanField(label=_("Overdue"), required=False)
    columns: ClassVar[dict[str, str]] = {"organization": "organization__slug"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = Action.objects.order_by().values("organization")
        self.offer_choices("organization", any_organization(self.actor, named))

    def narrow(self, rows: Any) -> Any:
        """Beside the choice: what is overdue, which are open ones of before today."""
        found = super().narrow(rows)
        late = self.is_valid() and self.cleaned_data["overdue"]
        return found.filter(state="open", due_on__lt=clock.today()) if late else found
