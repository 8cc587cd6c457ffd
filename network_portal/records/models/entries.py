"""Forms: those already sent, and entries of those that are not."""

from django.conf import settings
from django.db import models


class FormDraft(models.Model):
    """Entries of a form that a person has not submitted: seen by that person only, and kept for some days."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="form_drafts")
    key = models.CharField(max_length=64)
    path = models.CharField(max_length=300)
    capacity = models.CharField(max_length=80, blank=True)
    entries = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_draft_per_form")]
        indexes = [models.Index(fields=["person", "-at"], name="form_drafts_of_person")]

    def __str__(self) -> str:
        return f"{self.path} {self.at:%Y-%m-%d %H:%M}"


class IdempotencyKey(models.Model):
    """A form already sent: its key and where its answer led."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    path = models.CharField(max_length=300)
    content = models.CharField(max_length=64, blank=True)
    location = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_effect_per_key")]

    def __str__(self) -> str:
        return self.key
