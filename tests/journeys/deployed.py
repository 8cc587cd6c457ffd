"""The portal as in production, on the private PostgreSQL and Redis that the whole check starts."""

import email
import os
import subprocess
import time
from collections import Counter
from pathlib import Path
from typing import Any

import psycopg2
from django.contrib.auth.hashers import Argon2PasswordHasher

from network_portal.dashboard.demo.people import PASSWORD
from tests.journeys.conftest import Portal


class Deployed(Portal):
    """A portal on the private PostgreSQL and Redis of the check."""

    def __init__(self, folder: Path, template: str = "template1", name: str = "deployed", **more: str) -> None:
        owner, role, broker = (
            os.environ[n] for n in ("SERVICES_OWNER_URL", "SERVICES_PORTAL_URL", "SERVICES_REDIS_URL")
        )
        self.owner_dsn, self.portal_dsn, self.redis_url = f"{owner}/{name}", f"{role}/{name}", broker
        with connect(f"{owner}/postgres") as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name}")
            cursor.execute(f"CREATE DATABASE {name} OWNER owner TEMPLATE {template}")
        with connect(self.owner_dsn) as cursor:
            cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        super().__init__(
            folder, DATABASE_URL=self.portal_dsn, DATABASE_OWNER_URL=self.owner_dsn, CELERY_BROKER_URL=f"{broker}/0",
            CACHE_URL=f"rediscache://{broker.removeprefix('redis://')}/1",
            SECRET_KEY="a key for the deployed portal of the tests, long enough", WEB_CONCURRENCY="2", **more,
        )  # fmt: skip

    def sql(self, statement: str, *params: Any) -> list[Any]:
        with connect(self.owner_dsn) as cursor:
            cursor.execute(statement, params)
            return cursor.fetchall() if cursor.description else []

    def set_passwords(self) -> None:
        """Everybody's password as the demonstration has it: a story that the tests told hashed it in their own way."""
        self.sql(
            "UPDATE members_user SET password = %s WHERE password LIKE 'md5$%%'",
            Argon2PasswordHasher().encode(PASSWORD, "a salt of the tests"),
        )

    def shell(self, code: str) -> str:
        return self.manage("shell", "-v", "0", "-c", code)

    def pids(self, word: str) -> list[int]:
        """The processes of the portal whose command holds a word."""
        found = subprocess.run(["ps", "-wweo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
        rows = [line.split(None, 2) for line in found.splitlines()[1:]]
        return [int(pid) for pid, parent, args in rows if int(parent) == self.process.pid and word in args]

    def mails(self) -> Counter:
        files = (self.folder / "outbox").rglob("*.eml")
        return Counter(email.message_from_bytes(p.read_bytes())["Message-ID"] for p in files)


class connect:
    def __init__(self, dsn: str) -> None:
        self.connection = psycopg2.connect(dsn)
        self.connection.autocommit = True

    def __enter__(self) -> Any:
        return self.connection.cursor()

    def __exit__(self, *args: Any) -> None:
        self.connection.close()


def until(holds: Any, seconds: float = 60) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := holds():
            return found
        time.sleep(0.01)
    raise AssertionError("it did not come to that")
