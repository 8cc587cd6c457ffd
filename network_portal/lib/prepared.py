"""Querysets compiled once, for what every request asks anew with other values."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet

SOME_DAY = dt.date(1, 1, 1)
SOME_ID = -714_285


class Prepared:
    """A ``values_list`` queryset built with SOME_ID and SOME_DAY in place of a row's id and a day.

    The rule stays a queryset; its SQL is made once for each kind of database, and ``rows`` asks it with real values.
    """

    def __init__(self, make: Callable[[], QuerySet[Any]]) -> None:
        self._make = make
        self._compiled: dict[str, tuple[str, list[Any]]] = {}

    def rows(self, *, pk: int, day: dt.date) -> list[Any]:
        """The rows as the database gives them: whole numbers, words and None; no field converts them."""
        if connection.vendor not in self._compiled:
            sql, params = self._make().query.get_compiler(connection=connection).as_sql()
            self._compiled[connection.vendor] = sql, list(params)
        sql, params = self._compiled[connection.vendor]
        real = {str(SOME_ID): pk, str(SOME_DAY): connection.ops.adapt_datefield_value(day)}
        with connection.cursor() as cursor:
            cursor.execute(sql, [real.get(str(p), p) for p in params])
            return cursor.fetchall()
