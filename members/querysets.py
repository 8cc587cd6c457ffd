"""What can be asked of organizations, officers and seats. Days are days in the Network's zone."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from members import readers
from network_portal.lib import clock

if TYPE_CHECKING:
    from network_portal.records.access.actor import Actor

NETWORK, COMMITTEE = "network", "committee"
CHAIRING = ("chair", "co_chair")
FULL_ROLES = (*CHAIRING, "member")


def current(on: dt.date | None = None, prefix: str = "") -> Q:
    """Holds on a day (today unless named)."""
    day = on or clock.today()
    return Q(**{f"{prefix}starts_on__lte": day}) & (
        Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gt": day})
    )


def sits(body: str, organization: str = "organization", on: dt.date | None = None) -> Exists:
    """Whether the organization that a row names sits in the body that it names, today unless a day is given.

    Both are paths of fields. Who has left is counted, asked and written to by nobody: all ask this, or ``is_member``.
    """
    seats = apps.get_model("members", "Seat").objects.sitting(on)
    return Exists(seats.filter(body=OuterRef(body), organization=OuterRef(organization)))


def is_member(organization: str = "organization", on: dt.date | None = None) -> Exists:
    """Whether the organization that a row names is a member of the Network, today unless a day is given."""
    seats = apps.get_model("members", "Seat").objects.in_body(NETWORK).sitting(on)
    return Exists(seats.filter(organization=OuterRef(organization)))


class DatedQuerySet(models.QuerySet[Any, Any]):
    def current(self, on: dt.date | None = None) -> Self:
        return self.filter(current(on))

    def lasting_after(self, day: dt.date) -> Self:
        """Rows that have no end, or one after the day; they may begin later."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day))

    def overlapping(self, row: Any) -> Self:
        """The others that hold on some day on which a row does; one that ends on its first day holds on none."""
        if row.ends_on is not None and row.ends_on <= row.starts_on:
            return self.none()
        begun = Q() if row.ends_on is None else Q(starts_on__lt=row.ends_on)
        lasting = Q(ends_on=None) | Q(ends_on__gt=row.starts_on) & Q(ends_on__gt=F("starts_on"))
        return self.filter(begun, lasting).exclude(pk=row.pk)


class OfficerQuerySet(DatedQuerySet):
    def active(self, on: dt.date | None = None) -> Self:
        """Officers who hold their rank today and may sign in."""
        return self.current(on).filter(person__is_active=True)

    def of_members(self) -> Self:
        """Those of members of the Network: who has left reads no page, and is asked and told nothing."""
        return self.active().filter(is_member())

    def of(self, organizations: Any) -> Self:
        return self.filter(organization__in=organizations)


class SeatQuerySet(DatedQuerySet):
    def chairing(self, on: dt.date | None = None) -> Self:
        """Chairs and co-chairs, today."""
        return self.current(on).filter(role__in=CHAIRING)

    def in_body(self, slug: str) -> Self:
        return self.filter(body__slug=slug)

    def sitting(self, on: dt.date | None = None) -> Self:
        """Seats that count: chair, co-chair and member, today."""
        return self.current(on).filter(role__in=FULL_ROLES)


class BodyQuerySet(models.QuerySet[Any, Any]):
    def network(self) -> Any:
        return self.get(slug=NETWORK)

    def committee(self) -> Any:
        return self.get(slug=COMMITTEE)

    def task_teams(self) -> Self:
        return self.exclude(slug__in=(NETWORK, COMMITTEE))


class OrganizationQuerySet(models.QuerySet[Any, Any]):
    def sitting_in(self, body: Any, on: dt.date | None = None) -> Self:
        """The organizations that sit in a body on a day, each once, in the order of their acronyms."""
        seats = apps.get_model("members", "Seat").objects.filter(body=body)
        return self.filter(pk__in=seats.sitting(on).values("organization")).order_by("sort_key")

    def members(self, on: dt.date | None = None) -> Self:
        """The members of the Network: the organizations with a current seat in its body."""
        seats = apps.get_model("members", "Seat").objects.in_body(NETWORK)
        return self.filter(pk__in=seats.sitting(on).values("organization")).order_by("sort_key")

    def visible_to(self, actor: "Actor") -> Self:
        return self.filter(readers.ORGANIZATION.rows(actor))
