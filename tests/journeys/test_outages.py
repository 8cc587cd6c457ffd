"""PostgreSQL crashes and Redis stops under the running portal, while people work: nothing acknowledged is lost.

Two crashes in the check; ``OUTAGES`` of them in ``make soak``.
"""

import html
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from network_portal.dashboard.demo.people import PASSWORD
from tests.journeys.conftest import ROOT
from tests.journeys.deployed import Deployed, until

pytestmark = pytest.mark.processes

OUTAGES = int(os.environ.get("OUTAGES", "2"))
PEOPLE = ("fao", "ilo", "unicef", "who")


class _Stays(urllib.request.HTTPRedirectHandler):
    """An answer is looked at as it came."""

    def redirect_request(self, *args: Any) -> None:
        return None


class Caller:
    """Somebody signed in without a browser. Answers are (status, text, Retry-After); 0 where no connection came."""

    def __init__(self, url: str, key: str) -> None:
        self.url, self.key = url, key
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(), _Stays)
        _status, page, _after = self.ask("/account/sign-in/")
        typed = {**self.hidden(page), "login": f"{key}@example.org", "password": PASSWORD}
        assert self.ask("/account/sign-in/", typed)[0] == 302

    def ask(self, path: str, typed: dict[str, str] | None = None) -> tuple[int, str, str | None]:
        body = urllib.parse.urlencode(typed).encode() if typed is not None else None
        try:
            answer = self.opener.open(urllib.request.Request(self.url + path, body), timeout=30)
        except urllib.error.HTTPError as refused:
            answer = refused
        except (urllib.error.URLError, OSError):
            return 0, "", None
        return answer.status, answer.read().decode(), answer.headers["Retry-After"]

    @staticmethod
    def hidden(page: str) -> dict[str, str]:
        found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
        return {name: html.unescape(value) for name, value in found}


@dataclass
class Work:
    """What people were answered while the database crashed."""

    acknowledged: list[str] = field(default_factory=list)
    answers: Counter = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def note(self, what: str, answer: tuple[int, str, str | None]) -> int:
        status, text, after = answer
        self.answers[what, status] += 1
        if status >= 500 and (status != 503 or after is None or "nothing was saved" not in text.lower()):
            self.wrong.append(f"{what}: {status} {text[:300]}")
        return status

    def comment(self, caller: Caller, path: str) -> None:
        """Comment again and again; each form is sent with its one key until it is acknowledged."""
        number = 0
        while not self.over.is_set():
            answer = caller.ask(path + "comment/")
            if (status := self.note("form", answer)) != 200:
                if status not in (0, 503):
                    self.wrong.append(f"form: {status}")
                time.sleep(0.05)
                continue
            number += 1
            said = f"Said by {caller.key} under load, number {number}."
            typed = {**caller.hidden(answer[1]), "body": said}
            for _try in range(400):
                if (status := self.note("comment", caller.ask(path + "comment/", typed))) == 302:
                    self.acknowledged.append(said)
                    break
                if status not in (0, 503):
                    self.wrong.append(f"comment: {status}")
                    break
                time.sleep(0.05)

    def read(self, caller: Caller) -> None:
        while not self.over.is_set():
            self.note("list", caller.ask("/decisions/"))


@pytest.fixture(scope="module")
def away(deployed: Deployed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Deployed, Any]]:
    """A copy of the portal on a PostgreSQL and a Redis that only this module uses, and what acts on them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "services"
        Path(name).chmod(0o755)

        def services(action: str, *more: str) -> None:
            words = [ROOT / "tools" / "services.sh", action, folder, *more]
            subprocess.run(words, check=True, stdout=subprocess.DEVNULL)

        services("start")
        given = dict(re.findall(r"export (\w+)=(.*)", (folder / "env").read_text()))
        before = dict(os.environ)
        os.environ.update(given)
        try:
            running = Deployed(tmp_path_factory.mktemp("away"))
            running.manage("collectstatic", "--noinput", "-v", "0")
            services("copy", deployed.owner_dsn, running.owner_dsn)
            shutil.copytree(deployed.folder / "files", running.folder / "files", dirs_exist_ok=True)
            running.start()
            yield running, services
            assert running.stop() < 30
        finally:
            os.environ.clear()
            os.environ.update(before)
            subprocess.run([ROOT / "tools" / "services.sh", "stop", folder], stdout=subprocess.DEVNULL)


@pytest.fixture(autouse=True)
def _world() -> None:
    """These tests use the deployed portal's own database."""


def matter(deployed: Deployed) -> str:
    title = "Sharing of age and sex in all joint figures"
    return f"/decisions/{deployed.sql('SELECT slug FROM decisions_decision WHERE title = %s', title)[0][0]}/"


def test_a_database_that_crashes_under_load_loses_no_acknowledged_act(away: tuple[Deployed, Any]) -> None:
    deployed, services = away
    path, work = matter(deployed), Work()
    callers = [Caller(deployed.url, key) for key in PEOPLE]
    threads = [threading.Thread(target=work.comment, args=(caller, path)) for caller in callers[:3]]
    threads.append(threading.Thread(target=work.read, args=(callers[3],)))
    for thread in threads:
        thread.start()
    try:
        for _turn in range(OUTAGES):
            reached = len(work.acknowledged) + 6
            until(lambda reached=reached: len(work.acknowledged) >= reached or work.wrong)
            services("restart-database")
        reached = len(work.acknowledged) + 6
        until(lambda: len(work.acknowledged) >= reached or work.wrong)
    finally:
        work.over.set()
        for thread in threads:
            thread.join(120)

    print(f"outages: {OUTAGES}, acknowledged {len(work.acknowledged)}, answers {dict(work.answers)}")
    kept = Counter(row[0] for row in deployed.sql("SELECT body FROM decisions_comment WHERE body LIKE 'Said by%%'"))
    assert work.wrong == [], work.wrong[:5]
    assert {said for said in work.acknowledged if kept[said] != 1} == set()
    assert max(kept.values()) == 1
    assert not [t for t in threads if t.is_alive()]
    assert deployed.manage("verify_record")
    assert '"clean": true' in deployed.manage("check_integrity")


def test_a_redis_that_is_silent_and_then_stops_holds_nobody_up(away: tuple[Deployed, Any]) -> None:
    """Acts that send mail answer at once, people sign in, and the mail goes out when Redis is there again."""
    deployed, services = away
    path, caller = matter(deployed), Caller(deployed.url, "undp")
    said = [f"Said without Redis, {n}." for n in range(6)]
    slowest = 0.0
    services("pause-redis")
    try:
        for turn, text in enumerate(said):
            if turn == 3:
                services("stop-redis")
            began = time.monotonic()
            typed = {**caller.hidden(caller.ask(path + "comment/")[1]), "body": text}
            assert caller.ask(path + "comment/", typed)[0] == 302
            slowest = max(slowest, time.monotonic() - began)
        Caller(deployed.url, "unhcr")
    finally:
        services("stop-redis")
        services("start-redis")
    print(f"redis silent, then stopped: slowest of {len(said)} acts with their forms {slowest:.2f} s")
    assert slowest < 3, (
        "one question to a Redis that is away takes a quarter of a second; it took six without the breaker"
    )
    kept = {row[0] for row in deployed.sql("SELECT body FROM decisions_comment WHERE body LIKE 'Said without%%'")}
    assert kept == set(said)
    deployed.manage("sweep")
    waiting = "SELECT COUNT(*) FROM records_message WHERE state IN ('pending', 'claimed') AND not_before < now()"
    until(lambda: deployed.sql(waiting)[0][0] == 0)
