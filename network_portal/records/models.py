"""The record and what serves it. Objects elsewhere are named by label and id: nothing here cascades."""

from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from network_portal.records import querysets


class History(HistoricalRecords):
    """History of what is on the record: a save of columns that it leaves out makes no row."""

    def post_save(self, instance: Any, created: bool, using: str | None = None, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        if not fields or not set(fields) <= set(self.excluded_fields):
            super().post_save(instance, created, using=using, **kwargs)


class Recorded(models.Model):
    """A domain row with history; services save it through ``chain.save`` with actor, reason and the Network's time."""

    version = models.PositiveIntegerField(default=0, editable=False)
    history = History(inherit=True, excluded_fields=["version"])

    class Meta:
        abstract = True


class Root(models.Model):
    """The head of one chain of events and its lock: who holds this row writes the record of the thing it names."""

    label = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    last_number = models.PositiveIntegerField(default=0)
    last_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["label", "object_id"], name="one_root_per_thing")]

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


class Unsealed(models.Model):
    """The seal of these events has been lifted, for good."""

    seal = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.seal


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
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    file = models.FileField(upload_to=_document_name, max_length=200)
    state = models.CharField(max_length=12, choices=State, default=State.FILED)
    filed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["object_label", "object_id", "kind", "version"], name="one_document_per_version"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def record_root(self) -> Any:
        """What the filed object's own events belong to."""
        filed = model_of(self.object_label)._base_manager.get(pk=self.object_id)
        return filed.record_root() if hasattr(filed, "record_root") else filed


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


class Counter(models.Model):
    """The last number given under a name; numbers are never reused."""

    name = models.CharField(max_length=60, primary_key=True)
    value = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.value}"


class Grant(models.Model):
    """A named person may do one thing with one object until a day: the truth behind a guardian permission."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="grants")
    permission = models.CharField(max_length=60)
    object_label = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    starts_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = querysets.GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=models.F("starts_at")), name="grant_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return f"{self.permission} {self.object_label}:{self.object_id}"

    def record_root(self) -> Any:
        """What the granted object's own events belong to."""
        granted = model_of(self.object_label)._base_manager.get(pk=self.object_id)
        return granted.record_root() if hasattr(granted, "record_root") else granted


class OnceKey(models.Model):
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


class ClockOffset(models.Model):
    """How far the movable clock stands ahead of the machine's, in microseconds (demonstration and tests)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    offset = models.DurationField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_clock")]

    def __str__(self) -> str:
        return str(self.offset)


class Heartbeat(models.Model):
    """When a process of a kind was last seen, in machine time."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at}"


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


def label_of(obj: models.Model | type[models.Model]) -> str:
    """The plain label under which the record names a row's kind, such as ``decisions.decision``.

    It is never renamed: a model that gets another name says its old label in ``record_label``.
    """
    return str(getattr(obj, "record_label", "") or obj._meta.label_lower)


@cache
def model_of(label: str) -> type[models.Model]:
    """The model behind a label of the record; a label that nothing has is a LookupError."""
    for model in apps.get_models():
        if label_of(model) == label:
            return model
    raise LookupError(label)


def root_of(obj: Any) -> tuple[str, int]:
    """The root that a row's events belong to: its own unless it offers another row, or a root by label and id."""
    owner = obj.record_root() if hasattr(obj, "record_root") else obj
    return owner if isinstance(owner, tuple) else (label_of(owner), owner.pk)
