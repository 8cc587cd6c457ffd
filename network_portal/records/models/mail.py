"""Who is to know something, and the mails that say it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from network_portal.records import querysets


class Notice(models.Model):
    """A person is to know something, once per occasion (an event number or a due date)."""

    kind = models.CharField(max_length=60)
    object_label = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices")
    occasion = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    path = models.CharField(max_length=300)
    due_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    message = models.ForeignKey("Message", models.PROTECT, null=True, related_name="notices")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_label", "object_id", "person", "occasion"], name="told_once_per_occasion"
            ),
            models.CheckConstraint(condition=~Q(occasion=""), name="notice_has_an_occasion"),
        ]
        indexes = [models.Index(fields=["person", "-created_at"], name="notice_by_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_label}:{self.object_id} {self.occasion}"


class Message(models.Model):
    """One mail for one or more notices. Account mail keeps its body only until it is sent.

    One without a person goes to an address of a setting, and says nothing about anybody.
    """

    class State(models.TextChoices):
        PENDING = "pending"
        CLAIMED = "claimed"
        SENT = "sent"
        UNCERTAIN = "uncertain"
        FAILED = "failed"
        CANCELLED = "cancelled"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="messages")
    kind = models.CharField(max_length=60)
    about = models.CharField(max_length=64, blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=12, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    handed_over = models.BooleanField(default=False)
    repeated = models.BooleanField(default=False)
    account_subject = models.CharField(max_length=200, blank=True)
    account_body = models.TextField(blank=True)
    account_to = models.EmailField(blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    objects = querysets.MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(person__isnull=False) | Q(kind="anchor"), name="message_is_for_somebody")
        ]
        indexes = [
            models.Index(fields=["not_before"], condition=Q(state__in=["pending", "claimed"]), name="message_waiting")
        ]

    def __str__(self) -> str:
        return self.message_id
