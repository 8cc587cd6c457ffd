"""Meetings of any body: agenda, invitations, attendance, and minutes section by section."""

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from decisions.models import Action, Comment, Decision
from meetings import querysets
from meetings.choices import MeetingState, MinutesState
from members.models import Body, Organization, no_control_characters
from network_portal.lib import text
from network_portal.records.models import Recorded
from workplans.models import Plan

PERSON = settings.AUTH_USER_MODEL


class Mode(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")


class Meeting(Recorded):
    """A meeting of a body. A new date keeps the calendar's UID and raises its sequence."""

    class Kind(models.TextChoices):
        TECHNICAL = "technical", _("Technical-level meeting")
        COMMITTEE = "committee", _("Meeting of the Regional Executive Committee")
        ANNUAL = "annual", _("Annual meeting")
        TEAM = "team", _("Meeting of a task team")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.TECHNICAL)
    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings")
    year = models.PositiveSmallIntegerField(editable=False)
    number = models.PositiveSmallIntegerField(editable=False)
    slug = models.SlugField(max_length=60, unique=True, editable=False)
    reference = models.CharField(max_length=60, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200, validators=[no_control_characters])
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    zone = models.CharField(_("time zone"), max_length=40)
    place = models.CharField(_("place"), max_length=200, blank=True, validators=[no_control_characters])
    link = models.URLField(_("link"), max_length=2000, blank=True)
    chair = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="chaired", verbose_name=_("chair"))
    deviation = models.CharField(_("reason for another place or chair"), max_length=300, blank=True)
    uid = models.CharField(max_length=80, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    state = models.CharField(max_length=12, choices=MeetingState, default=MeetingState.PLANNED, editable=False)
    convened_at = models.DateTimeField(null=True, editable=False)
    started_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    attendance_at = models.DateTimeField(null=True, editable=False)
    """When attendance was first recorded; NULL: it is not known who was there."""

    objects = querysets.MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["body", "kind", "year", "number"], name="meetings_are_numbered"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(state__in=MeetingState.values), name="meeting_state_exists"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:detail", args=[self.slug])

    def path(self, verb: str) -> str:
        return reverse(f"meetings:{verb}", args=[self.slug])

    @property
    def attendance_is_recorded(self) -> bool:
        """Whether it is known who was there; of meetings before the instant was noted, whether anybody was ticked."""
        return self.attendance_at is not None or self.attendances.filter(present=True).exists()

    @property
    def is_open_to_change(self) -> bool:
        return self.state in (MeetingState.PLANNED, MeetingState.CONVENED)


class Invitation(models.Model):
    """An organization is invited, and says whether and how it comes."""

    class Reply(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        TENTATIVE = "tentative", _("Tentative")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="invitations")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    reply = models.CharField(_("reply"), max_length=10, choices=Reply, blank=True)
    mode = models.CharField(_("how"), max_length=10, choices=Mode, blank=True)
    replied_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    replied_at = models.DateTimeField(null=True)

    objects = querysets.InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["organization__sort_key"]
        constraints = [models.UniqueConstraint(fields=["meeting", "organization"], name="invited_once")]

    def __str__(self) -> str:
        return f"{self.organization}: {self.get_reply_display() or _('no reply')}"

    def record_root(self) -> Meeting:
        return self.meeting


class Attendance(models.Model):
    """Whether an organization was present, how, and by whom."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    present = models.BooleanField(default=False)
    mode = models.CharField(_("how"), max_length=10, choices=Mode, blank=True)
    delegates = models.CharField(_("represented by"), max_length=300, blank=True, validators=[no_control_characters])

    class Meta:
        ordering = ["organization__sort_key"]
        constraints = [models.UniqueConstraint(fields=["meeting", "organization"], name="present_once")]

    def __str__(self) -> str:
        return str(self.organization)

    def record_root(self) -> Meeting:
        return self.meeting


class Apology(models.Model):
    """Somebody of an organization let the meeting know that the person could not come, and why."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="apologies")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    person = models.CharField(_("person"), max_length=120, validators=[no_control_characters])
    reason = models.CharField(_("reason"), max_length=300)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["organization__sort_key", "person"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "organization", "person"], name="one_apology_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.person}"

    def record_root(self) -> Meeting:
        return self.meeting


class Participant(models.Model):
    """Somebody who took part without sitting in the body for an organization, as the list of participants names the person."""

    class Role(models.TextChoices):
        OBSERVER = "observer", _("Observer")
        STANDING_INVITEE = "invitee", _("Standing invitee")
        CONSTITUENCY = "constituency", _("Representative of a constituency")
        GUEST = "guest", _("Guest")
        SECRETARIAT = "secretariat", _("Secretariat")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="participants")
    role = models.CharField(_("takes part as"), max_length=12, choices=Role, default=Role.OBSERVER)
    name = models.CharField(_("full name"), max_length=120, validators=[no_control_characters])
    function = models.CharField(_("function"), max_length=120, blank=True, validators=[no_control_characters])
    organization = models.CharField(_("organization"), max_length=200, validators=[no_control_characters])
    mode = models.CharField(_("how"), max_length=10, choices=Mode, blank=True)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["role", "organization", "name"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "name", "organization"], name="one_line_a_participant"),
            models.CheckConstraint(
                condition=Q(role__in=["observer", "invitee", "constituency", "guest", "secretariat"]),
                name="participant_role_exists",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.organization})"

    def record_root(self) -> Meeting:
        return self.meeting


