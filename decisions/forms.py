"""Shapes of what is typed about decisions."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from decisions import status
from decisions.choices import State
from decisions.models import Comment, Concern, Contact, Escalation, Kind, Position, WorkingMethod
from decisions.services import drafting
from members.models import Body, Officer, Organization, no_control_characters
from network_portal.lib import clock, text
from network_portal.records.web import fields
from network_portal.records.web.fields import area
from network_portal.records.web.forms import Choices, DayField, PortalForm, SeenForm, VersionedForm


def _closing() -> str:
    zone = clock.zone_words(clock.now(), settings.NETWORK_ZONE)
    return _("Closes at 17:00, {zone}, on that day.").format(zone=zone)


class DeadlineField(DayField):
    """A day; it closes at 17:00 in the Network's zone."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", lazy(_closing, str)())
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        return clock.close_of(day) if day else None


def after_working_days(days: int) -> dt.date:
    return clock.add_working_days(clock.today(), days)


class ProposalForm(PortalForm):
    """A new proposal. Plans and task teams are proposed where they live."""

    kind = forms.ChoiceField(label=_("Kind"), choices=drafting.kinds_to_propose)
    rule = forms.ChoiceField(
        label=_("Rule"),
        required=False,
        choices=[("", _("None")), *WorkingMethod.Rule.choices],
        help_text=_("For a working method: the rule that it would put in force."),
    )
    title = fields.CharField(label=_("Title"), max_length=200, validators=[no_control_characters])
    draft_text = fields.CharField(
        label=_("Text"), widget=area(10), max_length=text.MAX_LENGTH, required=False,
        help_text=_("An empty line begins a new paragraph; paragraphs are numbered."),
    )  # fmt: skip
    mandates = fields.CharField(
        label=_("What it means for the mandates of members"), widget=area(3), max_length=2000, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == Kind.WORKING_METHOD and not cleaned.get("rule"):
            self.add_error("rule", _("Choose the rule that the working method puts in force."))
        return cleaned


class DraftForm(VersionedForm):
    """The draft, until it is submitted."""

    title = fields.CharField(label=_("Title"), max_length=200, validators=[no_control_characters])
    draft_text = fields.CharField(
        label=_("Text"), widget=area(14), max_length=text.MAX_LENGTH, required=False,
        help_text=_("An empty line begins a new paragraph; paragraphs are numbered."),
    )  # fmt: skip
    mandates = fields.CharField(
        label=_("What it means for the mandates of members"), widget=area(3), max_length=2000, required=False
    )


class WindowForm(PortalForm):
    """Until when members may comment."""

    closes_at = DeadlineField(label=_("Comments until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closes_at"].initial = after_working_days(10)


class NewTextForm(WindowForm, SeenForm):
    """The next version of the text, and what changed."""

    source = fields.CharField(label=_("Text"), widget=area(14), max_length=text.MAX_LENGTH)
    change_note = fields.CharField(label=_("What changed"), max_length=500)
    field_order = ["source", "change_note", "closes_at"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = self.obj.texts.order_by("-version").first()
        self.fields["source"].initial = newest.source if newest else ""
        self.fields["version"].initial = newest.version if newest else ""
        self.fields["closes_at"].initial = after_working_days(5)


class ReplaceTextForm(NewTextForm):
    """The round ends with a new text, for a reason."""

    reason = fields.CharField(label=_("Reason"), max_length=500)
    field_order = ["source", "reason", "closes_at"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["change_note"]


class RoundForm(PortalForm):
    """A round in writing, with its deadline."""

    deadline = DeadlineField(label=_("Positions until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deadline"].initial = after_working_days(7)


class StatementForm(PortalForm):
    """The Coordinator's words when declaring consensus."""

    statement = fields.CharField(label=_("Coordinator's statement"), widget=area(4), max_length=4000)


class NoteForm(PortalForm):
    """What is put before the next level."""

    note = fields.CharField(label=_("What is put before them"), widget=area(5), max_length=4000)


class CommentForm(PortalForm):
    """A comment on a paragraph or the whole, or nothing to add."""

    paragraph = forms.TypedChoiceField(label=_("On"), coerce=int, empty_value=None, required=False)
    body = fields.CharField(label=_("Comment"), widget=area(4), max_length=4000, required=False)
    nothing = forms.BooleanField(label=_("We have nothing to add"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = self.obj.texts.order_by("-version").first()
        count = len(newest.paragraphs) if newest else 0
        numbered = [(n, _("Paragraph {n}").format(n=n)) for n in range(1, count + 1)]
        self.offer_choices("paragraph", [("", _("The whole text")), *numbered])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("nothing") and not (cleaned.get("body") or "").strip():
            self.add_error("body", _("Write the comment, or say that you have nothing to add."))
        if cleaned.get("nothing") and (cleaned.get("body") or "").strip():
            self.add_error("nothing", _("You wrote a comment: send it without this tick, or empty it."))
        return cleaned


class ReplyForm(SeenForm):
    """What became of a comment."""

    disposition = forms.ChoiceField(
        label=_("What became of it"), choices=[("", _("Choose…")), *Comment.Disposition.choices]
    )
    reply = fields.CharField(label=_("Answer"), widget=area(4), max_length=4000)
    unchanged = fields.CharField(
        label=_("Why the text stays as it is"), max_length=300, required=False,
        help_text=_("Where a comment is accepted and no revised text follows."),
    )  # fmt: skip


class PositionForm(PortalForm):
    """One's organization's position."""

    value = forms.ChoiceField(label=_("Position"), choices=Position.Value, widget=forms.RadioSelect)
    reason = fields.CharField(
        label=_("Comment, reservation or reason"), widget=area(4), max_length=4000, required=False,
        help_text=_("A reservation is printed in the record word for word. An objection needs its reason."),
    )  # fmt: skip
    proposed_solution = fields.CharField(
        label=_("What would settle the objection"), widget=area(3), max_length=2000, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        value = cleaned.get("value")
        if value == Position.Value.OBJECT:
            for name in ("reason", "proposed_solution"):
                if not (cleaned.get(name) or "").strip():
                    self.add_error(name, _("An objection needs this."))
        elif value == Position.Value.RESERVATION and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", _("Write the reservation as it is to stand in the record."))
        if value != Position.Value.OBJECT:
            cleaned["proposed_solution"] = ""
        return cleaned


class InstructionForm(PositionForm):
    """A position that the Secretariat enters on written instruction."""

    organization = forms.ModelChoiceField(label=_("Organization"), queryset=Organization.objects.none())
    instruction = fields.CharField(
        label=_("Written instruction"), max_length=300, help_text=_("Who wrote it, to whom, and when.")
    )
    field_order = ["organization", "instruction", "value", "reason", "proposed_solution"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        latest = status.latest_round(self.obj)
        if latest is not None:
            invited = latest.invited_organizations.sitting().values("organization")
            self.offer("organization", Organization.objects.filter(pk__in=invited))


class ConcernForm(PortalForm):
    """A concern beside a position."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Concern.Kind, widget=forms.RadioSelect)
    paragraph = forms.IntegerField(label=_("Paragraph"), required=False, min_value=1, max_value=500)
    reason = fields.CharField(label=_("Concern"), widget=area(4), max_length=4000)
    basis = fields.CharField(
        label=_("Basis of the mandate"), max_length=300, required=False,
        help_text=_("For a concern about a mandate: the instrument that gives it."),
    )  # fmt: skip
    proposed_solution = fields.CharField(label=_("What would settle it"), widget=area(3), max_length=2000)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == Concern.Kind.MANDATE and not (cleaned.get("basis") or "").strip():
            self.add_error("basis", _("Name the basis of the mandate."))
        return cleaned


class ResponseForm(PortalForm):
    """How a concern was addressed."""

    response = fields.CharField(label=_("How it was addressed"), widget=area(4), max_length=4000)


class ContactForm(PortalForm):
    """A contact outside the portal."""

    purpose = forms.ChoiceField(label=_("Purpose"), choices=Contact.Purpose)
    organization = forms.ModelChoiceField(label=_("Organization"), queryset=Organization.objects.none(), required=False)
    on = DayField(label=_("On"))
    note = fields.CharField(label=_("With whom, and what was said"), widget=area(3), max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organization", Organization.objects.members())
        self.fields["on"].initial = clock.today()
        if self.obj.state == State.NO_CONSENSUS:
            self.fields["purpose"].initial = Contact.Purpose.RECONCILE
        elif self.obj.state == State.WITH_PRINCIPALS:
            self.fields["purpose"].initial = Contact.Purpose.PRINCIPALS

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("purpose") == Contact.Purpose.REACH and not cleaned.get("organization"):
            self.add_error("organization", _("Name the organization that was reached."))
        if cleaned.get("on") and cleaned["on"] > clock.today():
            self.add_error("on", _("The day lies in the future."))
        return cleaned


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


class RequestForm(PortalForm):
    """The committee's request for a referral."""

    on = DayField(label=_("Date of the request"))
    document = fields.CharField(label=_("Document"), max_length=300, help_text=_("Its symbol, title or reference."))
    organizations = Choices(
        label=_("Organizations that ask"), queryset=Organization.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organizations", Organization.objects.sitting_in(Body.objects.committee()))
        self.fields["on"].initial = clock.today()


class _ForAnOfficer(PortalForm):
    """An action point is an officer's, until a day."""

    officer = forms.ModelChoiceField(label=_("Officer"), queryset=Officer.objects.none())
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


class DecisionFilter(forms.Form):
    """What the register may be narrowed to."""

    q = fields.CharField(label=_("Title or number"), required=False, max_length=80)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("Any")), *State.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Any")), *Kind.choices])
