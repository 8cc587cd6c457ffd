"""Fill a network: 40 members and 60 meetings with 12 items and 1,500 characters of minutes under each, or ten times that.

The story is lived through the services; what makes the amounts is written in bulk, with acts on the record chained as
the portal chains them. Prints what the bench asks for, as JSON.
"""

import datetime as dt
import hashlib
import json
import os
import sys
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "network_portal.settings"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from bench import amounts  # noqa: E402
from decisions.models import Decision  # noqa: E402
from meetings import minutes_document  # noqa: E402
from meetings.models import AgendaItem, Attendance, Invitation, Meeting, Minutes, MinutesSection  # noqa: E402
from members.models import Body, Officer, Organization, Seat, User  # noqa: E402
from network_portal.lib import clock, text  # noqa: E402
from network_portal.records import audit  # noqa: E402
from network_portal.records.access.actor import SYSTEM  # noqa: E402
from network_portal.records.jobs import jobs, wake  # noqa: E402
from network_portal.records.models import Job  # noqa: E402

SENTENCE = "The organizations heard the report on migrants in vulnerable situations and asked for figures by province. "
PAPER = (SENTENCE * 15)[:745] + "\n\n" + (SENTENCE * 15)[:753]
ACTS = ("planned", "convene", "replied", "replied", "replied", "start", "outcome", "outcome", "close_meeting", "circulate",
        "approve", "publish")  # fmt: skip


def members(wanted: int) -> list[Organization]:
    network = Body.objects.network()
    have = list(Organization.objects.members())
    new = range(len(have), wanted)
    rows = Organization.objects.bulk_create(
        Organization(acronym=f"ORG{n}", slug=f"org{n}", name=f"Organization number {n} of the bench") for n in new
    )
    people = User.objects.bulk_create(User(email=f"org{n}@example.org", name=f"Officer of {n}") for n in new)
    Seat.objects.bulk_create(Seat(body=network, organization=o, starts_on=clock.today()) for o in rows)
    Officer.objects.bulk_create(
        Officer(person=p, organization=o, primary_contact=True, starts_on=clock.today())
        for p, o in zip(people, rows, strict=True)
    )
    return [*have, *rows]


def meeting(number: int, items: int, organizations: list[Organization], people: Any) -> Minutes:
    """One held meeting with its replies, attendance, items, and frozen, published minutes."""
    starts_at = clock.now() - dt.timedelta(days=number + 1)
    row = Meeting.objects.create(
        body=Body.objects.network(), year=2000 + number // 500, number=number % 20000 + 1000, slug=f"bench-{number}", reference=f"BENCH/{number}",
        title=f"Technical-level meeting {number} of the bench", starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=3), zone="Asia/Bangkok", place="Bangkok", uid=f"bench-{number}", chair=people,
        state="held", convened_at=starts_at, started_at=starts_at, closed_at=starts_at,
    )  # fmt: skip
    Invitation.objects.bulk_create(
        Invitation(meeting=row, organization=o, reply="yes" if n % 3 else "no", mode="in_person" if n % 3 else "")
        for n, o in enumerate(organizations)
    )
    Attendance.objects.bulk_create(
        Attendance(meeting=row, organization=o, present=bool(n % 3), mode="in_person" if n % 3 else "")
        for n, o in enumerate(organizations)
    )
    agenda = AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=row, number=n, title=f"Item {n} of the agenda of the bench", purpose="discussion", outcome="discussed", added_at=starts_at
        )
        for n in range(1, items + 1)
    )  # fmt: skip
    minutes = Minutes(meeting=row, circulations=1, comments_until=starts_at)
    minutes.save()
    MinutesSection.objects.bulk_create(
        MinutesSection(minutes=minutes, item=i, order=i.number, heading=i.title, text=PAPER) for i in agenda
    )
    frozen = text.canonical(minutes_document.content(minutes, approved_at=starts_at))
    minutes.state, minutes.approved_at, minutes.approved_by = "published", starts_at, people
    minutes.frozen, minutes.checksum = frozen, hashlib.sha256(frozen.encode()).hexdigest()
    minutes.save()
    with audit.lock(row):
        for verb in ACTS:
            audit.record_event(row, verb, actor=SYSTEM, audience="members")
    return minutes


def decisions(wanted: int) -> None:
    base = Decision.objects.exclude(reference="").first()
    Decision.objects.bulk_create(
        Decision(
            slug=f"bench-{n}", reference=f"BENCH/DEC/{n}", kind="general", title=f"Decision number {n} of the bench", body=base.body,
            sponsor=base.sponsor, drafted_by=base.drafted_by, created_at=clock.now(), ended_at=clock.now(), state="adopted",
        )
        for n in range(wanted)
    )  # fmt: skip


def main(times: int) -> None:
    with wake.without_publishing():
        call_command("demo", stdout=open(os.devnull, "w"))  # noqa: SIM115, PTH123
        organizations = members(40 * times)
        chair = User.objects.get(email="coordinator@example.org")
        have = Meeting.objects.count()
        made = [meeting(n, 12, organizations, chair) for n in range(60 * times - have)]
        long = meeting(9000, 50, organizations, chair)
        drawn = made[0]
        job = jobs.queue("minutes_pdf", drawn)
        jobs.run(job.pk)
        decisions(60 * times)
        wanted = amounts.fill(times, organizations)
        Job.objects.filter(kind="minutes_pdf", object_id__in=[m.pk for m in made]).exclude(pk=job.pk).delete()
    from network_portal.records.files import documents  # noqa: PLC0415 - after set-up

    sessions = {}
    for key in ("fao", "secretary", "admin"):
        client = Client()
        person = User.objects.get(email=f"{key}@example.org")
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        sessions[key] = client.cookies["portal"].value
    filed = documents.of(drawn, "minutes")
    assert filed is not None
    print(
        json.dumps(
            {
                "sessions": sessions,
                "members": len(organizations),
                "meetings": Meeting.objects.count(),
                "decisions": Decision.objects.count(),
                "meeting": drawn.meeting.get_absolute_url(),
                "long meeting": long.meeting.get_absolute_url(),
                "minutes": drawn.get_absolute_url(),
                "pdf": f"/files/{filed.sha256}/",
                **wanted,
            }
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
