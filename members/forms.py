"""Shapes of what is typed about people and organizations."""

from typing import Any, cast

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from members.models import Officer, User, deliverable_address, no_control_characters
from network_portal.lib import addresses, zones
from network_portal.records.web import fields
from network_portal.records.web.forms import PortalForm


class ZoneField(forms.ChoiceField):
    """A time zone of the region or of a place that the Network works with; the one in use stays a choice."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=zones.choices, **kwargs)

    def offer(self, *in_use: str) -> None:
        """Offer these zones too: what is saved with another field must not change."""
        self.choices = zones.choices(*in_use)


class DirectoryFilter(forms.Form):
    """What the directory may be narrowed to."""

    q = fields.CharField(label=_("Name or acronym"), required=False, max_length=80)
    sits = forms.ChoiceField(
        label=_("Membership"),
        required=False,
        choices=[
            ("", _("Anywhere")),
            ("network", _("The Network")),
            ("committee", _("The Regional Executive Committee")),
        ],
    )


class OfficerForm(PortalForm):
    """A person who is to speak for an organization."""

    name = fields.CharField(label=_("Name"), max_length=120, validators=[no_control_characters])
    email = fields.EmailField(label=_("E-mail"), max_length=254, validators=[deliverable_address])
    rank = forms.ChoiceField(label=_("Function"), choices=Officer.Rank, initial=Officer.Rank.FOCAL_POINT)
    primary_contact = forms.BooleanField(
        label=_("Primary focal point"),
        required=False,
        help_text=_("Replaces the present primary focal point of the organization."),
    )

    def clean_email(self) -> str:
        return addresses.normal(str(self.cleaned_data["email"]))


class PasswordForm(PortalForm):
    """The first password, typed twice."""

    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        max_length=128,
        help_text=_("At least 12 characters. You may use a sentence."),
    )
    again = forms.CharField(
        label=_("Repeat the password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        max_length=128,
    )

    def clean(self) -> dict[str, str]:
        cleaned = super().clean() or {}
        password, again = cleaned.get("password"), cleaned.get("again")
        if password and again and password != again:
            self.add_error("again", _("The two passwords differ."))
        elif password:
            try:
                password_validation.validate_password(password, user=self.obj)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned


class PreferencesForm(PortalForm):
    """One's own time zone and row height."""

    zone = ZoneField(label=_("Time zone"))
    density = forms.ChoiceField(label=_("Height of table rows"), choices=User.Density)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(ZoneField, self.fields["zone"]).offer(self.initial.get("zone", ""))
