"""Accounts under attack: the second factor of a session, lock-outs, passwords, sessions that end, traces."""

import itertools
import json
import logging
import re
import time
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from members.accounts import factor, limits
from members.accounts.adapter import SecondFactorAdapter
from members.models import Officer, UsedCode
from members.services import people
from network_portal.dashboard.demo.people import PASSWORD
from network_portal.records.models import Message, SecurityEvent
from tests.people import actor, user

SECOND_FACTOR = "/account/second-factor/"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet() -> None:
    cache.clear()


@pytest.fixture
def run(django_capture_on_commit_callbacks: Any) -> Any:
    """Post a form and let what waits for the commit happen."""

    def post(client: Client, path: str, data: dict[str, Any], **extra: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(path, data, **extra)

    return post


def give_password(key: str) -> Any:
    person = user(key)
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    return person


def sign_in(key: str, password: str = PASSWORD, *, place: str = "10.0.0.1", client: Client | None = None) -> Any:
    client = client or Client(SERVER_NAME="localhost", REMOTE_ADDR=place)
    return client.post("/account/sign-in/", {"login": f"{key}@example.org", "password": password})


def is_in(response: Any) -> bool:
    return "_auth_user_id" in response.client.session


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def set_up_factor(client: Client, run: Any) -> str:
    page = client.get("/account/app/activate/")
    assert page.status_code == 200, page.headers
    secret = re.search(r"\b[A-Z2-7]{32}\b", page.content.decode()).group(0)
    for _try in range(2):  # a code of the period that ends between its making and the answer is asked for once more
        period = int(time.time()) // 30
        answer = run(client, "/account/app/activate/", {"code": code_now(secret)})
        if answer.status_code == 302 or period == int(time.time()) // 30:
            break
    assert answer.status_code == 302, answer.content.decode()
    return secret


# --- the second factor belongs to the session


@pytest.mark.parametrize("key", ["secretary", "coordinator", "admin", "fao"])
def test_a_session_of_before_the_factor_opens_nothing(key: str, run: Any, settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    give_password(key)
    stolen, own = sign_in(key).client, sign_in(key).client

    set_up_factor(own, run)

    for path in ("/", "/admin/", "/account/codes/", "/account/app/deactivate/", "/members/"):
        answer = stolen.get(path)
        assert answer.status_code == 302, path
        assert "/account/sign-in/" in answer["Location"], path
    assert own.get("/").status_code == 200


def test_a_session_with_the_password_alone_meets_the_wall_of_its_account(run: Any) -> None:
    """Also one that survived: what counts is what the session has proved."""
    give_password("fao")
    secret = set_up_factor(sign_in("fao").client, run)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user("fao"), backend="django.contrib.auth.backends.ModelBackend")

    for path in ("/", "/account/codes/", "/account/codes/download/", "/account/app/deactivate/", "/account/passkeys/"):
        answer = client.get(path)
        assert answer["Location"].startswith("/account/second-step/confirm/?next="), path
    with time_machine.travel(time.time() + 31, tick=True):
        run(client, "/account/second-step/confirm/", {"code": code_now(secret)})
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("path", ["/account/codes/", "/account/app/deactivate/", "/account/codes/new/"])
def test_codes_and_factors_ask_for_the_factor_and_not_only_the_password(path: str, run: Any) -> None:
    give_password("fao")
    client = sign_in("fao").client
    set_up_factor(client, run)
    session = client.session
    records = [{**r, "at": time.time() - 700} for r in session["account_authentication_methods"]]
    session["account_authentication_methods"] = [
        *records,
        {"method": "password", "at": time.time(), "reauthenticated": True},
    ]
    session.save()

    assert client.get(path)["Location"].startswith("/account/second-step/confirm/")


def test_the_wall_stands_whatever_the_script_name_says(enter: Any, settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    client = enter("admin")

    for shift in ("/account", "/static", "/i18n"):
        answer = client.get("/admin/", SCRIPT_NAME=shift, HTTP_SCRIPT_NAME=shift)
        assert (answer.status_code, answer["Location"]) == (302, SECOND_FACTOR)
        assert answer["Cache-Control"] == "private, no-store"


def test_no_decision_is_taken_by_the_beginning_of_a_path() -> None:
    root = settings.BASE_DIR
    sources = [root / "network_portal/records/web/middleware.py", *(root / "members/accounts").glob("*.py")]
    assert len(sources) > 5
    for source in sources:
        assert ".path.startswith" not in source.read_text(), source


# --- every pair of account features


def reset(client: Client, run: Any, person: Any) -> None:
    run(client, "/account/reset/", {"email": person.email})


def use_reset_link(client: Client, run: Any, person: Any) -> None:
    reset(client, run, person)
    body = Message.objects.filter(person=person, kind="account").exclude(account_body="").latest("pk").account_body
    link = re.search(r"/account/reset/\S+", body).group(0)
    form = Client(SERVER_NAME="localhost")
    address = form.get(link)["Location"]
    answer = run(form, address, {"password1": "a kettle sang in June", "password2": "a kettle sang in June"})
    assert answer.status_code == 302, answer.content.decode()


def factor_up(client: Client, run: Any, person: Any) -> None:
    if client.get("/account/sessions/").status_code == 302:  # what was done before has ended this session
        person.refresh_from_db()
        person.set_password(PASSWORD)
        person.save(update_fields=["password"])
        client.post("/account/sign-in/", {"login": person.email, "password": PASSWORD})
    set_up_factor(client, run)


def see_codes(client: Client, run: Any, person: Any) -> None:
    client.get("/account/codes/")


def new_codes(client: Client, run: Any, person: Any) -> None:
    run(client, "/account/codes/new/", {})


def change_password(client: Client, run: Any, person: Any) -> None:
    words = {"oldpassword": PASSWORD, "password1": "seven brown goats climb", "password2": "seven brown goats climb"}
    run(client, "/account/password/", words)


def end_sessions(client: Client, run: Any, person: Any) -> None:
    run(client, "/account/sessions/", {})


def invite_again(client: Client, run: Any, person: Any) -> None:
    people.make_invitation(person, actor=actor("coordinator"))


def new_address(client: Client, run: Any, person: Any) -> None:
    person.refresh_from_db()
    person.email = "elsewhere@example.org"
    people.save_user(person, actor=actor("admin", "admin"))


FEATURES = [
    reset,
    use_reset_link,
    factor_up,
    see_codes,
    new_codes,
    change_password,
    end_sessions,
    invite_again,
    new_address,
]


@pytest.mark.alike
@pytest.mark.parametrize("first,second", list(itertools.permutations(FEATURES, 2)), ids=lambda f: f.__name__)
def test_no_feature_of_an_account_stands_in_the_way_of_another(first: Any, second: Any, run: Any) -> None:
    """Whatever two things were done, the person signs in afterwards and can set up a second factor."""
    person = give_password("secretary")
    client = sign_in("secretary").client
    first(client, run, person)
    second(client, run, person)
    person.refresh_from_db()
    Authenticator.objects.filter(user=person).delete()
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])

    with time_machine.travel(time.time() + 40, tick=True):
        again = Client(SERVER_NAME="localhost")
        again.post("/account/sign-in/", {"login": person.email, "password": PASSWORD})
        assert again.get("/account/sessions/").status_code == 200
        assert again.get(SECOND_FACTOR).status_code == 200
        set_up_factor(again, run)
    assert Authenticator.objects.filter(user=person, type="totp").exists()


