"""The small tools: addresses, encodings, the lines of the log."""

import json
import logging
import sys

import pytest

from network_portal.lib import addresses, clock, encoding
from network_portal.lib.logs import JsonFormatter


@pytest.mark.parametrize(
    "typed,kept",
    [
        ("  A.Name@Example.ORG ", "a.name@example.org"),
        ("a@xn--strae-oqa.de", "a@straße.de"),
        ("a@STRASSE.example", "a@strasse.example"),
        ("no address", "no address"),
        ("a@-nothing-.ü", "a@-nothing-.ü"),
    ],
)
def test_an_address_has_one_spelling(typed: str, kept: str) -> None:
    assert addresses.normal(typed) == kept


def test_a_mail_server_takes_what_is_registered() -> None:
    assert addresses.for_mail("a@straße.de") == "a@xn--strae-oqa.de"
    assert addresses.can_be_mailed("a@straße.de")
    assert not addresses.can_be_mailed("ä@example.org")
    assert not addresses.can_be_mailed("a@-nothing-.ü")
    assert addresses.spellings("a@xn--strae-oqa.de") == {"a@straße.de", "a@xn--strae-oqa.de"}
    assert addresses.spellings("a@-nothing-.ü") == {"a@-nothing-.ü"}


@pytest.mark.parametrize(
    "content_type,other",
    [("", False), ("text/plain; charset=UTF-8", False), ('text/plain; charset="utf-8"', False), ("text/plain; charset=rot13", True),
     ("text/plain; charset=utf-8; charset=utf-7", True)],
)  # fmt: skip
def test_only_utf8_reaches_the_portal(content_type: str, other: bool) -> None:
    asked: list[str] = []

    def application(environ, start_response):
        asked.append("read")
        start_response("200 OK", [])
        return [b"answer"]

    said: list[str] = []
    body = encoding.only_utf8(application)({"CONTENT_TYPE": content_type}, lambda status, headers: said.append(status))

    assert encoding.names_another(content_type) is other
    assert (asked, said) == (([], ["415 Unsupported Media Type"]) if other else (["read"], ["200 OK"]))
    assert b"".join(body) == (b"Only UTF-8 is accepted.\n" if other else b"answer")


def test_a_line_of_the_log_is_one_line_without_addresses() -> None:
    try:
        raise ValueError("of a.name@example.org\nsecond line")
    except ValueError:
        record = logging.LogRecord("portal", logging.ERROR, "x", 1, "sent to %s", ("b@example.org",), sys.exc_info())
    record.facts = {"row": "members.user:7"}
    line = JsonFormatter().format(record)
    said = json.loads(line)

    assert "\n" not in line
    assert "@" not in line
    assert (said["message"], said["row"], said["level"]) == ("sent to [address]", "members.user:7", "error")
    assert "ValueError" in said["exception"]


def test_a_real_clock_is_the_machines(settings) -> None:
    settings.MOVABLE_CLOCK = False

    assert abs((clock.now() - clock.machine_now()).total_seconds()) < 60
