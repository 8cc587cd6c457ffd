"""A client that asks over loopback as a browser would, and the figures of the processes that answer."""

import os
import socket
import statistics
import threading
import time
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


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

    threads = [threading.Thread(target=client) for _turn in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return spent


def median(spent: list[float]) -> float:
    return statistics.median(spent)


def workers_of(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(words[1]) == parent:
            found.append(int(stat.parent.name))
    return found


def cpu_ms(pids: list[int]) -> float:
    """Milliseconds of processor time that these processes used so far."""
    ticks = 0
    for pid in pids:
        words = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(words[11]) + int(words[12])
    return ticks * 1000 / TICK


def pss_mib(pid: int) -> float:
    rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return int(next(r for r in rows if r.startswith("Pss:")).split()[1]) / 1024
