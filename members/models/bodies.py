"""The bodies that meet, decide and plan, and the seats in them."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members import querysets
from members.models.organizations import TOR_DATE, Organization
from members.models.posts import Officer
from members.models.shared import EffectiveDated, ends_after_start, error_never_holds
from members.models.validators import no_control_characters
from network_portal.lib import clock
from network_portal.records.models import Recorded


class Body(Recorded):
    """The Network, its committee or a task team: what meets, decides and plans, whichever it is."""

    name = models.CharField(_("name"), max_length=200, validators=[no_control_characters])
    slug = models.SlugField(max_length=60, unique=True)
    code = models.CharField(_("code in reference numbers"), max_length=20, unique=True)
    un_entities_only = models.BooleanField(_("UN entities only"), default=False)
    founded_on = models.DateField(_("established"))

    objects = querysets.BodyQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = _("bodies")

    def __str__(self) -> str:
        return self.name

    @property
    def is_task_team(self) -> bool:
        return self.slug not in (querysets.NETWORK, querysets.COMMITTEE)

    @property
    def short_name(self) -> str:
        """For lists, in which the full name of the Network would fill a column."""
        return gettext("The Network") if self.slug == querysets.NETWORK else self.name


class Seat(EffectiveDated):
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
    decision_reference = models.CharField(
        _("reference of the decision"), max_length=40, blank=True,
        help_text=_("For a new member of the Regional Executive Committee: the reference of the adopted decision of the "
                    "Network, for example RUNNM-AP/DEC/2026/07."),
    )  # fmt: skip

    objects = querysets.SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership of a body")
        verbose_name_plural = _("memberships of bodies")
        ordering = ["body", "organization__sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "organization", "role"],
                condition=Q(ends_on=None),
                name="one_seat_per_role",
                violation_error_message=_("This organization is already registered in this body in this role."),
            ),
            ends_after_start("seat"),
            error_never_holds("seat"),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.get_role_display()} – {self.body}"

    @property
    def since(self) -> str:
        """Since when, in words: the Terms of Reference name the first members and give no day."""
        if self.body.un_entities_only and self.starts_on == TOR_DATE:
            return gettext("named in the Terms of Reference (March 2020)")
        return gettext("since {day}").format(day=clock.format_day(self.starts_on))

    def record_root(self) -> Organization:
        return self.organization

    @property
    def represented_by(self) -> Any:
        """The person named on the seat while the post holds and the account is open; otherwise None."""
        named = self.officer
        return named.person if named is not None and named.holds and named.person.is_active else None
