"""Every address, GET and POST, for everybody of the cast, against the reviewed file ``matrix.txt``.

A line a case: the address, the method, which object (seen, unseen by most, missing, a sibling's), then the answer for
each person who does not get the one named last as ``else``. To print the present state: ``make matrix``.
"""

import os
import re
import secrets
from collections import Counter
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from tests.people import EVERYBODY, acting
from tests.permissions import addresses

FILE = Path(__file__).with_name("matrix.txt")
SIGN_OUT = {"account_logout"}


@pytest.fixture
def planned_meeting() -> None:
    """A meeting that is only planned: the Secretariat's, the Coordinator's and the chair's to see."""
    import datetime as dt

    from meetings.services import planning
    from members.models import Body, User
    from network_portal.lib import clock

    day = clock.today() + dt.timedelta(days=60)
    planning.plan(
        Body.objects.network(), acting=acting("secretary", "secretariat"), kind="technical", title="Only planned",
        starts_at=clock.at(day, 10), ends_at=clock.at(day, 12), place="Bangkok",
        chair=User.objects.get(email="coordinator@example.org"),
    )  # fmt: skip


def cases() -> list[tuple[str, str, str]]:
    """(name, which object, path) of everything that can be asked for."""
    found = []
    for name, route in addresses.names():
        if name.startswith("admin:"):
            args = addresses.admin_arguments(name)
            found.append((name, "seen", addresses.path(name, args or [])))
            continue
        for which, args in addresses.arguments(name, route).items():
            found.append((name, which, addresses.path(name, args)))
    return found


def ask(clients: dict[str, Client], key: str, method: str, path: str) -> str:
    client = clients[key]
    cache.clear()  # the limits on attempts are another test's
    if method == "GET":
        response = client.get(path)
    else:
        who = acting(key).key if key not in ("nobody", "deactivated") else ""
        response = client.post(path, {"_key": secrets.token_urlsafe(18), "_acting": who})
    code = str(response.status_code)
    if code == "302" and "/account/sign-in/" in response["Location"]:
        return "sign-in"
    return code


def observed(enter) -> dict[str, dict[str, str]]:
    from django.db import transaction

    table: dict[str, dict[str, str]] = {}
    clients = {key: enter(key) for key in EVERYBODY}
    for name, which, path in cases():
        for method in ("GET", "POST"):
            answers = {}
            for key in EVERYBODY:
                sid = transaction.savepoint()
                cookies = clients[key].cookies.copy()
                answers[key] = ask(clients, key, method, path)
                transaction.savepoint_rollback(sid)
                clients[key].cookies = cookies
            table[f"{name} {method} {which}"] = answers
    return table


def line(case: str, answers: dict[str, str]) -> str:
    usual = Counter(answers.values()).most_common(1)[0][0]
    others = " ".join(f"{key}={code}" for key, code in answers.items() if code != usual)
    return f"{case}: {others} else={usual}".replace(":  ", ": ").replace(": else", ": else")


def expected() -> dict[str, dict[str, str]]:
    table = {}
    for row in FILE.read_text(encoding="utf-8").splitlines():
        if not row or row.startswith("#"):
            continue
        case, _, rest = row.partition(": ")
        pairs = dict(re.findall(r"([\w-]+)=([\w-]+)", rest))
        table[case] = {key: pairs.get(key, pairs["else"]) for key in EVERYBODY}
    return table


@pytest.mark.matrix
def test_every_address_for_everybody(enter, planned_meeting) -> None:
    found = observed(enter)
    if os.environ.get("PRINT_MATRIX"):
        head = FILE.read_text(encoding="utf-8").split("\n\n")[0] if FILE.exists() else "# The matrix."
        FILE.write_text(
            head + "\n\n" + "\n".join(line(c, a) for c, a in sorted(found.items())) + "\n", encoding="utf-8"
        )
    wanted = expected()

    assert set(found) == set(wanted), "an address is missing in the matrix, or the matrix names one that is gone"
    wrong = [
        f"{case} {key}: {answers[key]}, not {wanted[case][key]}"
        for case, answers in found.items() for key in EVERYBODY if answers[key] != wanted[case][key]
    ]  # fmt: skip
    assert wrong == []
    assert not [c for c in found if any(a.startswith("5") for a in found[c].values())]


def test_the_unseen_and_the_missing_answer_alike(enter, planned_meeting) -> None:
    """Whether a thing exists is not told: same status, same body but for the address itself."""
    compared = 0
    for key in ("fao", "partner", "stranger", "admin", "notes"):
        client = enter(key)
        by_name: dict[str, dict[str, str]] = {}
        for name, which, path in cases():
            by_name.setdefault(name, {})[which] = path
        for name, found in by_name.items():
            if {"unseen", "missing"} <= set(found) and "minutes" not in found["unseen"]:
                first, second = client.get(found["unseen"]), client.get(found["missing"])
                strip = [
                    re.sub(r'name="(csrfmiddlewaretoken|next)"[^>]*|\d\d:\d\d ICT', "", r.content.decode())
                    for r in (first, second)
                ]
                assert first.status_code == second.status_code, (key, name)
                assert strip[0] == strip[1], (key, name)
                compared += 1
    assert compared > 100


def test_every_response_carries_the_strict_policy(enter) -> None:
    client = enter("ilo")
    for path in (
        "/",
        "/decisions/2026-99/",
        "/static/none.css",
        "/live",
        "/ready",
        "/governance/",
        "/account/sign-in/",
        "/admin/",
    ):
        response = client.get(path)
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "same-origin"
        if not path.startswith("/static/"):
            assert response["Cache-Control"] == "private, no-store"


def test_a_post_without_the_forgery_token_is_refused(enter) -> None:
    from tests.people import user

    client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    client.force_login(user("ilo"), backend="django.contrib.auth.backends.ModelBackend")
    for path in (
        "/acting/",
        "/account/sign-out/",
        "/account/sign-in/",
        "/decisions/propose/",
        "/demo/clock/",
        "/i18n/",
    ):
        assert client.post(path, {}).status_code == 403, path


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "%2f%2fevil.example",
        "\thttps://evil.example",
    ],
)
def test_no_redirect_leads_off_site(target: str, enter) -> None:
    client = enter("secretary")
    response = client.post("/acting/", {"capacity": acting("secretary").key, "next": target})

    assert response.status_code == 302
    assert response["Location"].startswith("/")
    assert not response["Location"].startswith(("//", "/\\"))
