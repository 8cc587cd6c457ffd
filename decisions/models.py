"""Decisions by consensus: text, consultation, rounds, positions, concerns, escalation, and what follows."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from decisions import querysets
from decisions.states import ActionState, ConcernState, State
from members.models import WORD, Body, Officer, Organization
from network_portal.lib import text
from network_portal.records.models import Recorded

PERSON = settings.AUTH_USER_MODEL


class Kind(models.TextChoices):
    PLAN = "plan", _("Work plan")
    TEAM = "team", _("Task team")
    WORKING_METHOD = "working_method", _("Working method")
    GENERAL = "general", _("Other decision of the Network")
    GUIDANCE = "guidance", _("Guidance of the Executive Committee")


SUBJECT_OF = {
    Kind.PLAN: "workplans.plan",
    Kind.TEAM: "task_teams.taskteam",
    Kind.WORKING_METHOD: "decisions.workingmethod",
}
DECIDED_BY_COMMITTEE = (Kind.GUIDANCE,)


class Decision(Recorded):
    """A proposal on its way to consensus or to another end. Its number is given at submission and never reused."""

    slug = models.SlugField(max_length=40, unique=True, editable=False)
    reference = models.CharField(max_length=40, blank=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("title"), max_length=200, validators=[WORD])
    body = models.ForeignKey(Body, models.PROTECT, related_name="decisions")
    sponsor = models.ForeignKey(Organization, models.PROTECT, related_name="sponsored")
    drafted_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    draft_text = models.TextField(_("text"), max_length=text.MAX_LENGTH, blank=True)
    mandates = models.TextField(_("what it means for the mandates of members"), max_length=2000, blank=True)
    subject_label = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT, editable=False)
    created_at = models.DateTimeField(editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    window_closes_at = models.DateTimeField(null=True, editable=False)
    round_deadline = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    statement = models.TextField(_("Coordinator's statement"), max_length=4000, blank=True)

    objects = querysets.DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="decision_state_exists"),
            models.UniqueConstraint(fields=["reference"], condition=~Q(reference=""), name="decision_number_once"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("decisions:detail", args=[self.slug])

    def path(self, verb: str) -> str:
        return reverse(f"decisions:{verb}", args=[self.slug])

    @property
    def short_number(self) -> str:
        """The number without the prefix, such as DEC/2026/07."""
        return self.reference.partition("/")[2]

    @property
    def needs_subject(self) -> bool:
        return self.kind in SUBJECT_OF

    @property
    def is_ended(self) -> bool:
        return self.state in (State.ADOPTED, State.NOT_ADOPTED, State.WITHDRAWN)


class Text(models.Model):
    """One version of the text, written once. Its checksum covers every character."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="texts")
    version = models.PositiveSmallIntegerField()
    source = models.TextField()
    change_note = models.CharField(max_length=500, blank=True)
    checksum = models.CharField(max_length=64)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["decision", "version"], name="one_text_per_version")]

    def __str__(self) -> str:
        return f"{self.decision}, version {self.version}"

    def record_root(self) -> Decision:
        return self.decision

    @property
    def paragraphs(self) -> list[str]:
        return text.paragraphs(self.source)


class Consultation(models.Model):
    """One window in which every member of the Network is asked for comments on one version."""

    # ToR regional decision-making 1
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="consultations")
    number = models.PositiveSmallIntegerField()
    text = models.ForeignKey(Text, models.PROTECT, related_name="consultations")
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "number"], name="consultations_are_numbered"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opened_at")), name="window_ends_after_it_opens"),
        ]

    def __str__(self) -> str:
        return f"{self.decision}, consultation {self.number}"


