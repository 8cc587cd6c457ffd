"""What was measured beside what is asked: printed, and written to docs/performance.md."""

import os
import platform
import time
from pathlib import Path
from typing import Any

from bench import limits

ROOT = Path(__file__).resolve().parent.parent
given: list[tuple[str, float, float]] = []


def verdict(what: str, value: float, most: float) -> None:
    given.append((what, value, most))
    print(f"  {'within' if value <= most else 'OVER  '}  {what}: {value:.2f} (at most {most:g})")


def show(out: Any) -> None:
    print(f"\n{out['size']}\nfloor: {out['floor']['cpu']:.2f} ms of processor time, p50 {out['floor']['p50']:.2f} ms")
    print(f"{'page or form':<32}{'SELECTs':>8}{'ratio':>8}{'CPU ms':>9}{'p50 ms':>9}")
    for name, row in {**out["pages"], **out["writes"]}.items():
        print(f"{name:<32}{out['selects'].get(name, ''):>8}{row['ratio']:>8.2f}{row['cpu']:>9.2f}{row['p50']:>9.2f}")
    print(f"{out['a second']:.0f} meeting pages a second; eight writers: p95 {out['writers']:.0f} ms; a web process: {out['pss']:.0f} MiB")  # fmt: skip


def judge(small: Any, large: Any, papers: Any, alone: dict[str, float]) -> int:
    """How many figures are over their limit."""
    print("\nlimits")
    for n, (label, out) in enumerate((("", small), (", ten times the data", large))):
        for page in limits.PAGES:
            most = (page.small, page.large)[n]
            if most is not None:
                verdict(f"{page.name}{label}", out["pages"][page.name]["ratio"], most)
            if page.selects is not None:
                verdict(f"{page.name}, SELECTs{label}", out["selects"][page.name], page.selects)
        for name in limits.WRITES:
            verdict(f"{name}, of a form of the floor{label}", out["writes"][name]["ratio"], limits.WRITE_LIMIT)
        more = out["pages"]["meeting, 50 items"]["ratio"] - out["pages"]["meeting, 12 items"]["ratio"]
        verdict(f"each further item, of the floor{label}", more / 38, limits.EACH_ITEM_LIMIT)
        verdict(f"a web process, MiB{label}", out["pss"], limits.WORKER_LIMIT)
    verdict("convening 400 organizations, ms", large["acts"]["convening"], limits.CONVENING_LIMIT)
    verdict("closing a call of 400, SELECTs more than of 40", large["acts"]["closing"] - small["acts"]["closing"], 0)
    for items, (ours, peak, theirs, their_peak) in papers.items():
        verdict(f"paper of {items} items, seconds", ours, limits.PAPER_LIMIT if items == "12" else 1.15 * theirs + 0.2)
        verdict(f"paper of {items} items, memory beside the command's", peak / their_peak, 1.1)
    verdict("embedded portal, seconds to /ready", alone["ready"], limits.READY_LIMIT)
    verdict("embedded portal, MiB of all processes", alone["mib"], limits.EMBEDDED_LIMIT)
    verdict("embedded portal, eight writers, p95 ms", alone["p95"], limits.WRITERS_LIMIT)
    return sum(1 for _what, value, most in given if value > most)


def machine() -> str:
    """Processors, memory and Python of this machine."""
    memory = next(line for line in Path("/proc/meminfo").read_text().splitlines() if line.startswith("MemTotal"))
    model = [line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]  # fmt: skip
    return f"{os.cpu_count()} processors ({model[0] if model else platform.machine()}), {int(memory.split()[1]) // 2**20} GiB, Python {platform.python_version()}"  # fmt: skip


def write(small: Any, large: Any) -> None:
    """docs/performance.md: the two tables and each verdict."""
    lines = [
        "# Performance", "",
        f"Written by `make bench` on {time.strftime('%-d %B %Y')}: {machine()}. Two web processes, PostgreSQL and Redis on the same machine.",
        "The floor is a signed-in page of 20 rows with one SELECT on the same server; for forms, one with one INSERT.",
        "A ratio is the processor time of web and database for a page, as a multiple of the floor's that was asked in turns with it; the median of three turns.",
    ]  # fmt: skip
    for label, out, n in (("Small", small, 0), ("Ten times the data", large, 1)):
        floor = out["floor"]
        lines += ["", f"## {label}", "", f"{out['size']}. Floor: {floor['cpu']:.2f} ms of processor time, {floor['p50']:.2f} ms (p50). {out['a second']:.0f} meeting pages a second with eight clients; eight writers at once: {out['writers']:.0f} ms (p95); a web process: {out['pss']:.0f} MiB.", "",
                  "| Page or form | SELECTs | Ratio to the floor | At most | CPU ms | ms (p50) |", "|---|---|---|---|---|---|"]  # fmt: skip
        most = {page.name: (page.small, page.large)[n] for page in limits.PAGES} | dict.fromkeys(limits.WRITES, limits.WRITE_LIMIT)  # fmt: skip
        for name, row in {**out["pages"], **out["writes"]}.items():
            asked = most.get(name)
            lines.append(f"| {name} | {out['selects'].get(name, '')} | {row['ratio']:.1f} | {'' if asked is None else f'{asked:g}'} | {row['cpu']:.1f} | {row['p50']:.1f} |")  # fmt: skip
    lines += ["", "## Limits", "", "| What | Measured | At most | |", "|---|---|---|---|"]
    lines += [f"| {what} | {value:.2f} | {most:g} | {'within' if value <= most else '**over**'} |" for what, value, most in given]  # fmt: skip
    (ROOT / "docs" / "performance.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