class AgendaItem(Recorded):
    """One item, with its purpose, what it points at, and what came of it."""

    class Purpose(models.TextChoices):
        INFORMATION = "information", _("Information")
        DISCUSSION = "discussion", _("Discussion")
        DECISION = "decision", _("Decision")

    class Outcome(models.TextChoices):
        NOTED = "noted", _("Noted")
        DISCUSSED = "discussed", _("Discussed")
        DECIDED = "decided", _("Decided")
        DEFERRED = "deferred", _("Deferred")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField(editable=False)
    title = models.CharField(_("title"), max_length=200, validators=[no_control_characters])
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose, default=Purpose.DISCUSSION)
    note = models.TextField(_("background"), max_length=2000, blank=True)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="agenda_items")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="agenda_items")
    approves = models.ForeignKey(
        "Minutes", models.PROTECT, null=True, blank=True, related_name="approval_items", verbose_name=_("minutes")
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True, editable=False)
    conclusion = models.TextField(_("what was decided"), max_length=2000, blank=True, editable=False)
    added_at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="items_are_numbered")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def record_root(self) -> Meeting:
        return self.meeting

    def path(self, verb: str) -> str:
        return reverse(f"meetings:{verb}", args=[self.meeting.slug, self.number])

    @property
    def purpose_label(self) -> str:
        return str(self.Purpose(self.purpose).label)

    @property
    def outcome_label(self) -> str:
        return str(self.Outcome(self.outcome).label) if self.outcome else ""


