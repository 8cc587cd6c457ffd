"""The story told once for all processes of a check: the others begin with what the first has kept.

STORY_SNAPSHOT names a folder; without it every process tells the story for itself. On SQLite a file is kept, on
PostgreSQL a database from which others are made. As a program it makes and keeps the story of the database in use.
"""

import datetime as dt
import fcntl
import os
import shutil
import sqlite3
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

TEMPLATE = "portal_story"
TODAY = dt.date(2026, 11, 23)
"""The day up to which the story is lived in the tests."""


def make(worker: str = "") -> Callable[[], None]:
    """Make the test database of a process and live the story in it; returns what removes it."""
    from django.test.utils import setup_databases, teardown_databases

    with held() as kept:
        if worker:
            name = settings.DATABASES["default"]["NAME"]
            connection.settings_dict.setdefault("TEST", {})["NAME"] = (
                f"test_{name}_{worker}"
                if connection.vendor == "postgresql"
                else f"file:memory_{worker}?mode=memory&cache=shared"
            )
        prepare(kept)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            config = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
        tell_once(kept, TODAY)
    return lambda: teardown_databases(config, verbosity=0)


@contextmanager
def held(name: str = "") -> Iterator[Path]:
    """The file or folder in which the story is kept, whether it is there or not, while nobody else makes or reads it.

    ``name``: for the story of a whole data folder; otherwise that of the kind of database in use.
    """
    folder = Path(os.environ.get("STORY_SNAPSHOT", os.devnull))
    if folder == Path(os.devnull):
        yield folder / "none"  # which is never there
        return
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name or connection.vendor}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder / (name or connection.vendor)


def files_of(kept: Path) -> Path:
    """The folder in which the files of a kept story lie."""
    return kept.parent / f"media-{kept.name}"


def prepare(kept: Path) -> None:
    """Before the test database is made: where the story is kept, it is not migrated step by step."""
    test = connection.settings_dict.setdefault("TEST", {})
    test["MIGRATE"] = not kept.exists()
    if connection.vendor == "postgresql":
        test["TEMPLATE"] = TEMPLATE if kept.exists() else ""


def tell_once(kept: Path, today: dt.date) -> None:
    """Fill the test database from what is kept, or by telling the story, which is kept then."""
    from network_portal.dashboard.demo import story

    files = files_of(kept)
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


if __name__ == "__main__":
    import django
    from django.test.utils import setup_test_environment

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    setup_test_environment()
    make()()
