"""The demonstration can be begun on any day, also on those on which calendars go wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.conftest import ROOT, environment

DAYS = [
    "2026-12-31T17:01:00+00:00",
    "2028-02-29T10:00:00+00:00",
    "2027-01-01T03:00:00+00:00",
    "2027-03-31T16:59:00+00:00",
]
BEGIN = """
import sys, datetime as dt
import time_machine
with time_machine.travel(dt.datetime.fromisoformat(sys.argv[1]), tick=True):
    import django
    django.setup()
    from django.core.management import call_command
    for command in ("install_portal", "demo", "verify_record", "check_integrity"):
        call_command(command)
"""


@pytest.mark.slow
@pytest.mark.alike
@pytest.mark.parametrize("day", DAYS if os.environ.get("PROPERTIES") == "soak" else DAYS[:1])
def test_the_story_can_be_told_on(day: str, tmp_path: Path) -> None:
    env = environment(tmp_path, 8000)
    done = subprocess.run([sys.executable, "-c", BEGIN, day], cwd=ROOT, env=env, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr[-2000:]
    assert "The record is whole." in done.stdout
    assert '"clean": true' in done.stdout
