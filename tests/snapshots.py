"""The story told once for all processes of a check: the others begin with what the first has kept.

STORY_SNAPSHOT names a folder; without it every process tells the story for itself. On SQLite a file is kept, on
PostgreSQL a database from which others are made.
"""

import datetime as dt
import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

TEMPLATE = "portal_story"


@contextmanager
def held() -> Iterator[Path]:
    """The file that says that the story is kept, whether it is there or not, while nobody else makes or reads it."""
    folder = Path(os.environ.get("STORY_SNAPSHOT", os.devnull))
    if folder == Path(os.devnull):
        yield folder / "none"
        return
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder / connection.vendor


def prepare(kept: Path) -> None:
    """Before the test database is made: where the story is kept, it is not migrated step by step."""
    test = connection.settings_dict.setdefault("TEST", {})
    test["MIGRATE"] = not kept.exists()
    if connection.vendor == "postgresql":
        test["TEMPLATE"] = TEMPLATE if kept.exists() else ""


def tell_once(kept: Path, today: dt.date) -> None:
    """Fill the test database from what is kept, or by telling the story, which is kept then."""
    from network_portal.dashboard.demo import story

    files = kept.parent / f"media-{connection.vendor}"
    connection.ensure_connection()
    if kept.exists():
        if connection.vendor == "sqlite":
            with sqlite3.connect(kept) as source:
                source.backup(connection.connection)
        shutil.copytree(files, settings.MEDIA_ROOT, dirs_exist_ok=True)
        return
    story.tell(today)
    if kept.parent.is_dir():
        shutil.copytree(settings.MEDIA_ROOT, files, dirs_exist_ok=True)
        _keep(kept)


def _keep(kept: Path) -> None:
    if connection.vendor == "sqlite":
        part = kept.with_suffix(".part")
        with sqlite3.connect(part) as target:
            connection.connection.backup(target)
        part.rename(kept)
        return
    told = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{TEMPLATE}"')
        cursor.execute(f'CREATE DATABASE "{TEMPLATE}" TEMPLATE "{told}"')
    kept.touch()
