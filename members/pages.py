"""What the pages of members show, ready for the templates."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Case, Count, Prefetch, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members import policies
from members.models import Admission, Body, Officer, Organization, Seat
from members.querysets import COMMITTEE, NETWORK
from network_portal.lib import clock, text
from network_portal.records.access.actor import Actor
from network_portal.records.registry import registry
from network_portal.records.web import reading


class Group(models.IntegerChoices):
    """The directory's parts, in this order."""

    MEMBER = 0, _("Members of the Network")
    OTHER = 1, _("Other UN entities")
    PARTNER = 2, _("Partners")


class Listed(NamedTuple):
    """An organization as the directory's query gives it; rows of models would cost the page a third more."""

    pk: int
    slug: str
    acronym: str
    name: str
    category: str | None
    group: int


class DirectoryRow(NamedTuple):
    """One line of the directory: an organization, who is written to first, where it sits and as what."""

    path: str
    acronym: str
    about: str
    first: str
    seats: list[str]


@dataclass(frozen=True)
class Directory:
    """What the directory lists, members first, and how many there are in each part."""

    rows: Any
    counts: dict[int, int]

    @property
    def count(self) -> int:
        return sum(self.counts.values())


@lru_cache(maxsize=1000)
def _address(slug: str) -> str:
    return reverse("members:organization", args=[slug])


def directory(actor: Actor, *, q: str = "", sits: str = "") -> Directory:
    in_network = Seat.objects.in_body(NETWORK).sitting().values("organization")
    rows = Organization.objects.visible_to(actor).annotate(
        group=Case(
            When(pk__in=in_network, then=Group.MEMBER), When(kind="partner", then=Group.PARTNER), default=Group.OTHER
        )
    )
    if q:
        rows = rows.filter(search_key__contains=text.folded(q))
    if sits:
        rows = rows.filter(pk__in=Seat.objects.in_body(sits).sitting().values("organization"))
    counts = rows.order_by().values_list("group").annotate(n=Count("pk"))
    listed = rows.order_by("group", "sort_key").values_list("pk", "slug", "acronym", "name", "category__name", "group")
    return Directory(listed, dict(counts))


def sections(found: Directory, rows: Iterable[Any]) -> list[dict[str, Any]]:
    """The rows of one page under the headings of their parts."""
    listed = [Listed(*row) for row in rows]
    ids = [row.pk for row in listed]
    officers = Officer.objects.active().filter(organization__in=ids).order_by("primary_contact", "-rank")
    first = dict(officers.values_list("organization", "person__name"))  # the last of each: the one written to first
    seats: dict[int, list[str]] = {}
    sitting = Seat.objects.current().filter(organization__in=ids).order_by("body")
    for organization, body, role in sitting.values_list("organization", "body__name", "role"):
        label = "" if role == Seat.Role.MEMBER else f", {Seat.Role(role).label.lower()}"
        seats.setdefault(organization, []).append(f"{body}{label}")

    def line(row: Listed) -> DirectoryRow:
        about = f"{row.name} · {row.category}" if row.category else row.name
        return DirectoryRow(_address(row.slug), row.acronym, about, first.get(row.pk, ""), seats.get(row.pk, []))

    return [
        {"title": Group(group).label, "count": found.counts[group], "rows": [line(row) for row in part]}
        for group, part in groupby(listed, key=lambda row: row.group)
    ]


@dataclass(frozen=True)
class OrganizationPage:
    """One organization: who speaks for it, where it sits and sat, its papers, its record."""

    organization: Any
    officers: list[Any]
    seats: list[Any]
    past_seats: list[Any]
    admissions: list[Any]
    events: list[reading.Act]
    panels: list[Any]
    may_add_officer: bool


def organization(actor: Actor, row: Organization) -> OrganizationPage:
    seats = list(row.seats.select_related("body", "officer__person").order_by("body", "starts_on"))
    current = set(row.seats.current().values_list("pk", flat=True))
    return OrganizationPage(
        organization=row,
        officers=list(row.officers.active().select_related("person").order_by("-primary_contact", "rank")),
        seats=[s for s in seats if s.pk in current],
        past_seats=[s for s in seats if s.pk not in current and not s.error_reason],
        admissions=list(Admission.objects.filter(organization=row)),
        events=reading.acts(actor, "members.organization", row.pk),
        panels=registry.panels_for("organization", actor, row),
        may_add_officer=policies.may_add_officer(actor, row),
    )


def registered(row: Organization) -> str:
    """What the registration did, in sentences: the membership, and who is invited."""
    said: list[Any] = [_("{org} was registered.").format(org=row)]
    seat = row.seats.in_body(NETWORK).first()
    if seat is not None:
        said = [_("{org} is a member of the Network from {day}.").format(org=row, day=clock.format_day(seat.starts_on))]
    officer = row.officers.active().select_related("person").first()
    if officer is None:
        said.append(_("The organization has no focal point yet."))
    elif officer.person.has_usable_password():
        said.append(_("{who} has an account already and now represents {org}.").format(who=officer.person, org=row))
    else:
        said.append(_("{who} has an invitation by email.").format(who=officer.person))
    return " ".join(str(sentence) for sentence in said)


@dataclass(frozen=True)
class CommitteePage:
    """The regional committee, beside the global one."""

    body: Any
    seats: list[Any]
    only_regional: list[Any]
    only_global: list[Any]
    both: list[Any]
    panels: list[Any]


def committee(actor: Actor) -> CommitteePage:
    body = Body.objects.get(slug=COMMITTEE)
    officers = Officer.objects.active().filter(primary_contact=True).select_related("person")
    seats = list(
        body.seats.sitting()
        .select_related("organization", "officer__person")
        .prefetch_related(Prefetch("organization__officers", officers, to_attr="first_now"))
        .order_by("organization__sort_key")
    )
    regional = {seat.organization_id: seat.organization for seat in seats}
    world = {
        o.pk: o for o in Organization.objects.filter(global_committee_from__isnull=False, global_committee_until=None)
    }
    return CommitteePage(
        body=body,
        seats=seats,
        only_regional=[o for pk, o in regional.items() if pk not in world],
        only_global=[o for pk, o in world.items() if pk not in regional],
        both=[o for pk, o in regional.items() if pk in world],
        panels=registry.panels_for("body", actor, body),
    )
