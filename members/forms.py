"""Shapes of what is typed about people and organizations."""

import secrets
from typing import Any, ClassVar, cast

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from members import policies
from members.models import (
    Body,
    Officer,
    Organization,
    StakeholderCategory,
    User,
    deliverable_address,
    no_control_characters,
)
from members.services import registration
from network_portal.lib import addresses, clock, text, zones
from network_portal.records.access.actor import Actor
from network_portal.records.web import fields
from network_portal.records.web.forms import DayField, PortalForm


class ZoneField(forms.ChoiceField):
    """A time zone of the region or of a place that the Network works with; the one in use stays a choice."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=zones.choices, **kwargs)

    def offer(self, *in_use: str) -> None:
        """Offer these zones too: what is saved with another field must not change."""
        self.choices = zones.choices(*in_use)


class EnteredInErrorForm(PortalForm):
    """Why an entry of the register was never true."""

    reason = fields.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}), max_length=300
    )
    once = forms.RegexField(r"^[\w-]{16,64}$", widget=forms.HiddenInput, initial=lambda: secrets.token_urlsafe(18))


def any_body(actor: Actor) -> list[tuple[str, Any]]:
    """The bodies that a register can be narrowed to by who reads of them, and any."""
    rows = Body.objects.order_by("pk") if policies.reads_as_member(actor) else Body.objects.none()
    return [("", _("Any")), *((body.slug, body.short_name) for body in rows)]


def any_organization(actor: Actor, named: Any) -> list[tuple[str, Any]]:
    """The organizations that a register can be narrowed to: those named in it (ids) that the reader sees; and any."""
    rows = Organization.objects.visible_to(actor).filter(pk__in=named)
    return [("", _("Any")), *rows.order_by("sort_key").values_list("slug", "acronym")]


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


class RegistrationForm(PortalForm):
    """An organization, its membership of the Network and its focal point, entered together."""

    needed_with: ClassVar[dict[str, tuple[str, ...]]] = {
        "category": ("kind", Organization.Kind.PARTNER),
        **dict.fromkeys(("wish_received_on", "registered_on", "basis"), ("kind", Organization.Kind.UN_ENTITY)),
        **dict.fromkeys(("person", "email", "rank"), ("without_focal_point", "")),
    }
    optional_even_then = ("wish_received_on", "registered_on")

    kind = forms.ChoiceField(label=_("Kind"), choices=Organization.Kind, initial=Organization.Kind.UN_ENTITY)
    acronym = fields.CharField(label=_("Acronym"), max_length=20, validators=[no_control_characters])
    name = fields.CharField(label=_("Name of the organization"), max_length=200, validators=[no_control_characters])
    category = forms.ModelChoiceField(
        label=_("Stakeholder category"), queryset=StakeholderCategory.objects.all(), required=False,
        help_text=_("Of a partner; a UN entity has none."),
    )  # fmt: skip
    wish_received_on = DayField(
        label=_("Wish to join received on"), required=False,
        help_text=_("The day on which the written wish to join the Network was received."),
    )  # fmt: skip
    registered_on = DayField(
        label=_("Membership registered on"), required=False, initial=clock.today,
        help_text=_("The organization is a member of the Network from this day on. Leave empty while only the wish is on file."),
    )  # fmt: skip
    basis = fields.CharField(
        label=_("Document on file"), max_length=300, required=False, help_text=_("For example: letter of 3 March 2027.")
    )
    person = fields.CharField(
        label=_("Name of the focal point"), max_length=120, required=False, validators=[no_control_characters]
    )
    email = fields.EmailField(label=_("Email"), max_length=254, required=False, validators=[deliverable_address])
    rank = forms.ChoiceField(label=_("Function"), choices=Officer.Rank, initial=Officer.Rank.FOCAL_POINT)
    without_focal_point = forms.BooleanField(
        label=_("Register the organization without a focal point"), required=False,
        help_text=_("The organization receives no emails until a focal point is added, and stays on the list of incomplete entries."),
    )  # fmt: skip

    def register(self) -> Organization:
        """Register what was entered; the organization that came of it."""
        given = self.cleaned_data
        organization = Organization(**{name: given[name] for name in ("kind", "acronym", "name", "category")})
        membership = focal_point = None
        if given["wish_received_on"] or given["registered_on"]:
            membership = registration.Membership(given["basis"], given["wish_received_on"], given["registered_on"])
        if not given["without_focal_point"]:
            focal_point = registration.FocalPoint(given["person"], given["email"], given["rank"])
        registration.register(organization, actor=self.actor, membership=membership, focal_point=focal_point)
        return organization

    def clean_acronym(self) -> str:
        acronym = str(self.cleaned_data["acronym"])
        found = Organization.objects.filter(sort_key=text.folded(acronym)[:60]).first()
        if found is not None:
            raise forms.ValidationError(
                _("{org} is in the directory already: {name}.").format(org=found, name=found.name)
            )
        return acronym

    def clean_email(self) -> str:
        return addresses.normal(str(self.cleaned_data["email"])) if self.cleaned_data["email"] else ""

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("kind") == Organization.Kind.PARTNER:
            self._clean_partner(given)
        elif given.get("kind"):
            self._clean_un_entity(given)
        self._clean_focal_point(given)
        return given

    def _clean_partner(self, given: dict[str, Any]) -> None:
        if not given.get("category"):
            self.add_error("category", _("Choose the stakeholder category of the partner."))
        if given.get("registered_on") == clock.today():  # as the form proposes it
            given["registered_on"] = None
        for name in ("wish_received_on", "registered_on"):
            if given.get(name):
                self.add_error(name, _("Only UN entities can be members of the Network."))

    def _clean_un_entity(self, given: dict[str, Any]) -> None:
        if given.get("category"):
            self.add_error("category", _("A UN entity has no stakeholder category."))
        wish, registered = given.get("wish_received_on"), given.get("registered_on")
        if given.get("basis") and not (wish or registered):
            self.add_error(
                "wish_received_on", _("Enter the day on which the wish to join was received, or the registration.")
            )
        if (wish or registered) and not given.get("basis"):
            self.add_error("basis", _("Enter the document on which the membership is based."))
        if wish and registered and registered < wish:
            self.add_error(
                "registered_on", _("The membership cannot be registered before the wish to join was received.")
            )

    def _clean_focal_point(self, given: dict[str, Any]) -> None:
        name, email = given.get("person"), given.get("email")
        if given.get("without_focal_point"):
            if name or email:
                self.add_error(
                    "without_focal_point", _("A focal point is entered: clear this box or the name and address.")
                )
            return
        missing = _("Enter the focal point, or register the organization without one.")
        for field, value in (("person", name), ("email", email)):
            if not value and field not in self.errors:
                self.add_error(field, missing)
        known = User.objects.by_address(email).first() if email else None
        if known is not None and not known.is_active:
            self.add_error("email", _("The account with this address is closed. An administrator can open it again."))
            return
        if known is not None and text.folded(known.name) != text.folded(str(name)):
            self.add_error(
                "person",
                _("This address belongs to {name}. Enter this name, or another address.").format(name=known.name),
            )


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
