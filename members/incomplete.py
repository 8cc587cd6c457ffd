"""What the register of members lacks: entries that were begun and help nobody yet."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import Admission, Body, Invitation, Officer, Organization
from members.querysets import is_member
from network_portal.lib import clock


class Row(NamedTuple):
    """An entry that is incomplete: what it is, what is known of it, and the page on which it is completed."""

    path: str
    name: str
    about: str
    act: str
    act_path: str
    by_administrator: bool = False


@dataclass(frozen=True)
class Gap:
    """Entries that lack the same thing, and what the lack means."""

    title: Any
    means: Any
    rows: list[Row]


def gaps() -> list[Gap]:
    """Every kind of lack with its entries, those without any left out."""
    found = [
        Gap(
            gettext_lazy("Members without a representative"),
            gettext_lazy("The organization receives no invitations, requests or emails."),
            _without_representative(),
        ),
        Gap(
            gettext_lazy("Members without a primary focal point"),
            gettext_lazy("No page names whom to contact first."),
            _without_primary_contact(),
        ),
        Gap(
            gettext_lazy("Representatives who have not yet chosen a password"),
            gettext_lazy("These representatives receive emails and cannot sign in."),
            _without_password(),
        ),
        Gap(
            gettext_lazy("Wishes to join that are not registered"),
            gettext_lazy("The organization is not yet a member of the Network."),
            _not_registered(),
        ),
        Gap(
            gettext_lazy("Registrations without a membership"),
            gettext_lazy("The document is on file, and the organization is not listed as a member of the Network."),
            _registered_without_seat(),
        ),
        Gap(
            gettext_lazy("Memberships without a registration"),
            gettext_lazy("The organization is listed as a member, and no document is on file."),
            _seat_without_registration(),
        ),
    ]
    return [gap for gap in found if gap.rows]


def _add_officer(organizations: Iterable[Organization]) -> list[Row]:
    return [
        Row(
            org.get_absolute_url(), str(org), org.name, _("Add a representative"),
            reverse("members:add-officer", args=[org.slug]),
        )
        for org in organizations
    ]  # fmt: skip


def _without_representative() -> list[Row]:
    active = Officer.objects.active().values("organization")
    return _add_officer(Organization.objects.members().exclude(pk__in=active))


def _without_primary_contact() -> list[Row]:
    active = Officer.objects.active()
    primary = active.filter(primary_contact=True).values("organization")
    first: dict[int, Officer] = {}
    for officer in active.filter(organization__in=Organization.objects.members()).exclude(organization__in=primary):
        first.setdefault(officer.organization_id, officer)
    rows = Organization.objects.filter(pk__in=first).order_by("sort_key")
    return [
        Row(
            org.get_absolute_url(), str(org), org.name, _("Name the primary focal point"),
            reverse("admin:members_officer_change", args=[first[org.pk].pk]), by_administrator=True,
        )
        for org in rows
    ]  # fmt: skip


def _without_password() -> list[Row]:
    now = clock.now()
    waiting = Officer.objects.active().filter(person__password__startswith="!").order_by("organization__sort_key", "pk")
    links = Invitation.objects.filter(used_at=None, person__in=waiting.values("person")).order_by("until")
    until = {link.person_id: link.until for link in links}  # the last of each
    rows = []
    for officer in waiting.select_related("person", "organization"):
        ends = until.get(officer.person_id)
        if ends is None:
            about = _("No invitation was sent.")
        elif ends < now:
            about = _("The invitation expired on {day}.").format(day=clock.format_day(ends))
        else:
            about = _("The invitation is valid until {at}.").format(at=clock.format_instant(ends))
        rows.append(
            Row(
                officer.organization.get_absolute_url(), str(officer), about, _("Send a new invitation"),
                reverse("members:invite-again", args=[officer.organization.slug, officer.pk]),
            )
        )  # fmt: skip
    return rows


def _of_admissions(admissions: Iterable[Admission], about: Any) -> list[Row]:
    return [
        Row(
            a.organization.get_absolute_url(), str(a.organization), about(a), _("Open the registration"),
            reverse("admin:members_admission_change", args=[a.pk]), by_administrator=True,
        )
        for a in admissions
    ]  # fmt: skip


def _not_registered() -> list[Row]:
    rows = Admission.objects.filter(admitted_on=None, withdrawn_on=None).exclude(applied_on=None)
    return _of_admissions(
        rows.select_related("organization"),
        lambda a: _("Wish to join received on {day}.").format(day=clock.format_day(a.applied_on)),
    )


def _registered_without_seat() -> list[Row]:
    rows = Admission.objects.filter(withdrawn_on=None, admitted_on__lte=clock.today()).exclude(is_member())
    words, network = _("Registered on {day}: {basis}"), Body.objects.network().pk
    return [
        Row(
            a.organization.get_absolute_url(), str(a.organization),
            words.format(day=clock.format_day(cast(dt.date, a.admitted_on)), basis=a.basis), _("Enter the membership"),
            f"{reverse('admin:members_seat_add')}?body={network}&organization={a.organization_id}&starts_on={a.admitted_on}",
            by_administrator=True,
        )
        for a in rows.select_related("organization")
    ]  # fmt: skip


def _seat_without_registration() -> list[Row]:
    registered = Admission.objects.filter(organization=OuterRef("pk"), withdrawn_on=None).exclude(admitted_on=None)
    rows = Organization.objects.members().exclude(Exists(registered))
    return [
        Row(
            org.get_absolute_url(),
            str(org),
            org.name,
            _("Register the membership"),
            reverse("admin:members_admission_add") + f"?organization={org.pk}",
            by_administrator=True,
        )
        for org in rows
    ]
