"""Annual work plans, what is done under them, and what is reported and accepted."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from decisions.models import Decision
from members.models import Body, Organization, no_control_characters
from network_portal.records.models import Recorded
from workplans import querysets
from workplans.choices import PlanState, UpdateState

PERSON = settings.AUTH_USER_MODEL


class StrategicObjective(models.Model):
    """One of the three strategic objectives, in the words of the Terms of Reference."""

    code = models.CharField(max_length=4, unique=True)
    title = models.CharField(max_length=120)
    text = models.TextField()
    cites = models.CharField(max_length=60)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class FrameworkEntry(models.Model):
    """An entry of a framework that activities are aligned with, such as an objective of the GCM."""

    class Framework(models.TextChoices):
        GCM = "gcm", _("GCM objective")

    framework = models.CharField(max_length=12, choices=Framework, default=Framework.GCM)
    code = models.CharField(max_length=12)
    title = models.CharField(max_length=300)
    short = models.CharField(max_length=80)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["framework", "order"]
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="entry_once_per_framework")]

    def __str__(self) -> str:
        return f"{self.code}. {self.short}"


class Plan(Recorded):
    """A body's work plan for a year. Only an adopted decision adopts it."""

    year = models.PositiveSmallIntegerField(_("year"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="plans")
    state = models.CharField(max_length=12, choices=PlanState, default=PlanState.INPUTS, editable=False)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, editable=False, related_name="plans")
    adopted_at = models.DateTimeField(null=True, editable=False)

    objects = querysets.PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["year", "body"], name="one_plan_per_year_and_body"),
            models.CheckConstraint(condition=Q(state__in=PlanState.values), name="plan_state_exists"),
            models.CheckConstraint(
                condition=~Q(state__in=["adopted", "closed"]) | Q(decision__isnull=False),
                name="adopted_plan_has_decision",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Work plan {year}")).format(year=self.year)

    def get_absolute_url(self) -> str:
        return reverse("workplans:plan", args=[self.year])

    def path(self, verb: str) -> str:
        return reverse(f"workplans:{verb}", args=[self.year])

    @property
    def has_decision_under_way(self) -> bool:
        return self.decision is not None and not self.decision.is_ended


class PlanVersion(models.Model):
    """The plan as adopted: written once."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.TextField()
    checksum = models.CharField(max_length=64)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_versions_are_numbered")]

    def __str__(self) -> str:
        return f"{self.plan}, version {self.number}"

    def record_root(self) -> Plan:
        return self.plan


class Output(Recorded):
    """An expected result under a strategic objective."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="outputs")
    objective = models.ForeignKey(StrategicObjective, models.PROTECT, related_name="outputs")
    code = models.CharField(max_length=8)
    title = models.CharField(_("title"), max_length=200, validators=[no_control_characters])

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="output_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def record_root(self) -> Plan:
        return self.plan


class Activity(Recorded):
    """What is done: exactly one lead, any number of contributors, quarters, and how its progress is measured."""

    class Kind(models.TextChoices):
        PLANNED = "planned", _("Planned")
        CONTINUOUS = "continuous", _("Continuous")
        UNPLANNED = "unplanned", _("Unplanned")

    class Method(models.TextChoices):
        STATUS = "status", _("By status (0, 50 or 100 per cent)")
        STATED = "stated", _("Percentage stated by the lead")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="activities")
    output = models.ForeignKey(Output, models.PROTECT, related_name="activities")
    code = models.CharField(max_length=12)
    title = models.CharField(_("title"), max_length=200, validators=[no_control_characters])
    description = models.TextField(_("description"), max_length=4000, blank=True)
    deliverable = models.CharField(_("deliverable"), max_length=300, blank=True)
    kind = models.CharField(_("type"), max_length=12, choices=Kind, default=Kind.PLANNED)
    lead = models.ForeignKey(Organization, models.PROTECT, related_name="led", verbose_name=_("lead"))
    reviewer = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reviewer")
    )
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("task team")
    )
    quarters = models.CharField(_("quarters"), max_length=4, blank=True)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    method = models.CharField(_("progress is measured"), max_length=8, choices=Method, default=Method.STATUS)
    order = models.PositiveSmallIntegerField(editable=False)

    class Meta:
        ordering = ["output__code", "order"]
        verbose_name_plural = _("activities")
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="activity_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("workplans:activity", args=[self.plan.year, self.code])

    def path(self, verb: str, *more: int) -> str:
        """The address of an act on it; ``more``: the quarter, where the act is about one."""
        return reverse(f"workplans:{verb}", args=[self.plan.year, self.code, *more])

    def record_root(self) -> Plan:
        return self.plan

    @property
    def quarter_cells(self) -> list[bool]:
        return [str(q) in self.quarters for q in (1, 2, 3, 4)]


