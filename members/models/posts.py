"""Who speaks for an organization, who is Coordinator, who works in the Secretariat, who audits: dated rows."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members import querysets
from members.models.organizations import Organization
from members.models.shared import EffectiveDated, ends_after_start, error_never_holds
from members.models.validators import no_control_characters


class Officer(EffectiveDated):
    """A person speaks for an organization, with a rank. A lower rank never overwrites a higher one."""

    record_names = {"primary_contact": "primary"}

    class Rank(models.TextChoices):
        PRINCIPAL = "principal", _("Principal")
        FOCAL_POINT = "focal_point", _("Focal point")
        ALTERNATE = "alternate", _("Alternate")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="officers")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="officers")
    rank = models.CharField(_("function"), max_length=12, choices=Rank, default=Rank.FOCAL_POINT)
    primary_contact = models.BooleanField(_("primary focal point"), default=False)

    objects = querysets.OfficerQuerySet.as_manager()

    class Meta:
        verbose_name = _("representative")
        verbose_name_plural = _("representatives")
        ordering = ["organization__sort_key", "-primary_contact", "rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organization"],
                condition=Q(ends_on=None),
                name="officer_once_per_organization",
                violation_error_message=_("This person already represents this organization."),
            ),
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(primary_contact=True, ends_on=None),
                name="one_primary_officer",
                violation_error_message=_("This organization already has a primary focal point."),
            ),
            ends_after_start("officer"),
            error_never_holds("officer"),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.organization})"

    def record_root(self) -> Organization:
        return self.organization


class Designation(EffectiveDated):
    """The Director General of IOM or a designee serves as Coordinator; one designation holds at a time."""

    # ToR global ¶8

    class Kind(models.TextChoices):
        COORDINATOR = "coordinator", _("Coordinator")
        ACTING = "acting", _("Acting coordinator")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="designations")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.COORDINATOR)
    instrument = models.CharField(
        _("instrument"), max_length=200, help_text=_("Letter of designation (reference, date)")
    )

    objects = querysets.DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("designation of the Coordinator")
        verbose_name_plural = _("designations of the Coordinator")
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(ends_on=None),
                name="one_coordinator_at_a_time",
                violation_error_message=_("End the present designation first: there is one Coordinator at a time."),
            ),
            ends_after_start("designation"),
            error_never_holds("designation"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_kind_display()}"

    def record_root(self) -> Any:
        return self.person


class SecretariatPost(EffectiveDated):
    """A person works in the Secretariat: IOM's staff, or seconded by another organization."""

    # ToR global ¶25

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts")
    title = models.CharField(_("title"), max_length=120, validators=[no_control_characters])
    seconded_from = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("seconded from")
    )

    objects = querysets.DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("post in the Secretariat")
        verbose_name_plural = _("posts in the Secretariat")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ends_on=None),
                name="one_post_per_person",
                violation_error_message=_("This person already has a post in the Secretariat."),
            ),
            ends_after_start("post"),
            error_never_holds("post"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.title}"

    def record_root(self) -> Any:
        return self.person


class Appointment(EffectiveDated):
    """A person may read the whole record as auditor."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments")
    instrument = models.CharField(_("instrument"), max_length=200)

    objects = querysets.DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit access")
        verbose_name_plural = _("audit access")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ends_on=None),
                name="one_appointment_per_person",
                violation_error_message=_("This person already has audit access."),
            ),
            ends_after_start("appointment"),
            error_never_holds("appointment"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, auditor"

    def record_root(self) -> Any:
        return self.person
