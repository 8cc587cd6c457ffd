"""What follows: actions and working methods."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from decisions import querysets
from decisions.choices import ActionState
from decisions.models.drafting import Decision
from members.models import Body, Officer, Organization, no_control_characters
from network_portal.records.models import Recorded


class Action(Recorded):
    """What follows: an organization, its officer, a day, and in the end what was done."""

    # ToR regional coordination, bullet 3; global ¶27 b10
    number = models.PositiveIntegerField(unique=True, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="actions")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="actions")
    title = models.CharField(_("what is to be done"), max_length=300, validators=[no_control_characters])
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

    def path(self, verb: str) -> str:
        return reverse(f"decisions:{verb}", args=[self.number])

    def record_root(self) -> Any:
        return self.decision or self.body


class WorkingMethod(Recorded):
    """A working method that the Network adopted by a decision. Binds from starts_on (inclusive) to ends_on (exclusive)."""

    # ToR regional decision-making 2; global ¶7 b4

    rule = models.CharField(max_length=40, blank=True, editable=False)
    """The one rule of a method of before ``rules``."""
    rules = models.JSONField(null=True, editable=False)
    """The rules that the portal carries out, each with its values: see ``method_rules``. None for a method without one."""
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    """The earlier method that ends where this one comes into force."""
    title = models.CharField(_("title"), max_length=200, validators=[no_control_characters])
    adopted_by = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="methods")
    starts_on = models.DateField(null=True, editable=False)
    ends_on = models.DateField(null=True, editable=False)

    objects = querysets.WorkingMethodQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule"],
                condition=Q(starts_on__isnull=False, ends_on=None) & ~Q(rule=""),
                name="one_method_per_rule",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(adopted_by__isnull=False), name="method_in_force_was_adopted"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def carries(self) -> dict[str, dict[str, Any]]:
        """Its rules with their values."""
        return self.rules or ({self.rule: {}} if self.rule else {})

    def record_root(self) -> tuple[str, int]:
        """The portal's own root: a method belongs to no single decision, for a later one ends it."""
        return ("portal", 1)
