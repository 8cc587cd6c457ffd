"""Mutated requests at every address: none answers 5xx, none takes longer than ten seconds, none shows a traceback.

A seeded sample in the check; ``make soak`` sends the full number (``FUZZ_REQUESTS``).
"""

import os
import random
import secrets
import time
import traceback
from collections import Counter
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler

from network_portal.lib.encoding import names_another
from tests.people import actor
from tests.permissions.addresses import cases

COUNT = int(os.environ.get("FUZZ_REQUESTS", "1500"))
SEED = int(os.environ.get("FUZZ_SEED", "20261126"))
ONLY = int(os.environ.get("FUZZ_ONLY", "-1"))  # the number of one request of a run, sent alone
PEOPLE = ["nobody", "secretary", "coordinator", "admin", "ilo", "partner", "notes", "auditor"]
FIELDS = [
    "_key", "_capacity", "_seen", "version", "seen", "once", "title", "body", "reason", "name", "email", "kind", "rank",
    "primary_contact", "day", "start", "end", "zone", "quarters", "percent", "status", "lead", "contributing", "objectives",
    "decision", "officer", "due_on", "closes_at", "comments_until", "value", "proposed_solution", "organization", "organizations",
    "page", "q", "state", "sits", "next", "capacity", "login", "password", "code", "credential", "outcome", "on",
    "purpose", "note", "until", "answer", "mode", "form-TOTAL_FORMS", "form-0-value", "draft_text", "mandates", "basis",
    "paragraph", "source", "change_note", "confirmation", "hour", "reply", "disposition", "achievements", "link", "place",
]  # fmt: skip
VALUES: list[Any] = [
    "", " ", "0", "-1", "1", str(2**31), str(2**63), str(-(2**63) - 1), "9" * 400, "1e999", "NaN", "inf", "\x00",
    "a\x00b", "\ud800", "\ufffe", "\u202eabc", "é" * 300, "x" * 5_000, "x" * 200_000, "<script>alert(1)</script>",
    "' OR 1=1 --", "{{ 7*7 }}", "%s%s%n", "../../etc/passwd", "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01",
    "2026-02-30", "2026-11-26T25:61", "24:00", "Asia/Nowhere", "a@b", "[]", "{}", '{"a": 1}', "null", "on", "true",
    "http://[::1", "javascript:alert(1)", "٣", "１２", "\r\nSet-Cookie: a=b", "draft", "support", "object",
]  # fmt: skip
TYPES = [
    "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=hex", "text/plain",
    "application/x-www-form-urlencoded; charset=rot13", "application/x-www-form-urlencoded; charset=utf-7",
    "application/x-www-form-urlencoded; charset=nonsense", "multipart/form-data", "application/json", "",
    "multipart/form-data; boundary=b", "multipart/form-data; boundary=" + "b" * 300, "a/b; charset=undefined",
    "text/plain; charset=utf-8; charset=rot13", "a/b;charset=utf-8;CHARSET=hex",
]  # fmt: skip
HEADERS: list[dict[str, str]] = [
    {}, {}, {}, {"HTTP_HX_REQUEST": "true"}, {"SCRIPT_NAME": "/account"}, {"HTTP_X_REQUEST_ID": "\x00" * 9},
    {"HTTP_ACCEPT_LANGUAGE": "x" * 5000}, {"HTTP_COOKIE": "portal=\x00; portal-device=%00.." * 20},
    {"HTTP_X_FORWARDED_FOR": "nonsense, ::::"}, {"HTTP_RANGE": "bytes=9-1"}, {"HTTP_IF_NONE_MATCH": '"' * 500},  {"HTTP_HOST": "evil.example"},
]  # fmt: skip
METHODS = ["GET"] * 5 + ["POST"] * 12 + ["HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "NONSENSE"]


class AsServed(ClientHandler):
    """The test client's way in, behind the same gate as the served application."""

    def __call__(self, environ: Any) -> Any:
        if names_another(environ.get("CONTENT_TYPE") or ""):
            refused = HttpResponse(status=415)
            refused.wsgi_request = None
            return refused
        return super().__call__(environ)


def mutated_path(pick: random.Random, path: str) -> str:
    parts = path.strip("/").split("/")
    if pick.random() < 0.2 and parts:
        parts[pick.randrange(len(parts))] = pick.choice([
            "x" * 400, "%00", "..", "%2e%2e", "2026-99", str(2**63), "-1", "%F0%9F%98%80", quote("é/\\"), "", "a b", "1.1.1",
        ])  # fmt: skip
    found = "/" + "/".join(parts) + "/"
    if pick.random() < 0.3:
        pairs = [(pick.choice(FIELDS), str(pick.choice(VALUES)).encode("utf-8", "replace")) for _n in range(3)]
        found += "?" + urlencode(pairs)
    return found.replace("//", "/") if path != "/" else found


def mutated_body(pick: random.Random, kind: str, who: Any) -> bytes:
    names = pick.sample(FIELDS, pick.randrange(0, 12))
    pairs = [(name, pick.choice(VALUES)) for name in names for _n in range(pick.choice([1, 1, 1, 2, 40]))]
    if pick.random() < 0.85:  # so that the request comes as far as the view
        pairs = [p for p in pairs if p[0] not in ("_key", "_capacity")]
        pairs += [("_key", secrets.token_urlsafe(18)), ("_capacity", who.key if who else "")]
    if kind.startswith("multipart") and pick.random() < 0.7:
        lines = b"".join(
            b'--b\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
            % (
                n.encode(),
                pick.choice([b"", b'; filename="a.pdf"', b'; filename=""']),
                str(v).encode("utf-8", "replace"),
            )
            for n, v in pairs
        )
        return lines + pick.choice([b"--b--\r\n", b"--b", b""])
    if pick.random() < 0.1:
        return pick.randbytes(pick.randrange(0, 300))
    return urlencode([(n, str(v).encode("utf-8", "replace")) for n, v in pairs]).encode()


@pytest.mark.soak
def test_no_mutated_request_is_answered_with_a_fault(enter: Any) -> None:
    pick = random.Random(SEED)
    clients: dict[str, tuple[Client, Any]] = {}
    for key in PEOPLE:
        client, who = enter(key), None if key == "nobody" else actor(key)
        client.raise_request_exception = False
        client.handler = AsServed(enforce_csrf_checks=False)
        clients[key] = client, who
    addresses = [path for _name, _which, path in cases()]
    answers: Counter[int] = Counter()
    wrong: list[str] = []
    for number in range(COUNT):
        key = pick.choice(PEOPLE)
        client, who = clients[key]
        path, method, kind = (
            mutated_path(pick, pick.choice(addresses)),
            pick.choice(METHODS),
            pick.choice(TYPES[:1] * 60 + TYPES),
        )
        body, headers = mutated_body(pick, kind, who), dict(pick.choice(HEADERS))
        if "account/sign-out" in path or ONLY not in (-1, number):
            continue
        cookies = client.cookies.copy()
        point = transaction.savepoint()
        began = time.monotonic()
        answer = client.generic(method, path, body, content_type=kind, **headers)
        taken = time.monotonic() - began
        transaction.savepoint_rollback(point)
        transaction.savepoint_commit(point)  # released, or fifty thousand of them nest
        client.cookies = cookies
        cache.clear()
        answers[answer.status_code] += 1
        said = b"" if answer.streaming else answer.content
        if answer.status_code >= 500 or taken > 10 or b"Traceback (most recent" in said:
            why = (
                "".join(traceback.format_exception(*answer.exc_info)[-4:]) if getattr(answer, "exc_info", None) else ""
            )
            wrong.append(
                f"#{number} {key} {method} {path[:120]!r} {kind!r} {body[:200]!r} {headers}: {answer.status_code}, {taken:.1f} s {why}"
            )

    print(f"fuzz: {sum(answers.values())} requests, seed {SEED}: {dict(sorted(answers.items()))}")
    assert wrong == [], "\n".join(wrong[:10])
