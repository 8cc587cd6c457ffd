"""A second factor set up, asked for and given, in the browser; sessions seen and ended."""

import base64
import hmac
import re
import struct
import time
from typing import Any

import pytest

from network_portal.dashboard.demo.people import PASSWORD
from tests.journeys.people import Person

pytestmark = pytest.mark.browser


AGE = """
from django.contrib.sessions.models import Session
from django.contrib.sessions.backends.db import SessionStore
for row in Session.objects.all():
    data = row.get_decoded()
    for record in data.get("account_authentication_methods", ()):
        record["at"] -= 1200
    row.session_data = SessionStore().encode(data)
    row.save()
"""


def code_of(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238, SHA-1, six digits, thirty seconds)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def sign_in(portal: Any, chromium: Any, key: str) -> Person:
    person = Person(chromium, portal.url, "")
    person.go("/account/sign-in/").fill(login=f"{key}@example.org", password=PASSWORD)
    person.page.get_by_role("button", name="Sign in", exact=True).click()
    person.page.wait_for_load_state()
    return person


def submit(person: Person) -> None:
    person.page.locator("main form button[type=submit], main form button:not([type])").first.click()
    person.page.wait_for_load_state()


def open_guarded(person: Person, path: str) -> None:
    """What changes how one signs in asks for the password once more."""
    person.go(path)
    if person.path().startswith("/account/confirm/"):
        person.fill(password=PASSWORD)
        submit(person)
    assert person.path() == path


def test_an_app_is_set_up_asked_for_and_replaced_by_a_recovery_code(portal: Any, chromium: Any) -> None:
    person = Person(chromium, portal.url, "auditor")
    open_guarded(person, "/account/app/activate/")
    secret = re.search(r"\b[A-Z2-7]{32}\b", person.page.content()).group(0)
    person.fill(code="000000")
    submit(person)
    assert "/app/activate/" in person.path()
    assert person.wrong() == []
    secret = re.search(r"\b[A-Z2-7]{32}\b", person.page.content()).group(0)
    person.fill(code=code_of(secret))
    submit(person)
    codes = re.findall(r"\b[0-9a-f]{8}\b", person.go("/account/codes/").page.inner_html("main"))
    assert len(codes) == 10

    again = sign_in(portal, chromium, "auditor")
    assert again.path() == "/account/second-step/"
    assert again.wrong() == []
    again.fill(code="000000")
    submit(again)
    assert again.path() == "/account/second-step/"
    again.fill(code=codes[0])
    submit(again)
    assert again.path() == "/"

    used = sign_in(portal, chromium, "auditor")
    used.fill(code=codes[0])
    submit(used)
    assert used.path() == "/account/second-step/", "a recovery code works once"
    assert person.said + again.said + used.said == []


def test_a_passkey_is_added_and_signs_in_alone(portal: Any, chromium: Any) -> None:
    person = Person(chromium, portal.url, "admin")
    tools = person.context.new_cdp_session(person.page)
    tools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    open_guarded(person, "/account/passkeys/add/")
    person.fill(name="My key")
    if person.page.locator("input[name=passwordless]").count():
        person.tick("passwordless")
    person.page.locator("#mfa_webauthn_add").click()
    person.page.wait_for_url(lambda url: "/passkeys/add/" not in url)
    assert "My key" in person.go("/account/passkeys/").text()

    portal.manage("shell", "-v", "0", "-c", AGE)
    person.go("/admin/members/body/").page.locator("#result_list tbody th a").first.click()
    person.page.wait_for_load_state()
    person.fill(name="Another name").page.locator("input[name=_save]").click()
    person.page.wait_for_load_state()
    assert "Confirm your identity" in person.text()
    assert not person.page.locator("input[type=password]").count(), "a password is not enough for who has a passkey"
    assert person.wrong() == []
    person.page.locator("#confirm_by_passkey").click()
    person.page.wait_for_url(f"{portal.url}/admin/members/body/")
    assert "Another name" in person.page.inner_text("#result_list")

    person.context.clear_cookies()
    person.go("/account/sign-in/")
    person.page.get_by_role("button", name=re.compile("passkey", re.IGNORECASE)).click()
    person.page.wait_for_url(f"{portal.url}/")
    assert person.said == []


def test_ones_other_sessions_are_seen_and_ended(portal: Any, chromium: Any) -> None:
    here, there = Person(chromium, portal.url, "partner"), Person(chromium, portal.url, "partner")
    assert there.go("/").path() == "/"
    here.go("/account/sessions/")
    assert here.wrong() == []
    submit(here)

    assert "sign-in" in there.go("/").path()
    assert here.go("/").path() == "/"
