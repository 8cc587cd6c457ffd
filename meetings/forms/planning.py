"""Shapes of what is typed about a meeting before it is held: its date, its agenda, the replies."""

import datetime as dt
from typing import Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from decisions.forms import after_working_days
from decisions.models import Decision
from meetings import chairs, guards, policies
from meetings.models import AgendaItem, Invitation, Meeting, Minutes, Mode
from meetings.services import planning
from members.forms import ZoneField, any_body
from members.models import Body, Designation, User, no_control_characters
from network_portal.lib import clock
from network_portal.records.web import fields
from network_portal.records.web.fields import area
from network_portal.records.web.forms import DayField, FilterForm, PortalForm, RowsForm, VersionedForm
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

    def __init__(self, *args: Any, team: str = "", **kwargs: Any) -> None:
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
        self._of_a_team(team)

    def _of_a_team(self, slug: str) -> None:
        """Title and Chair come from the task team that is named; who chairs task teams plans for these alone."""
        teams = Body.objects.task_teams()
        chaired = policies.teams_chaired(self.actor)
        if not policies.secretariat(self.actor, None):
            teams = teams.filter(pk__in=chaired)
            self.offer("body", teams)
            self.offer_choices("kind", [(Meeting.Kind.TEAM.value, Meeting.Kind.TEAM.label)])
            slug = slug or str(teams.values_list("slug", flat=True).first() or "")
        body = teams.filter(slug=slug).first() if slug else None
        if body is None:
            return
        title = _("Meeting of the task team “{name}”").format(name=body.name)
        chair = self.actor.user_id if chaired else chairs.first_of(body)
        for name, value in (("kind", Meeting.Kind.TEAM), ("body", body.pk), ("title", title), ("chair", chair)):
            self.fields[name].initial = value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        _needs_reason(self, cleaned)
        wanted = {"committee": "committee", "technical": "network", "annual": "network"}.get(cleaned.get("kind", ""))
        body = cleaned.get("body")
        if body is not None and wanted not in (None, body.slug):
            self.add_error("body", _("This kind of meeting belongs to another body."))
        if body is not None and wanted is None and not body.is_task_team:
            self.add_error("body", _("Choose the task team."))
        return cleaned


def _needs_reason(form: forms.Form, cleaned: dict[str, Any]) -> None:
    body, chair = cleaned.get("body"), cleaned.get("chair")
    if body is None:
        return
    if chair is not None and (unmet := guards.can_chair(body, chair)) is not None:
        form.add_error("chair", unmet.sentence)
    unmet = guards.place_has_its_reason(body, cleaned.get("place") or "", cleaned.get("deviation") or "")
    if unmet is not None:
        form.add_error("deviation", unmet.sentence)


class ChairForm(PortalForm):
    """Another chair for a meeting that has begun or was held, so that its minutes can go their way."""

    chair = forms.ModelChoiceField(label=_("Chair"), queryset=User.objects.none())
    reason = fields.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("chair", chairs.eligible())


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


class ItemsForm(RowsForm):
    """Several agenda items, in their order; background, a work plan or minutes are added on the item's own form."""

    ROWS = 10
    compare = ("title", "decision")

    def row_keys(self) -> list[tuple[Any, str]]:
        return [(n, "") for n in range(1, self.ROWS + 1)]

    def row_fields(self, key: Any) -> dict[str, forms.Field]:
        proposals = [(d.pk, f"{d.short_number} {d.title}") for d in self._proposals]
        return {
            "title": fields.CharField(
                label=_("Title"), max_length=200, required=False, validators=[no_control_characters]
            ),
            "purpose": forms.ChoiceField(
                label=_("Purpose"), choices=AgendaItem.Purpose, initial=AgendaItem.Purpose.DISCUSSION, required=False
            ),
            "decision": forms.TypedChoiceField(
                label=_("Proposal"), choices=[("", "–"), *proposals], coerce=int, empty_value=None, required=False
            ),
        }

    @cached_property
    def _proposals(self) -> list[Decision]:
        return list(Decision.objects.under_way().exclude(state="draft"))

    def items(self) -> list[dict[str, Any]]:
        """Title, purpose and proposal of each item; a proposal without a title lends its own."""
        proposals = {d.pk: d for d in self._proposals}
        return [
            {
                "title": row["title"] or proposals[row["decision"]].title,
                "purpose": row["purpose"] or AgendaItem.Purpose.DISCUSSION,
                "decision": proposals.get(row["decision"]),
            }
            for _key, row in self.typed_rows()
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.typed_rows():
            self.add_error("title-1", _("Enter the title of an item."))
        return cleaned


class ReplyForm(PortalForm):
    """Whether one's organization comes, and how."""

    answer = forms.ChoiceField(label=_("Will your organization take part?"), choices=Invitation.Reply,
                               widget=forms.RadioSelect)  # fmt: skip
    mode = forms.ChoiceField(
        label=_("Mode of participation"), choices=[("", _("To be confirmed")), *Mode.choices], required=False
    )


class MeetingFilter(FilterForm):
    """What the list of meetings may be narrowed to, beside when they are."""

    body = forms.ChoiceField(label=_("Body"), required=False)
    columns: ClassVar[dict[str, str]] = {"body": "body__slug"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_choices("body", any_body(self.actor))
