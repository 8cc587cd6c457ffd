"""Organizations, the papers of their membership, and the reference data they are described by."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members import querysets
from members.models.shared import with_keys
from members.models.validators import no_control_characters
from network_portal.lib import clock, text
from network_portal.records.models import Recorded

IOM = "iom"
ANNEX_DATE = dt.date(2018, 5, 23)
"""The day that stands for the initial members of the global Executive Committee, of which Annex II gives none."""
TOR_DATE = dt.date(2020, 3, 1)
"""The day that stands for the members that the Terms of Reference of March 2020 name."""


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
    acronym = models.CharField(_("acronym"), max_length=20, unique=True, validators=[no_control_characters])
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200, validators=[no_control_characters])
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
        super().save(*args, **with_keys(kwargs, sources, "sort_key", "search_key"))

    def get_absolute_url(self) -> str:
        return reverse("members:organization", args=[self.slug])

    @property
    def global_committee_since(self) -> str:
        """Since when on the Executive Committee of the global Network, in words: Annex II names the initial members."""
        if self.global_committee_from is None or self.global_committee_from == ANNEX_DATE:
            return gettext("initial member (Annex II)")
        return gettext("since {day}").format(day=clock.format_day(self.global_committee_from))

    @property
    def is_partner(self) -> bool:
        return self.kind == self.Kind.PARTNER


class Admission(Recorded):
    """The paper behind a Network seat: when an organization asked, on what basis it came and went."""

    record_names = {"basis": "ground"}

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="admissions")
    applied_on = models.DateField(_("wish to join received on"), null=True, blank=True)
    admitted_on = models.DateField(_("membership registered on"), null=True, blank=True)
    basis = models.CharField(_("basis"), max_length=300)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    class Meta:
        verbose_name = _("registration of a membership")
        verbose_name_plural = _("registrations of memberships")
        ordering = ["organization__sort_key", "admitted_on"]

    def __str__(self) -> str:
        return f"{self.organization}: {self.basis}"

    def record_root(self) -> Organization:
        return self.organization
