"""A real portal, as ``make run`` starts it, and a real browser."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from network_portal.dashboard.demo.people import CAST, PASSWORD
from tests import snapshots

ROOT = Path(settings.BASE_DIR)
CHROMIUM = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, port: int, **more: str) -> dict[str, str]:
    clean = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG", "TMPDIR")}
    return {
        **clean,
        "DATA_DIR": str(folder),
        "PORT": str(port),
        "DEMO": "on",
        "DJANGO_SETTINGS_MODULE": "network_portal.settings",
        **more,
    }


def wait_until_ready(url: str, process: subprocess.Popen, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert process.poll() is None, "the portal ended before it answered"
        try:
            with urllib.request.urlopen(f"{url}/ready", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError("the portal did not get ready")


class Portal:
    """A running portal: its address, its environment, and the process that supervises it."""

    def __init__(self, folder: Path, **more: str) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"http://localhost:{self.port}"
        self.env = environment(folder, self.port, **more)
        self.log = (folder / "log.txt").open("wb")

    def manage(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=self.env, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "runportal"], cwd=ROOT, env=self.env, stdout=self.log, stderr=self.log
        )
        wait_until_ready(self.url, self.process)

    def stop(self) -> float:
        started = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        return time.monotonic() - started


class Demonstration(Portal):
    """The portal as ``make run`` starts it, and as Ctrl-C stops it."""

    def start(self) -> None:
        self.process = subprocess.Popen(
            ["make", "run"], cwd=ROOT, env=self.env, stdout=self.log, stderr=self.log, start_new_session=True
        )
        wait_until_ready(self.url, self.process, seconds=400)

    def stop(self, how: int = signal.SIGINT) -> float:
        started = time.monotonic()
        os.killpg(self.process.pid, how)
        self.process.wait(30)
        return time.monotonic() - started

    def said(self) -> str:
        return (self.folder / "log.txt").read_text(encoding="utf-8", errors="replace")

    def left(self) -> list[str]:
        """The processes that still run on this data folder."""
        found = []
        for environ in Path("/proc").glob("[0-9]*/environ"):
            try:
                if f"DATA_DIR={self.folder}\0".encode() in environ.read_bytes():
                    found.append((environ.parent / "cmdline").read_text().replace("\0", " "))
            except OSError:
                continue
        return found

    def events(self) -> int:
        with sqlite3.connect(self.folder / "portal.sqlite3") as database:
            return int(database.execute("SELECT COUNT(*) FROM records_event").fetchone()[0])


def _demonstration(folder: Path) -> Demonstration:
    """One that runs; the first process of a check lives the story, the others run on a copy of its folder."""
    running = Demonstration(folder)
    with snapshots.held("demonstration") as kept:
        if kept.exists():
            shutil.copytree(kept, running.folder, dirs_exist_ok=True)
        else:
            running.start()
            _stops(running, signal.SIGTERM)
            if kept.parent.is_dir():
                shutil.copytree(running.folder, kept, ignore=shutil.ignore_patterns("log.txt"))
    running.start()
    return running


@pytest.fixture(scope="module")
def untouched_portal(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The demonstration as it begins, for one module alone."""
    running = _demonstration(tmp_path_factory.mktemp("untouched"))
    yield running
    _stops(running, signal.SIGINT)


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The demonstration by ``make run``: accounts printed, stopped by Ctrl-C, and the data there at the next run."""
    running = _demonstration(tmp_path_factory.mktemp("portal"))
    for person in CAST:
        assert f"demo account: {person.role} {person.email} {PASSWORD}" in running.said()
    lived = running.events()
    assert lived > 500
    yield running
    assert running.events() >= lived
    _stops(running, signal.SIGINT)


def _stops(running: Demonstration, how: int) -> None:
    assert running.stop(how) < 30
    assert running.left() == []


@pytest.fixture(scope="session")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The portal as in production, with the demonstration's story: the one that is kept, or told by its own command."""
    from tests.journeys.deployed import Deployed

    if "SERVICES_OWNER_URL" not in os.environ:
        pytest.skip("needs the private PostgreSQL and Redis that the whole check starts")
    kept = Path(os.environ.get("STORY_SNAPSHOT", os.devnull)) / "postgresql"
    running = Deployed(
        tmp_path_factory.mktemp("deployed"), template=snapshots.TEMPLATE if kept.exists() else "template1"
    )
    running.manage("collectstatic", "--noinput", "-v", "0")
    if kept.exists():
        shutil.copytree(snapshots.files_of(kept), running.folder / "files", dirs_exist_ok=True)
        running.set_passwords()
    running.manage("install_portal")
    running.manage("demo")
    running.start()
    yield running
    assert running.stop() < 30


@pytest.fixture
def network(request: pytest.FixtureRequest, chromium: Any) -> Any:
    """Everybody at a browser of the width, on a portal of the database, that ``network.py`` names."""
    from tests.journeys.network import Network

    width, database, name = request.param
    people = Network(chromium, request.getfixturevalue(database), width)
    people.tag = name
    yield people
    said = [s for p in people.everybody() for s in p.said]
    for person in people.everybody():
        person.context.close()
    assert said == []


@pytest.fixture(scope="session")
def chromium() -> Any:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield browser
        browser.close()
