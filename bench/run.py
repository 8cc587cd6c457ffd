"""The bench: the portal as in production against a floor page, on a private PostgreSQL. Prints figures and verdicts.

``python -m bench.run [rounds] [--write]``; pages and floor are asked in turns, so that both meet the same machine. With
``--write`` the figures go into docs/performance.md, with the date and the machine.
"""

import json
import os
import platform
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench import load

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
EACH = 12
SIZES = (1, 10)
failed: list[str] = []
verdicts: list[tuple[str, float, float]] = []
AIMS = {"dashboard": (5, 5), "decision": (6, 15), "work plan": (7, 15)}
"""Ratios to the floor that are aimed at on small and on ten times the data; they are shown, and fail nothing yet."""


def verdict(what: str, value: float, most: float) -> None:
    """Say whether a figure is within its limit; a figure over it makes the bench end with 1."""
    good = value <= most
    verdicts.append((what, value, most))
    print(f"  {'within' if good else 'OVER  '}  {what}: {value:.2f} (at most {most:g})")
    if not good:
        failed.append(what)


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

    @property
    def workers(self) -> list[int]:
        return load.workers_of(self.process.pid)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


def size(times: int, folder: Path, services: dict[str, str], rounds: int) -> dict[str, Any]:
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
    facts = json.loads(said(demo, "-m", "bench.network", str(times)))
    cookie = f"portal={facts['session']}"
    floor_cookie = "sessionid=" + said(env, "-m", "bench.floor.fill").strip()
    subprocess.run(["psql", "-q", owner, "-c", "VACUUM ANALYZE"], check=True)
    pages = {
        "sign-in": "/account/sign-in/", "meetings": "/meetings/", "decisions": "/decisions/", "actions": "/decisions/actions/?state=all",
        "members": "/members/", "task teams": "/task-teams/", "notices": "/notices/", "meeting, 12 items": facts["meeting"],
        "meeting, 50 items": facts["long meeting"], "minutes": facts["minutes"], "decision": facts["decision"],
        "work plan": f"/workplans/{time.gmtime().tm_year}/", "dashboard": "/", "approved PDF": facts["pdf"],
    }  # fmt: skip
    selects = json.loads(said(env, "-m", "bench.selects", facts["session"], *pages.values()))
    portal, floor = Server("network_portal.wsgi", env), Server("bench.floor.wsgi", env)
    try:
        out = _measure(portal, floor, pages, selects, cookie, floor_cookie, rounds)
        load.many(portal.port, "/meetings/", cookie, max(0, 2000 - rounds * EACH * len(pages)))
        out["pss"] = max(load.pss_mib(pid) for pid in portal.workers)
    finally:
        portal.stop()
        floor.stop()
    out["size"] = f"{facts['members']} members, {facts['meetings']} meetings, {facts['decisions']} decisions"
    print(f"\n{out['size']}")
    _print(out)
    out["env"] = env
    return out


