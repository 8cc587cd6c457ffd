"""Querysets compiled once, for what every request asks anew with other values.

Measured on a list of notifications: compiling both queries of a person's capacities for each request costs 27 per cent
of the page; on the dashboard, the search for what waits costs more than half of it.
"""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from network_portal.lib import clock

PLACEHOLDER_INSTANT = dt.datetime(1901, 1, 1, 6, tzinfo=dt.UTC)
PLACEHOLDER_DAY = clock.day_of(PLACEHOLDER_INSTANT)
PLACEHOLDER_ID = -714_285  # no row has a negative id, and no other number in a query looks like it
PLACEHOLDER_ORGANIZATION = -714_286
OLD_DAY = r"1[0-9]{3}-[0-9]{2}-[0-9]{2}"


class CompiledQuery:
    """A ``values_list`` queryset built with PLACEHOLDER_ID and PLACEHOLDER_ORGANIZATION in place of ids.

    The rule stays a queryset: while it is built the clock stands at PLACEHOLDER_INSTANT, so what it asks of today or now
    is replaced as the ids are. Its SQL is made once for each kind of database, and ``rows`` asks it with real values.
    Refuses (ValueError) a queryset that calculates with the day or the instant.
    """

    def __init__(self, make: Callable[[], QuerySet[Any]]) -> None:
        self._make = make
        self._compiled: dict[str, tuple[str, list[Any]]] = {}

    def _compile(self) -> tuple[str, list[Any]]:
        with clock.standing(PLACEHOLDER_INSTANT):
            sql, params = self._make().query.get_compiler(connection=connection).as_sql()
        known = {str(value) for value in self._values(0, 0, PLACEHOLDER_DAY, PLACEHOLDER_INSTANT).values()}
        wrong = [p for p in params if re.match(OLD_DAY, str(p)) and str(p) not in known]
        if wrong:
            raise ValueError(f"calculated with the placeholder of the clock: {wrong}")
        return sql, list(params)

    @staticmethod
    def _values(person: int, organization: int | None, day: dt.date, now: dt.datetime) -> dict[str, Any]:
        instant, date = connection.ops.adapt_datetimefield_value, connection.ops.adapt_datefield_value
        return {
            str(PLACEHOLDER_ID): person,
            str(PLACEHOLDER_ORGANIZATION): organization,
            str(date(PLACEHOLDER_DAY)): date(day),
            str(instant(PLACEHOLDER_INSTANT)): instant(now),
        }

    def rows(self, *, pk: int, organization: int | None = None, day: dt.date, now: dt.datetime) -> list[Any]:
        """The rows as the database gives them: whole numbers, words and None; no field converts them."""
        if connection.vendor not in self._compiled:
            self._compiled[connection.vendor] = self._compile()
        sql, params = self._compiled[connection.vendor]
        real = self._values(pk, organization, day, now)
        with connection.cursor() as cursor:
            cursor.execute(sql, [real.get(str(p), p) for p in params])
            return cursor.fetchall()