class ItemAction(models.Model):
    """An action given under an item."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="actions")
    action = models.OneToOneField(Action, models.PROTECT, related_name="item")

    def __str__(self) -> str:
        return str(self.action)

    def record_root(self) -> Meeting:
        return self.item.meeting


class Minutes(Recorded):
    """The minutes of one meeting. They have an address and a visibility of their own."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes")
    state = models.CharField(max_length=12, choices=MinutesState, default=MinutesState.DRAFT, editable=False)
    circulations = models.PositiveSmallIntegerField(default=0, editable=False)
    comments_until = models.DateTimeField(null=True, editable=False)
    cleared_at = models.DateTimeField(null=True, editable=False)
    """When the Chair cleared the draft, where a working method asks for it; a later edit needs another clearance."""
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(PERSON, models.PROTECT, null=True, editable=False, related_name="+")
    approved_in = models.ForeignKey(AgendaItem, models.PROTECT, null=True, editable=False, related_name="approved")
    frozen = models.TextField(blank=True, editable=False)
    checksum = models.CharField(max_length=64, blank=True, editable=False)

    objects = querysets.MinutesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("minutes")
        permissions = [("write_minutes", "Can write these minutes")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MinutesState.values), name="minutes_state_exists"),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "published"]) | (~Q(checksum="") & Q(approved_by__isnull=False)),
                name="approved_minutes_are_frozen",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Minutes: {meeting}")).format(meeting=self.meeting.title)

    def get_absolute_url(self) -> str:
        return reverse("meetings:minutes", args=[self.meeting.slug])

    def path(self, verb: str, *which: int) -> str:
        """The address of an act on the minutes, or on the section or comment of this number."""
        return reverse(f"meetings:{verb}", args=[self.meeting.slug, *which])

    def record_root(self) -> Meeting:
        return self.meeting

    @property
    def reference(self) -> str:
        return f"{self.meeting.reference}/MIN"

    @property
    def is_frozen(self) -> bool:
        return self.state in (MinutesState.APPROVED, MinutesState.PUBLISHED)

    def authors(self) -> set[int]:
        """Everybody who wrote a revision of a section."""
        return set(SectionRevision.objects.filter(section__minutes=self).values_list("by_id", flat=True))

    def item_for_approval(self) -> AgendaItem | None:
        """An item of a later meeting of the body, in session now, that points at these minutes."""
        return self.approval_items.filter(
            meeting__body=self.meeting.body_id,
            meeting__state=MeetingState.IN_SESSION,
            meeting__starts_at__gt=self.meeting.starts_at,
        ).first()

    def content(self) -> dict[str, Any]:
        return dict(json.loads(self.frozen)) if self.frozen else {}


class MinutesUserObjectPermission(UserObjectPermissionBase):
    """Guardian's direct table: who may write which minutes in person."""

    content_object = models.ForeignKey(Minutes, models.PROTECT)


class MinutesSection(Recorded):
    """The text under one item (or the opening); saved with a version token."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="sections")
    item = models.OneToOneField(AgendaItem, models.PROTECT, null=True, related_name="section")
    order = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=200)
    text = models.TextField(max_length=text.MAX_LENGTH, blank=True)
    no_discussion = models.BooleanField(default=False)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["minutes", "order"], name="sections_are_ordered")]

    def __str__(self) -> str:
        return self.heading

    def record_root(self) -> Meeting:
        return self.minutes.meeting


class SectionRevision(models.Model):
    """What a section said after a save, and who saved it: written once, so that no sentence disappears."""

    section = models.ForeignKey(MinutesSection, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    no_discussion = models.BooleanField(default=False)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["section", "number"], name="revisions_are_numbered")]

    def __str__(self) -> str:
        return f"{self.section}, revision {self.number}"

    def record_root(self) -> Meeting:
        return self.section.minutes.meeting


class MinutesComment(models.Model):
    """What an organization says of circulated minutes; each is answered, and says what became of it."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="comments")
    number = models.PositiveSmallIntegerField()
    section = models.ForeignKey(MinutesSection, models.PROTECT, null=True, related_name="comments")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    body = models.TextField(max_length=4000)
    is_objection = models.BooleanField(default=False)
    circulation = models.PositiveSmallIntegerField(null=True)
    """The circulation that it is about; NULL for those of before this was noted."""
    at = models.DateTimeField()
    reply = models.TextField(max_length=4000, blank=True)
    disposition = models.CharField(max_length=10, choices=Comment.Disposition, blank=True)
    """Empty for those answered before it was asked for."""
    unchanged = models.CharField(max_length=300, blank=True)
    """Why the text did not need to change, where a comment was accepted without that."""
    answered_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["minutes", "number"], name="minutes_comments_are_numbered")]

    def __str__(self) -> str:
        return f"{self.organization}, comment {self.number}"

    @property
    def answer_seen(self) -> str:
        """What a form over the answer is opened on."""
        return text.digest(self.disposition, self.reply, self.unchanged)

    def record_root(self) -> Meeting:
        return self.minutes.meeting
