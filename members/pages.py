"""What the pages of members show, ready for the templates."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q

from members import policies
from members.models import Admission, Body, Officer, Organization, Seat
from members.querysets import COMMITTEE, NETWORK
from network_portal.records.acting import Acting
from network_portal.records.models import Event
from network_portal.records.registry import registry


@dataclass(frozen=True)
class DirectoryPage:
    """The directory: members, then UN entities outside, then partners, with their first contacts."""

    members: list[Any]
    others: list[Any]
    partners: list[Any]

    @property
    def count(self) -> int:
        return len(self.members) + len(self.others) + len(self.partners)


def directory(acting: Acting, *, q: str = "", sits: str = "") -> DirectoryPage:
    rows = Organization.objects.visible_to(acting).for_list()
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(acronym__icontains=q) | Q(name_in_tor__icontains=q))
    if sits:
        seats = Seat.objects.in_body(sits).sitting()
        rows = rows.filter(pk__in=seats.values("organization"))
    found = list(rows.order_by("acronym"))
    for row in found:
        row.first = next((o for o in row.officers_now if o.primary), next(iter(row.officers_now), None))
        row.slugs = {s.body.slug for s in row.seats_now if s.role != "secretary"}
    return DirectoryPage(
        members=[r for r in found if NETWORK in r.slugs],
        others=[r for r in found if NETWORK not in r.slugs and not r.is_partner],
        partners=[r for r in found if r.is_partner],
    )


@dataclass(frozen=True)
class OrganizationPage:
    """One organization: who speaks for it, where it sits and sat, its papers, its record."""

    organization: Any
    officers: list[Any]
    seats: list[Any]
    past_seats: list[Any]
    admissions: list[Any]
    events: list[Any]
    panels: list[Any]
    may_add_officer: bool


def organization(acting: Acting, row: Organization) -> OrganizationPage:
    seats = list(row.seats.select_related("body", "officer__person").order_by("body", "starts_on"))
    current = set(row.seats.current().values_list("pk", flat=True))
    return OrganizationPage(
        organization=row,
        officers=list(row.officers.active().select_related("person").order_by("-primary", "rank")),
        seats=[s for s in seats if s.pk in current],
        past_seats=[s for s in seats if s.pk not in current],
        admissions=list(Admission.objects.filter(organization=row)),
        events=list(
            Event.objects.of_root("members.organization", row.pk)
            .visible_to(acting)
            .select_related("body")
            .order_by("-number")[:20]
        ),
        panels=registry.panels_for("organization", acting, row),
        may_add_officer=policies.may_add_officer(acting, row),
    )


@dataclass(frozen=True)
class CommitteePage:
    """The regional committee, beside the global one."""

    body: Any
    seats: list[Any]
    only_regional: list[Any]
    only_global: list[Any]
    both: list[Any]
    panels: list[Any]


def committee(acting: Acting) -> CommitteePage:
    body = Body.objects.get(slug=COMMITTEE)
    officers = Officer.objects.active().filter(primary=True).select_related("person")
    seats = list(
        body.seats.sitting()
        .select_related("organization", "officer__person")
        .prefetch_related(Prefetch("organization__officers", officers, to_attr="first_now"))
        .order_by("organization__acronym")
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
        panels=registry.panels_for("body", acting, body),
    )
