"""Task teams: proposed, established and closed by decision; seats, deliverables."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from decisions.models import Decision
from members.models import Body, Organization, no_control_characters
from network_portal.records.models import Recorded
from task_teams import querysets
from task_teams.choices import TeamState


class TaskTeam(Recorded):
    """A body with a focus, time-bound or standing."""

    body = models.OneToOneField(Body, models.PROTECT, related_name="task_team")
    proposer = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    need = models.TextField(_("need"), max_length=2000)
    focus = models.TextField(_("focus"), max_length=2000)
    terms = models.TextField(_("terms of reference"), max_length=8000, blank=True)
    no_terms_needed = models.BooleanField(_("no terms of reference are needed"), default=False)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    standing = models.BooleanField(_("standing"), default=False)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, editable=False, related_name="teams")
    closing_decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, editable=False, related_name="closed_teams"
    )
    state = models.CharField(max_length=10, choices=TeamState, default=TeamState.PROPOSED, editable=False)
    proposed_at = models.DateTimeField(editable=False)

    objects = querysets.TaskTeamQuerySet.as_manager()

    class Meta:
        ordering = ["body__name"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TeamState.values), name="team_state_exists"),
            models.CheckConstraint(
                condition=Q(standing=True) ^ Q(ends_on__isnull=False), name="time_bound_or_standing"
            ),
            models.CheckConstraint(condition=~Q(terms="") ^ Q(no_terms_needed=True), name="terms_or_none_needed"),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(decision__isnull=False), name="active_team_has_decision"
            ),
        ]

    def __str__(self) -> str:
        return self.body.name

    def get_absolute_url(self) -> str:
        return reverse("task_teams:detail", args=[self.body.slug])

    def path(self, verb: str) -> str:
        return reverse(f"task_teams:{verb}", args=[self.body.slug])


class ComposedSeat(models.Model):
    """A seat that begins with the adoption of the team."""

    class Role(models.TextChoices):
        CHAIR = "chair", _("Chair")
        CO_CHAIR = "co_chair", _("Co-chair")
        MEMBER = "member", _("Member")

    team = models.ForeignKey(TaskTeam, models.PROTECT, related_name="composition")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER)

    class Meta:
        ordering = ["organization__sort_key"]
        constraints = [models.UniqueConstraint(fields=["team", "organization"], name="composed_once")]

    def __str__(self) -> str:
        return f"{self.organization}: {self.get_role_display()}"

    def record_root(self) -> TaskTeam:
        return self.team


class Deliverable(Recorded):
    """What the team is to bring, by whom and when."""

    team = models.ForeignKey(TaskTeam, models.PROTECT, related_name="deliverables")
    number = models.PositiveSmallIntegerField(editable=False)
    title = models.CharField(_("title"), max_length=200, validators=[no_control_characters])
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    due_on = models.DateField(_("due on"))
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True, editable=False)
    delivered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    result = models.CharField(_("where it can be found"), max_length=300, blank=True)

    class Meta:
        ordering = ["due_on"]
        constraints = [models.UniqueConstraint(fields=["team", "number"], name="deliverables_are_numbered")]

    def __str__(self) -> str:
        return self.title

    def record_root(self) -> TaskTeam:
        return self.team
