"""Organizations, the people who express them, and the bodies they sit in. Everything that may change is dated."""

from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from guardian.mixins import GuardianUserMixin
from simple_history import register

from members import querysets
from network_portal.lib import addresses, text
from network_portal.records.models import History, Recorded


def WORD(value: str) -> None:
    """A name or title: at least one letter, nothing invisible, nothing that turns the direction (ValidationError)."""
    if text.has_unseen(value):
        raise ValidationError(_("Control characters, invisible and direction-changing characters are not allowed."))
    if not text.has_letter(value):
        raise ValidationError(_("Enter at least one letter."))


def ADDRESS(value: str) -> None:
    """An address to which mail can be sent: nothing invisible, and a domain that names can have (ValidationError)."""
    if text.has_unseen(value) or not value.isprintable() or not addresses.can_be_mailed(value):
        raise ValidationError(_("Mail cannot be sent to this address. Please check it."))


IOM = "iom"


def network_zone() -> str:
    """The zone of a person who has chosen none: the Network's."""
    return str(settings.NETWORK_ZONE)


def known_zone(name: str) -> None:
    """Refuse (ValidationError) a time zone that this machine does not know."""
    if name not in available_timezones():
        raise ValidationError(_("There is no such time zone; one reads “Asia/Manila”."))


def _with_keys(kwargs: dict[str, Any], sources: set[str], *keys: str) -> dict[str, Any]:
    """The arguments of a save, with what is derived from columns saved where one of the columns is."""
    fields = kwargs.get("update_fields")
    return {**kwargs, "update_fields": [*fields, *keys]} if fields is not None and sources & set(fields) else kwargs