def test_a_used_link_leaves_a_verified_address() -> None:
    person = people.add_person("new@example.org", "New Person", actor=actor("secretary", "secretariat"))
    link = people.make_invitation(person, actor=actor("secretary", "secretariat"))
    client = Client(SERVER_NAME="localhost")
    client.get(link.partition("8000")[2], follow=True)
    words = "the kettle sang on Thursday"
    client.post("/join/", {"password": words, "again": words})

    assert EmailAddress.objects.get(user=person).verified
    assert client.get("/account/app/activate/").status_code == 200


def test_an_account_without_password_has_a_password_page(enter: Any) -> None:
    person = user("stranger")
    person.set_unusable_password()
    person.save()
    client = enter("stranger")

    assert client.get("/account/password/")["Location"] == "/account/password/set/"
    assert client.get("/account/password/set/").status_code == 200


# --- nobody keeps another person out


def test_the_person_gets_in_from_a_fresh_address_while_another_one_guesses() -> None:
    give_password("fao")
    for _turn in range(8):
        sign_in("fao", "wrong", place="10.6.6.6")

    assert not is_in(sign_in("fao", place="10.6.6.6"))
    assert is_in(sign_in("fao", place="10.0.0.2"))


def test_brute_force_stays_at_five_tries_at_one_address_whatever_it_says_of_itself() -> None:
    give_password("fao")
    answers = [sign_in("fao", f"wrong {n}", place="10.6.6.6").content.decode() for n in range(5)]
    assert not any("Too many failed" in answer for answer in answers)

    for n in range(20):
        client = Client(SERVER_NAME="localhost", REMOTE_ADDR="10.6.6.6", HTTP_X_FORWARDED_FOR=f"10.9.0.{n}")
        answer = sign_in("fao", PASSWORD, client=client)
        assert not is_in(answer)
        assert "Too many failed" in answer.content.decode()


