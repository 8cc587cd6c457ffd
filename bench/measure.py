"""Pages and forms asked in turns with the floor, so that both meet the same machine: processor time and milliseconds."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench import load
from bench.browser import Reader
from bench.limits import PAGES, WRITES, Page

EACH = 20
TURNS = 3


@dataclass
class Processes:
    """The processes of a server and of its database, whose processor time a request costs."""

    port: int
    server: int
    database: int

    def cpu_ms(self) -> float:
        return load.cpu_ms(load.family_of(self.server, self.database))


@dataclass
class Cost:
    """What one page or form cost: by turns the ratio of processor time to the floor's, and all milliseconds."""

    ratios: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    spent: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)

    def row(self) -> dict[str, float]:
        return {"ratio": self.ratio, "cpu": statistics.median(self.cpu), "p50": statistics.median(self.spent)}


def _cost(of: Processes, ask: Callable[[], list[float]]) -> tuple[float, list[float]]:
    """Milliseconds of processor time each, and of the clock, of what ``ask`` asks."""
    before = of.cpu_ms()
    spent = ask()
    return (of.cpu_ms() - before) / len(spent), spent


def pages(portal: Processes, floor: Processes, readers: dict[str, Reader], floor_reader: Reader, facts: Any) -> Any:
    """Each page in three turns, each with the floor before and after it."""

    def asked(page: Page, n: int) -> Callable[[], list[float]]:
        path = facts.get(page.path, page.path)
        cookie = readers[page.reader].cookie if page.reader else ""
        return lambda: load.many(portal.port, path, cookie, n)

    def floor_asked(n: int) -> Callable[[], list[float]]:
        return lambda: load.many(floor.port, "/", floor_reader.cookie, n)

    for page in PAGES:
        asked(page, 6)()
    floor_asked(20)()
    costs, floors = {page.name: Cost() for page in PAGES}, Cost()
    for _turn in range(TURNS):
        for page in PAGES:
            before, first = _cost(floor, floor_asked(EACH))
            cpu, spent = _cost(portal, asked(page, EACH))
            after, last = _cost(floor, floor_asked(EACH))
            base = (before + after) / 2
            cost = costs[page.name]
            cost.ratios.append(cpu / base)
            cost.cpu.append(cpu)
            cost.spent += spent
            floors.cpu.append(base)
            floors.spent += first + last
    return {name: cost.row() for name, cost in costs.items()}, {
        "cpu": statistics.median(floors.cpu),
        "p50": statistics.median(floors.spent),
    }


def requests_a_second(portal: Processes, reader: Reader, path: str) -> float:
    """How many requests for a page two web processes answer in a second, with eight clients."""
    n = 240
    spent = load.many(portal.port, path, reader.cookie, n, clients=8)
    return 8 * 1000 / statistics.mean(spent)


def writes(portal: Processes, floor: Processes, reader: Reader, floor_reader: Reader, facts: Any) -> Any:
    """Each form sent again and again in turns with a form of the floor; only the sending is measured."""

    def sent(of: Processes, who: Reader, path: str, typed: Sequence[dict[str, str]], marked: str) -> Any:
        def once(turn: int) -> tuple[float, float]:
            shown = who.form(path, marked)
            before = of.cpu_ms()
            spent = who.post(path, shown | typed[turn % len(typed)])
            return of.cpu_ms() - before, spent

        rows = [once(turn) for turn in range(EACH)]
        return statistics.median(r[0] for r in rows), [r[1] for r in rows]

    words = [{"title": "A row", "about": "What it is about, in a sentence of the usual length."}]
    costs = {name: Cost() for name in WRITES}
    for _turn in range(TURNS):
        for name, (typed, marked) in WRITES.items():
            base, _spent = sent(floor, floor_reader, "/add/", words, "title")
            cpu, spent = sent(portal, reader, facts[name], typed, marked)
            costs[name].ratios.append(cpu / base)
            costs[name].cpu.append(cpu)
            costs[name].spent += spent
    return {name: cost.row() for name, cost in costs.items()}


def writers(port: int, facts: Any, each: int = 6) -> list[float]:
    """Milliseconds of the replies of eight officers to one meeting, all at once."""
    spent: list[float] = []
    typed, marked = WRITES["reply"]

    def write(email: str) -> Callable[[], None]:
        reader = Reader(port)
        reader.sign_in(email, facts["password"])

        def run() -> None:
            for turn in range(each):
                shown = reader.form(facts["reply"], marked)
                spent.append(reader.post(facts["reply"], shown | typed[turn % len(typed)]))

        return run

    load.together([write(email) for email in facts["writers"]])
    return spent
