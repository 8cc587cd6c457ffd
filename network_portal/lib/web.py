"""The web server: several processes on one socket, each of which reads a request whole before a thread works on it.

    python -m network_portal.lib.web network_portal.wsgi:application --bind 127.0.0.1:8000 --workers 2

A slow or silent connection costs a file descriptor and never a thread; one whose request does not come in time is
closed. Nothing here knows Django.
"""

import argparse
import gc
import importlib
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from waitress import create_server
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask

HEADER_SECONDS = 15  # for the head of a request, from its first byte
BODY_SECONDS = 60  # for the whole of it
IDLE_SECONDS = 30  # for a connection on which nothing comes
LARGEST_BODY = 6 * 1024 * 1024  # bytes; Django refuses more than 5 MiB of a form
LARGEST_HEAD = 32 * 1024  # bytes
CONNECTIONS = 2000  # a process
FINISH = 15.0  # seconds that a stopping process gives its requests
GRACE = 20.0  # seconds after which a process that does not stop is killed
GC_THRESHOLD = 50_000  # new objects; a page makes about 20,000, nearly all of which end with it (Python's own: 700)
_HEADERS = (
    ("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"),
    ("Cache-Control", "private, no-store"),
)


class _Error(ErrorTask):
    """An answer of the server itself carries the portal's headers, and tells nothing of the machine."""

    def execute(self) -> None:
        self.response_headers.extend(_HEADERS)
        if os.environ.get("BASE_URL", "").startswith("https://"):
            self.response_headers.append(("Strict-Transport-Security", "max-age=31536000; includeSubDomains"))
        super().execute()


class _Channel(HTTPChannel):
    """A connection that remembers since when it has been reading its present request."""

    error_task_class = _Error
    reading_since = 0.0

    def received(self, data: bytes) -> bool:
        taken = bool(super().received(data))
        if self.request is None:
            self.reading_since = 0.0
        elif not self.reading_since:
            self.reading_since = time.time()
        return taken

    def is_late(self, now: float) -> bool:
        request, since = self.request, self.reading_since or self.creation_time
        if self.requests or (request is None and self.reading_since):
            return False
        if request is None:
            return bool(now - self.last_activity > IDLE_SECONDS)
        return bool(now - since > (BODY_SECONDS if request.headers_finished else HEADER_SECONDS))


def _close_late(server: Any) -> Callable[[float], None]:
    parent = os.getppid()

    def maintenance(now: float) -> None:
        if os.getppid() != parent:  # whoever started this process is gone
            raise SystemExit(0)
        for channel in list(server.active_channels.values()):
            if channel.is_late(now):
                channel.will_close = True

    return maintenance


def listen(bind: str) -> socket.socket:
    """A listening socket on ``host:port``."""
    host, _, port = bind.rpartition(":")
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, int(port)))
    listener.listen(1024)
    return listener


def _serve(application: Any, listener: socket.socket, threads: int, *, proxied: bool) -> None:
    """Answer requests until TERM; then give those that are under way or wait FINISH seconds."""
    TcpWSGIServer.channel_class = _Channel
    server = create_server(
        application, sockets=[listener], threads=threads, connection_limit=CONNECTIONS, ident=None, cleanup_interval=2,
        channel_timeout=IDLE_SECONDS, asyncore_use_poll=True, max_request_body_size=LARGEST_BODY,
        max_request_header_size=LARGEST_HEAD, clear_untrusted_proxy_headers=not proxied, expose_tracebacks=False,
    )  # fmt: skip
    server.maintenance = _close_late(server)
    dispatcher = server.task_dispatcher
    dispatcher.shutdown = partial(dispatcher.shutdown, cancel_pending=False, timeout=FINISH)

    def stop(*_args: Any) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    server.run()


def _load(name: str) -> Any:
    """The application; its modules are left out of garbage collection, because they stay as long as the process."""
    module, _, attribute = name.partition(":")
    application = getattr(importlib.import_module(module), attribute)
    gc.collect()
    gc.freeze()
    gc.set_threshold(GC_THRESHOLD, 10, 10)
    return application


def _start(name: str, listener: socket.socket, threads: int, *, proxied: bool) -> int:
    """Fork a process that loads the application and serves; returns its number."""
    pid = os.fork()
    if pid:
        return pid
    try:
        _serve(_load(name), listener, threads, proxied=proxied)
    except SystemExit:
        pass
    except BaseException as error:  # the process ends here whatever happened, and its parent starts another
        sys.stderr.write(f"web process: {type(error).__name__}: {error}\n")
        os._exit(1)
    os._exit(0)


def main(arguments: list[str]) -> None:
    """Keep the processes running until TERM or INT; one that dies is started again."""
    parser = argparse.ArgumentParser(prog="network_portal.lib.web")
    parser.add_argument("application")
    parser.add_argument("--bind", default="127.0.0.1:8000")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--proxied", action="store_true", help="a proxy in front sets X-Forwarded-For and -Proto")
    given = parser.parse_args(arguments)
    listener = listen(given.bind)
    running: dict[int, float] = {}
    stopping: list[int] = []

    def stop(*_args: Any) -> None:
        stopping.append(1)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping:
        while len(running) < given.workers and not stopping:
            pid = _start(given.application, listener, given.threads, proxied=given.proxied)
            running[pid] = time.monotonic()
        ended = _ended()
        if ended in running and time.monotonic() - running.pop(ended) < 5:
            time.sleep(1)
        time.sleep(0.1)
    _end(list(running))


def _ended() -> int:
    try:
        return os.waitpid(-1, os.WNOHANG)[0]
    except ChildProcessError:
        return 0


def _end(running: list[int]) -> None:
    for pid in running:
        os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + GRACE
    left = set(running)
    while left and time.monotonic() < until:
        if pid := _ended():
            left.discard(pid)
        else:
            time.sleep(0.05)
    for pid in left:
        os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1:])