class UserManager(BaseUserManager["User"]):
    """Users are found by e-mail, in its one spelling."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=addresses.normal(username or ""))

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

    email = models.EmailField(_("e-mail"), unique=True, validators=[ADDRESS])
    name = models.CharField(_("name"), max_length=120, validators=[WORD])
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("opens the admin"), default=False)
    zone = models.CharField(_("time zone"), max_length=40, default=network_zone, validators=[known_zone])
    density = models.CharField(_("row height"), max_length=12, choices=Density, default=Density.COMFORTABLE)
    desk_seen_at = models.DateTimeField(null=True, editable=False)
    desk_before_at = models.DateTimeField(null=True, editable=False)
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
        super().save(*args, **_with_keys(kwargs, {"name"}, "sort_key"))

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
        "desk_seen_at",
        "desk_before_at",
        "session_epoch",
        "version",
        "sort_key",
        "namesake",
    ],
)


class StakeholderCategory(models.Model):
    """A category of partners in the words of the Terms of Reference."""

    name = models.CharField(max_length=120, unique=True)
    source = models.CharField(max_length=40)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = _("stakeholder categories")

    def __str__(self) -> str:
        return self.name


class Country(models.Model):
    """A country or area of the region."""

    iso3 = models.CharField(max_length=3, unique=True)
    name = models.CharField(max_length=120)
    subregion = models.CharField(max_length=60)
    escap_status = models.CharField(max_length=40)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = _("countries")

    def __str__(self) -> str:
        return self.name


class Organization(Recorded):
    """A UN entity or a partner. Only UN entities can be members of the Network."""

    class Kind(models.TextChoices):
        UN_ENTITY = "un_entity", _("UN entity")
        PARTNER = "partner", _("Partner")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.UN_ENTITY)
    acronym = models.CharField(_("acronym"), max_length=20, unique=True, validators=[WORD])
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200, validators=[WORD])
    name_in_tor = models.CharField(_("name in the Terms of Reference"), max_length=200, blank=True)
    acronym_in_tor = models.CharField(_("acronym in the Terms of Reference"), max_length=20, blank=True)
    annex_ii = models.BooleanField(_("listed in Annex II"), default=False)
    global_committee_from = models.DateField(_("in the global Executive Committee from"), null=True, blank=True)
    global_committee_until = models.DateField(_("in the global Executive Committee until"), null=True, blank=True)
    category = models.ForeignKey(
        StakeholderCategory, models.PROTECT, null=True, blank=True, verbose_name=_("stakeholder category")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    sort_key = models.CharField(max_length=60, blank=True, editable=False, db_index=True)
    search_key = models.CharField(max_length=600, blank=True, editable=False)

    objects = querysets.OrganizationQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="un_entity", category=None) | Q(kind="partner", category__isnull=False),
                name="partner_has_a_category",
                violation_error_message=_("A partner has a stakeholder category; a UN entity has none."),
            )
        ]

    def __str__(self) -> str:
        return self.acronym

    def save(self, *args: Any, **kwargs: Any) -> None:
        sources = {"acronym", "name", "acronym_in_tor", "name_in_tor"}
        names = [getattr(self, name) for name in ("acronym", "name", "acronym_in_tor", "name_in_tor")]
        self.sort_key, self.search_key = text.folded(self.acronym)[:60], text.folded(" ".join(names))[:600]
        super().save(*args, **_with_keys(kwargs, sources, "sort_key", "search_key"))

    def get_absolute_url(self) -> str:
        return reverse("members:organization", args=[self.slug])

    @property
    def is_partner(self) -> bool:
        return self.kind == self.Kind.PARTNER


class Dated(Recorded):
    """A row that holds from a day until a day (that day no longer included); no end: it holds."""

    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = querysets.DatedQuerySet.as_manager()

    class Meta:
        abstract = True


def _in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
        name=f"{name}_in_order",
        violation_error_message=_("The last day must not lie before the first."),
    )


class Officer(Dated):
    """A person speaks for an organization, with a rank. A lower rank never overwrites a higher one."""

    class Rank(models.TextChoices):
        PRINCIPAL = "principal", _("Principal")
        FOCAL_POINT = "focal_point", _("Focal point")
        ALTERNATE = "alternate", _("Alternate")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="officers")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="officers")
    rank = models.CharField(_("rank"), max_length=12, choices=Rank, default=Rank.FOCAL_POINT)
    primary = models.BooleanField(_("first to be written to"), default=False)

    objects = querysets.OfficerQuerySet.as_manager()

    class Meta:
        ordering = ["organization__sort_key", "-primary", "rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organization"],
                condition=Q(ends_on=None),
                name="officer_once_per_organization",
                violation_error_message=_("This person already represents this organization."),
            ),
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(primary=True, ends_on=None),
                name="one_primary_officer",
                violation_error_message=_("This organization already has a primary focal point."),
            ),
            _in_order("officer"),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.organization})"

    def record_root(self) -> Organization:
        return self.organization


class Body(Recorded):
    """The Network, its committee or a task team: what meets, decides and plans, whichever it is."""

    name = models.CharField(_("name"), max_length=200, validators=[WORD])
    slug = models.SlugField(max_length=60, unique=True)
    code = models.CharField(_("code in numbers"), max_length=20, unique=True)
    un_entities_only = models.BooleanField(_("only UN entities sit in it"), default=False)
    founded_on = models.DateField(_("founded on"))

    objects = querysets.BodyQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = _("bodies")

    def __str__(self) -> str:
        return self.name


class Seat(Dated):
    """An organization sits in a body, in a role; the officer who represents it is named on the seat."""

    class Role(models.TextChoices):
        CHAIR = "chair", _("Chair")
        CO_CHAIR = "co_chair", _("Co-chair")
        MEMBER = "member", _("Member")
        OBSERVER = "observer", _("Observer")
        SECRETARY = "secretary", _("Secretary")

    body = models.ForeignKey(Body, models.PROTECT, related_name="seats")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="seats")
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.MEMBER)
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="seats")

    objects = querysets.SeatQuerySet.as_manager()

    class Meta:
        ordering = ["body", "organization__sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "organization", "role"],
                condition=Q(ends_on=None),
                name="one_seat_per_role",
                violation_error_message=_("This organization is already registered in this body in this role."),
            ),
            _in_order("seat"),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.get_role_display()} – {self.body}"

    def record_root(self) -> Organization:
        return self.organization


class Admission(Recorded):
    """The paper behind a Network seat: when an organization asked, on what ground it came and went."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="admissions")
    applied_on = models.DateField(null=True, blank=True)
    admitted_on = models.DateField(null=True, blank=True)
    ground = models.CharField(max_length=300)
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["organization__sort_key", "admitted_on"]

    def __str__(self) -> str:
        return f"{self.organization}: {self.ground}"

    def record_root(self) -> Organization:
        return self.organization


class Designation(Dated):
    """The Director General of IOM or a designee serves as Coordinator; one designation holds at a time."""

    # ToR global ¶8

    class Kind(models.TextChoices):
        COORDINATOR = "coordinator", _("Coordinator")
        ACTING = "acting", _("Acting coordinator")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="designations")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.COORDINATOR)
    instrument = models.CharField(_("instrument"), max_length=200, help_text=_("The letter or note that designates."))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(ends_on=None),
                name="one_coordinator_at_a_time",
                violation_error_message=_("End the present designation first: there is one Coordinator at a time."),
            ),
            _in_order("designation"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_kind_display()}"

    def record_root(self) -> Any:
        return self.person


class SecretariatPost(Dated):
    """A person works in the Secretariat: IOM's staff, or seconded by another organization."""

    # ToR global ¶25

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts")
    title = models.CharField(_("title"), max_length=120, validators=[WORD])
    seconded_from = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("seconded from")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ends_on=None),
                name="one_post_per_person",
                violation_error_message=_("This person already has a post in the Secretariat."),
            ),
            _in_order("post"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.title}"

    def record_root(self) -> Any:
        return self.person


class Appointment(Dated):
    """A person may read the whole record as auditor."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments")
    instrument = models.CharField(_("instrument"), max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ends_on=None),
                name="one_appointment_per_person",
                violation_error_message=_("This person already has audit access."),
            ),
            _in_order("appointment"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, auditor"

    def record_root(self) -> Any:
        return self.person


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
