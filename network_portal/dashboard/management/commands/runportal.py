"""Supervise web, worker and clock as real separate processes; stop them cleanly within thirty seconds."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from network_portal.lib import pdf

GRACE = 25.0


def commands(port: int) -> dict[str, list[str]]:
    """The processes of the portal, as they are started here, in the container and in the tests."""
    folder = Path(sys.executable).parent
    workers = "1" if settings.EMBEDDED else os.environ.get("WEB_CONCURRENCY", "2")
    proxied = ["--proxied"] if settings.ALLAUTH_TRUSTED_PROXY_COUNT else []
    return {
        "web": [
            sys.executable, "-m", "network_portal.lib.web", "network_portal.wsgi:application", "--bind",
            f"{settings.BIND}:{port}", "--workers", workers, *proxied,
        ],
        "worker": [
            str(folder / "celery"), "-A", "network_portal", "worker", "--concurrency", "2", "--loglevel", "WARNING",
            "--without-gossip", "--without-mingle", "--without-heartbeat",
        ],
        "clock": [
            str(folder / "celery"), "-A", "network_portal", "beat", "--scheduler", "celery.beat:Scheduler", "--loglevel",
            "WARNING", "--pidfile=",
        ],
    }  # fmt: skip


class Command(BaseCommand):
    help = "Run web, worker and clock; a process that dies is started again with a growing pause."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stopping = False
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        if missing := pdf.missing_packages():
            self.stderr.write(f"No PDF can be made: install {' '.join(missing)}. Everything else works.")
        wanted = commands(settings.PORT)
        running = {name: self._start(name, command) for name, command in wanted.items()}
        self.stdout.write(f"portal: {settings.BASE_URL}")
        self.stdout.flush()
        pauses = dict.fromkeys(wanted, 1.0)
        started = dict.fromkeys(wanted, time.monotonic())
        while not self.stopping:
            time.sleep(0.2)
            for name, process in running.items():
                if process.poll() is None or self.stopping:
                    continue
                if time.monotonic() - started[name] > 60:
                    pauses[name] = 1.0
                self.stderr.write(f"{name} ended with {process.returncode}; starting it again")
                time.sleep(pauses[name])
                pauses[name] = min(pauses[name] * 2, 30.0)
                running[name], started[name] = self._start(name, wanted[name]), time.monotonic()
        self._end(running)

    def _start(self, name: str, command: list[str]) -> subprocess.Popen[bytes]:
        """Each in a session of its own, so that a Ctrl-C reaches only the supervisor."""
        assert shutil.which(command[0]), command[0]
        return subprocess.Popen(command, start_new_session=True, cwd=settings.BASE_DIR)  # noqa: S603 - our own list

    def _stop(self, *_args: Any) -> None:
        self.stopping = True

    def _end(self, running: dict[str, subprocess.Popen[bytes]]) -> None:
        """Ask the parents to stop, wait, and only then kill whole groups."""
        for process in running.values():
            if process.poll() is None:
                process.terminate()
        until = time.monotonic() + GRACE
        for process in running.values():
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
