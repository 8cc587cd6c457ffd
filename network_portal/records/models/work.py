"""Filed papers, work done in the background, reminders to come, and numbers that were given."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from network_portal.records import querysets
from network_portal.records.models.labels import model_of


def _document_name(document: "Document", name: str) -> str:
    return f"documents/{document.sha256[:2]}/{document.sha256}.pdf"


class Document(models.Model):
    """A filed file: named by its digest, never redrawn, never replaced."""

    class State(models.TextChoices):
        FILED = "filed"

    object_label = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    reference = models.CharField(max_length=80, blank=True)
    verification_code = models.CharField(max_length=20, blank=True)
    """The short digest that the paper prints; empty for those filed before papers had one."""
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    file = models.FileField(upload_to=_document_name, max_length=200)
    state = models.CharField(max_length=12, choices=State, default=State.FILED)
    filed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["object_label", "object_id", "kind", "version"], name="one_document_per_version"
            ),
            models.CheckConstraint(condition=Exact(Length("sha256"), 64), name="document_has_its_digest"),
            models.UniqueConstraint(
                fields=["verification_code"], condition=~Q(verification_code=""), name="one_paper_per_code"
            ),
        ]
        indexes = [models.Index(fields=["sha256"], name="documents_by_digest")]

    def __str__(self) -> str:
        return self.title

    def record_root(self) -> Any:
        """What the filed object's own events belong to."""
        filed = model_of(self.object_label)._base_manager.get(pk=self.object_id)
        return filed.record_root() if hasattr(filed, "record_root") else filed


class Job(models.Model):
    """A piece of background work: the row is the truth, Celery only wakes a worker for it."""

    class State(models.TextChoices):
        PENDING = "pending"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    kind = models.CharField(max_length=60)
    object_label = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    state = models.CharField(max_length=12, choices=State, default=State.PENDING)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    again = models.BooleanField(default=False)
    """Whether it was asked for once more while it ran: it runs again then, since it began before that change."""
    progress = models.CharField(max_length=200, blank=True)
    error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = querysets.JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_label", "object_id"],
                condition=Q(state__in=["pending", "running"]),
                name="one_job_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_label}:{self.object_id}"


class Reminder(models.Model):
    """A reminder that falls due at an instant (UTC), and what became of it. Whom it reaches is asked when it is sent."""

    class Result(models.TextChoices):
        SENT = "sent", _("Sent")
        NOBODY = "nobody", _("Not sent: every organization had replied")
        NO_ADDRESS = "no_address", _("Not sent: no representative could be written to")
        BEGUN = "begun", _("Not sent: the meeting had begun")
        MOVED = "moved", _("Not sent: the meeting was rescheduled")
        CANCELLED = "cancelled", _("Not sent: the meeting was cancelled")
        CLOSED = "closed", _("The call for positions has closed")
        EXTENDED = "extended", _("Not sent: the deadline was extended")

    kind = models.CharField(max_length=60)
    object_label = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    occasion = models.CharField(max_length=60)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=10, choices=Result, blank=True)

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_label", "object_id", "occasion"], name="one_reminder_an_occasion"
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(done_at=None), name="reminders_due"),
            models.Index(fields=["object_label", "object_id"], name="reminders_by_object"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_label}:{self.object_id}, {self.occasion}"


class Counter(models.Model):
    """The last number given under a name; numbers are never reused."""

    name = models.CharField(max_length=60, primary_key=True)
    value = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.value}"
