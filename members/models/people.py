"""People with an account, their one-time links and codes."""

from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from guardian.mixins import GuardianUserMixin
from simple_history import register

from members.models.shared import with_keys
from members.models.validators import deliverable_address, known_zone, network_zone, no_control_characters
from network_portal.lib import addresses, text
from network_portal.records.models import History


class UserManager(BaseUserManager["User"]):
    """Users are found by e-mail, in its one spelling."""

    def get_by_natural_key(self, username: str | None) -> "User":
        found = self.by_address(username or "").first()
        if found is None:
            raise self.model.DoesNotExist
        return found

    def by_address(self, address: str) -> "models.QuerySet[User]":
        """Who has this address, in whatever spelling of its domain it was typed or kept; the one spelling first."""
        rows = self.filter(email__in=addresses.spellings(address))
        return rows.order_by(models.Case(models.When(email=addresses.normal(address), then=0), default=1))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=addresses.normal(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(GuardianUserMixin, AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail. What the person may do comes from dated rows, not from here."""

    class Density(models.TextChoices):
        COMFORTABLE = "comfortable", _("Comfortable")
        COMPACT = "compact", _("Compact")

    email = models.EmailField(_("e-mail"), unique=True, validators=[deliverable_address])
    name = models.CharField(_("name"), max_length=120, validators=[no_control_characters])
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("opens the admin"), default=False)
    zone = models.CharField(_("time zone"), max_length=40, default=network_zone, validators=[known_zone])
    density = models.CharField(_("row height"), max_length=12, choices=Density, default=Density.COMFORTABLE)
    dashboard_seen_at = models.DateTimeField(null=True, editable=False)
    dashboard_before_at = models.DateTimeField(null=True, editable=False)
    notices_seen_at = models.DateTimeField(null=True, editable=False)
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    sort_key = models.CharField(max_length=300, blank=True, editable=False, db_index=True)
    namesake = models.BooleanField(default=False, editable=False)
    """Somebody else has this name: wherever the person is named, the address is said beside it."""
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key", "email"]
        constraints = [
            models.CheckConstraint(
                condition=Q(email=models.functions.Lower("email")),
                name="email_is_lower",
                violation_error_message=_("The address must be in lower case."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.email})" if self.namesake else self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = text.folded(self.name)[:300]
        if kwargs.get("update_fields") is None:  # a row read before another of this name came does not unmark it
            self.namesake = User.objects.filter(sort_key=self.sort_key).exclude(pk=self.pk or 0).exists()
        super().save(*args, **with_keys(kwargs, {"name"}, "sort_key"))

    def get_full_name(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session is bound to: password, address and epoch; a change of any of them ends every session."""
        bound = f"{self.password}{self.email}{self.session_epoch or ''}"
        return salted_hmac("members.User.session", bound, secret=secret, algorithm="sha256").hexdigest()

    def known_as(self) -> set[str]:
        """Every name and address this person has had; not a name that somebody else bears too."""
        before = self.history.values_list("name", "email")  # type: ignore[attr-defined]
        words = {self.name, self.email, *(word for pair in before for word in pair)}
        words.update(self.emailaddress_set.values_list("email", flat=True))  # type: ignore[attr-defined]
        others = User.objects.filter(name__in=words).exclude(pk=self.pk)
        return words - set(others.values_list("name", flat=True)) - {""}


register(
    User,
    app="members",
    records_class=History,
    excluded_fields=[
        "password",
        "last_login",
        "dashboard_seen_at",
        "dashboard_before_at",
        "notices_seen_at",
        "session_epoch",
        "version",
        "sort_key",
        "namesake",
    ],
)


class Invitation(models.Model):
    """A one-time link by which a person sets the first password; only its digest is kept."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person} until {self.until}"


class UsedCode(models.Model):
    """A one-time code of the second step that was used: a person uses each one once, whatever became of the cache."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "digest"], name="one_time_code_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.used_at:%Y-%m-%d %H:%M}"
