"""Shapes of what is typed while a meeting is held: who takes part, amendments, outcomes, what is stated."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.models import Position
from meetings.models import AgendaItem, Mode, Participant
from members.models import Officer, Organization, no_control_characters
from network_portal.lib import text
from network_portal.records.web import fields
from network_portal.records.web.fields import area
from network_portal.records.web.forms import PortalForm, SeenForm, VersionedForm


class AttendanceForm(SeenForm):
    """The attendance: for each organization whether it came, how, and by whom."""

    template_name = "forms/frame.html"

    def __init__(self, *args: Any, rows: Any, expected: Mapping[int, str] | None = None, **kwargs: Any) -> None:
        """``expected``: the organizations that said they would come, each with who replied; entered while nobody was noted yet."""
        super().__init__(*args, **kwargs)
        self.rows = rows
        coming = {} if any(row.present for row in rows) else expected or {}
        for row in rows:
            pk, who = row.organization_id, str(row.organization)
            how, by = ({"aria-label": f"{who}: {what}"} for what in (_("how"), _("represented by")))
            self.fields[f"present-{pk}"] = forms.BooleanField(
                label=who, required=False, initial=row.present or row.organization_id in coming
            )
            self.fields[f"mode-{pk}"] = forms.ChoiceField(
                label=who, choices=[("", "–"), *Mode.choices], required=False, initial=row.mode,
                widget=forms.Select(attrs=how),
            )  # fmt: skip
            self.fields[f"delegates-{pk}"] = fields.CharField(
                label=who, max_length=300, required=False, validators=[no_control_characters], initial=row.delegates or coming.get(pk, ""),
                widget=forms.TextInput(attrs=by),
            )  # fmt: skip

    def lines(self) -> list[tuple[Any, Any, Any, Any]]:
        """(attendance, present, mode, delegates) of each organization, its fields bound."""
        return [(r, *(self[f"{n}-{r.organization_id}"] for n in ("present", "mode", "delegates"))) for r in self.rows]

    def said(self) -> dict[int, dict[str, Any]]:
        return {
            r.organization_id: {
                n: self.cleaned_data[f"{n}-{r.organization_id}"] for n in ("present", "mode", "delegates")
            }
            for r in self.rows
        }


class ApologyForm(PortalForm):
    """Who cannot come, for which organization, and why."""

    organization = forms.ModelChoiceField(label=_("Organization"), queryset=Organization.objects.none())
    person = fields.CharField(label=_("Person"), max_length=120, validators=[no_control_characters])
    reason = fields.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organization", Organization.objects.sitting_in(self.obj.body))


class ParticipantForm(PortalForm):
    """A person who takes part beside the organizations of the body: observer, invitee, guest, or of the Secretariat."""

    role = forms.ChoiceField(label=_("Takes part as"), choices=Participant.Role)
    name = fields.CharField(label=_("Full name"), max_length=120, validators=[no_control_characters])
    function = fields.CharField(
        label=_("Function"), max_length=120, required=False, validators=[no_control_characters],
    )  # fmt: skip
    organization = fields.CharField(
        label=_("Organization"), max_length=200, validators=[no_control_characters],
        help_text=_("The full name of the organization or, for a representative of a constituency, of the constituency."),
    )  # fmt: skip
    mode = forms.ChoiceField(
        label=_("Mode of participation"), choices=[("", _("Not recorded")), *Mode.choices], required=False
    )


class AmendmentForm(SeenForm):
    """The text as the meeting amended it."""

    source = fields.CharField(label=_("Amended text"), widget=area(14), max_length=text.MAX_LENGTH)
    change_note = fields.CharField(label=_("What the meeting changed"), max_length=500)
    editorial = forms.BooleanField(
        label=_("The change is editorial only"), required=False,
        help_text=_("An amendment of substance is adopted ad referendum: members that are not represented may object for seven working days."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = self.obj.decision.texts.order_by("-version").first() if self.obj.decision is not None else None
        self.fields["source"].initial = newest.source if newest else ""
        self.fields["version"].initial = newest.version if newest else ""


class OutcomeForm(VersionedForm):
    """What came of an item."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=AgendaItem.Outcome, widget=forms.RadioSelect)
    conclusion = fields.CharField(
        label=_("What was decided"), widget=area(3), max_length=2000, required=False,
        help_text=_("Required for “Decided” where the item has no link to a proposal, a work plan or minutes."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        linked = self.obj.decision_id or self.obj.approves_id or self.obj.plan_id
        if cleaned.get("outcome") == AgendaItem.Outcome.DECIDED and not (linked or cleaned.get("conclusion")):
            self.add_error("conclusion", _("Enter what was decided."))
        return cleaned


class CloseForm(PortalForm):
    """Asks once where nobody recorded attendance."""

    without_attendance = forms.BooleanField(
        label=_("Close without attendance"), required=False,
        help_text=_("Attendance is not recorded. It can be recorded until the minutes are approved; until then the "
                    "minutes say that it was not recorded."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.obj.attendance_is_recorded:
            del self.fields["without_attendance"]


class MoveActionForm(PortalForm):
    """The item that an action point belongs to."""

    to = forms.ModelChoiceField(label=_("Item"), queryset=AgendaItem.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("to", self.obj.items.all())


class SpokenForm(forms.Form):
    """What one organization said in the room."""

    speaker = forms.ModelChoiceField(label=_("Speaker"), queryset=Officer.objects.none(), required=False)
    value = forms.ChoiceField(label=_("Position"), choices=[("", "–"), *Position.OF_AN_ORGANIZATION], required=False)
    reason = fields.CharField(label=_("Comment or reason"), required=False, max_length=4000)
    proposed_solution = fields.CharField(label=_("Proposed solution"), required=False, max_length=2000)

    def __init__(self, *args: Any, organization: Organization, officers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organization = organization
        speaker = cast("forms.ModelChoiceField[Officer]", self.fields["speaker"])
        speaker.queryset = Officer.objects.active().filter(organization=organization)
        speaker.choices = [("", "–"), *[(o.pk, str(o.person)) for o in officers]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("value") and not cleaned.get("speaker"):
            self.add_error("speaker", _("Name who spoke."))
        if cleaned.get("value") == "object":
            for name in ("reason", "proposed_solution"):
                if not cleaned.get(name):
                    self.add_error(name, _("Required for an objection."))
        if cleaned.get("value") == "reservation" and not cleaned.get("reason"):
            self.add_error("reason", _("Write the reservation."))
        return cleaned
