"""Mails: told once, sent once, never lost, at most one repeat that is marked uncertain."""

import smtplib
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.db import transaction

from network_portal.lib import clock
from network_portal.records.mail import mailer
from network_portal.records.mail.notices import object_of, queue_account_mail, render, tell
from network_portal.records.models import Message, Notice
from network_portal.records.registry import registry
from tests import matters
from tests.builders import leaves
from tests.people import user


def one(key: str = "fao") -> Message:
    decision = matters.in_consultation()
    tell("consultation_opened", decision, [user(key)], occasion="a test", title="A test", path="/")
    return Message.objects.filter(person=user(key)).latest("pk")


def test_telling_twice_is_telling_once() -> None:
    one()
    before = Message.objects.count()
    one()

    assert Message.objects.count() == before
    assert Notice.objects.filter(occasion="a test").count() == 1


def test_a_mail_is_sent_once_with_its_id() -> None:
    message = one()
    mail.outbox.clear()
    mailer.send_waiting()
    mailer.send_waiting()

    assert [m.extra_headers["Message-ID"] for m in mail.outbox] == [message.message_id]
    message.refresh_from_db()
    assert message.state == "sent"


def test_nobody_without_a_part_is_told_any_more() -> None:
    message = one()
    leaves(user("fao").officers)
    mail.outbox.clear()
    mailer.send_waiting()

    message.refresh_from_db()
    assert message.state == "cancelled"
    assert mail.outbox == []


class ServerDown(locmem.EmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError("no server")


class ServerRefuses(locmem.EmailBackend):
    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (550, b"no such user")})


class DiesAfterHandingOver(locmem.EmailBackend):
    def send_messages(self, messages):
        super().send_messages(messages)
        raise KeyboardInterrupt  # the process dies between the server's yes and the commit


def test_a_mail_server_away_postpones_and_loses_nothing(settings) -> None:
    message = one()
    settings.EMAIL_BACKEND = f"{__name__}.ServerDown"
    mailer.send_waiting()
    message.refresh_from_db()
    assert (message.state, message.handed_over) == ("pending", False)
    assert message.not_before > clock.machine_now()

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Message.objects.update(not_before=clock.machine_now())
    mail.outbox.clear()
    mailer.send_waiting()
    assert len(mail.outbox) == 1
    message.refresh_from_db()
    assert message.state == "sent"


def test_an_address_refused_for_good_fails_at_once(settings) -> None:
    message = one()
    settings.EMAIL_BACKEND = f"{__name__}.ServerRefuses"
    mailer.send_waiting()

    message.refresh_from_db()
    assert message.state == "failed"


def test_a_death_after_handing_over_is_repeated_once_and_marked_uncertain(settings) -> None:
    message = one()
    mail.outbox.clear()
    settings.EMAIL_BACKEND = f"{__name__}.DiesAfterHandingOver"
    with pytest.raises(KeyboardInterrupt):
        mailer.send_waiting()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert mailer.send_waiting() == 0, "the lease still holds"
    Message.objects.filter(pk=message.pk).update(lease_until=clock.machine_now())
    mailer.send_waiting()
    mailer.send_waiting()

    message.refresh_from_db()
    assert message.state == "uncertain"
    ids = [m.extra_headers["Message-ID"] for m in mail.outbox]
    assert ids == [message.message_id, message.message_id]


def test_the_body_of_account_mail_is_not_kept() -> None:
    message = queue_account_mail(user("fao"), "Reset", "secret link")
    mailer.send_waiting()

    message.refresh_from_db()
    assert (message.state, message.account_body) == ("sent", "")


def test_a_mail_carries_the_canonical_address_only(enter) -> None:
    with transaction.atomic():
        one()
    mail.outbox.clear()
    mailer.send_waiting()

    assert "http://localhost:8000/" in mail.outbox[0].body


def test_reset_mail_goes_through_the_same_sender_with_the_canonical_host(enter) -> None:
    mail.outbox.clear()
    client = enter("nobody")
    response = client.post(
        "/account/reset/", {"email": "fao@example.org"}, headers={"X-Forwarded-Host": "evil.example"}
    )
    unknown = client.post("/account/reset/", {"email": "nobody-knows@example.org"})
    mailer.send_waiting()

    assert (response.status_code, unknown.status_code) == (302, 302)
    assert response["Location"] == unknown["Location"]
    assert [m.to for m in mail.outbox] == [["fao@example.org"]]
    assert "http://localhost:8000/account/reset/" in mail.outbox[0].body
    assert "evil" not in mail.outbox[0].body


def test_a_foreign_host_is_refused(enter) -> None:
    client = enter("nobody")

    assert client.get("/account/sign-in/", headers={"Host": "evil.example"}).status_code == 400


def test_account_mail_goes_first() -> None:
    """Somebody waits for it at the screen; an invitation to hundreds of people does not hold it up."""
    mailer.send_waiting()
    for key in ("fao", "ilo", "unicef"):
        one(key)
    queue_account_mail(user("partner"), "Reset your password", "A link.")
    mail.outbox.clear()
    mailer.send_waiting(limit=1)

    assert [m.to for m in mail.outbox] == [["partner@example.org"]]


def test_every_mail_says_who_did_what(secretariat: Any) -> None:
    """Each kind that is written today has its own sentences, but for those whose template says them."""
    of_earlier_rules = {"position_entered", "consent_given"}
    own_template = {"consultation_opened", "text_changed", "round_opened", "round_reminder", "round_extended",
                    "round_ad_referendum", "position_stated", "meeting_cancelled"}  # fmt: skip
    told = {n.kind: n for n in Notice.objects.filter(kind__in=registry.notice_kinds)}
    assert len(told) > 12
    for kind, notice in told.items():
        if kind in of_earlier_rules | own_template:
            continue
        _subject, body = render(notice, object_of(notice))
        assert f"\n{notice.title}.\n" not in body, kind
        said = registry.notice_kinds[kind].says(object_of(notice))
        assert said.rstrip().endswith((".", ":")), kind
        assert said.split("\n")[0] in body, kind