class Comment(models.Model):
    """What an organization says in a consultation, or that it has nothing to add; each comment is answered."""

    class KindOf(models.TextChoices):
        COMMENT = "comment", _("Comment")
        NOTHING = "nothing", _("Nothing to add")

    class Disposition(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        PARTLY = "partly", _("Accepted in part")
        NOT = "not", _("Not accepted")
        NOTED = "noted", _("Noted")

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="comments")
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="comments")
    number = models.PositiveSmallIntegerField()
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=KindOf, default=KindOf.COMMENT)
    paragraph = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(max_length=4000, blank=True)
    at = models.DateTimeField()
    disposition = models.CharField(max_length=10, choices=Disposition, blank=True)
    reply = models.TextField(max_length=4000, blank=True)
    answered_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["decision", "number"], name="comments_are_numbered")]

    def __str__(self) -> str:
        return f"{self.organization}: {self.get_kind_display()}"

    def record_root(self) -> Decision:
        return self.decision

    @property
    def answer_seen(self) -> str:
        """What a form over the answer is opened on."""
        return text.digest(self.disposition, self.reply)


class Contact(models.Model):
    """Somebody spoke or wrote to an organization or the Principals outside the portal."""

    class Purpose(models.TextChoices):
        REACH = "reach", _("Reached about the consultation")
        RECONCILE = "reconcile", _("Effort to reconcile")
        PRINCIPALS = "principals", _("Contact with the Principals")

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="contacts")
    purpose = models.CharField(max_length=12, choices=Purpose)
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    note = models.TextField(max_length=2000)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")

    objects = querysets.ContactQuerySet.as_manager()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}, {self.on}"

    def record_root(self) -> Decision:
        return self.decision


class Consent(models.Model):
    """A second party agrees to an end; it counts in the state in which it was given."""

    class To(models.TextChoices):
        WITHDRAWAL = "withdrawal", _("Withdrawal")
        NOT_ADOPTED = "not_adopted", _("Recording as not adopted")

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="consents")
    to = models.CharField(max_length=12, choices=To)
    state = models.CharField(max_length=16)
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.get_to_display()}: {self.by}"

    def record_root(self) -> Decision:
        return self.decision


class Round(models.Model):
    """Organizations take positions on one frozen text. Closed once, by the clock or the Coordinator."""

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
        return f"round:{self.pk}"


