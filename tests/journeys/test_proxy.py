"""The proxy of ``deploy/nginx.conf.template`` in front of the portal, as the compose file starts it."""

import http.client
import re
import shutil
import subprocess
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import ROOT, free_port
from tests.journeys.test_slow_connections import half_open

pytestmark = pytest.mark.processes

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"


class Proxy:
    """An nginx with the file of the project, before the port that is given."""

    def __init__(self, folder: Path, behind: int, *, tls: str = "192.0.2.1") -> None:
        self.port = free_port()
        given = (ROOT / "deploy" / "nginx.conf.template").read_text().replace("${TLS_PROXY}", tls)
        given, servers = re.subn(r"server web:8000;", f"server 127.0.0.1:{behind};", given)
        given, listens = re.subn(r"listen 8080;", f"listen 127.0.0.1:{self.port};", given)
        assert (servers, listens) == (1, 1)
        (folder / "portal.conf").write_text(given)
        paths = "".join(
            f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        main = f"pid {folder}/pid; error_log {folder}/error.log; daemon off; worker_processes 1; events {{}} "
        main += f"http {{ access_log off; {paths} include {folder}/portal.conf; }}\n"
        (folder / "nginx.conf").write_text(main)
        self.words = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")]
        checked = subprocess.run([*self.words, "-t"], capture_output=True, text=True)
        assert checked.returncode == 0, checked.stderr
        self.process = subprocess.Popen(self.words, stderr=subprocess.DEVNULL)
        self.url = f"http://localhost:{self.port}"

    def ask(self, path: str, **headers: str) -> http.client.HTTPResponse:
        for _try in range(100):
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            try:
                line.request("GET", path, headers={"Host": "localhost", **headers})
                return line.getresponse()
            except ConnectionRefusedError:
                time.sleep(0.05)
        raise AssertionError("the proxy did not start")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)


@pytest.fixture(autouse=True)
def _world() -> None:
    """These tests use the running portal's own database."""


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)  # nginx, started by root, works as somebody else
        yield Path(name)


def test_the_proxy_serves_the_portal_beside_a_hundred_half_open_connections(portal: Any, folder: Path) -> None:
    proxy = Proxy(folder, portal.port)
    try:
        assert proxy.ask("/governance/").status == 200
        opened = half_open(proxy.port, 100)
        for _turn in range(5):
            with urllib.request.urlopen(f"{proxy.url}/governance/", timeout=2) as page:
                assert page.status == 200
        for line in opened:
            line.close()
    finally:
        proxy.stop()


def test_the_proxy_passes_no_name_of_a_script_on_and_refuses_large_bodies(portal: Any, folder: Path) -> None:
    proxy = Proxy(folder, portal.port)
    try:
        answer = proxy.ask("/admin/", **{"Script-Name": "/account", "Script_Name": "/account"})
        assert answer.status == 302
        assert answer.headers["Location"].startswith("/account/sign-in/")
        answer = proxy.ask("/account/sign-in/", **{"Content-Length": str(7 * 1024 * 1024)})
        assert answer.status == 413
        assert b"too large" in answer.read()
        assert "Retry-After" not in answer.headers
    finally:
        proxy.stop()


def test_the_proxys_own_answer_while_the_portal_is_away_carries_the_headers(folder: Path) -> None:
    proxy = Proxy(folder, free_port())
    try:
        answer = proxy.ask("/")
        assert answer.status == 502
        assert b"it is saved once" in answer.read()
        assert answer.headers["Retry-After"] == "30"
        assert "Permissions-Policy" in answer.headers
        assert "Strict-Transport-Security" not in answer.headers
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["Server"] == "nginx"
    finally:
        proxy.stop()


class Echo(BaseHTTPRequestHandler):
    """Answers with what the proxy said of the client."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"{self.headers['X-Forwarded-For']} {self.headers['X-Forwarded-Proto']}".encode())

    def log_message(self, *_args: Any) -> None:
        return None


@pytest.mark.parametrize(
    "tls,said", [("127.0.0.0/8", b"203.0.113.9 https"), ("192.0.2.1", b"127.0.0.1 http")], ids=["known", "stranger"]
)
def test_the_clients_address_and_scheme_are_believed_only_from_what_ends_tls(
    tls: str, said: bytes, folder: Path
) -> None:
    portal = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=portal.serve_forever, daemon=True).start()
    proxy = Proxy(folder, portal.server_address[1], tls=tls)
    try:
        told = proxy.ask("/", **{"X-Forwarded-For": "198.51.100.7, 203.0.113.9", "X-Forwarded-Proto": "https"})
        assert told.read() == said
    finally:
        proxy.stop()
        portal.shutdown()
