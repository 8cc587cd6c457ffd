"""The portal that one command starts, on SQLite: how soon it is ready, what all its processes hold, eight who write."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from bench import load, measure

ROOT = Path(__file__).resolve().parent.parent


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def run(folder: Path, port: int, said: Any) -> dict[str, float]:
    """Seconds to /ready, MiB of all processes after it was used, and the 95th percentile of the writers' replies in ms."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    env = {**kept, "DEMO": "on", "DATA_DIR": str(folder), "PORT": str(port)}
    folder.mkdir()
    said(env, "manage.py", "collectstatic", "--noinput", "-v", "0")
    said(env, "manage.py", "install_portal")
    facts = json.loads(said(env, "-m", "bench.network", "1").splitlines()[-1])
    started = time.monotonic()
    log = (folder / "portal.log").open("w")
    process = subprocess.Popen([sys.executable, "manage.py", "runportal"], cwd=ROOT, env=env, stdout=log, stderr=log)
    try:
        while not _is_ready(port):
            assert process.poll() is None, (folder / "portal.log").read_text()[-2000:]
            assert time.monotonic() - started < 120, (folder / "portal.log").read_text()[-2000:]
            time.sleep(0.1)
        ready = time.monotonic() - started
        spent = measure.writers(port, facts)
        memory = sum(load.pss_mib(pid) for pid in load.family_of(process.pid))
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(40)
    return {"ready": ready, "mib": memory, "p95": load.percentile(spent, 0.95)}