class Contribution(Recorded):
    """An organization's part in an activity; only that organization confirms or declines it."""

    class Consent(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        CONFIRMED = "confirmed", _("Confirmed")
        DECLINED = "declined", _("Declined")

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="contributions")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="contributions")
    consent = models.CharField(max_length=10, choices=Consent, default=Consent.PROPOSED)

    objects = querysets.ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["organization__sort_key"]
        constraints = [models.UniqueConstraint(fields=["activity", "organization"], name="contributes_once")]

    def __str__(self) -> str:
        return f"{self.organization}: {self.activity}"

    def record_root(self) -> Plan:
        return self.activity.plan


class Alignment(models.Model):
    """An activity serves an entry of a framework."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="alignments")
    entry = models.ForeignKey(FrameworkEntry, models.PROTECT, related_name="alignments")

    objects = querysets.AlignmentQuerySet.as_manager()

    class Meta:
        ordering = ["entry__order"]
        constraints = [models.UniqueConstraint(fields=["activity", "entry"], name="aligned_once")]

    def __str__(self) -> str:
        return str(self.entry)

    def record_root(self) -> Plan:
        return self.activity.plan


class Period(models.Model):
    """Three months that may be reported on once they have begun."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="periods")
    quarter = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["plan", "quarter"]
        constraints = [models.UniqueConstraint(fields=["plan", "quarter"], name="four_periods_a_year")]

    def __str__(self) -> str:
        months = [_("January to March"), _("April to June"), _("July to September"), _("October to December")]
        return f"{months[self.quarter - 1]} {self.plan.year}"

    def record_root(self) -> Plan:
        return self.plan


class Update(Recorded):
    """What an organization reports on an activity for a period: its own part, or as lead the whole."""

    class Status(models.TextChoices):
        YET_TO_START = "yet_to_start", _("Yet to start")
        ONGOING = "ongoing", _("Ongoing")
        COMPLETED = "completed", _("Completed")
        POSTPONED = "postponed", _("Postponed")
        CANCELLED = "cancelled", _("Cancelled")

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="updates")
    period = models.ForeignKey(Period, models.PROTECT, related_name="updates")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="updates")
    is_leads = models.BooleanField()
    state = models.CharField(max_length=10, choices=UpdateState, default=UpdateState.DRAFT, editable=False)
    status = models.CharField(_("status"), max_length=14, choices=Status)
    percent = models.PositiveSmallIntegerField(_("done, per cent"), null=True, blank=True)
    achievements = models.TextField(_("achievements"), max_length=4000, blank=True)
    challenges = models.TextField(_("challenges"), max_length=4000, blank=True)
    next_steps = models.TextField(_("next steps"), max_length=4000, blank=True)
    submitted_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, editable=False)

    objects = querysets.UpdateQuerySet.as_manager()

    class Meta:
        ordering = ["-period__quarter", "organization__sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "period", "organization"], name="one_update_per_period"),
            models.CheckConstraint(condition=Q(percent=None) | Q(percent__lte=100), name="percent_up_to_100"),
            models.CheckConstraint(condition=Q(state__in=UpdateState.values), name="update_state_exists"),
        ]

    def __str__(self) -> str:
        return f"{self.activity.code}, {self.period}, {self.organization}"

    def get_absolute_url(self) -> str:
        return self.path("update")

    def path(self, verb: str) -> str:
        args = [self.activity.plan.year, self.activity.code, self.period.quarter, self.organization.slug]
        return reverse(f"workplans:{verb}", args=args)

    def record_root(self) -> Any:
        return self.activity.plan


class UpdateReview(models.Model):
    """What a reviewer said of an update: written once, so that a return and its reason stay."""

    update = models.ForeignKey(Update, models.PROTECT, related_name="reviews")
    accepted = models.BooleanField()
    reason = models.TextField(max_length=2000, blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.update}: {'accepted' if self.accepted else 'returned'}"

    def record_root(self) -> Plan:
        return self.update.activity.plan
