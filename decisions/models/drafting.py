"""A proposal and the versions of its text."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from decisions import querysets
from decisions.choices import ENDED, Kind, State
from members.models import Body, Organization, no_control_characters
from network_portal.lib import text
from network_portal.records.models import Recorded

PERSON = settings.AUTH_USER_MODEL


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
    title = models.CharField(_("title"), max_length=200, validators=[no_control_characters])
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

    def path(self, verb: str, *which: int) -> str:
        """The address of an act on the decision, or on the comment of this number."""
        return reverse(f"decisions:{verb}", args=[self.slug, *which])

    @property
    def short_number(self) -> str:
        """The number without the prefix, such as DEC/2026/07."""
        return self.reference.partition("/")[2]

    @property
    def kind_label(self) -> str:
        """What ``get_kind_display`` says; that makes a dictionary of all kinds for each row of a register."""
        return str(Kind(self.kind).label)

    @property
    def needs_subject(self) -> bool:
        return self.kind in SUBJECT_OF

    @property
    def is_ended(self) -> bool:
        return self.state in ENDED


class Text(models.Model):
    """One version of the text, written once. Its checksum covers every character."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="texts")
    version = models.PositiveSmallIntegerField()
    source = models.TextField()
    change_note = models.CharField(max_length=500, blank=True)
    takes_up = models.TextField(null=True)  # noqa: DJ001 - NULL says that it was not asked
    """The numbers of the comments that this version takes up: "3, 7"; NULL for versions of before it was asked."""
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

    @property
    def names(self) -> set[int]:
        """The numbers of the comments that it takes up."""
        return {int(n) for n in (self.takes_up or "").split(", ") if n}
