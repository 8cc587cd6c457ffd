"""Shapes of what is typed while a meeting is held: who takes part, amendments, outcomes, what is stated."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from decisions import policies as decision_policies
from decisions.forms import (
    ActionForm,
    add_everybody,
    after_working_days,
    everybody_field,
    offer_officers,
    officers_field,
)
from decisions.models import Position
from meetings import policies, status
from meetings.models import AgendaItem, Meeting, Mode, Participant
from members.models import Officer, Organization, no_control_characters
from network_portal.lib import clock, text
from network_portal.records.web import fields
from network_portal.records.web.fields import area
from network_portal.records.web.forms import DayField, PortalForm, SeenForm, VersionedForm
from network_portal.records.workflow.refusals import Refusal, Stale


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


class ItemActionForm(ActionForm):
    """An action under an item, due on a day or before the next meeting of the body."""

    before_next_meeting = forms.BooleanField(label=_("Due before the next meeting"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_the_next_meeting(self, self.obj.meeting, "before_next_meeting", "due_on")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.pop("before_next_meeting", False):
            cleaned["due_on"] = status.day_before_the_next(self.obj.meeting)
        return cleaned


def _offer_the_next_meeting(form: PortalForm, meeting: Meeting, name: str, day: str) -> None:
    """Without a next meeting of the body there is no day before it; with one, the date need not be entered."""
    last = status.day_before_the_next(meeting)
    if last is None:
        del form.fields[name]
        return
    form.fields[name].help_text = _("By {day}, instead of the date above.").format(day=clock.format_day(last))
    form.fields[day].required = False if form.data.get(form.add_prefix(name)) else form.fields[day].required


class OutcomeForm(VersionedForm):
    """What is recorded of an item while its meeting is in session: its minutes, what came of it, an action point.

    Who may not write the minutes, or assign no actions, gets no field for it.
    """

    section_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    body = fields.CharField(
        label=_("Minutes of this item"), widget=area(6), max_length=text.MAX_LENGTH, required=False,
        help_text=_("Leave a blank line between paragraphs; they are numbered through the minutes."),
    )  # fmt: skip
    no_discussion = forms.BooleanField(label=_("No discussion"), required=False)
    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=AgendaItem.Outcome, widget=forms.RadioSelect, required=False
    )
    conclusion = fields.CharField(
        label=_("What was decided"), widget=area(3), max_length=2000, required=False,
        help_text=_("Required for “Decided” where the item has no link to a proposal, a work plan or minutes."),
    )  # fmt: skip

    action_title = fields.CharField(
        label=_("What is to be done"), max_length=300, required=False, validators=[no_control_characters]
    )
    action_officers = officers_field(required=False)
    action_everybody = everybody_field()
    action_due_on = DayField(label=_("Due on"), required=False)
    action_before_next_meeting = forms.BooleanField(label=_("Due before the next meeting"), required=False)
    OF_THE_MINUTES = ("section_version", "body", "no_discussion")
    OF_AN_ACTION = (
        "action_title",
        "action_officers",
        "action_everybody",
        "action_due_on",
        "action_before_next_meeting",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        minutes = status.open_minutes(self.obj.meeting)
        section = getattr(self.obj, "section", None)
        if section is None or minutes is None or not policies.write(self.actor, minutes):
            self._without(self.OF_THE_MINUTES)
        if not decision_policies.runs(self.actor, None):
            self._without(self.OF_AN_ACTION)
            return
        offer_officers(self, "action_officers")
        self.fields["action_due_on"].initial = after_working_days(20)
        _offer_the_next_meeting(self, self.obj.meeting, "action_before_next_meeting", "action_due_on")

    def _without(self, names: tuple[str, ...]) -> None:
        for name in names:
            del self.fields[name]

    def of_an_action(self) -> list[Any]:
        """The fields of an action point that are shown, for the fold that holds them."""
        return [self[name] for name in self.OF_AN_ACTION if name in self.fields]

    def action_is_open(self) -> bool:
        """Whether something was entered there, or found wrong: the fold stands open then."""
        wrong = any(name in self.errors for name in self.OF_AN_ACTION)
        return wrong or bool(self.data.get(self.add_prefix("action_title")))

    def refuse(self, refusal: Refusal) -> None:
        """The newer text of the minutes has a version of its own."""
        super().refuse(refusal)
        if isinstance(refusal, Stale) and "body" in refusal.theirs:
            self.data = cast(QueryDict, self.data).copy()
            self.data["version"] = str(self.cleaned_data["version"])
            self.data["section_version"] = str(refusal.version)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        linked = self.obj.decision_id or self.obj.approves_id or self.obj.plan_id
        if cleaned.get("outcome") == AgendaItem.Outcome.DECIDED and not (linked or cleaned.get("conclusion")):
            self.add_error("conclusion", _("Enter what was decided."))
        if cleaned.get("no_discussion") and (cleaned.get("body") or "").strip():
            self.add_error("no_discussion", _("The section has text: save it without this tick, or empty it."))
        add_everybody(cleaned, "action_")
        if cleaned.pop("action_before_next_meeting", False):
            cleaned["action_due_on"] = status.day_before_the_next(self.obj.meeting)
        if cleaned.get("action_title"):
            for name, words in (("officers", _("Choose who is to do it.")), ("due_on", _("Enter a date."))):
                if not cleaned.get(f"action_{name}") and f"action_{name}" not in self.errors:
                    self.add_error(f"action_{name}", words)
        elif cleaned.get("action_officers"):
            self.add_error("action_title", _("Enter what is to be done."))
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
