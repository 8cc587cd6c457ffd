"""Shapes of what is typed about people and organizations."""

from zoneinfo import available_timezones

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from members.models import ADDRESS, WORD, Officer, User
from network_portal.records import fields
from network_portal.records.forms import PortalForm

ZONES = [
    "Asia/Bangkok", "Asia/Dhaka", "Asia/Jakarta", "Asia/Karachi", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Manila",
    "Asia/Tashkent", "Asia/Tokyo", "Europe/Geneva", "Pacific/Fiji", "America/New_York", "UTC",
]  # fmt: skip


def zone_choices() -> list[tuple[str, str]]:
    known = available_timezones()
    wanted = ["Europe/Zurich" if name == "Europe/Geneva" else name for name in ZONES]
    return [(name, name.replace("_", " ")) for name in wanted if name in known]


class DirectoryFilter(forms.Form):
    """What the directory may be narrowed to."""

    q = fields.CharField(label=_("Name or acronym"), required=False, max_length=80)
    sits = forms.ChoiceField(
        label=_("Sits in"),
        required=False,
        choices=[("", _("Anywhere")), ("network", _("The Network")), ("committee", _("The Executive Committee"))],
    )


class OfficerForm(PortalForm):
    """A person who is to speak for an organization."""

    name = fields.CharField(label=_("Name"), max_length=120, validators=[WORD])
    email = fields.EmailField(label=_("E-mail"), max_length=254, validators=[ADDRESS])
    rank = forms.ChoiceField(label=_("Rank"), choices=Officer.Rank, initial=Officer.Rank.FOCAL_POINT)
    primary = forms.BooleanField(
        label=_("First to be written to"),
        required=False,
        help_text=_("Takes over from the present first contact of the organization."),
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class PasswordForm(PortalForm):
    """The first password, typed twice."""

    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        max_length=128,
        help_text=_("At least 12 characters. A sentence is easy to remember."),
    )
    again = forms.CharField(
        label=_("The same again"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), max_length=128
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

    zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
    density = forms.ChoiceField(label=_("Height of table rows"), choices=User.Density)
