"""Every address, GET and POST, for everybody of the cast, against the reviewed file ``matrix.txt``.

A line a case: the address, the method, which object (seen, unseen by most, missing, a sibling's), then the answer for
each person who does not get the one named last as ``else``. To print the present state: ``make matrix``.
"""

import datetime as dt
import os
import re
import secrets
from collections import Counter

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client

from decisions.services import positions
from meetings.models import Minutes
from meetings.services import planning
from members.models import Body, User
from network_portal.lib import clock
from network_portal.records.files import documents
from network_portal.records.mail import outbox
from tests import matters
from tests.people import EVERYBODY, actor, officer
from tests.permissions.addresses import FILE, cases, expected
from workplans.services import progress

SIGN_OUT = {"account_logout"}


@pytest.fixture
def hidden_things(settings, tmp_path) -> None:
    """What exists and few may see: a meeting that is only planned, a sealed concern, a draft update, a draft PDF of
    minutes that were taken back, a mail to somebody else.
    """
    settings.OUTBOX_DIR = tmp_path
    secretary, day = actor("secretary", "secretariat"), clock.today() + dt.timedelta(days=60)
    planning.plan(
        Body.objects.network(), actor=secretary, kind="technical", title="Only planned",
        starts_at=clock.at(day, 10), ends_at=clock.at(day, 12), place="Bangkok",
        chair=User.objects.get(email="coordinator@example.org"),
    )  # fmt: skip
    matter = matters.in_call()
    matter.rounds.update(positions_are_open=False)  # as if a working method had sealed the call when it was opened
    positions.take_position(matter, actor=officer("OHCHR"), value="object", reason="No.", proposed_solution="A word.")
    row = matters.activity("ILO", "IOM")
    quarter = row.plan.periods.get(quarter=4)
    progress.log_progress(row, quarter, actor=actor("ilo"), status="ongoing", percent=10, achievements="Not yet.")
    minutes = Minutes.objects.get(meeting__kind="team")
    documents.file(minutes, "draft", 1, "A draft that was taken back", b"%PDF-1.7 a draft")
    outbox.OutboxBackend().send_messages([EmailMessage("To another", "Words", to=["ohchr@example.org"])])


# What looking may write: the session, its device, a security event, the account package's own list of addresses, the desk's last visit.
OF_LOOKING = re.compile(
    r'"(django_session|usersessions_usersession|account_emailaddress|records_securityevent)"|UPDATE "members_user" SET "(dashboard|notices)_'
)
written: list[str] = []


def _note_writes(execute, sql, params, many, context):
    if re.match(r"\s*(INSERT|UPDATE|DELETE)", sql) and not OF_LOOKING.search(sql):
        written.append(sql)
    return execute(sql, params, many, context)


def ask(clients: dict[str, Client], key: str, method: str, path: str) -> str:
    client = clients[key]
    cache.clear()  # the limits on attempts are another test's
    if method == "GET":
        with connection.execute_wrapper(_note_writes):
            response = client.get(path)
    else:
        who = actor(key).key if key not in ("nobody", "deactivated") else ""
        response = client.post(path, {"_key": secrets.token_urlsafe(18), "_capacity": who})
        if seen := re.search(rb'name="_seen" value="([0-9a-f]{40})"', response.content):  # as the page would send it
            carried = {"_key": secrets.token_urlsafe(18), "_capacity": who, "_seen": seen.group(1).decode()}
            response = client.post(path, carried)
    code = str(response.status_code)
    if code == "302" and "/account/sign-in/" in response["Location"]:
        return "sign-in"
    return code


def observed(enter, half: int) -> dict[str, dict[str, str]]:
    """What everybody gets from every second address: both halves are asked at the same time."""
    from django.db import transaction

    table: dict[str, dict[str, str]] = {}
    clients = {key: enter(key) for key in EVERYBODY}
    for name, which, path in cases()[half::2]:
        for method in ("GET", "POST"):
            answers = {}
            for key in EVERYBODY:
                sid = transaction.savepoint()
                cookies = clients[key].cookies.copy()
                answers[key] = ask(clients, key, method, path)
                transaction.savepoint_rollback(sid)
                connection.run_on_commit.clear()  # of what was undone; each undoing would search all of them
                clients[key].cookies = cookies
            table[f"{name} {method} {which}"] = answers
    return table


