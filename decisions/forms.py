"""Shapes of what is typed about decisions."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from decisions import method_rules, methods, status
from decisions.choices import State
from decisions.models import Comment, Concern, Contact, Escalation, Kind, Position, WorkingMethod
from decisions.services import drafting
from members.models import Officer, Organization, no_control_characters
from network_portal.lib import clock, text
from network_portal.records.web import fields
from network_portal.records.web.fields import area
from network_portal.records.web.forms import DayField, PortalForm, SeenForm, VersionedForm
from network_portal.records.workflow.refusals import ConditionsUnmet


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
    title = fields.CharField(label=_("Title"), max_length=200, validators=[no_control_characters])
    draft_text = fields.CharField(
        label=_("Text"), widget=area(10), max_length=text.MAX_LENGTH, required=False,
        help_text=_("Leave a blank line between paragraphs; they are numbered automatically."),
    )  # fmt: skip
    mandates = fields.CharField(
        label=_("Implications for the mandates of members"), widget=area(3), max_length=2000, required=False
    )


class MethodForm(PortalForm):
    """A working method: its text, the method that it replaces, and the rules that the portal carries out."""

    template_name = "decisions/_method_form.html"
    title = fields.CharField(label=_("Title"), max_length=200, validators=[no_control_characters])
    draft_text = fields.CharField(
        label=_("Text"), widget=area(6), max_length=text.MAX_LENGTH, required=False,
        help_text=_("Leave a blank line between paragraphs. The sentences of the rules chosen below are added."),
    )  # fmt: skip
    mandates = fields.CharField(
        label=_("Implications for the mandates of members"), widget=area(3), max_length=2000, required=False
    )
    replaces = forms.ModelChoiceField(
        label=_("Replaces"), queryset=WorkingMethod.objects.none(), required=False,
        help_text=_("This working method ends on the day of adoption."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("replaces", WorkingMethod.objects.in_force())
        for rule in method_rules.TABLE:
            self.fields[f"rule-{rule.code}"] = forms.BooleanField(label=rule.label, required=False)
            if rule.kinds:
                self.fields[f"kinds-{rule.code}"] = forms.MultipleChoiceField(
                    label=_("Kinds of decision covered"), required=False, widget=forms.CheckboxSelectMultiple,
                    choices=[(k.value, k.label) for k in method_rules.COVERED_BY_SILENCE],
                )  # fmt: skip
            if rule.days:
                self.fields[f"days-{rule.code}"] = forms.IntegerField(
                    label=rule.days, required=False, min_value=rule.least, max_value=rule.most
                )

    def rule_lines(self) -> list[tuple[Any, list[Any]]]:
        """Each rule with its tick and the fields of its values, bound."""
        names = ("kinds", "days")
        return [
            (self[f"rule-{r.code}"], [self[f"{n}-{r.code}"] for n in names if f"{n}-{r.code}" in self.fields])
            for r in method_rules.TABLE
        ]

    def plain_fields(self) -> list[Any]:
        return [self[name] for name in ("title", "draft_text", "mandates", "replaces")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        rules: dict[str, dict[str, Any]] = {}
        for rule in method_rules.TABLE:
            if not cleaned.get(f"rule-{rule.code}"):
                continue
            values = {
                n: cleaned.get(f"{n}-{rule.code}") for n in ("days", "kinds") if f"{n}-{rule.code}" in self.fields
            }
            for name, value in values.items():
                if not value and f"{name}-{rule.code}" not in self.errors:
                    self.add_error(f"{name}-{rule.code}", _("Required for this rule."))
            rules[rule.code] = values
        if not rules and not cleaned.get("replaces") and not (cleaned.get("draft_text") or "").strip():
            self.add_error("draft_text", _("Enter the text, or choose a rule."))
        cleaned["rules"] = rules
        return cleaned


class DraftForm(VersionedForm):
    """The draft, until it is submitted."""

    title = fields.CharField(label=_("Title"), max_length=200, validators=[no_control_characters])
    draft_text = fields.CharField(
        label=_("Text"), widget=area(14), max_length=text.MAX_LENGTH, required=False,
        help_text=_("Leave a blank line between paragraphs; they are numbered automatically."),
    )  # fmt: skip
    mandates = fields.CharField(
        label=_("Implications for the mandates of members"), widget=area(3), max_length=2000, required=False
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
    """A call for positions in writing, with its deadline; under the silence procedure where a method covers it."""

    deadline = DeadlineField(label=_("Positions until"))
    silence = forms.BooleanField(
        label=_("Under the silence procedure"), required=False,
        help_text=_("An organization that was notified and does not object by the deadline joins the consensus. One "
                    "objection ends the procedure at once."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deadline"].initial = after_working_days(7)
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


class ExtendForm(PortalForm):
    """A later deadline for an open call, with the reason."""

    deadline = DeadlineField(label=_("New deadline"))
    reason = fields.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        latest = status.latest_round(self.obj)
        self.present = latest.deadline if latest is not None else None
        self.fields["deadline"].initial = after_working_days(5)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = cleaned.get("deadline")
        if given and (given <= clock.now() or (self.present is not None and given <= self.present)):
            self.add_error("deadline", _("The new deadline must be later than the present one, and in the future."))
        return cleaned


class StatementForm(PortalForm):
    """The Coordinator's words when declaring consensus."""

    statement = fields.CharField(label=_("Coordinator's statement"), widget=area(4), max_length=4000)


