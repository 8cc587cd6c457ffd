"""Run web, worker and clock as real separate processes under the supervisor."""

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from network_portal.lib import pdf, supervisor


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
            str(folder / "celery"), "-A", "network_portal.clock_app", "beat", "--scheduler", "celery.beat:Scheduler", "--loglevel",
            "WARNING", "--pidfile=",
        ],
    }  # fmt: skip


class Command(BaseCommand):
    help = "Run web, worker and clock; a process that dies is started again with a growing pause."

    def handle(self, *args: Any, **options: Any) -> None:
        if missing := pdf.missing_packages():
            self.stderr.write(f"No PDF can be made: install {' '.join(missing)}. Everything else works.")
        wanted = commands(settings.PORT)
        for command in wanted.values():
            assert shutil.which(command[0]), command[0]
        self.stdout.write(f"portal: {settings.BASE_URL}")
        self.stdout.flush()
        os.chdir(settings.BASE_DIR)
        # the same process goes on as the supervisor, which needs nothing of what was loaded here
        os.execv(sys.executable, [sys.executable, supervisor.__file__, json.dumps(wanted)])  # noqa: S606 - our own list
