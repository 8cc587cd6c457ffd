"""What goes wrong around the portal, and what a person or a log is told then."""

import smtplib
from typing import Any

import pytest
from django.contrib import admin
from django.db import InterfaceError, OperationalError, connection
from django.test import RequestFactory

from decisions.models import Decision
from network_portal.lib import breaker
from network_portal.lib.cache import FallbackCache
from network_portal.records.jobs import heartbeat, wake
from network_portal.records.mail import mailer
from network_portal.records.mail.notices import queue_plain_mail
from network_portal.records.models import IdempotencyKey, Message
from tests.people import actor, user


@pytest.mark.parametrize("fault", [OperationalError("server closed the connection"), InterfaceError("connection already closed"),
                                   OperationalError("database is locked"), OperationalError("canceling statement due to statement timeout")])  # fmt: skip
def test_a_database_that_is_away_is_503_and_says_that_nothing_was_saved(fault: Exception, enter: Any) -> None:
    client = enter("fao")
    client.raise_request_exception = False

    def away(*_args: Any) -> Any:
        raise fault

    with connection.execute_wrapper(away):
        answers = [client.get("/decisions/"), client.get("/account/sign-in/"), client.post("/decisions/propose/", {})]

    assert [answer.status_code for answer in answers] == [503, 503, 503]
    for answer in answers:
        assert answer["Retry-After"] == "15"
        assert "Nothing was saved" in answer.content.decode()
        assert "Traceback" not in answer.content.decode()
        assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_a_key_sent_again_with_other_words_is_refused_with_both(send: Any, enter: Any) -> None:
    matter = Decision.objects.filter(state="consultation").first()
    once = "a-key-of-this-form-0001"
    first = send("fao", matter.path("comment"), {"body": "The first words."}, once=once)
    again = send("fao", matter.path("comment"), {"body": "The first words."}, once=once)
    other = send("fao", matter.path("comment"), {"body": "Corrected words."}, once=once)
    elsewhere = send("fao", matter.path("concern"), {"body": "The first words."}, once=once)

    assert (first.status_code, again.status_code) == (302, 302)
    assert again["Location"] == first["Location"]
    assert (other.status_code, elsewhere.status_code) == (409, 409)
    assert "Corrected words." in other.content.decode()
    assert first["Location"] in other.content.decode()
    assert matter.comments.filter(body="The first words.").count() == 1
    assert not matter.comments.filter(body="Corrected words.").exists()


def test_an_address_of_any_length_fits_the_table_of_keys(send: Any) -> None:
    send("fao", "/decisions/" + "x" * 900 + "/comment/", {"body": "Words."})

    assert all(len(key.path) <= 300 for key in IdempotencyKey.objects.all())


def test_redis_away_is_asked_once_and_then_not_for_a_minute(settings: Any, caplog: Any) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    wake._broker.reset()

    for _turn in range(5):
        wake.publish(wake.SEND_WAITING)

    assert wake._broker.rests
    assert [r.message for r in caplog.records if r.name == "portal.tasks"] == ["no worker was woken: ConnectionError"]
    wake._broker.reset()


def test_the_cache_falls_back_at_once_while_redis_is_away() -> None:
    FallbackCache.breaker.reset()
    cache = FallbackCache("redis://127.0.0.1:1/0", {})

    class Spare(dict):
        def set(self, key: str, value: Any, *_more: Any) -> None:
            self[key] = value

        def get(self, key: str, default: Any = None, *_more: Any) -> Any:
            return dict.get(self, key, default)

    cache.fallback = Spare()
    cache.set("a", 1)
    assert cache.get("a") == 1
    assert FallbackCache.breaker.rests
    FallbackCache.breaker.reset()
    assert breaker.SECONDS < 0.3


def test_a_refusal_after_data_ends_a_mail_as_one_of_the_recipient_does() -> None:
    message = Message.objects.filter(state="sent").first()
    for error, state in (
        (smtplib.SMTPDataError(554, b"no <fao@example.org>"), "failed"),
        (smtplib.SMTPDataError(451, b"later"), "pending"),
        (smtplib.SMTPRecipientsRefused({"fao@example.org": (550, b"no such person")}), "failed"),
    ):
        Message.objects.filter(pk=message.pk).update(state="claimed", attempts=1)
        message.refresh_from_db()
        mailer._postpone(message, error)
        message.refresh_from_db()
        assert message.state == state, error
        assert "fao@example.org" not in message.last_error


