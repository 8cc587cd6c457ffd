"""Who may chair a meeting. ToR regional coordination, bullet 1; regional committee."""

from typing import Any

from django.db.models import Q

from members.models import IOM, Body, Designation, Officer, Seat, SecretariatPost, User


def eligible() -> Any:
    """Who may chair some meeting: officials of IOM, and for task teams the representatives of members."""
    officers = Officer.objects.of_members()
    return User.objects.filter(_of_iom() | Q(pk__in=officers.values("person")), is_active=True)


def first_of(body: Body) -> int | None:
    """The person who represents the first chair or co-chair of a task team: who is named on the seat, else who is written to first."""
    for seat in Seat.objects.chairing().filter(body=body).select_related("officer__person").order_by("pk"):
        if (named := seat.represented_by) is not None:
            return int(named.pk)
        officers = Officer.objects.active().filter(organization=seat.organization_id).order_by("-primary_contact", "pk")
        if (person := officers.values_list("person", flat=True).first()) is not None:
            return int(person)
    return None


def may_chair(body: Body, person: Any) -> bool:
    """IOM chairs the meetings of the Network and of its committee, through any official that it designates."""
    if body.is_task_team:
        return bool(eligible().filter(pk=person.pk).exists())
    return bool(User.objects.filter(_of_iom(), pk=person.pk, is_active=True).exists())


def _of_iom() -> Q:
    """IOM's representatives and staff of the Secretariat who are not seconded by another organization, and the Coordinator."""
    officers = Officer.objects.active().filter(organization__slug=IOM).values("person")
    staff = SecretariatPost.objects.current().filter(seconded_from=None).values("person")
    designated = Designation.objects.current().values("person")
    return Q(pk__in=officers) | Q(pk__in=staff) | Q(pk__in=designated)
