"""What waits for somebody: the rows of all apps found by one query, compiled once for all of whom the same is asked.

A dashboard asked 26 queries, most of which found nothing. Each app names its rows (``registry.waiting_rows``) and reads
only the objects that were found.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast

from network_portal.lib import clock
from network_portal.lib.compiled_query import CompiledQuery
from network_portal.records.access.actor import Actor
from network_portal.records.registry import DashboardLine, WaitingRows, registry

_compiled: dict[tuple[str, ...], CompiledQuery] = {}


class Waiting:
    """What was found: by name, the ids in ascending order, each with its number if it has one."""

    def __init__(self, rows: Iterable[tuple[str, int, int | None]]) -> None:
        self._found: dict[str, dict[int, int | None]] = {}
        for name, pk, number in sorted(rows, key=lambda row: row[:2]):
            self._found.setdefault(name, {})[pk] = number

    def of(self, name: str) -> dict[int, int | None]:
        """The numbers by id."""
        return self._found.get(name, {})

    def ids(self, *names: str) -> set[int]:
        """The ids found under any of these names."""
        return {pk for name in names for pk in self.of(name)}

    def among(self, name: str, rows: dict[int, Any]) -> list[Any]:
        """Of objects by id those that were found under a name, in the order in which they were read."""
        return [row for pk, row in rows.items() if pk in self.of(name)]


def _union(asked: list[WaitingRows]) -> QuerySet[Any]:
    parts = [
        one.rows()
        .order_by()
        .annotate(
            waiting_name=Value(one.name, CharField()),
            waiting_number=F(one.number) if one.number else Cast(Value(None), IntegerField()),
        )
        .values_list("waiting_name", one.of, "waiting_number")
        for one in asked
    ]
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


def find(actor: Actor) -> Waiting:
    """What waits for the person in this capacity, in one query; what may be read is asked when the objects are."""
    asked = [one for one in registry.waiting_rows if one.asked(actor)]
    if not asked:
        return Waiting([])
    names = tuple(one.name for one in asked)
    query = _compiled.setdefault(names, CompiledQuery(lambda: _union(asked)))
    return Waiting(
        query.rows(pk=actor.user_id or 0, organization=actor.organization_id, day=clock.today(), now=clock.now())
    )


def lines(actor: Actor, found: Waiting) -> list[DashboardLine]:
    """Every line of the dashboard, what is asked of the actor and what comes later on."""
    return [line for give in registry.dashboard_lines for line in give(actor, found)]


def asking(actor: Actor) -> list[DashboardLine]:
    """The lines that ask something of the actor, without what only comes later on."""
    return [line for line in lines(actor, find(actor)) if not line.coming]
