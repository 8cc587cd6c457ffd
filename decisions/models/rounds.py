"""Calls for positions, positions and concerns."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from decisions import querysets
from decisions.choices import ConcernState
from decisions.models.drafting import PERSON, Decision, Text
from members.models import Officer, Organization
from network_portal.lib import text
from network_portal.records.models import Recorded


class Round(models.Model):
    """A call for positions on one text that no longer changes. Closed once, by the clock or the Coordinator."""

    class Mode(models.TextChoices):
        WRITTEN = "written", _("In writing")
        MEETING = "meeting", _("In a meeting")

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.WRITTEN)
    text = models.ForeignKey(Text, models.PROTECT, related_name="rounds")
    opened_at = models.DateTimeField()
    remind_at = models.DateTimeField(null=True)
    deadline = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    superseded = models.BooleanField(default=False)
    positions_are_open = models.BooleanField(default=False)
    """Members of the Network read each position when it is given; otherwise a working method seals them until the close."""
    method = models.ForeignKey("decisions.WorkingMethod", models.PROTECT, null=True, related_name="+")
    """The silence procedure under which the call was opened; None where each organization has to reply."""
    amended = models.BooleanField(default=False)
    """The text was amended in substance in the meeting: members who are not represented have the days of a call to object."""

    objects = querysets.RoundQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "number"], name="rounds_are_numbered"),
            models.UniqueConstraint(fields=["decision"], condition=Q(closed_at=None), name="one_open_round"),
            models.CheckConstraint(
                condition=Q(mode="meeting") | Q(deadline__isnull=False), name="written_round_has_a_deadline"
            ),
        ]
        indexes = [models.Index(fields=["deadline"], condition=Q(closed_at=None), name="open_round_deadline")]

    def __str__(self) -> str:
        return f"{self.decision}, round {self.number}"

    def record_root(self) -> Decision:
        return self.decision

    @property
    def seal(self) -> str:
        """What an event about a position of this call is sealed with; nothing where positions are open."""
        return "" if self.positions_are_open else f"round:{self.pk}"

    @property
    def seal_now(self) -> str:
        """The seal while the call is open."""
        return self.seal if self.closed_at is None else ""


class AdReferendum(models.Model):
    """A text that was amended in the meeting, adopted ad referendum: until when the members not represented may object."""

    round = models.OneToOneField(Round, models.PROTECT, related_name="ad_referendum")
    until = models.DateTimeField()
    organizations = models.ManyToManyField(Organization, related_name="+")
    """The members that were not represented."""
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.round}, {self.until}"

    def record_root(self) -> Decision:
        return self.round.decision


class InvitedOrganization(models.Model):
    """An organization invited to state a position in a call; the list does not change after the opening."""

    record_label = "decisions.elector"

    round = models.ForeignKey(Round, models.PROTECT, related_name="invited_organizations")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    reminded_by_meeting = models.BooleanField(default=False)
    """Of no meaning any more; digests of earlier rows cover it."""

    objects = querysets.InvitedOrganizationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "organization"], name="organization_invited_once")]

    def __str__(self) -> str:
        return str(self.organization)

    def record_root(self) -> Decision:
        return self.round.decision


class Position(models.Model):
    """What an organization states in a call. Written once; a change is a new row that supersedes the old one."""

    record_names = {"proposed_solution": "settle"}

    class Value(models.TextChoices):
        SUPPORT = "support", _("Support")
        RESERVATION = "reservation", _("Joins the consensus, with a reservation")
        NO_OBJECTION = "no_objection", _("No objection recorded")
        NO_POSITION = "abstain", _("No position")
        OBJECT = "object", _("Object")

    OF_AN_ORGANIZATION = tuple(choice for choice in Value.choices if choice[0] != "no_objection")
    """What an organization can state itself; that it has no objection is recorded by the Secretariat, with its source."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="positions")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    value = models.CharField(max_length=12, choices=Value)
    reason = models.TextField(max_length=4000, blank=True)
    proposed_solution = models.TextField(max_length=2000, blank=True)
    paragraphs = models.CharField(max_length=100, blank=True)
    """The numbers of the paragraphs that an objection or reservation is about: "2, 4"."""
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=20)
    rank = models.PositiveSmallIntegerField(default=0, editable=False)
    """Of no meaning any more; digests of earlier positions cover it."""
    instruction = models.CharField(max_length=300, blank=True)
    """Where the Secretariat recorded it: who stated it, in which document, call or meeting, and when."""
    speaker = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    """The representative who stated it in the meeting."""
    at = models.DateTimeField()
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")

    objects = querysets.PositionQuerySet.as_manager()

    class Meta:
        ordering = ["organization__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "organization"], condition=Q(supersedes=None), name="one_first_position"
            ),
            models.CheckConstraint(
                condition=Q(value__in=["support", "reservation", "no_objection", "abstain", "object"]),
                name="position_exists",
            ),
            models.CheckConstraint(
                condition=~Q(value="no_objection") | ~Q(instruction=""), name="no_objection_has_a_source"
            ),
            models.CheckConstraint(
                condition=~Q(value="object") | (~Q(reason="") & ~Q(proposed_solution="")),
                name="objection_has_reason_and_way_out",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.get_value_display()}"

    def record_root(self) -> Decision:
        return self.round.decision

    @property
    def is_its_own(self) -> bool:
        """Whether the organization stated it itself, here or in the meeting; not a reply that the Secretariat recorded."""
        return self.capacity != "secretariat" or self.speaker_id is not None

    def digest(self) -> str:
        """Over everything that was said and by whom; kept in the event, so that a changed row shows."""
        return text.digest(
            str(self.round_id), str(self.organization_id), self.value, self.reason, self.proposed_solution, str(self.by_id),
            self.capacity, str(self.rank), self.instruction, self.at.isoformat(), str(self.supersedes_id or ""),
            *([self.paragraphs] if self.paragraphs else []),
        )  # fmt: skip


