"""Dated rows of which at most one holds on any day: refused by the database, whatever code writes them.

On PostgreSQL an exclusion constraint, which also sees what another transaction has not committed yet; on SQLite,
where one writes at a time, a trigger. A row whose last day is its first holds on no day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.db import models

from network_portal.records.models import model_of
from network_portal.records.registry import registry


@dataclass(frozen=True)
class OneAtATime:
    """At most one row of a table holds on a day among those that are alike in these fields (none named: in all)."""

    label: str
    fields: tuple[str, ...] = ()
    only: str = ""
    """A boolean field: the rule is about rows in which it is true."""

    @property
    def model(self) -> type[models.Model]:
        return model_of(self.label)

    @property
    def name(self) -> str:
        return "_".join(["one_at_a_time", self.model._meta.db_table, *([self.only] if self.only else [])])

    def columns(self) -> list[str]:
        found = [cast("models.Field[Any, Any]", self.model._meta.get_field(name)) for name in self.fields]
        return [str(field.column) for field in found]


def postgres(existing: set[str]) -> Iterator[str]:
    """What adds the constraints that are not there: once added they are not checked anew by each migration."""
    wanted = [rule for rule in registry.one_at_a_time if rule.name not in existing]
    if wanted:
        yield "CREATE EXTENSION IF NOT EXISTS btree_gist"
    for rule in wanted:
        alike = "".join(f'"{column}" WITH =, ' for column in rule.columns())
        where = f' WHERE ("{rule.only}")' if rule.only else ""
        yield (
            f'ALTER TABLE "{rule.model._meta.db_table}" ADD CONSTRAINT "{rule.name}" '
            f"EXCLUDE USING gist ({alike}daterange(starts_on, ends_on) WITH &&){where}"
        )


def sqlite() -> Iterator[str]:
    for rule in registry.one_at_a_time:
        table = rule.model._meta.db_table
        alike = "".join(f' AND other."{column}" = NEW."{column}"' for column in rule.columns())
        alike += f' AND other."{rule.only}" AND NEW."{rule.only}"' if rule.only else ""
        late = "COALESCE({}.ends_on, '9999-12-31')"
        meets = (
            f"other.starts_on < {late.format('NEW')} AND NEW.starts_on < {late.format('other')} "
            f"AND other.starts_on < {late.format('other')} AND NEW.starts_on < {late.format('NEW')}"
        )
        found = f'EXISTS (SELECT 1 FROM "{table}" other WHERE other.id IS NOT NEW.id AND {meets}{alike})'
        for act in ("INSERT", "UPDATE"):
            name = f"{rule.name}_{act.lower()}"
            yield f'DROP TRIGGER IF EXISTS "{name}"'
            yield (
                f'CREATE TRIGGER "{name}" BEFORE {act} ON "{table}" WHEN {found} '
                f"BEGIN SELECT RAISE(ABORT, 'one at a time: two rows of {table} hold on one day'); END"
            )


def constraints(cursor: Any) -> set[str]:
    """The names of the exclusion constraints that a PostgreSQL database has."""
    cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'x'")
    return {row[0] for row in cursor.fetchall()}
