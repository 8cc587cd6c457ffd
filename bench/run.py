"""The bench: the portal as in production against a floor page, on a private PostgreSQL. Prints figures and verdicts.

``python -m bench.run [--write]``; pages and floor are asked in turns, so that both meet the same machine, and judged by
the processor time of web and database, which holds on a noisy machine. With ``--write`` the figures go into
docs/performance.md, with the date and the machine.
"""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench import embedded, load, measure, verdicts
from bench.browser import Reader

ROOT = Path(__file__).resolve().parent.parent
SIZES = (1, 10)
FLOOR_PASSWORD = secrets.token_urlsafe(16)
ADDRESSES = {"fao": "fao@example.org", "secretary": "secretary@example.org", "admin": "admin@example.org"}


def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def said(env: dict[str, str], *words: str) -> str:
    done = subprocess.run([sys.executable, *words], cwd=ROOT, env=env, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return done.stdout


class Server:
    """The web server with two processes on a port of its own."""

    def __init__(self, module: str, env: dict[str, str]) -> None:
        self.port = port()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "network_portal.lib.web", f"{module}:application", "--bind", f"127.0.0.1:{self.port}", "--workers", "2"],
            cwd=ROOT, env=env, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                break
            except OSError:
                assert time.monotonic() < until, f"{module} does not answer"
                time.sleep(0.1)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


def size(times: int, folder: Path, services: dict[str, str]) -> dict[str, Any]:
    """Everything measured on a network of one size."""
    name = f"bench{times}"
    owner = f"{services['SERVICES_OWNER_URL']}/{name}"
    subprocess.run(["psql", "-q", f"{services['SERVICES_OWNER_URL']}/postgres", "-c", f"CREATE DATABASE {name}"], check=True)  # fmt: skip
    data = folder / name
    base = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
    env = {**base, "DATABASE_URL": owner, "DATA_DIR": str(data), "SECRET_KEY": secrets.token_urlsafe(48),
           "CELERY_BROKER_URL": f"{services['SERVICES_REDIS_URL']}/0", "BASE_URL": "http://localhost:8000",
           "CACHE_URL": f"{services['SERVICES_REDIS_URL'].replace('redis:', 'rediscache:')}/1",
           "REQUIRE_SECOND_FACTOR": "off", "EMAIL_URL": "smtp://localhost:1025"}  # fmt: skip
    demo = {k: v for k, v in env.items() if k != "EMAIL_URL"} | {"DEMO": "on"}
    data.mkdir()
    said(env, "manage.py", "collectstatic", "--noinput", "-v", "0")
    said(demo, "manage.py", "install_portal")
    facts = json.loads(said(demo, "-m", "bench.network", str(times)).splitlines()[-1])
    facts["plan"] = f"/workplans/{time.gmtime().tm_year}/"
    said(env, "-m", "bench.floor.fill", FLOOR_PASSWORD)
    subprocess.run(["psql", "-q", owner, "-c", "VACUUM ANALYZE"], check=True)
    out: dict[str, Any] = {"selects": json.loads(said(env, "-m", "bench.selects", json.dumps(facts)).splitlines()[-1])}
    portal, floor = Server("network_portal.wsgi", env), Server("bench.floor.wsgi", env)
    database = load.postmaster(folder / "services")
    of_portal, of_floor = (measure.Processes(s.port, s.process.pid, database) for s in (portal, floor))
    try:
        readers = {key: Reader(portal.port) for key in ADDRESSES}
        for key, reader in readers.items():
            reader.sign_in(ADDRESSES[key], facts["password"])
        floor_reader = Reader(floor.port)
        fields = {"username": "floor", "password": FLOOR_PASSWORD}
        floor_reader.post("/sign-in/", floor_reader.form("/sign-in/", "password") | fields)
        out["pages"], out["floor"] = measure.pages(of_portal, of_floor, readers, floor_reader, facts)
        out["a second"] = measure.requests_a_second(of_portal, readers["fao"], facts["meeting"])
        out["writes"] = measure.writes(of_portal, of_floor, readers["fao"], floor_reader, facts)
        spent = measure.writers(portal.port, facts)
        out["writers"] = load.percentile(spent, 0.95)
        out["pss"] = max(load.pss_mib(pid) for pid in load.children_of(portal.process.pid))
    finally:
        portal.stop()
        floor.stop()
    out["acts"] = json.loads(said(demo, "-m", "bench.acts").splitlines()[-1])
    out["size"] = f"{facts['members']} members, {facts['meetings']} meetings, {facts['decisions']} decisions"
    out["env"] = env
    verdicts.show(out)
    return out


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        services = folder / "services"
        subprocess.run(["tools/services.sh", "start", str(services)], cwd=ROOT, check=True)
        try:
            lines = (services / "env").read_text().splitlines()
            urls = dict(line.removeprefix("export ").split("=", 1) for line in lines)
            small, large = (size(times, folder, urls) for times in SIZES)
            papers = json.loads(said({**small["env"], "DEMO": "on"}, "-m", "bench.paper", "9").splitlines()[-1])
        finally:
            subprocess.run(["tools/services.sh", "stop", str(services)], cwd=ROOT, check=False)
        alone = embedded.run(folder / "alone", port(), said)
    over = verdicts.judge(small, large, papers, alone)
    if "--write" in sys.argv:
        verdicts.write(small, large)
    print(f"\n{'every figure is within its limit' if not over else f'{over} over the limit'}")
    sys.exit(1 if over else 0)


if __name__ == "__main__":
    main()
