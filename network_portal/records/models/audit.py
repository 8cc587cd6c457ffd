"""The record itself, its chains, and the security events beside it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network_portal.records import querysets


class AuditChain(models.Model):
    """The head of one chain of events and its lock: who holds this row writes the record of the thing it names."""

    record_label = "records.root"
    label = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    last_number = models.PositiveIntegerField(default=0)
    last_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["label", "object_id"], name="one_chain_per_thing")]

    def __str__(self) -> str:
        return f"{self.label}:{self.object_id}"


class Event(models.Model):
    """One act. Append-only by trigger; the hash covers digests, so that a person can be forgotten."""

    root_label = models.CharField(max_length=60)
    root_id = models.BigIntegerField()
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    object_label = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    organization = models.CharField(max_length=40, blank=True)
    capacity = models.CharField(max_length=40)
    audience = models.CharField(max_length=80)
    seal = models.CharField(max_length=80, blank=True)
    request_id = models.CharField(max_length=40, blank=True)
    hash_version = models.PositiveSmallIntegerField(default=1)
    name_digest = models.CharField(max_length=64)
    payload_digest = models.CharField(max_length=64)
    rows_digest = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = querysets.EventQuerySet.as_manager()

    class Meta:
        ordering = ["root_label", "root_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["root_label", "root_id", "number"], name="event_numbered_within_root")
        ]
        indexes = [
            models.Index(fields=["object_label", "object_id"], name="event_by_object"),
            models.Index(fields=["-at"], name="event_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.root_label}:{self.root_id}#{self.number} {self.verb}"


class EventBody(models.Model):
    """The erasable part of an event: the actor's name, the payload, and the digests of the rows written with it.

    Each part has the salt of its own digest; an empty salt says that it was erased, and ``erased_by`` by what.
    """

    event = models.OneToOneField(Event, models.PROTECT, related_name="body")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    payload = models.TextField(blank=True)
    name_salt = models.CharField(max_length=32, blank=True)
    payload_salt = models.CharField(max_length=32, blank=True)
    rows = models.TextField(blank=True)
    rows_salt = models.CharField(max_length=32, blank=True)
    erased_by = models.ForeignKey(Event, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name_salt="") | Q(name=""), name="erased_name_is_empty"),
            models.CheckConstraint(condition=~Q(payload_salt="") | Q(payload=""), name="erased_payload_is_empty"),
            models.CheckConstraint(condition=~Q(rows_salt="") | Q(rows=""), name="erased_rows_are_empty"),
        ]

    def __str__(self) -> str:
        return self.name or "name removed"


class SealRelease(models.Model):
    """The seal of these events has been lifted, for good."""

    record_label = "records.unsealed"

    seal = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.seal


class SecurityEvent(models.Model):
    """Something that touches the safety of accounts or the record; kept for a time, in machine time."""

    class Kind(models.TextChoices):
        SIGNED_IN = "signed in", _("Signed in")
        SIGN_IN_FAILED = "sign-in failed", _("Sign-in failed")
        SIGN_IN_PAUSED = "sign-in paused", _("Sign-in paused after failed attempts")
        SECOND_STEP_FAILED = "second step failed", _("Second step failed")
        CONFIRMED = "confirmed", _("Identity confirmed again")
        FACTOR_SET = "factor set", _("Second step set up")
        FACTOR_REMOVED = "factor removed", _("Second step removed")
        PASSWORD_CHANGED = "password changed", _("Password changed")
        ADDRESS_CHANGED = "address changed", _("Email address changed")
        ROLE_CHANGED = "role changed", _("Role changed")
        EXPORTED = "exported", _("File downloaded")
        REFUSED = "refused", _("Refused or not visible")
        RECORD_CHANGED = "record changed", _("The record was found changed")

    at = models.DateTimeField()
    kind = models.CharField(max_length=24, choices=Kind)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    subject = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=16, blank=True)
    request_id = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "at"], name="security_event_by_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
