"""Shapes of what is typed about concerns, contacts and the levels above."""

from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.choices import State
from decisions.forms.shared import ParagraphsField
from decisions.models import Concern, Contact, Escalation
from members.models import Organization, no_control_characters
from network_portal.lib import clock
from network_portal.records.web import fields
from network_portal.records.web.fields import area
from network_portal.records.web.forms import DayField, PortalForm


class ConcernForm(PortalForm):
    """A concern beside a position."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Concern.Kind, widget=forms.RadioSelect)
    paragraphs = ParagraphsField()
    reason = fields.CharField(label=_("Concern"), widget=area(4), max_length=4000)
    basis = fields.CharField(
        label=_("Basis of the mandate"), max_length=300, required=False,
        help_text=_("Mandate concerns: cite the resolution or instrument."),
    )  # fmt: skip
    proposed_solution = fields.CharField(label=_("Proposed solution"), widget=area(3), max_length=2000)
    needed_with: ClassVar[dict[str, tuple[str, ...]]] = {"basis": ("kind", Concern.Kind.MANDATE)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = self.obj.texts.order_by("-version").first()
        cast(ParagraphsField, self.fields["paragraphs"]).most = len(newest.paragraphs) if newest is not None else 0

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == Concern.Kind.MANDATE and not (cleaned.get("basis") or "").strip():
            self.add_error("basis", _("Name the basis of the mandate."))
        return cleaned


class ResponseForm(PortalForm):
    """How a concern was addressed."""

    response = fields.CharField(label=_("Response"), widget=area(4), max_length=4000)


class ContactForm(PortalForm):
    """A contact outside the portal."""

    purpose = forms.ChoiceField(label=_("Purpose"), choices=Contact.OF_THE_SECRETARIAT)
    organization = forms.ModelChoiceField(label=_("Organization"), queryset=Organization.objects.none(), required=False)
    on = DayField(label=_("On"))
    note = fields.CharField(label=_("Person contacted and summary"), widget=area(3), max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organization", Organization.objects.members())
        self.fields["on"].initial = clock.today()
        if self.obj.state == State.NO_CONSENSUS:
            self.fields["purpose"].initial = Contact.Purpose.RECONCILE
        elif self.obj.state in (State.WITH_PRINCIPALS, State.REFERRED):
            self.fields["purpose"].initial = Contact.Purpose.PRINCIPALS

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("purpose") == Contact.Purpose.REACH and not cleaned.get("organization"):
            self.add_error("organization", _("Name the organization that was reached."))
        if cleaned.get("on") and cleaned["on"] > clock.today():
            self.add_error("on", _("The date must not lie in the future."))
        return cleaned


class NoteForm(PortalForm):
    """What is put before the next level."""

    note = fields.CharField(label=_("Summary of the matter"), widget=area(5), max_length=4000)


class OutcomeForm(PortalForm):
    """What came back from the Principals or the Secretary-General."""

    outcome = forms.ChoiceField(label=_("Outcome"), widget=forms.RadioSelect)
    on = DayField(label=_("On"))
    note = fields.CharField(label=_("Outcome in words"), widget=area(5), max_length=4000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guidance = self.obj.state == State.REFERRED
        ends = Escalation.Outcome
        fitting = [ends.GUIDANCE] if guidance else [ends.AGREED, ends.FAILED]
        self.offer_choices("outcome", [(o.value, o.label) for o in fitting])
        self.fields["outcome"].initial = fitting[0].value if guidance else None
        self.fields["on"].initial = clock.today()


class ConclusionForm(PortalForm):
    """What a body concluded on a matter without consensus."""

    on = DayField(label=_("Date of the conclusion"))
    document = fields.CharField(
        label=_("Meeting and item, or document"), max_length=300, validators=[no_control_characters],
        help_text=_("Document symbol or title, where the conclusion was reached in writing."),
    )  # fmt: skip
    words = fields.CharField(label=_("Text of the conclusion"), widget=area(4), max_length=4000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today()
