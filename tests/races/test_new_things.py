"""Two who make the same new thing at once: the second gets the refusal that it would get in sequence, no fault."""

import secrets
import threading
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from members.models import Body, Invitation, Officer
from members.services import people
from network_portal.records.models import Grant
from tests.people import actor, user
from workplans.models import Plan

pytestmark = pytest.mark.postgres


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Any:
    """Work on committed rows, as several connections see them."""
    with django_db_blocker.unblock():
        yield


def at_once(asks: list[Any]) -> list[Any]:
    """Do several things in the same instant, each on a connection of its own."""
    ready, answers = threading.Barrier(len(asks)), [None] * len(asks)

    def run(number: int) -> None:
        try:
            ready.wait(20)
            answers[number] = asks[number]()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(asks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def poster(key: str, capacity: str, path: str, data: dict[str, Any]) -> Any:
    import time

    who = actor(key, capacity)
    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    client.force_login(user(key), backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["capacity"] = who.key
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(user(key).pk)
    session.save()
    typed = {"_capacity": who.key, **data}
    return lambda: client.post(path, {"_key": secrets.token_urlsafe(18), **typed})


THINGS: dict[str, tuple[str, str, str, dict[str, Any], Any]] = {
    "plan": ("secretary", "secretariat", "/workplans/begin/", {"year": 2033}, lambda: Plan.objects.filter(year=2033).count()),
    "officer": (
        "secretary", "secretariat", "/members/fao/add-officer/",
        {"name": "Nadia New", "email": "nadia@example.org", "rank": "alternate"},
        lambda: Officer.objects.filter(person__email="nadia@example.org").count(),
    ),
    "team": (
        "secretary", "secretariat", "/task-teams/propose/",
        {"name": "Same team", "code": "SAME", "need": "A need.", "focus": "A focus.", "terms": "Terms.", "standing": "on"},
        lambda: Body.objects.filter(code="TT-SAME").count(),
    ),
}  # fmt: skip


@pytest.mark.parametrize("thing", sorted(THINGS))
def test_the_same_new_thing_twice_at_once_is_one_thing_and_one_refusal(thing: str, committed: Any) -> None:
    key, capacity, path, data, count = THINGS[thing]
    if thing == "team":
        from members.models import Organization

        ids = list(Organization.objects.filter(acronym__in=["ILO", "FAO"]).values_list("pk", flat=True))
        data = {**data, "chairs": ids[:1], "composition": ids}
    answers = at_once([poster(key, capacity, path, data) for _n in range(4)])

    codes = sorted(answer.status_code for answer in answers)
    assert codes[0] == 302, answers[0].content.decode()[:3000]
    assert all(code in (409, 422) for code in codes[1:]), codes
    assert count() == 1


def test_of_four_administrators_who_save_in_one_instant_three_read_the_first_ones_words(committed: Any) -> None:
    from members.models import Organization

    fao = Organization.objects.get(acronym="FAO")
    typed = {"kind": fao.kind, "acronym": "FAO", "name": fao.name, "seen": fao.version}
    path = f"/admin/members/organization/{fao.pk}/change/"
    answers = at_once([poster("admin", "admin", path, {**typed, "note": f"Note {n}."}) for n in range(4)])
    fao.refresh_from_db()

    assert sorted(a.status_code for a in answers) == [200, 200, 200, 302]
    assert fao.history.filter(note__startswith="Note ").count() == 1
    for answer in answers:
        assert answer.status_code == 302 or fao.note in answer.content.decode()


def test_one_link_for_a_new_password_sets_one_password(committed: Any) -> None:
    import re

    from network_portal.records.models import Message

    person = user("who")
    Client(SERVER_NAME="localhost").post("/account/reset/", {"email": person.email})
    mail = Message.objects.filter(person=person, kind="account").latest("pk")
    link = re.search(r"/account/reset/\S+", mail.account_body).group(0)
    clients = [Client(SERVER_NAME="localhost", raise_request_exception=False) for _n in range(3)]
    pages = [client.get(link)["Location"] for client in clients]
    words = [f"{n} kettles sang in the long June" for n in ("two", "six", "ten")]
    asks = [
        lambda c=client, p=page, w=word: c.post(p, {"password1": w, "password2": w})
        for client, page, word in zip(clients, pages, words, strict=True)
    ]
    answers = at_once(asks)

    assert sorted(a.status_code for a in answers) == [200, 200, 302]


def test_several_links_made_at_once_leave_one_that_lives(committed: Any) -> None:
    person = people.add_person("fresh@example.org", "Fresh Person", actor=actor("secretary", "secretariat"))
    secretary = actor("secretary", "secretariat")
    links = at_once([lambda: people.make_invitation(person, actor=secretary) for _n in range(5)])
    assert len({str(link) for link in links}) == 5

    from network_portal.lib import clock

    assert Invitation.objects.filter(person=person, used_at=None, until__gt=clock.now()).count() == 1


def test_the_same_access_given_twice_at_once_is_one_grant(committed: Any) -> None:
    from meetings.models import Minutes

    minutes = Minutes.objects.filter(state="draft").first()
    data = {"email": "fao@example.org", "name": "Somebody", "reason": "To write.", "until": "2026-12-20"}
    answers = at_once([poster("secretary", "secretariat", minutes.path("grant"), data) for _n in range(3)])

    assert sorted(a.status_code for a in answers)[0] == 302, answers[0].content.decode()[:2000]
    assert all(a.status_code in (302, 409, 422) for a in answers)
    assert Grant.objects.filter(person=user("fao"), ended_at=None).count() == 1
