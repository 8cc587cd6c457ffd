"""Querysets compiled once, for what every request asks anew with other values."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet

SOME_DAY = dt.date(1, 1, 1)
SOME_MOMENT = dt.datetime(1901, 1, 1, tzinfo=dt.UTC)
SOME_ID = -714_285


class Prepared:
    """A ``values_list`` queryset built with SOME_ID, SOME_DAY and SOME_MOMENT in place of an id, a day and an instant.

    The rule stays a queryset; its SQL is made once for each kind of database, and ``rows`` asks it with real values.
    """

    def __init__(self, make: Callable[[], QuerySet[Any]]) -> None:
        self._make = make
        self._compiled: dict[str, tuple[str, list[Any]]] = {}

    def rows(self, *, pk: int, day: dt.date, now: dt.datetime) -> list[Any]:
        """The rows as the database gives them: whole numbers, words and None; no field converts them."""
        if connection.vendor not in self._compiled:
            sql, params = self._make().query.get_compiler(connection=connection).as_sql()
            self._compiled[connection.vendor] = sql, list(params)
        sql, params = self._compiled[connection.vendor]
        instant = connection.ops.adapt_datetimefield_value
        real = {
            str(SOME_ID): pk,
            str(SOME_DAY): connection.ops.adapt_datefield_value(day),
            str(instant(SOME_MOMENT)): instant(now),
        }
        with connection.cursor() as cursor:
            cursor.execute(sql, [real.get(str(p), p) for p in params])
            return cursor.fetchall()
