"""What every answer says to browsers: pages, files, errors, health, and what leads to signing in."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cache-Control": "private, no-store",
}


@pytest.mark.parametrize(
    "path,code",
    [("/", 200), ("/live", 200), ("/ready", 200), ("/decisions/2026-99/", 404), ("/decisions/?q=%00", 400), ("/admin/", 302)],
)  # fmt: skip
def test_every_answer_carries_the_headers(path: str, code: int, enter: Any) -> None:
    answer = enter("fao").get(path)

    assert answer.status_code == code
    assert {name: answer.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    assert answer["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
    assert "Strict-Transport-Security" not in answer.headers


def test_over_tls_the_browser_is_told_to_stay_there(settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31536000, True
    answer = Client(SERVER_NAME="localhost").get("/account/sign-in/", secure=True)

    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize("path", ["/", "/decisions/", "/admin/members/user/", "/admin/login/", "/account/sessions/"])
def test_who_is_not_signed_in_is_led_to_signing_in_and_back(path: str, enter: Any) -> None:
    answer = enter("nobody").get(path)

    assert answer.status_code == 302
    target = urlsplit(answer["Location"])
    assert target.path == "/account/sign-in/"
    assert parse_qs(target.query) == {"next": [path]}
