"""Signing in: too many attempts, and the second factor that strong roles need."""

import pytest
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.test import Client

from members.models import User
from network_portal.dashboard.demo.people import PASSWORD
from tests.people import user


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet() -> None:
    cache.clear()


def attempt(key: str, password: str) -> object:
    client = Client(SERVER_NAME="localhost")
    return client.post("/account/sign-in/", {"login": f"{key}@example.org", "password": password})


def test_after_too_many_wrong_passwords_the_right_one_is_refused_for_a_while() -> None:
    person = user("fao")
    person.set_password(PASSWORD)
    person.save()
    assert "_auth_user_id" in attempt("fao", PASSWORD).client.session
    for _turn in range(5):
        assert attempt("fao", "wrong").status_code == 200
    response = attempt("fao", PASSWORD)

    assert "Too many failed" in response.content.decode()
    assert "_auth_user_id" not in response.client.session


def test_the_agencies_of_one_house_sign_in_within_one_minute() -> None:
    User.objects.update(password=make_password(PASSWORD))
    people = User.objects.filter(is_active=True).exclude(email__startswith="admin")[:40]
    answers = [attempt(person.email.removesuffix("@example.org"), PASSWORD) for person in people]

    assert len(answers) == 35
    assert all("_auth_user_id" in answer.client.session for answer in answers)


def test_too_many_sign_ins_from_one_place_meet_a_page_of_ours() -> None:
    answers = [attempt(f"nobody-{n}", "wrong") for n in range(301)]
    last = answers[-1]

    assert last.status_code == 429
    assert "Too many attempts" in last.content.decode()
    assert last["Retry-After"] == "60"
    assert "script-src 'self'" in last["Content-Security-Policy"]


@pytest.mark.parametrize("key", ["secretary", "coordinator", "admin"])
def test_a_strong_role_sets_up_a_second_factor_before_anything_else(key: str, enter, settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    client = enter(key)

    for path in ("/", "/members/", "/decisions/", "/admin/"):
        response = client.get(path)
        assert (response.status_code, response.headers.get("Location")) == (302, "/account/second-factor/"), path
    assert client.get("/account/second-factor/").status_code == 200


@pytest.mark.parametrize("key", ["fao", "auditor", "partner", "notes"])
def test_others_may_do_without(key: str, enter, settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True

    assert enter(key).get("/").status_code == 200