def test_eleven_invented_names_keep_no_house_out() -> None:
    give_password("fao")
    for n in range(25):
        sign_in(f"invented-{n}", "wrong", place="10.0.0.9")

    assert is_in(sign_in("fao", place="10.0.0.9"))


def test_a_known_device_gets_in_behind_the_guessers_own_address() -> None:
    give_password("fao")
    device = sign_in("fao", place="10.0.0.9").client
    device.post("/account/sign-out/")
    for _turn in range(9):
        sign_in("fao", "wrong", place="10.0.0.9")

    assert not is_in(sign_in("fao", place="10.0.0.9"))
    assert is_in(sign_in("fao", client=device))


def test_a_device_is_known_for_its_own_account_only() -> None:
    give_password("fao")
    give_password("unicef")
    device = sign_in("unicef", place="10.0.0.9").client
    device.post("/account/sign-out/")
    for _turn in range(5):
        sign_in("fao", "wrong", client=device)

    assert not is_in(sign_in("fao", client=device))


def test_a_pause_grows_and_ends_by_itself() -> None:
    give_password("fao")
    with time_machine.travel(time.time(), tick=False) as clock:
        for _turn in range(5):
            sign_in("fao", "wrong")
        assert not is_in(sign_in("fao"))
        clock.shift(limits.PAUSES[0] + 1)
        sign_in("fao", "wrong")
        clock.shift(limits.PAUSES[0] + 1)
        assert not is_in(sign_in("fao"))
        clock.shift(limits.PAUSES[1])
        assert is_in(sign_in("fao"))


def test_wrong_codes_of_one_place_hold_up_nobody_elsewhere(run: Any) -> None:
    give_password("fao")
    secret = set_up_factor(sign_in("fao").client, run)
    thief = sign_in("fao", place="10.6.6.6").client
    for _turn in range(7):
        thief.post("/account/second-step/", {"code": "000000"})
    assert "Too many failed" in thief.post("/account/second-step/", {"code": "000000"}).content.decode()

    with time_machine.travel(time.time() + 31, tick=True):
        own = sign_in("fao", place="10.0.0.2").client
        own.post("/account/second-step/", {"code": code_now(secret)})
    assert "_auth_user_id" in own.session


# --- one-time codes and secrets


