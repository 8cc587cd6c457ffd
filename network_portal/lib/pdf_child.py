"""The process that draws: it loads the library once and forks a child for each paper. It must not import the project.

Started by path with ``-I``. Each line of its input is a request as JSON (folder, variant, environment, limits); each line
of its output the reply. The child has its own limits of time and memory, and ends with its paper. Without a request for
a minute the process ends.
"""

import ctypes
import json
import os
import resource
import select
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher

IDLE_SECONDS = 60
PR_SET_PDEATHSIG = 1  # linux/prctl.h: the child ends when its parent does


class ClosedFetcher(URLFetcher):
    """Knows data: addresses and nothing else: no file, no host, no redirect."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)


def draw(folder: Path, variant: str) -> None:
    document = HTML(string=(folder / "in.html").read_text(encoding="utf-8"), url_fetcher=ClosedFetcher(), base_url=None)
    css = CSS(string=(folder / "in.css").read_text(encoding="utf-8"), url_fetcher=ClosedFetcher())
    document.write_pdf(folder / "out.pdf", stylesheets=[css], pdf_variant=variant, presentational_hints=False)


def _draw_in_child(request: dict[str, Any]) -> None:
    """In the forked child: its own environment, limits and messages; it never returns to the loop."""
    folder = Path(request["folder"])
    messages = os.open(folder / "err.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(messages, 2)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    with suppress(OSError, AttributeError):  # where the system is no Linux, the child's own limits remain
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    os.environ.clear()
    os.environ.update(request["environment"])
    resource.setrlimit(resource.RLIMIT_AS, (request["bytes"], request["bytes"]))
    resource.setrlimit(resource.RLIMIT_CPU, (request["seconds"], request["seconds"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.setitimer(signal.ITIMER_REAL, request["seconds"])  # the signal ends the process
    draw(folder, request["variant"])


def main() -> None:
    requests = sys.stdin.buffer
    while select.select([requests], [], [], IDLE_SECONDS)[0]:
        line = requests.readline()
        if not line:
            return
        request = json.loads(line)
        pid = os.fork()
        if pid == 0:
            try:
                _draw_in_child(request)
            except BaseException as error:
                os.write(2, f"{type(error).__name__}: {error}\n".encode())
                os._exit(1)
            os._exit(0)
        _pid, status, usage = os.wait4(pid, 0)
        reply = {"number": request["number"], "code": os.waitstatus_to_exitcode(status), "peak_kib": usage.ru_maxrss}
        os.write(1, json.dumps(reply).encode() + b"\n")


if __name__ == "__main__":
    main()