def test_a_pass_of_mails_ends_in_time_however_many_wait(settings: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(mailer, "PASS_SECONDS", -1.0)
    Message.objects.filter(state="sent").update(state="pending")

    assert mailer.send_waiting() == 0
    assert heartbeat.MAIL_FAULT not in heartbeat.ages()


def test_a_due_row_that_fails_stops_no_other(monkeypatch: Any) -> None:
    import datetime as dt

    from meetings.models import Minutes
    from network_portal.lib import clock
    from network_portal.records.access import grants
    from network_portal.records.jobs import sweep
    from network_portal.records.models import Grant

    minutes, secretary = Minutes.objects.filter(state="draft").first(), actor("secretary", "secretariat")
    for key in ("fao", "unicef", "ilo"):
        until = clock.now() + dt.timedelta(hours=1)
        grants.give(user(key), "write_minutes", minutes, actor=secretary, reason="To write.", until=until)
    broken = Grant.objects.filter(ended_at=None).order_by("-pk")[1]
    Grant.objects.filter(pk=broken.pk).update(object_id=10**9)
    sweep.set_offset(sweep.read_offset() + dt.timedelta(hours=2))

    assert grants.end_due() >= 2
    left = Grant.objects.filter(ended_at=None, until__lte=clock.now())
    assert [grant.pk for grant in left] == [broken.pk]


def test_no_organization_uses_up_the_right_of_others_to_raise_a_concern(monkeypatch: Any, send: Any) -> None:
    from network_portal.records.workflow import bounds

    monkeypatch.setattr(bounds, "OF_ONE_ORGANIZATION", 2)
    matter = Decision.objects.filter(state="consultation").first()
    typed = {"kind": "mandate", "reason": "Our mandate.", "proposed_solution": "A word.", "basis": "Resolution 1"}
    before = matter.concerns.filter(organization__acronym="FAO").count()
    codes = [send("fao", matter.path("concern"), {**typed, "reason": f"Word {n}."}).status_code for n in range(4)]

    assert codes == [302] * (2 - before) + [422] * (2 + before)
    assert send("unicef", matter.path("concern"), typed).status_code == 302


def test_an_impossible_address_ends_its_own_mail_and_stops_no_other(settings: Any) -> None:
    from tests.records.smtp import Sink

    with Sink() as sink:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
            "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1", sink.port,
        )  # fmt: skip
        Message.objects.filter(state__in=["pending", "claimed"]).update(state="cancelled")
        for address in ("z@" + "ä" * 60 + ".org", "fao@example.org"):
            queue_plain_mail(address, "anchor", "A subject", "A body", about="")
        mailer.send_waiting()

    assert sorted(Message.objects.order_by("-pk").values_list("state", flat=True)[:2]) == ["failed", "sent"]


@pytest.mark.parametrize(
    "kind", ["text/plain; charset=utf-8; charset=rot13", "a/b;charset=utf-8;CHARSET=hex", "a/b; charset=hex"]
)
def test_a_codec_that_is_no_encoding_is_refused_by_the_served_application(kind: str) -> None:
    from network_portal.wsgi import application

    told: list[str] = []
    environ = {**RequestFactory().get("/account/sign-in/").environ, "CONTENT_TYPE": kind}
    list(application(environ, lambda status, headers: told.append(status)))

    assert told == ["415 Unsupported Media Type"]


@pytest.mark.parametrize("key", ["\0" * 20, "x", "k" * 65, "\u202e" * 20])
def test_what_is_no_key_is_refused_by_every_form_of_the_administration(key: str, enter: Any) -> None:
    client, tried, before = enter("admin"), 0, IdempotencyKey.objects.count()
    for model in admin.site._registry:
        row = model._base_manager.order_by("-pk").first()
        for path in ("add/", f"{row.pk}/change/" if row else "add/"):
            answer = client.post(f"/admin/{model._meta.app_label}/{model._meta.model_name}/{path}", {"once": key})
            tried += answer.status_code == 200
            assert answer.status_code in (200, 403, 404, 405), path
    assert tried > 10
    assert IdempotencyKey.objects.count() == before
