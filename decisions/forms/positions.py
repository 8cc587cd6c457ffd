"""Shapes of what is typed about calls for positions and their outcome."""

from typing import Any, ClassVar, cast

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from decisions import guards, methods, status
from decisions.forms.shared import DeadlineField, HourMixin, ParagraphsField, after_working_days
from decisions.models import Position
from members.models import Organization, no_control_characters
from network_portal.lib import clock
from network_portal.records.web import fields
from network_portal.records.web.fields import area
from network_portal.records.web.forms import DayField, PortalForm, RowsForm
from network_portal.records.workflow.refusals import ConditionsUnmet


class RoundForm(HourMixin, PortalForm):
    """A call for positions in writing, with its deadline; under the silence procedure where a method covers it."""

    deadline = DeadlineField(label=_("Positions until"), help_text="")
    silence = forms.BooleanField(
        label=_("Under the silence procedure"), required=False,
        help_text=_("An organization that was notified and does not object by the deadline joins the consensus. One "
                    "objection ends the procedure at once."),
    )  # fmt: skip

    field_order = ["deadline", "hour", "silence"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deadline"].initial = after_working_days(status.DAYS_OF_A_CALL)
        if not methods.silence_covers(self.obj):
            del self.fields["silence"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("silence") and cleaned.get("deadline"):
            try:
                methods.silence_procedure_for(self.obj, cleaned["deadline"])
            except ConditionsUnmet as refused:
                self.add_error("deadline", refused.unmet[0].sentence)
        return cleaned


class ExtendForm(HourMixin, PortalForm):
    """A later deadline for an open call, with the reason."""

    deadline = DeadlineField(label=_("New deadline"), help_text="")
    reason = fields.CharField(label=_("Reason"), max_length=300)
    field_order = ["deadline", "hour", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deadline"].initial = after_working_days(5)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        latest = status.latest_round(self.obj)
        unmet = guards.deadline_is_later(latest, cleaned["deadline"]) if latest and cleaned.get("deadline") else None
        if unmet is not None:
            self.add_error("deadline", unmet.sentence)
        return cleaned


class ReasonForm(PortalForm):
    """Why an organization asks for more time."""

    reason = fields.CharField(label=_("Reason"), max_length=300)


class StatementForm(PortalForm):
    """The Coordinator's words when declaring consensus."""

    statement = fields.CharField(label=_("Coordinator's statement"), widget=area(4), max_length=4000)


class PositionForm(PortalForm):
    """One's organization's position."""

    value = forms.ChoiceField(label=_("Position"), choices=Position.OF_AN_ORGANIZATION, widget=forms.RadioSelect)
    reason = fields.CharField(
        label=_("Comment, reservation or reason"), widget=area(4), max_length=4000, required=False,
        help_text=_("A reservation is printed in the record word for word. An objection needs its reason."),
    )  # fmt: skip
    paragraphs = ParagraphsField()
    proposed_solution = fields.CharField(
        label=_("Proposed solution"), widget=area(3), max_length=2000, required=False,
        help_text=_("Required for an objection."),
    )  # fmt: skip
    needed_with: ClassVar[dict[str, tuple[str, ...]]] = {"proposed_solution": ("value", Position.Value.OBJECT)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        latest = status.latest_round(self.obj)
        cast(ParagraphsField, self.fields["paragraphs"]).most = len(latest.text.paragraphs) if latest is not None else 0

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        value = cleaned.get("value")
        if value == Position.Value.OBJECT:
            for name in ("reason", "proposed_solution"):
                if not (cleaned.get(name) or "").strip():
                    self.add_error(name, _("Required for an objection."))
        elif value == Position.Value.RESERVATION and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", _("Enter the text of the reservation. It is printed in the record word for word."))
        if value != Position.Value.OBJECT:
            cleaned["proposed_solution"] = ""
        return cleaned


class ReplyReceivedForm(PositionForm):
    """A reply that the Secretariat received outside the portal, with its source."""

    organization = forms.ModelChoiceField(label=_("Organization"), queryset=Organization.objects.none())
    value = forms.ChoiceField(label=_("Reply"), choices=Position.Value, widget=forms.RadioSelect)
    person = fields.CharField(label=_("Person who replied"), max_length=120, validators=[no_control_characters])
    document = fields.CharField(
        label=_("Document or call"), max_length=120, validators=[no_control_characters],
        help_text=_("For example: letter of 3 March 2026, or telephone call."),
    )  # fmt: skip
    on = DayField(label=_("Date"))
    field_order = ["organization", "value", "person", "document", "on", "reason", "paragraphs", "proposed_solution"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        latest = status.latest_round(self.obj)
        if latest is not None:
            invited = latest.invited_organizations.sitting().values("organization")
            self.offer("organization", Organization.objects.filter(pk__in=invited))
        self.fields["value"].initial = Position.Value.NO_OBJECTION
        self.fields["on"].initial = clock.today()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("on") and cleaned["on"] > clock.today():
            self.add_error("on", _("The date must not lie in the future."))
        latest = status.latest_round(self.obj)
        early = guards.reply_is_of_this_call(latest, cleaned["on"]) if latest and cleaned.get("on") else None
        if early is not None:
            self.add_error("on", early.sentence)
        return cleaned


class RepliesReceivedForm(RowsForm):
    """Replies of several organizations that the Secretariat received outside the portal, a row each.

    An objection is recorded on the form of one reply, with its reason and the solution that it proposes.
    """

    document = fields.CharField(
        label=_("Document or call"), max_length=120, validators=[no_control_characters],
        help_text=_("Of all replies below. For example: letters of 3 March 2026, or telephone calls."),
    )  # fmt: skip
    on = DayField(label=_("Date"))
    usual = forms.ChoiceField(
        label=_("Reply of those for whom none is chosen below"), required=False,
        choices=[("", _("None")), (Position.Value.NO_OBJECTION, Position.Value.NO_OBJECTION.label), (Position.Value.SUPPORT, Position.Value.SUPPORT.label)],
        help_text=_("It is recorded for each organization for which you enter who replied."),
    )  # fmt: skip
    compare = ("value",)
    head = _("Organization")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today()

    @cached_property
    def _awaited(self) -> list[Organization]:
        latest = status.latest_round(self.obj)
        return status.awaited(latest) if latest is not None else []

    def row_keys(self) -> list[tuple[Any, str]]:
        return [(o.pk, str(o)) for o in self._awaited]

    def row_fields(self, key: Any) -> dict[str, forms.Field]:
        values = [choice for choice in Position.Value.choices if choice[0] != Position.Value.OBJECT]
        return {
            "value": forms.ChoiceField(label=_("Reply"), choices=[("", _("Reply awaited")), *values], required=False),
            "person": fields.CharField(
                label=_("Person who replied"), max_length=120, required=False, validators=[no_control_characters]
            ),
            "reason": fields.CharField(label=_("Comment or reservation"), max_length=4000, required=False),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        on, latest = cleaned.get("on"), status.latest_round(self.obj)
        if on and on > clock.today():
            self.add_error("on", _("The date must not lie in the future."))
        if on and latest and (early := guards.reply_is_of_this_call(latest, on)) is not None:
            self.add_error("on", early.sentence)
        for key, _name in self.row_keys():
            if cleaned.get(f"reason-{key}") and not (cleaned.get(f"person-{key}") or cleaned.get(f"value-{key}")):
                self.add_error(f"person-{key}", _("Enter who replied."))
            if cleaned.get(f"person-{key}") and not cleaned.get(f"value-{key}"):
                cleaned[f"value-{key}"] = cleaned.get("usual")
                if not cleaned.get("usual"):
                    self.add_error(f"value-{key}", _("Choose the reply."))
        rows = self.typed_rows()
        for key, row in rows:
            if not row["person"] and f"person-{key}" not in self.errors:
                self.add_error(f"person-{key}", _("Enter who replied."))
            if row["value"] == Position.Value.RESERVATION and not row["reason"]:
                self.add_error(f"reason-{key}", _("Enter the text of the reservation."))
        if not rows and not self.errors:
            self.add_error(None, _("Choose the reply of one organization at least."))
        return cleaned

    def replies(self) -> list[dict[str, Any]]:
        """Each reply as ``positions.record_reply`` takes it."""
        organizations = {o.pk: o for o in self._awaited}
        source = {name: self.cleaned_data[name] for name in ("document", "on")}
        return [{"organization": organizations[key], **row, **source} for key, row in self.typed_rows()]


class LateCorrectionForm(PortalForm):
    """What an organization corrects after the adoption."""

    note = fields.CharField(label=_("Correction"), widget=area(4), max_length=2000)