def test_the_code_of_the_setup_and_every_other_code_works_once_with_the_cache_gone(run: Any) -> None:
    give_password("fao")
    with time_machine.travel(time.time(), tick=False) as clock:
        secret = set_up_factor(sign_in("fao").client, run)
        first = sign_in("fao", place="10.0.0.3").client
        first.post("/account/second-step/", {"code": code_now(secret)})
        assert "_auth_user_id" not in first.session, "the code of the set-up was used"
        clock.shift(31)
        first.post("/account/second-step/", {"code": code_now(secret)})
        assert "_auth_user_id" in first.session
        cache.clear()
        second = sign_in("fao", place="10.0.0.4").client
        second.post("/account/second-step/", {"code": code_now(secret)})
        assert "_auth_user_id" not in second.session
    assert UsedCode.objects.filter(person=user("fao")).count() == 2


def test_secrets_of_factors_are_not_readable_in_the_table(run: Any) -> None:
    give_password("fao")
    secret = set_up_factor(sign_in("fao").client, run)

    rows = list(Authenticator.objects.filter(user=user("fao")))
    assert rows
    for row in rows:
        kept = json.dumps(row.data)
        assert secret not in kept
        assert "fernet:" in kept
    assert SecondFactorAdapter().decrypt("PLAINOLDSECRET") == "PLAINOLDSECRET"


# --- passwords

WEAK = """hanaparkhana|HanaPark2026!|unicefunicef|UNICEF-unicef-2026|aaaaaaaaaaaa|            |123456789012|qwertyuiopas
password1234|Password2026!|passwordpassword|iloveyou1234|abcdefghijkl|abcabcabcabc|migration2026|MigrationNetwork
network portal|bangkok20262026|Welcome2026!!|letmein12345|1q2w3e4r5t6y|administrator1|sunshine1234|0987654321098
hana.park@unicef.org|P@ssw0rd1234|Bangkok-2026-IOM|trustno1trustno1|January2026!!|monkeymonkey12|regional network on migration
iomiomiomiomiom|unhcr-unhcr-2027|qwerty123456789|football12345|dragon123dragon|superman2026!|princess1234567"""
STRONG = [
    "correct horse battery staple",
    "seven brown goats climb",
    "mKq83vLpz0wQ",
    "rain over the paddy fields tonight",
]


@pytest.mark.parametrize("password", re.split(r"[|\n]", WEAK))
def test_a_weak_password_is_refused(password: str) -> None:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from members.models import User

    with pytest.raises(ValidationError):
        validate_password(password, User(name="Hana Park", email="hana.park@unicef.org"))


@pytest.mark.parametrize("password", STRONG)
def test_a_strong_password_is_taken(password: str) -> None:
    from django.contrib.auth.password_validation import validate_password

    from members.models import User

    validate_password(password, User(name="Hana Park", email="hana.park@unicef.org"))


# --- sessions


def test_a_session_ends_after_an_idle_hour_and_not_while_somebody_writes(enter: Any) -> None:
    with time_machine.travel(time.time(), tick=False) as clock:
        client = enter("fao")
        for _turn in range(5):
            clock.shift(50 * 60)
            assert client.get("/account/alive/").status_code == 204
        clock.shift(61 * 60)
        assert client.get("/")["Location"].startswith("/account/sign-in/")


def test_a_session_ends_twelve_hours_after_it_began_however_busy(enter: Any) -> None:
    with time_machine.travel(time.time(), tick=False) as clock:
        client = enter("fao")
        for _turn in range(14):
            clock.shift(50 * 60)
            assert client.get("/account/alive/").status_code == 204
        clock.shift(30 * 60)
        assert client.get("/").status_code == 302


def test_a_session_of_before_a_deactivation_stays_dead(enter: Any) -> None:
    client, person, admin = enter("fao"), user("fao"), actor("admin", "admin")
    for active in (False, True):
        person.is_active = active
        people.save_user(person, actor=admin)

    assert client.get("/").status_code == 302


def test_the_key_of_a_session_changes_when_more_is_proved(run: Any) -> None:
    give_password("fao")
    client = sign_in("fao").client
    before = client.session.session_key
    run(client, "/account/confirm/", {"password": PASSWORD})

    assert client.session.session_key != before
    assert client.get("/").status_code == 200


