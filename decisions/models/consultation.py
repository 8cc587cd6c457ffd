"""What members are asked, what they say, and who was spoken to or consented."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from decisions import querysets
from decisions.models.drafting import PERSON, Decision, Text
from members.models import Organization
from network_portal.lib import text


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

    def record_root(self) -> Decision:
        return self.decision


class Comment(models.Model):
    """What an organization says in a consultation, or that it has nothing to add; each comment is answered."""

    class Kind(models.TextChoices):
        COMMENT = "comment", _("Comment")
        NOTHING = "nothing", _("No comments")

    class Disposition(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        PARTLY = "partly", _("Accepted in part")
        NOT = "not", _("Not accepted")
        NOTED = "noted", _("Noted")

    CHANGES_THE_TEXT = (Disposition.ACCEPTED, Disposition.PARTLY)
    """What becomes of a comment only with a later text, or with why the text stays as it is."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="comments")
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="comments")
    number = models.PositiveSmallIntegerField()
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.COMMENT)
    paragraph = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(max_length=4000, blank=True)
    at = models.DateTimeField()
    disposition = models.CharField(max_length=10, choices=Disposition, blank=True)
    reply = models.TextField(max_length=4000, blank=True)
    unchanged = models.CharField(max_length=300, blank=True)
    """Why the text did not need to change, where a comment was accepted without that."""
    answered_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["decision", "number"], name="comments_are_numbered")]

    @property
    def is_late(self) -> bool:
        """Whether it came after the deadline: it is kept, and holds up nothing."""
        return self.at >= self.consultation.closes_at

    def __str__(self) -> str:
        return f"{self.organization}: {self.get_kind_display()}"

    def record_root(self) -> Decision:
        return self.decision

    @property
    def answer_seen(self) -> str:
        """What a form over the answer is opened on."""
        return text.digest(self.disposition, self.reply, self.unchanged)


class Contact(models.Model):
    """Somebody spoke or wrote to an organization or the Principals outside the portal."""

    class Purpose(models.TextChoices):
        REACH = "reach", _("Consulted by telephone or in person")
        RECONCILE = "reconcile", _("Effort to reconcile")
        PRINCIPALS = "principals", _("Contact with the Principals or the office of the Secretary-General")
        CORRECTION = "correction", _("Correction of a recorded reply after the adoption")

    OF_THE_SECRETARIAT = tuple(choice for choice in Purpose.choices if choice[0] != "correction")

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
    """Consents that were given to an end of a matter under earlier rules; shown as they were given, none is added."""

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