def _measure(
    portal: Server, floor: Server, pages: Any, selects: Any, cookie: str, floor_cookie: str, rounds: int
) -> Any:
    rows: dict[str, Any] = {}
    for path in pages.values():
        load.many(portal.port, path, "" if path.startswith("/account/") else cookie, 6)
    load.many(floor.port, "/", floor_cookie, 20)
    floors: list[float] = []
    spent: dict[str, list[float]] = {name: [] for name in pages}
    for _turn in range(rounds):
        for name, path in pages.items():
            sent = "" if path.startswith("/account/") else cookie
            floors += load.many(floor.port, "/", floor_cookie, EACH // 2)
            spent[name] += load.many(portal.port, path, sent, EACH)
    base = load.median(floors)
    eight = load.median(load.many(floor.port, "/", floor_cookie, 160, clients=8))
    for name, path in pages.items():
        sent = "" if path.startswith("/account/") else cookie
        workers = portal.workers
        before = load.cpu_ms(workers)
        crowd = load.many(portal.port, path, sent, 80, clients=8)
        cpu = (load.cpu_ms(workers) - before) / 80
        p50 = load.median(spent[name])
        rows[name] = {"selects": selects[path], "p50": p50, "ratio": p50 / base, "eight": load.median(crowd),
                      "eight_ratio": load.median(crowd) / eight, "cpu": cpu}  # fmt: skip
    return {"pages": rows, "floor": base, "floor_eight": eight}


def _print(out: Any) -> None:
    print(f"floor: p50 {out['floor']:.2f} ms at 1 client, {out['floor_eight']:.2f} ms at 8")
    print(f"{'page':<20}{'SELECTs':>8}{'p50 ms':>9}{'ratio':>8}{'CPU ms':>9}{'p50 at 8':>10}{'ratio':>8}")
    for name, row in out["pages"].items():
        print(f"{name:<20}{row['selects']:>8}{row['p50']:>9.2f}{row['ratio']:>8.2f}{row['cpu']:>9.2f}{row['eight']:>10.2f}{row['eight_ratio']:>8.2f}")  # fmt: skip
    print(f"a web worker after 2,000 requests: {out['pss']:.0f} MiB (PSS)")


def judge(small: Any, large: Any) -> None:
    for label, out in (("", small), (", ten times the data", large)):
        pages = out["pages"]
        verdict(f"meeting page, ratio to the floor{label}", pages["meeting, 12 items"]["ratio"], 6)
        verdict(f"meeting page, SELECTs{label}", pages["meeting, 12 items"]["selects"], 15)
        more = pages["meeting, 50 items"]["p50"] - pages["meeting, 12 items"]["p50"]
        verdict(f"each further item, of the floor{label}", more / 38 / out["floor"], 0.1)
        verdict(f"50 items, SELECTs more{label}", pages["meeting, 50 items"]["selects"] - pages["meeting, 12 items"]["selects"], 0)  # fmt: skip
        verdict(f"sign-in page{label}", pages["sign-in"]["ratio"], 2)
        verdict(f"approved PDF served{label}", pages["approved PDF"]["ratio"], 2)
        verdict(f"a web worker, MiB{label}", out["pss"], 150)
        for name in ("meetings", "decisions", "actions", "members", "task teams", "notices"):
            verdict(f"{name}, ratio{label}", pages[name]["ratio"], 3.5)
            verdict(f"{name}, SELECTs{label}", pages[name]["selects"], 10)
    for name in ("meetings", "decisions", "actions", "members", "task teams", "notices"):
        verdict(f"{name}, ten times the data", large["pages"][name]["ratio"] / small["pages"][name]["ratio"], 1.15)


def paper(env: dict[str, str]) -> None:
    """Fifteen rounds of ours and the command's, in turns."""
    found = json.loads(said({**env, "DEMO": "on"}, "-m", "bench.paper", "15"))
    print("\nminutes to PDF, medians of 15 rounds: seconds and MiB, ours and the weasyprint command's")
    for items, (ours, peak, theirs, their_peak) in found.items():
        print(f"  {items} items: {ours:.2f} s, {peak / 1024:.0f} MiB; {theirs:.2f} s, {their_peak / 1024:.0f} MiB")
        verdict(f"{items} items, seconds", ours, 1.15 * theirs + 0.2)
        verdict(f"{items} items, memory of the child", peak / their_peak, 1.1)


def machine() -> str:
    """Processors, memory and Python of this machine."""
    memory = next(line for line in Path("/proc/meminfo").read_text().splitlines() if line.startswith("MemTotal"))
    model = [line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]  # fmt: skip
    return f"{os.cpu_count()} processors ({model[0] if model else platform.machine()}), {int(memory.split()[1]) // 2**20} GiB, Python {platform.python_version()}"  # fmt: skip


def write(small: Any, large: Any) -> None:
    """docs/performance.md: the two tables, what is aimed at, and each verdict."""
    lines = [
        "# Performance", "",
        f"Written by `make bench` on {time.strftime('%-d %B %Y')}: {machine()}. Two web processes, PostgreSQL and Redis on the same machine.",
        "The floor is a signed-in page of 20 rows with one SELECT on the same server; a ratio compares the medians of pages and floor that were asked in turns.",
    ]  # fmt: skip
    for label, out, n in (("Small", small, 0), ("Ten times the data", large, 1)):
        lines += ["", f"## {label}", "", f"{out['size']}. Floor: {out['floor']:.2f} ms; a web worker after 2,000 requests: {out['pss']:.0f} MiB.", "",
                  "| Page | SELECTs | ms (p50) | Ratio to the floor | Aim | CPU ms | ms at 8 clients |", "|---|---|---|---|---|---|---|"]  # fmt: skip
        for name, row in out["pages"].items():
            aim = f"{AIMS[name][n]}" if name in AIMS else ""
            lines.append(f"| {name} | {row['selects']} | {row['p50']:.1f} | {row['ratio']:.1f} | {aim} | {row['cpu']:.1f} | {row['eight']:.1f} |")  # fmt: skip
    lines += ["", "## Limits", "", "| What | Measured | At most | |", "|---|---|---|---|"]
    lines += [f"| {what} | {value:.2f} | {most:g} | {'within' if value <= most else '**over**'} |" for what, value, most in verdicts]  # fmt: skip
    (ROOT / "docs" / "performance.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    numbers = [word for word in sys.argv[1:] if word.isdigit()]
    rounds = int(numbers[0]) if numbers else 10
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        services = folder / "services"
        subprocess.run(["tools/services.sh", "start", str(services)], cwd=ROOT, check=True)
        try:
            lines = (services / "env").read_text().splitlines()
            urls = dict(line.removeprefix("export ").split("=", 1) for line in lines)
            small, large = (size(times, folder, urls, rounds) for times in SIZES)
            paper(small["env"])
            print("\nlimits")
            judge(small, large)
            if "--write" in sys.argv:
                write(small, large)
        finally:
            subprocess.run(["tools/services.sh", "stop", str(services)], cwd=ROOT, check=False)
    print(f"\n{'every figure is within its limit' if not failed else f'{len(failed)} over the limit'}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