# --- acts that ask who is there


def age(client: Client, seconds: int = 700) -> None:
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - seconds}]
    session.save()


def test_a_role_is_given_only_by_who_has_just_confirmed_and_nothing_typed_is_lost(enter: Any) -> None:
    give_password("secretary")
    client = enter("secretary", "secretariat")
    age(client)
    page = client.get("/members/fao/add-officer/").content.decode()
    form = {
        "_key": re.search(r'name="_key" value="([^"]+)"', page).group(1), "_capacity": "secretariat",
        "name": "Nadia New", "email": "nadia@example.org", "rank": "alternate",
    }  # fmt: skip
    asked = client.post("/members/fao/add-officer/", form)
    assert asked.status_code == 403
    assert 'value="Nadia New"' in asked.content.decode()
    wrong = client.post("/members/fao/add-officer/", {**form, "confirmation": "not it"})
    assert wrong.status_code == 403
    assert 'value="Nadia New"' in wrong.content.decode()

    done = client.post("/members/fao/add-officer/", {**form, "confirmation": PASSWORD})

    assert done.status_code == 302, done.content.decode()
    assert Officer.objects.filter(person__email="nadia@example.org").count() == 1


def test_the_administration_asks_too(enter: Any) -> None:
    give_password("admin")
    client = enter("admin", "admin")
    age(client)

    answer = client.post("/admin/members/secretariatpost/add/", {"title": "Officer"})

    assert answer.status_code == 403
    assert "Confirm your identity" in answer.content.decode()


def test_every_sensitive_act_is_marked() -> None:
    from network_portal.records.access import marks

    wanted = {
        "decisions:refer", "decisions:outcome", "decisions:take-to-principals", "decisions:committee-conclusion", "decisions:not-pursued", "members:add-officer", "meetings:grant", "meetings:end-grant", "meetings:name-chair",
    }  # fmt: skip
    marked = {name for _route, name, view in marks.addresses() if getattr(view, "confirmed", False)}
    assert wanted <= marked


# --- traces


def test_what_touches_accounts_leaves_one_line_and_no_address(
    caplog: Any, enter: Any, django_capture_on_commit_callbacks: Any
) -> None:
    from network_portal.lib.logs import JsonFormatter

    give_password("fao")
    logger = logging.getLogger("portal.security")
    logger.disabled = False
    with caplog.at_level(logging.INFO, logger="portal.security"), django_capture_on_commit_callbacks(execute=True):
        sign_in("fao", "wrong")
        sign_in("fao")
        enter("fao").get("/decisions/no-such-thing/")
    lines = [json.loads(JsonFormatter().format(r)) for r in caplog.records if r.name == "portal.security"]

    assert [line["event"] for line in lines] == [
        "sign-in failed", "signed in", "signed in", "refused",
    ]  # fmt: skip
    kept = list(SecurityEvent.objects.filter(kind__in=["sign-in failed", "refused"]))
    assert len(kept) >= 2
    assert all(event.request_id for event in kept)
    assert "@" not in json.dumps(lines)
    assert "10.0.0.1" not in json.dumps(lines)


def test_a_role_a_file_and_a_changed_address_leave_a_trace(enter: Any) -> None:
    from members.models import SecretariatPost
    from network_portal.lib import clock
    from network_portal.records.models import Document

    admin = actor("admin", "admin")
    people.save_post(SecretariatPost(person=user("stranger"), title="Officer", starts_on=clock.today()), actor=admin)
    person = user("fao")
    person.email = "fao-new@example.org"
    people.save_user(person, actor=admin, fields=["email"])
    enter("ilo").get(f"/files/{Document.objects.filter(kind='minutes').first().sha256}/")

    kinds = set(SecurityEvent.objects.values_list("kind", flat=True))
    assert {"role changed", "address changed", "exported"} <= kinds


def test_no_line_of_the_log_has_an_address() -> None:
    from network_portal.lib.logs import JsonFormatter

    record = logging.LogRecord("portal", logging.ERROR, "x", 1, "for <%s> refused", ("a.b@mail.example.org",), None)
    assert "example.org" not in JsonFormatter().format(record)


