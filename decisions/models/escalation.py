"""Where there is no consensus: the levels above, and the conclusions of the bodies."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from decisions.models.drafting import PERSON, Decision
from members.models import Organization


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


class Conclusion(models.Model):
    """What a body concluded on a matter without consensus: at a meeting and item, or in writing.

    The Regional Executive Committee refers a matter, or the deciding body agrees by consensus not to pursue it. Rows of
    before name the organizations that asked for a referral.
    """

    # ToR global ¶7 b2
    record_label = "decisions.referralrequest"

    class About(models.TextChoices):
        REFERRAL = "", _("Referral to the Secretary-General")
        NOT_PURSUED = "not_pursued", _("Not to pursue the matter")

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="conclusions")
    about = models.CharField(max_length=12, choices=About, blank=True)
    on = models.DateField()
    document = models.CharField(max_length=300)
    words = models.TextField(max_length=4000, blank=True)
    """Its text, word for word."""
    organizations = models.ManyToManyField(Organization, related_name="+")
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.decision}, {self.on}"

    def record_root(self) -> Decision:
        return self.decision
