"""A client that asks over loopback as a browser would, and the figures of the processes that answer."""

import socket
import statistics
import threading
import time
from collections.abc import Iterable
from pathlib import Path


def ask(port: int, path: str, cookie: str) -> float:
    """One request on a connection of its own; milliseconds until the last byte. Anything but 200 is an error."""
    head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n".encode()
    started = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.sendall(head)
        first = line.recv(65536)
        while line.recv(65536):
            pass
    spent = (time.perf_counter() - started) * 1000
    assert first.startswith(b"HTTP/1.1 200"), (path, first[:200])
    return spent


def many(port: int, path: str, cookie: str, n: int, clients: int = 1) -> list[float]:
    """``n`` requests by so many clients at once."""
    if clients == 1:
        return [ask(port, path, cookie) for _turn in range(n)]
    spent: list[float] = []

    def client() -> None:
        spent.extend([ask(port, path, cookie) for _turn in range(n // clients)])

    together([client] * clients)
    return spent


def together(clients: Iterable[object]) -> None:
    """Run these functions at once and wait for all; the first error is raised."""
    errors: list[BaseException] = []

    def guarded(client: object) -> None:
        try:
            client()  # type: ignore[operator]
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=guarded, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def median(spent: list[float]) -> float:
    return statistics.median(spent)


def percentile(spent: list[float], share: float) -> float:
    return sorted(spent)[min(len(spent) - 1, int(len(spent) * share))]


def _parents() -> dict[int, int]:
    """Of each process the one that started it."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        found[int(stat.parent.name)] = int(words[1])
    return found


def children_of(parent: int) -> list[int]:
    """The processes that a process started itself."""
    return [pid for pid, its in _parents().items() if its == parent]


def family_of(*roots: int) -> list[int]:
    """These processes with all that they and their children started."""
    parents, found = _parents(), list(roots)
    for pid in found:
        found += [child for child, its in parents.items() if its == pid]
    return found


def cpu_ms(pids: Iterable[int]) -> float:
    """Milliseconds of processor time that all threads of these processes used so far, as the scheduler counts them."""
    spent = 0
    for pid in pids:
        for thread in Path(f"/proc/{pid}/task").glob("*/schedstat"):
            try:
                spent += int(thread.read_text().split()[0])
            except OSError:  # it ended meanwhile
                continue
    return spent / 1e6


def pss_mib(pid: int) -> float:
    """MiB of memory of a process, what it shares with others counted in part (proportional set size)."""
    try:
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return int(next(r for r in rows if r.startswith("Pss:")).split()[1]) / 1024


def postmaster(folder: Path) -> int:
    """The first process of a PostgreSQL whose data lie in a folder."""
    return int(next(folder.rglob("postmaster.pid")).read_text().split()[0])