class Elector(models.Model):
    """An organization that takes a position in a round: frozen when the round opens."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="electors")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    reminded_by_meeting = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "organization"], name="elector_once")]

    def __str__(self) -> str:
        return str(self.organization)


class Position(models.Model):
    """What an organization says in a round. Written once; a change is a new row that supersedes the old one."""

    class Value(models.TextChoices):
        SUPPORT = "support", _("Support")
        RESERVATION = "reservation", _("Joins with a reservation")
        ABSTAIN = "abstain", _("Abstain")
        OBJECT = "object", _("Object")

    round = models.ForeignKey(Round, models.PROTECT, related_name="positions")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    value = models.CharField(max_length=12, choices=Value)
    reason = models.TextField(max_length=4000, blank=True)
    settle = models.TextField(max_length=2000, blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=20)
    rank = models.PositiveSmallIntegerField()
    instruction = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")

    objects = querysets.PositionQuerySet.as_manager()

    class Meta:
        ordering = ["organization__acronym", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "organization"], condition=Q(supersedes=None), name="one_first_position"
            ),
            models.CheckConstraint(
                condition=Q(value__in=["support", "reservation", "abstain", "object"]), name="position_exists"
            ),
            models.CheckConstraint(
                condition=~Q(value="object") | (~Q(reason="") & ~Q(settle="")), name="objection_has_reason_and_way_out"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.get_value_display()}"

    def record_root(self) -> Decision:
        return self.round.decision

    def digest(self) -> str:
        """Over everything that was said and by whom; kept in the event, so that a changed row shows."""
        return text.digest(
            str(self.round_id), str(self.organization_id), self.value, self.reason, self.settle, str(self.by_id),
            self.capacity, str(self.rank), self.instruction, self.at.isoformat(), str(self.supersedes_id or ""),
        )  # fmt: skip


class Concern(Recorded):
    """An objection or a mandate concern, tracked until its own organization is satisfied."""

    class KindOf(models.TextChoices):
        OBJECTION = "objection", _("Objection")
        MANDATE = "mandate", _("Concern about a mandate")

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="concerns")
    number = models.PositiveSmallIntegerField(editable=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=KindOf)
    round = models.ForeignKey(Round, models.PROTECT, null=True, related_name="concerns")
    paragraph = models.PositiveSmallIntegerField(_("paragraph"), null=True)
    reason = models.TextField(_("concern"), max_length=4000)
    basis = models.CharField(_("basis of the mandate"), max_length=300, blank=True)
    settle = models.TextField(_("what would settle it"), max_length=2000)
    response = models.TextField(_("how it was addressed"), max_length=4000, blank=True)
    state = models.CharField(max_length=12, choices=ConcernState, default=ConcernState.OPEN, editable=False)
    raised_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    rank = models.PositiveSmallIntegerField(default=0, editable=False)

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

    def path(self, verb: str) -> str:
        return reverse(f"decisions:{verb}", args=[self.decision.slug, self.number])

    def record_root(self) -> Decision:
        return self.decision

    @property
    def blocks(self) -> bool:
        return self.state in ("open", "addressed", "maintained")


class Escalation(models.Model):
    """A step up: to the Principals, or through the Coordinator to the Secretary-General, and what came back."""

    # ToR global ¶7 b1 and b2

    class Level(models.TextChoices):
        PRINCIPALS = "principals", _("Principals")
        SECRETARY_GENERAL = "secretary_general", _("Secretary-General")

    class Outcome(models.TextChoices):
        AGREED = "agreed", _("A way forward was agreed")
        FAILED = "failed", _("The effort failed")
        GUIDANCE = "guidance", _("Guidance was received")

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="escalations")
    level = models.CharField(max_length=20, choices=Level)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    sent = models.TextField(max_length=4000)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    outcome_on = models.DateField(null=True)
    outcome_text = models.TextField(max_length=4000, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="") | (Q(outcome_on__isnull=False) & ~Q(outcome_text="")), name="outcome_is_dated"
            )
        ]

    def __str__(self) -> str:
        return f"{self.decision}: {self.get_level_display()}"

    def record_root(self) -> Decision:
        return self.decision


class ReferralRequest(models.Model):
    """The Executive Committee asks for a referral: date, document, and the organizations that ask."""

    # ToR global ¶7 b2
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="requests")
    on = models.DateField()
    document = models.CharField(max_length=300)
    organizations = models.ManyToManyField(Organization, related_name="+")
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.decision}, {self.on}"

    def record_root(self) -> Decision:
        return self.decision


class Action(Recorded):
    """What follows: an organization, its officer, a day, and in the end what was done."""

    # ToR regional coordination, bullet 3; global ¶27 b10
    number = models.PositiveIntegerField(unique=True, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="actions")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="actions")
    title = models.CharField(_("what is to be done"), max_length=300, validators=[WORD])
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="actions")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="actions")
    due_on = models.DateField(_("due on"))
    evidence = models.TextField(_("what was done"), max_length=4000, blank=True)
    state = models.CharField(max_length=8, choices=ActionState, default=ActionState.OPEN, editable=False)
    created_at = models.DateTimeField(editable=False)

    objects = querysets.ActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "number"]
        constraints = [models.CheckConstraint(condition=Q(state__in=ActionState.values), name="action_state_exists")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("decisions:action", args=[self.number])

    def record_root(self) -> Any:
        return self.decision or self.body


class WorkingMethod(Recorded):
    """A rule that the Network gave itself by a decision; it binds while it is in force."""

    # ToR regional decision-making 2; global ¶7 b4

    class Rule(models.TextChoices):
        MINUTES_AFTER_DEADLINE = (
            "minutes_after_deadline",
            _("Minutes may be approved after the deadline for comments, without waiting for the next meeting"),
        )

    rule = models.CharField(_("rule"), max_length=40, choices=Rule)
    title = models.CharField(_("title"), max_length=200, validators=[WORD])
    adopted_by = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="methods")
    starts_on = models.DateField(null=True, editable=False)
    ends_on = models.DateField(null=True, editable=False)

    objects = querysets.WorkingMethodQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule"], condition=Q(starts_on__isnull=False, ends_on=None), name="one_method_per_rule"
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(adopted_by__isnull=False), name="method_in_force_was_adopted"
            ),
        ]

    def __str__(self) -> str:
        return self.title