class Concern(Recorded):
    """An objection or a mandate concern, tracked until its own organization is satisfied."""

    record_names = {"proposed_solution": "settle"}

    class Kind(models.TextChoices):
        OBJECTION = "objection", _("Objection")
        MANDATE = "mandate", _("Concern about a mandate")

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="concerns")
    number = models.PositiveSmallIntegerField(editable=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    round = models.ForeignKey(Round, models.PROTECT, null=True, related_name="concerns")
    paragraph = models.PositiveSmallIntegerField(_("paragraph"), null=True)
    """Of concerns of before ``paragraphs``, which named one only."""
    paragraphs = models.CharField(_("paragraphs"), max_length=100, blank=True)
    reason = models.TextField(_("concern"), max_length=4000)
    basis = models.CharField(_("basis of the mandate"), max_length=300, blank=True)
    proposed_solution = models.TextField(_("proposed solution"), max_length=2000)
    response = models.TextField(_("how it was addressed"), max_length=4000, blank=True)
    state = models.CharField(max_length=12, choices=ConcernState, default=ConcernState.OPEN, editable=False)
    raised_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    rank = models.PositiveSmallIntegerField(default=0, editable=False)
    """Of no meaning any more; digests of earlier concerns cover it."""

    objects = querysets.ConcernQuerySet.as_manager()

    class Meta:
        ordering = ["raised_at"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "number"], name="concerns_are_numbered"),
            models.CheckConstraint(condition=Q(state__in=ConcernState.values), name="concern_state_exists"),
            models.CheckConstraint(condition=~Q(kind="mandate") | ~Q(basis=""), name="mandate_concern_has_a_basis"),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return self.decision.get_absolute_url() + "#concerns"

    @property
    def about(self) -> str:
        """The numbers of the paragraphs that it is about, or nothing."""
        return self.paragraphs or str(self.paragraph or "")

    def path(self, verb: str) -> str:
        return reverse(f"decisions:{verb}", args=[self.decision.slug, self.number])

    def record_root(self) -> Decision:
        return self.decision

    @property
    def seal(self) -> str:
        """What it states in a sealed call would tell its organization's position: it is sealed with it while that is open."""
        return self.round.seal_now if self.round is not None else ""

    @property
    def blocks(self) -> bool:
        return self.state in ("open", "addressed", "maintained")