def test_a_paused_account_is_told_to_its_person_once() -> None:
    person = give_password("fao")
    for _turn in range(12):
        sign_in("fao", "wrong")
    for _turn in range(6):
        sign_in("fao", "wrong", place="10.0.0.7")

    told = Message.objects.filter(person=person, account_subject__startswith="Failed sign-in")
    assert told.count() == 1
    assert SecurityEvent.objects.filter(kind="sign-in paused").count() == 2


def test_setting_up_and_removing_a_factor_is_told_by_mail(run: Any) -> None:
    person = give_password("fao")
    client = sign_in("fao").client
    set_up_factor(client, run)
    run(client, "/account/app/deactivate/", {})

    kinds = list(SecurityEvent.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))
    assert kinds[0] == "signed in"
    assert {"factor set", "factor removed"} <= set(kinds)
    subjects = Message.objects.filter(person=person, kind="account").values_list("account_subject", flat=True)
    assert len(subjects) >= 2
    assert factor.owned(person) == []


@pytest.mark.parametrize("feature", FEATURES, ids=lambda f: f.__name__)
def test_no_feature_of_an_account_leaves_a_row_beside_the_record(feature: Any, run: Any) -> None:
    from network_portal.records.audit import integrity

    person = give_password("secretary")
    feature(sign_in("secretary").client, run, person)

    assert list(integrity.wrong_rows(tables=["members.user", "members.historicaluser"])) == []


# --- what waits at the second step, and the codes there


def waiting_at_the_second_step(run: Any, *, place: str = "10.0.0.1") -> tuple[Client, str]:
    """A sign-in with the right password that still owes its code."""
    give_password("fao")
    secret = set_up_factor(sign_in("fao").client, run)
    client = Client(SERVER_NAME="localhost", REMOTE_ADDR=place)
    assert sign_in("fao", client=client)["Location"].startswith("/account/second-step/")
    return client, secret


def close(person: Any) -> None:
    person.is_active = False
    people.save_user(person, actor=actor("admin", "admin"), fields=["is_active"])


def close_and_open(person: Any) -> None:
    close(person)
    person.is_active = True
    people.save_user(person, actor=actor("admin", "admin"), fields=["is_active"])


def another_password(person: Any) -> None:
    person.set_password("seven brown goats climb")
    person.save(update_fields=["password"])


@pytest.mark.parametrize("change", [another_password, close, close_and_open], ids=lambda f: f.__name__)
def test_a_sign_in_that_waits_for_its_code_ends_when_the_account_changes(change: Any, run: Any) -> None:
    client, secret = waiting_at_the_second_step(run)
    change(user("fao"))
    with time_machine.travel(time.time() + 31, tick=True):
        answer = run(client, "/account/second-step/", {"code": code_now(secret)})

    assert not is_in(answer)
    assert client.get("/members/")["Location"].startswith("/account/sign-in/")


def test_a_code_is_not_guessed_from_ever_new_addresses(run: Any) -> None:
    client, _secret = waiting_at_the_second_step(run)
    paused = []
    for turn in range(60):
        answer = client.post("/account/second-step/", {"code": f"{turn:06}"}, REMOTE_ADDR=f"10.9.{turn // 5}.1")
        paused.append("Too many failed" in answer.content.decode())

    assert paused.count(False) == limits.ACCOUNT_TRIES
    assert all(paused[limits.ACCOUNT_TRIES :])
    fresh = Client(SERVER_NAME="localhost", REMOTE_ADDR="10.0.0.9")
    assert sign_in("fao", client=fresh).status_code == 302, "the password is asked for as before"


