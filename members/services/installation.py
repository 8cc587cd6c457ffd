"""What a new portal knows: the organizations, the two bodies, countries and categories. Running twice adds nothing."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify

from members.models import Body, Country, Organization, Seat, StakeholderCategory
from members.models.organizations import ANNEX_DATE, TOR_DATE
from members.querysets import COMMITTEE, NETWORK
from members.services import seats
from network_portal.records.access.actor import SYSTEM

DATA = Path(__file__).resolve().parent.parent / "data"
FOUNDED, GLOBAL_COMMITTEE = TOR_DATE, ANNEX_DATE


def rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as source:
        yield from csv.DictReader(source)


def body(slug: str, name: str, code: str) -> Body:
    found = Body.objects.filter(slug=slug).first()
    if found is None:
        found = Body(slug=slug, name=name, code=code, un_entities_only=True, founded_on=FOUNDED)
        seats.save_body(found, actor=SYSTEM)
    return found


def install() -> int:
    """39 organizations by their current names, the 13 of the committee seated in both bodies from March 2020."""
    with transaction.atomic():
        for row in rows("stakeholder_categories.csv"):
            StakeholderCategory.objects.get_or_create(name=row["name"], defaults={"source": row["source"]})
        for row in rows("countries.csv"):
            Country.objects.get_or_create(iso3=row["iso3"], defaults={k: row[k] for k in row if k != "iso3"})
    network = body(NETWORK, "Regional UN Network on Migration for Asia and the Pacific", "TM")
    committee = body(COMMITTEE, "Regional Executive Committee", "EXCOM")
    made = 0
    for row in rows("entities.csv"):
        if Organization.objects.filter(acronym=row["acronym"]).exists():
            continue
        with transaction.atomic():
            made += 1
            _organization(row, network, committee)
    return made


def _organization(row: dict[str, str], network: Body, committee: Body) -> None:
    organization = Organization(
        acronym=row["acronym"],
        slug=slugify(row["acronym"]),
        name=row["name"][:1].upper() + row["name"][1:],
        name_in_tor=row["name_in_tor"],
        acronym_in_tor=row["acronym_in_tor"],
        annex_ii=row["annex_ii"] == "yes",
        global_committee_from=GLOBAL_COMMITTEE if row["global_executive_committee"] == "yes" else None,
        note=row["note"],
    )
    seats.save_organization(organization, actor=SYSTEM)
    if row["regional_executive_committee"] == "yes":
        role = Seat.Role.CHAIR if row["acronym"] == "IOM" else Seat.Role.MEMBER
        basis = "Named in the Terms of Reference, March 2020"
        seats.record_admission(organization, actor=SYSTEM, basis=basis, admitted_on=FOUNDED)
        for place in (network, committee):
            seats.seat_organization(place, organization, actor=SYSTEM, role=role, starts_on=FOUNDED)