def _print(found: dict[str, dict[str, str]]) -> None:
    """Write what was observed into the matrix; lines of addresses that are gone go."""
    head, _, rest = FILE.read_text(encoding="utf-8").partition("\n\n")
    asked = {f"{name} {method} {which}" for name, which, _path in cases() for method in ("GET", "POST")}
    lines = {row.partition(": ")[0]: row for row in rest.splitlines() if row.partition(": ")[0] in asked}
    lines |= {case: line(case, answers) for case, answers in found.items()}
    FILE.write_text(head + "\n\n" + "\n".join(lines[case] for case in sorted(lines)) + "\n", encoding="utf-8")


def line(case: str, answers: dict[str, str]) -> str:
    usual = Counter(answers.values()).most_common(1)[0][0]
    others = " ".join(f"{key}={code}" for key, code in answers.items() if code != usual)
    return f"{case}: {others} else={usual}".replace(":  ", ": ").replace(": else", ": else")


@pytest.mark.matrix
@pytest.mark.parametrize("half", (0, 1))
def test_every_address_for_everybody(half: int, enter, hidden_things) -> None:
    found = observed(enter, half)
    if os.environ.get("PRINT_MATRIX"):
        _print(found)
        pytest.skip("written for review, not compared")
    wanted = expected()

    asked = {f"{name} {method} {which}" for name, which, _path in cases() for method in ("GET", "POST")}
    assert asked == set(wanted), "an address is missing in the matrix, or the matrix names one that is gone"
    wrong = [
        f"{case} {key}: {answers[key]}, not {wanted[case][key]}"
        for case, answers in found.items() for key in EVERYBODY if answers[key] != wanted[case][key]
    ]  # fmt: skip
    assert wrong == []
    assert written == [], "an address was asked and changed something"
    assert not [c for c in found if any(a.startswith("5") for a in found[c].values())]


def _body(response) -> str:
    """The words of an answer, without what differs from one request to the next: keys, the address, the minute."""
    return re.sub(
        r'name="(csrfmiddlewaretoken|next|_key|_owner)"[^>]*|\d\d:\d\d, Bangkok time', "", response.content.decode()
    )


def _alike(key: str, name: str, clients: dict[str, Client], unseen: str, missing: str) -> None:
    for method in ("get", "post"):
        sent = {"_key": secrets.token_urlsafe(18), "_capacity": actor(key).key} if method == "post" else {}
        first, second = (getattr(clients[key], method)(path, sent) for path in (unseen, missing))
        assert first.status_code == second.status_code, (key, name, method)
        assert first.status_code in ((404,) if method == "get" else (404, 405)), (key, name, method)
        assert _body(first) == _body(second), (key, name, method)


@pytest.mark.alike
def test_the_unseen_and_the_missing_answer_alike(enter, hidden_things) -> None:
    """Whether a thing exists is not told: what a person may not see answers as what is not there, asked or sent to."""
    compared: Counter[str] = Counter()
    clients = {key: enter(key) for key in ("fao", "partner", "stranger", "admin", "notes")}
    by_name: dict[str, dict[str, str]] = {}
    for name, which, path in cases():
        by_name.setdefault(name, {})[which] = path
    for key, client in clients.items():
        for name, found in by_name.items():
            hidden = [which for which in ("unseen", "seen") if which in found]
            for which in hidden if "missing" in found else ():
                if client.get(found[which]).status_code == 404:
                    _alike(key, name, clients, found[which], found["missing"])
                    compared[key] += 1

    assert all(n > 20 for n in compared.values()), compared
    assert sum(compared.values()) > 250


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
    response = client.post("/acting/", {"capacity": actor("secretary").key, "next": target})

    assert response.status_code == 302
    assert response["Location"].startswith("/")
    assert not response["Location"].startswith(("//", "/\\"))
