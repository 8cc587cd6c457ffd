"""Slow and silent connections cost others nothing; the server's own errors carry the portal's headers."""

import http.client
import socket
import urllib.error
import urllib.request
from typing import Any

import pytest

pytestmark = pytest.mark.processes


def half_open(port: int, count: int) -> list[socket.socket]:
    """Connections that begin a request and never end it, half of them in its head, half in its body."""
    opened = []
    for n in range(count):
        line = socket.create_connection(("127.0.0.1", port), timeout=5)
        head = b"POST /account/sign-in/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
        line.sendall(head + (b"\r\nabc" if n % 2 else b"X-Slow: "))
        opened.append(line)
    return opened


@pytest.fixture(autouse=True)
def _world() -> None:
    """These tests use the running portal's own database."""


def test_a_page_answers_within_two_seconds_beside_a_hundred_half_open_connections(portal: Any) -> None:
    opened = half_open(portal.port, 100)
    try:
        for _turn in range(5):
            with urllib.request.urlopen(f"{portal.url}/governance/", timeout=2) as page:
                assert page.status == 200
            for line in opened[::2]:
                line.sendall(b"a")
    finally:
        for line in opened:
            line.close()


@pytest.mark.parametrize(
    "request_line,status",
    [("GET /" + "a" * 40_000 + " HTTP/1.1", 431), ("NONSENSE", 400)],
    ids=["long", "nonsense"],
)
def test_an_error_of_the_server_itself_carries_the_headers(portal: Any, request_line: str, status: int) -> None:
    with socket.create_connection(("127.0.0.1", portal.port), timeout=5) as line:
        line.sendall(f"{request_line}\r\nHost: localhost\r\n\r\n".encode())
        answer = http.client.HTTPResponse(line)
        answer.begin()

        assert answer.status == status
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "Server" not in answer.headers


def test_the_server_takes_no_name_of_a_script_from_a_header(portal: Any) -> None:
    asked = urllib.request.Request(
        f"{portal.url}/admin/", headers={"Script-Name": "/account", "Script_Name": "/account"}
    )
    with urllib.request.urlopen(asked, timeout=5) as page:
        assert page.url.startswith(f"{portal.url}/account/sign-in/")


def test_a_body_that_is_too_large_is_refused_by_the_server(portal: Any) -> None:
    asked = urllib.request.Request(f"{portal.url}/account/sign-in/", data=b"a" * (7 * 1024 * 1024))
    with pytest.raises((urllib.error.HTTPError, ConnectionError, urllib.error.URLError)) as refused:
        urllib.request.urlopen(asked, timeout=10)
    if isinstance(refused.value, urllib.error.HTTPError):
        assert refused.value.code == 413
