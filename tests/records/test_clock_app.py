"""The clock runs without the apps, and writes the portal's logs."""

import json
import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import logging
from celery.signals import setup_logging
from network_portal.clock_app import app
app.loader.init_worker()
app.finalize()
app.log.setup()
from django.apps import apps
assert not apps.ready
assert set(entry["task"] for entry in app.conf.beat_schedule.values()) == {"records.pulse", "records.sweep"}
logging.getLogger("celery.beat").error("Message Error: nia@example.org")
"""


def test_the_clock_loads_no_app_and_logs_as_the_portal(tmp_path: Path) -> None:
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "network_portal.settings", "DEMO": "on", "DATA_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=env, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    line = json.loads(done.stderr.splitlines()[-1])
    assert line["level"] == "error"
    assert "nia@example.org" not in done.stderr
