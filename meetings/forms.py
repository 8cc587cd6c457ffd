"""Shapes of what is typed about meetings and minutes."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from decisions.forms import DeadlineField, after_working_days
from decisions.models import Comment, Decision, Position
from meetings import chairs, guards
from meetings.models import AgendaItem, Invitation, Meeting, Minutes, MinutesSection, Mode, Participant
from meetings.services import planning
from members.forms import ZoneField
from members.models import Body, Designation, Officer, Organization, User, deliverable_address, no_control_characters
from network_portal.lib import clock, text
from network_portal.records.web import fields
from network_portal.records.web.fields import area
from network_portal.records.web.forms import DayField, PortalForm, SeenForm, VersionedForm
from workplans.models import Plan


class WhenMixin(forms.Form):
    """Days, hours and zone, as people write them; ``starts_at`` and ``ends_at`` come out as instants.

    A meeting over midnight or of several days has a last day. An hour that clocks leave out is asked about.
    """

    day = DayField(label=_("Day"))
    start = forms.TimeField(label=_("Starts at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    last_day = DayField(label=_("Last day"), required=False,
                        help_text=_("Only for a meeting that ends on another day."))  # fmt: skip
    end = forms.TimeField(label=_("Ends at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    zone = ZoneField(label=_("Time zone"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(ZoneField, self.fields["zone"]).offer(self.initial.get("zone") or "", settings.NETWORK_ZONE)
        self.fields["zone"].initial = settings.NETWORK_ZONE

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not {"day", "start", "last_day", "end", "zone"} <= cleaned.keys():
            return cleaned
        last = cleaned["last_day"] or cleaned["day"]
        for name, source, day in (("starts_at", "start", cleaned["day"]), ("ends_at", "end", last)):
            cleaned[name] = self._instant(source, day, cleaned[source], cleaned["zone"])
        if None in (cleaned["starts_at"], cleaned["ends_at"]):
            return cleaned
        if cleaned["ends_at"] <= cleaned["starts_at"]:
            if last < cleaned["day"]:
                self.add_error("last_day", _("The last day must not lie before the first day."))
            else:
                words = _("The end must come after the start. If the meeting ends after midnight, enter the last day.")
                self.add_error("end", words)
        elif last - cleaned["day"] > planning.LONGEST:
            self.add_error("last_day", _("A meeting lasts at most 14 days. Check the last day."))
        if cleaned["starts_at"] <= clock.now():
            self.add_error("day", _("The date must be in the future."))
        return cleaned

    def _instant(self, source: str, day: dt.date, time: dt.time, zone: str) -> dt.datetime | None:
        if clock.exists(day, time, zone):
            return clock.at(day, time.hour, time.minute, zone)
        words = _("{time} does not exist on {day} in {place}: clocks go forward. Enter another time.")
        said = words.format(time=f"{time:%H:%M}", day=clock.format_day(day), place=clock.place_of(zone))
        self.add_error(source, said)
        return None


class MeetingForm(WhenMixin, PortalForm):
    """A meeting to plan: at the Network's place and with IOM in the chair unless a reason is given."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Meeting.Kind)
    body = forms.ModelChoiceField(label=_("Body"), queryset=Body.objects.all())
    title = fields.CharField(label=_("Title"), max_length=200, validators=[no_control_characters])
    place = fields.CharField(label=_("Place"), max_length=200, required=False, validators=[no_control_characters])
    link = fields.URLField(label=_("Link"), required=False)
    chair = forms.ModelChoiceField(label=_("Chair"), queryset=User.objects.none())
    deviation = fields.CharField(
        label=_("Reason, if the place is not the usual one"), max_length=300, required=False,
    )  # fmt: skip
    field_order = [
        "kind",
        "body",
        "title",
        "day",
        "start",
        "last_day",
        "end",
        "zone",
        "place",
        "link",
        "chair",
        "deviation",
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("chair", chairs.eligible())
        self.fields["chair"].initial = Designation.objects.current().values_list("person", flat=True).first()
        self.fields["body"].initial = Body.objects.network().pk
        self.fields["day"].initial = after_working_days(15)
        self.fields["start"].initial, self.fields["end"].initial = dt.time(10), dt.time(12)
        self.fields["title"].initial = _("Technical-level meeting")
        self.fields["place"].initial = settings.NETWORK_PLACE
        words = _("IOM organizes and chairs the meetings in {place}.")
        self.fields["deviation"].help_text = words.format(place=settings.NETWORK_PLACE)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        _needs_reason(self, cleaned)
        wanted = {"committee": "committee", "technical": "network", "annual": "network"}.get(cleaned.get("kind", ""))
        body = cleaned.get("body")
        if body is not None and wanted not in (None, body.slug):
            self.add_error("body", _("This kind of meeting belongs to another body."))
        if body is not None and wanted is None and body.slug in ("network", "committee"):
            self.add_error("body", _("Choose the task team."))
        return cleaned


def _needs_reason(form: forms.Form, cleaned: dict[str, Any]) -> None:
    body, chair = cleaned.get("body"), cleaned.get("chair")
    if body is None:
        return
    if chair is not None and not chairs.may_chair(body, chair):
        form.add_error("chair", guards.chair_of(body, chair))
    if planning.is_elsewhere(body, cleaned.get("place") or "") and not cleaned.get("deviation"):
        form.add_error("deviation", _("Another place needs its reason."))


class ChairForm(PortalForm):
    """Another chair for a meeting that has begun or was held, so that its minutes can go their way."""

    chair = forms.ModelChoiceField(label=_("Chair"), queryset=User.objects.none())
    reason = fields.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("chair", chairs.eligible())


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


class MeetingEditForm(VersionedForm):
    """What may be changed before the meeting; the date has a form of its own."""

    title = fields.CharField(label=_("Title"), max_length=200, validators=[no_control_characters])
    place = fields.CharField(label=_("Place"), max_length=200, required=False, validators=[no_control_characters])
    link = fields.URLField(label=_("Link"), required=False)
    chair = forms.ModelChoiceField(label=_("Chair"), queryset=User.objects.none())
    deviation = fields.CharField(label=_("Reason, if the place is not the usual one"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("chair", chairs.eligible())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        _needs_reason(self, {**cleaned, "body": self.obj.body})
        return cleaned


class RescheduleForm(WhenMixin, PortalForm):
    """A new date, with its reason."""

    reason = fields.CharField(label=_("Reason"), max_length=300)


class ItemForm(PortalForm):
    """An agenda item."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    opened_on = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = fields.CharField(label=_("Title"), max_length=200, validators=[no_control_characters])
    purpose = forms.ChoiceField(label=_("Purpose"), choices=AgendaItem.Purpose, initial="discussion")
    note = fields.CharField(label=_("Background"), widget=area(3), max_length=2000, required=False)
    decision = forms.ModelChoiceField(label=_("Proposal"), queryset=Decision.objects.none(), required=False)
    plan = forms.ModelChoiceField(label=_("Work plan"), queryset=Plan.objects.none(), required=False)
    approves = forms.ModelChoiceField(label=_("Minutes to approve"), queryset=Minutes.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """``obj``: the meeting, or the item to edit; what that points at stays a choice, whatever became of it."""
        super().__init__(*args, **kwargs)
        item = self.obj if isinstance(self.obj, AgendaItem) else None
        meeting = item.meeting if item is not None else self.obj
        decisions = Decision.objects.under_way().exclude(state="draft")
        if item is not None and item.decision_id:
            decisions = decisions | Decision.objects.filter(pk=item.decision_id)
        self.offer("decision", decisions, lambda d: f"{d.short_number} {d.title}")
        self.offer("plan", Plan.objects.filter(body=meeting.body))
        open_minutes = Minutes.objects.filter(meeting__body=meeting.body, state__in=["draft", "circulated"])
        earlier = open_minutes.filter(meeting__starts_at__lt=meeting.starts_at)
        if item is not None and item.approves_id:
            earlier = earlier | Minutes.objects.filter(pk=item.approves_id)
        self.offer("approves", earlier.select_related("meeting"))


class ReplyForm(PortalForm):
    """Whether one's organization comes, and how."""

    answer = forms.ChoiceField(label=_("Will your organization take part?"), choices=Invitation.Reply,
                               widget=forms.RadioSelect)  # fmt: skip
    mode = forms.ChoiceField(
        label=_("Mode of participation"), choices=[("", _("To be confirmed")), *Mode.choices], required=False
    )


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


class SectionForm(VersionedForm):
    """The text of one section."""

    body = fields.CharField(
        label=_("Text"), widget=area(8), max_length=text.MAX_LENGTH, required=False,
        help_text=_("Leave a blank line between paragraphs; they are numbered through the minutes."),
    )  # fmt: skip
    no_discussion = forms.BooleanField(label=_("No discussion"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("no_discussion") and (cleaned.get("body") or "").strip():
            self.add_error("no_discussion", _("The section has text: save it without this tick, or empty it."))
        return cleaned


class CirculateForm(PortalForm):
    """Until when members may comment."""

    comments_until = DeadlineField(label=_("Comments until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comments_until"].initial = after_working_days(5)


class CommentForm(PortalForm):
    """A comment on circulated minutes."""

    section = forms.ModelChoiceField(
        label=_("On"), queryset=MinutesSection.objects.none(), required=False, empty_label=_("The whole text")
    )
    body = fields.CharField(label=_("Comment"), widget=area(), max_length=4000)
    is_objection = forms.BooleanField(
        label=_("We object to approval by written procedure"), required=False,
        help_text=_("A later meeting then approves the minutes."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("section", self.obj.sections.all())


class CommentReplyForm(SeenForm):
    """What became of a comment, and the answer to it."""

    disposition = forms.ChoiceField(
        label=_("Treatment of the comment"), choices=Comment.Disposition, widget=forms.RadioSelect
    )
    unchanged = fields.CharField(
        label=_("Why the text does not change"), max_length=300, required=False,
        help_text=_("Required where a comment is accepted and the text was not changed since."),
    )  # fmt: skip
    reply = fields.CharField(label=_("Response"), widget=area(3), max_length=4000)


class GrantForm(PortalForm):
    """A named person is to write these minutes, until a day, for a reason."""

    name = fields.CharField(label=_("Name"), max_length=120, validators=[no_control_characters])
    email = fields.EmailField(label=_("E-mail"), max_length=254, validators=[deliverable_address])
    reason = fields.CharField(label=_("Reason"), max_length=500)
    until = DeadlineField(label=_("Until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = after_working_days(10)


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
