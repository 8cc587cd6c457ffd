"""In whose name a person may act today, and what was granted in person, from dated rows; asked once a request."""

from typing import Any

from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import IOM, Appointment, Designation, Officer, Seat, SecretariatPost
from members.querysets import NETWORK, current
from network_portal.lib import clock
from network_portal.lib.compiled_query import PLACEHOLDER_ID, CompiledQuery
from network_portal.records.access import audience
from network_portal.records.access.actor import REPRESENTATIVE_CAPACITIES, Actor
from network_portal.records.models import Grant

_ORDER = ("coordinator", "secretariat", "principal", "focal_point", "alternate", "admin", "auditor", "guest")
# How the history names the capacity of an act.
IN_HISTORY = {
    "coordinator": gettext_lazy("Coordinator"),
    "secretariat": gettext_lazy("Secretariat"),
    "principal": gettext_lazy("Principal"),
    "focal_point": gettext_lazy("focal point"),
    "alternate": gettext_lazy("alternate"),
    "auditor": gettext_lazy("auditor"),
    "admin": gettext_lazy("administrator"),
    "guest": gettext_lazy("by grant"),
    "system": gettext_lazy("automatic"),
}


def capacity_rows() -> QuerySet[Any]:
    """(capacity, row, organization, its acronym, kind and slug) for every dated row of a person that holds on a day.

    A post of the Secretariat names the organization that it is seconded from. A grant in time comes as ("granted",
    object's id, the same, permission, object's label), a seat as ``seat_rows`` says.
    """
    text = CharField()
    officers = (
        Officer.objects.filter(current(), person=PLACEHOLDER_ID)
        .order_by()
        .values_list(
            "rank", "pk", "organization_id", "organization__acronym", "organization__kind", "organization__slug"
        )
    )
    others = [
        model.objects.filter(current(), person=PLACEHOLDER_ID)
        .order_by()
        .annotate(what=Value(capacity, text), of=organization, word=Value("", text), kind_=Value("", text))
        .values_list("what", "pk", "of", "word", "kind_", "word")
        for capacity, model, organization in (
            ("secretariat", SecretariatPost, F("seconded_from")),
            ("coordinator", Designation, F("pk")),
            ("auditor", Appointment, F("pk")),
        )
    ]
    granted = (
        Grant.objects.live(clock.now())
        .filter(person=PLACEHOLDER_ID)
        .annotate(what=Value("granted", text), same=F("object_id"))
        .values_list("what", "object_id", "same", "permission", "object_label", "what")
    )
    return officers.union(*others, granted, seat_rows(), all=True)


def seat_rows() -> QuerySet[Any]:
    """("seat", body, organization, role, the body's slug, who represents it) for every seat of those a person speaks for.

    An officer named on the seat whose post has ended, or who has no account any more, represents nobody.
    """
    speaks = Officer.objects.filter(current(), person=PLACEHOLDER_ID, rank__in=sorted(REPRESENTATIVE_CAPACITIES))
    rows = Seat.objects.filter(current(), organization__in=speaks.order_by().values("organization"))
    named = When(current(prefix="officer__"), officer__person__is_active=True, then=F("officer__person_id"))
    by = Cast(Case(named, default=Value(None)), CharField())
    rows = rows.order_by().annotate(what=Value("seat", CharField()), represented_by=by)
    return rows.values_list("what", "body_id", "organization_id", "role", "body__slug", "represented_by")


CAPACITIES = CompiledQuery(capacity_rows)


def _audiences_by_seat(user: Any, seats: list[Any]) -> dict[int, set[str]]:
    """For each organization, the audiences that its seats open: the body, its chair, membership."""
    opened: dict[int, set[str]] = {}
    for _seat, body, organization, role, slug, person in seats:
        found = opened.setdefault(organization, set())
        if role == "secretary":
            continue
        found.add(audience.body(body) if role != "observer" else audience.observers(body))
        if role in ("chair", "co_chair") and person in (None, str(user.pk)):
            found.add(audience.chair(body))
        if slug == NETWORK and role != "observer":
            found.add(audience.MEMBERS)
    return opened


def capacities(user: Any) -> list[Actor]:
    """Every name the person may act in, the strongest first; at least that of a guest."""
    found_rows = CAPACITIES.rows(pk=user.pk, day=clock.today(), now=clock.now())
    seats = _audiences_by_seat(user, [row for row in found_rows if row[0] == "seat"])
    rows = [row for row in found_rows if row[0] != "seat"]
    granted = frozenset((word, kind, row) for capacity, row, _o, word, kind, _s in rows if capacity == "granted")
    affiliated_organization_ids = frozenset(
        org for capacity, _r, org, *_rest in rows if org and capacity in {*REPRESENTATIVE_CAPACITIES, "secretariat"}
    )
    labels = {
        "principal": _("Principal"), "focal_point": _("Focal point"), "alternate": _("Alternate"),
        "secretariat": _("Secretariat"), "coordinator": _("Coordinator"), "auditor": _("Auditor"),
        "admin": _("Administrator"), "guest": _("Guest"),
    }  # fmt: skip
    found: list[Actor] = []

    def add(capacity: str, key: str, audiences: set[str], organization_id: int | None = None, word: str = "") -> None:
        found.append(
            Actor(
                user=user,
                key=key,
                capacity=capacity,
                capacity_label=labels[capacity],
                name=user.name,
                organization_id=organization_id,
                organization=word,
                audiences=frozenset({audience.SIGNED_IN, *audiences}),
                granted=granted,
                affiliated_organization_ids=affiliated_organization_ids,
            )
        )

    of_iom = any(capacity in REPRESENTATIVE_CAPACITIES and slug == IOM for capacity, *_rest, slug in rows)
    for capacity, row, organization, word, kind, _slug in rows:
        if capacity in REPRESENTATIVE_CAPACITIES:
            opened = {str(audience.organization(organization))} | seats.get(organization or 0, set())
            if kind == "partner":
                opened -= {audience.MEMBERS}
            add(capacity, f"officer-{row}", opened, organization, word)
        elif capacity == "auditor":
            add(capacity, "auditor", {audience.MEMBERS, audience.AUDITOR, audience.SECRETARIAT})
        elif capacity == "secretariat" or (
            capacity == "coordinator" and of_iom
        ):  # the Coordinator is always an officer of IOM: ToR global ¶8
            add(capacity, capacity, {audience.MEMBERS, audience.SECRETARIAT, capacity}, None, "IOM")
    if user.is_staff:
        add("admin", "admin", {audience.ADMIN})
    if not found:
        add("guest", "guest", set())
    return sorted(found, key=lambda a: (_ORDER.index(a.capacity), a.key))