class NoteForm(PortalForm):
    """What is put before the next level."""

    note = fields.CharField(label=_("Summary of the matter"), widget=area(5), max_length=4000)


class CommentForm(PortalForm):
    """A comment on a paragraph or the whole, or nothing to add."""

    paragraph = forms.TypedChoiceField(label=_("Paragraph"), coerce=int, empty_value=None, required=False)
    body = fields.CharField(label=_("Comment"), widget=area(4), max_length=4000, required=False)
    nothing = forms.BooleanField(label=_("No comments"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = self.obj.texts.order_by("-version").first()
        count = len(newest.paragraphs) if newest else 0
        numbered = [(n, _("Paragraph {n}").format(n=n)) for n in range(1, count + 1)]
        self.offer_choices("paragraph", [("", _("The whole text")), *numbered])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("nothing") and not (cleaned.get("body") or "").strip():
            self.add_error("body", _("Either write a comment or tick “No comments”."))
        if cleaned.get("nothing") and (cleaned.get("body") or "").strip():
            self.add_error("nothing", _("Either write a comment or tick “No comments”."))
        return cleaned


class ReplyForm(SeenForm):
    """What became of a comment."""

    disposition = forms.ChoiceField(
        label=_("Treatment of the comment"), choices=[("", _("Choose…")), *Comment.Disposition.choices]
    )
    reply = fields.CharField(label=_("Answer"), widget=area(4), max_length=4000)
    unchanged = fields.CharField(
        label=_("Why the text does not change"), max_length=300, required=False,
        help_text=_("Where a comment is accepted and no revised text follows."),
    )  # fmt: skip


class PositionForm(PortalForm):
    """One's organization's position."""

    value = forms.ChoiceField(label=_("Position"), choices=Position.OF_AN_ORGANIZATION, widget=forms.RadioSelect)
    reason = fields.CharField(
        label=_("Comment, reservation or reason"), widget=area(4), max_length=4000, required=False,
        help_text=_("A reservation is printed in the record word for word. An objection needs its reason."),
    )  # fmt: skip
    proposed_solution = fields.CharField(label=_("Proposed solution"), widget=area(3), max_length=2000, required=False)

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
    field_order = ["organization", "value", "person", "document", "on", "reason", "proposed_solution"]

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
        return cleaned


class LateCorrectionForm(PortalForm):
    """What an organization corrects after the adoption."""

    note = fields.CharField(label=_("Correction"), widget=area(4), max_length=2000)


class ConcernForm(PortalForm):
    """A concern beside a position."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Concern.Kind, widget=forms.RadioSelect)
    paragraph = forms.IntegerField(label=_("Paragraph"), required=False, min_value=1, max_value=500)
    reason = fields.CharField(label=_("Concern"), widget=area(4), max_length=4000)
    basis = fields.CharField(
        label=_("Basis of the mandate"), max_length=300, required=False,
        help_text=_("Mandate concerns: cite the resolution or instrument."),
    )  # fmt: skip
    proposed_solution = fields.CharField(label=_("Proposed solution"), widget=area(3), max_length=2000)

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


class DecisionFilter(forms.Form):
    """What the register may be narrowed to."""

    q = fields.CharField(label=_("Title or number"), required=False, max_length=80)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("Any")), *State.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Any")), *Kind.choices])
