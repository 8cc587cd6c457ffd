"""What the database itself refuses: triggers on write-once tables, the apps' own SQL, the read-only views.

Migrations drop triggers silently on SQLite and trip over views on both databases: everything here is taken down
before a migration and set up after it, and its presence is part of ``check_integrity``.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from network_portal.records.audit import exclusion
from network_portal.records.models import model_of
from network_portal.records.registry import registry

_FUNCTION = """
CREATE OR REPLACE FUNCTION portal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'write-once: % of % refused', TG_OP, TG_TABLE_NAME; END $$
"""


class NotOwner(PermissionError):
    """Lifting what is write-once takes the owner of the tables."""


def _tables() -> list[str]:
    """The write-once tables, in one order for all who lock them."""
    return sorted(model_of(label)._meta.db_table for label in registry.write_once)


def _postgres() -> Iterable[str]:
    yield _FUNCTION
    for table in _tables():
        yield f'CREATE TRIGGER "once_{table}" BEFORE DELETE OR UPDATE ON "{table}" FOR EACH ROW EXECUTE FUNCTION portal_refuse()'
        yield f'CREATE TRIGGER "once_all_{table}" BEFORE TRUNCATE ON "{table}" EXECUTE FUNCTION portal_refuse()'


def _sqlite() -> Iterable[str]:
    for table in _tables():
        refuse = f"BEGIN SELECT RAISE(ABORT, 'write-once: change of {table} refused'); END"
        for name, when in (
            (f"once_update_{table}", f'BEFORE UPDATE ON "{table}"'),
            (f"once_delete_{table}", f'BEFORE DELETE ON "{table}"'),
            (
                f"once_insert_{table}",
                f'BEFORE INSERT ON "{table}" WHEN EXISTS (SELECT 1 FROM "{table}" WHERE id = NEW.id)',
            ),
        ):
            yield f'DROP TRIGGER IF EXISTS "{name}"'
            yield f'CREATE TRIGGER "{name}" {when} {refuse}'


@contextmanager
def lifted() -> Iterator[None]:
    """Inside the caller's transaction, let write-once rows change; afterwards everything refuses as before.

    For erasing a person. Others who write wait. Raises NotOwner where the role does not own the tables.
    """
    on, off = _switches()
    with connection.cursor() as cursor:
        for statement in off:
            cursor.execute(statement)
        yield
        for statement in on:
            cursor.execute(statement)


def _switches() -> tuple[list[str], list[str]]:
    """The statements that put the triggers back, and those that lift them."""
    if connection.vendor == "sqlite":
        made = list(_sqlite())
        return made, [statement for statement in made if statement.startswith("DROP")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE relname = %s", [_tables()[0]])
        if not cursor.fetchone()[0]:
            raise NotOwner
    checked, later = "SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"
    on = [f'ALTER TABLE "{table}" ENABLE TRIGGER USER' for table in _tables()]
    off = [f'ALTER TABLE "{table}" DISABLE TRIGGER USER' for table in _tables()]
    return [checked, *on, later], [checked, *off, later]


def _statements(path: Path) -> list[str]:
    source = re.sub(r"(?m)^--(?! statement).*$", "", path.read_text(encoding="utf-8"))
    return [part.strip() for part in source.split("-- statement") if part.strip()]


def _own_sql() -> Iterable[str]:
    for folder in registry.sql_files:
        for name in (f"{connection.vendor}.sql", "views.sql"):
            path = Path(folder) / name
            if path.exists():
                yield from _statements(path)


def view_names() -> list[str]:
    """The read-only views, as the SQL files name them."""
    names: list[str] = []
    for folder in registry.sql_files:
        path = Path(folder) / "views.sql"
        if path.exists():
            names += re.findall(r"(?i)CREATE VIEW (\w+)", path.read_text(encoding="utf-8"))
    return names


def drop_database_objects(**_kwargs: Any) -> None:
    """Before a migration: views on both databases, triggers on SQLite."""
    with connection.cursor() as cursor:
        for name in view_names():
            cursor.execute(f"DROP VIEW IF EXISTS {name}")
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')


def _objects() -> list[str]:
    return list(_postgres()) if connection.vendor == "postgresql" else [*_sqlite(), *exclusion.sqlite()]


def create_database_objects(**_kwargs: Any) -> None:
    """After a migration: triggers, the apps' SQL, views, and the rights of the portal's own database role."""
    existing = set(connection.introspection.table_names())
    if not existing.issuperset(_tables()):
        return
    drop_database_objects()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # also those that bear the name a table had before it was renamed
            cursor.execute("SELECT tgname, tgrelid::regclass FROM pg_trigger WHERE tgname LIKE 'once\\_%'")
            for name, table in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}" ON {table}')
        made = list(exclusion.postgres(exclusion.constraints(cursor))) if connection.vendor == "postgresql" else []
        for statement in [*made, *_objects(), *_own_sql()]:
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            _grant_rights(cursor)


def _grant_rights(cursor: Any) -> None:
    """The portal's role reads and writes rows, but cannot change or remove what is write-once, nor the schema."""
    role = settings.PORTAL_DATABASE_ROLE
    if not role or role == connection.settings_dict["USER"]:
        return
    quoted = connection.ops.quote_name(role)
    cursor.execute(f"GRANT USAGE ON SCHEMA public TO {quoted}")
    cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}")
    cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}")
    cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {quoted}")
    for table in _tables():
        cursor.execute(f'REVOKE UPDATE, DELETE, TRUNCATE ON "{table}" FROM {quoted}')


def missing() -> list[str]:
    """What should be in the database and is not, as sentences."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            without_rule = {rule.name for rule in registry.one_at_a_time} - exclusion.constraints(cursor)
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        else:
            without_rule = set()  # triggers, as the others
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        triggers = {row[0] for row in cursor.fetchall()}
        views = {info.name for info in connection.introspection.get_table_list(cursor) if info.type == "v"}
    source = [*_objects(), *_own_sql()]
    wanted = {m for s in source for m in re.findall(r'CREATE TRIGGER "?(\w+)"?', s)}
    lost = [f"The trigger {name} is missing." for name in sorted(wanted - triggers)]
    lost += [f"The constraint {name} is missing." for name in sorted(without_rule)]
    return lost + [f"The view {name} is missing." for name in view_names() if name not in views]