@pytest.mark.parametrize(
    "one,other,same",
    [("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True), ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
     ("10.0.0.1", "10.0.0.2", False), ("::ffff:10.0.0.1", "::ffff:10.0.0.2", False)],
)  # fmt: skip
def test_addresses_of_one_subscriber_are_one_place(one: str, other: str, same: bool, rf: Any) -> None:
    places = [limits.network_of(rf.get("/", REMOTE_ADDR=address)) for address in (one, other)]
    assert (places[0] == places[1]) is same


def test_nobody_stops_the_password_reset_of_another_and_five_mails_an_hour_are_sent(run: Any) -> None:
    person = give_password("fao")
    before = Message.objects.filter(person=person, kind="account").count()
    for turn in range(12):
        client = Client(SERVER_NAME="localhost", REMOTE_ADDR=f"10.1.0.{turn}")
        answer = run(client, "/account/reset/", {"email": person.email})
        assert (answer.status_code, answer["Location"]) == (302, "/account/reset/sent/")

    assert Message.objects.filter(person=person, kind="account").count() - before == limits.RESETS


def test_the_field_for_the_present_password_is_no_other_door_for_guessing(run: Any) -> None:
    give_password("fao")
    client = sign_in("fao").client
    typed = {"password1": "seven brown goats climb", "password2": "seven brown goats climb"}
    pages = [run(client, "/account/password/", {**typed, "oldpassword": "wrong"}).content.decode() for _n in range(6)]

    assert [page.count("Too many failed") > 0 for page in pages] == [False] * 5 + [True]
    assert SecurityEvent.objects.filter(kind="sign-in failed", subject=f"person {user('fao').pk}").count() == 5


# --- confirmation takes the factor that the account has


ADD = {"name": "Nadia New", "email": "nadia@example.org", "rank": "alternate", "_key": "k" * 20}


def test_a_password_confirms_nothing_where_the_account_has_a_factor(run: Any) -> None:
    give_password("secretary")
    client, who = sign_in("secretary").client, actor("secretary", "secretariat")
    set_up_factor(client, run)
    age(client)
    run(client, "/account/confirm/", {"password": PASSWORD})
    session = client.session
    session["capacity"] = who.key
    session.save()
    answer = client.post("/members/fao/add-officer/", {**ADD, "_capacity": who.key})

    assert answer.status_code == 403
    assert "Code from your authenticator app" in answer.content.decode()
    assert not Officer.objects.filter(person__email="nadia@example.org").exists()


def test_no_address_of_the_administration_saves_without_confirmation(enter: Any) -> None:
    """Every address of the administration, each with a row: a POST without a fresh proof changes nothing."""
    from django.contrib import admin
    from django.urls import NoReverseMatch, reverse

    from network_portal.records.models import Event

    give_password("admin")
    client = enter("admin", "admin")
    age(client)
    events, tried = Event.objects.count(), 0
    for model, page in admin.site._registry.items():
        row = model._base_manager.order_by("-pk").first()
        history = row.history.first() if row is not None and hasattr(row, "history") else None
        for pattern in page.get_urls():
            words = [row.pk if row else 1, history.pk if history else 1]
            for count in range(3):
                try:
                    path = reverse(f"admin:{pattern.name}", args=words[:count])
                except NoReverseMatch:
                    continue
                typed = {f.attname: f.value_from_object(row) or "" for f in model._meta.concrete_fields} if row else {}
                answer = client.post(path, {**typed, "is_staff": "on", "rank": "principal", "note": "Changed"})
                assert answer.status_code in (200, 302, 403, 404, 405), path
                tried += 1
    assert tried > 40
    assert Event.objects.count() == events


@pytest.mark.parametrize(
    "address", ["x@ex\u202eample.org", "z@" + "ä" * 60 + ".org", "y@ex\u00adam\u200dple.org", "ä@example.org"]
)
def test_an_address_to_which_no_mail_can_go_is_refused(address: str, send: Any) -> None:
    typed = {"name": "Nadia New", "email": address, "rank": "alternate"}
    answer = send("secretary", "/members/fao/add-officer/", typed, capacity=actor("secretary", "secretariat").key)

    assert answer.status_code == 422
    assert not Officer.objects.filter(person__name="Nadia New").exists()
