"""The portal against a mail server on a real socket: nothing is lost, and nothing is called sent that was not."""

from typing import Any

import pytest

from network_portal.lib import clock
from network_portal.records.jobs import sweep
from network_portal.records.mail import mailer
from network_portal.records.mail.notices import tell
from network_portal.records.models import Job, Message, Notice
from tests import matters
from tests.people import KEYS, user
from tests.records.smtp import Sink


@pytest.fixture
def waiting(settings: Any) -> list[Message]:
    """A mail to each of seven officers of the cast, and the portal told of a server."""
    Message.objects.filter(state="pending").delete()
    decision = matters.in_consultation()
    people = [user(k) for k in KEYS if k not in ("notes", "partner", "admin", "auditor")]
    tell("consultation_opened", decision, people, occasion="a test", title="A test", path="/")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 5
    return list(Message.objects.filter(state="pending"))


def due_again() -> None:
    Message.objects.filter(state="pending").update(not_before=clock.machine_now())


def test_a_server_that_takes_a_few_mails_a_connection_gets_each_once(waiting, settings) -> None:
    with Sink() as sink:
        settings.EMAIL_PORT, sink.most = sink.port, 2
        while Message.objects.filter(state="pending").exists():
            due_again()
            mailer.send_waiting()

    assert sorted(sink.ids()) == sorted(m.message_id for m in waiting)
    assert set(Message.objects.filter(pk__in=[m.pk for m in waiting]).values_list("state", flat=True)) == {"sent"}


def test_a_server_that_hangs_up_after_each_mail_gets_each_once(waiting, settings) -> None:
    with Sink() as sink:
        settings.EMAIL_PORT, sink.hangs_up_after_each = sink.port, True
        mailer.send_waiting()

    assert sorted(sink.ids()) == sorted(m.message_id for m in waiting)
    assert set(Message.objects.filter(pk__in=[m.pk for m in waiting]).values_list("state", flat=True)) == {"sent"}


def test_a_server_that_dies_before_its_yes_gets_that_one_mail_again_marked_uncertain(waiting, settings) -> None:
    with Sink() as sink:
        settings.EMAIL_PORT, sink.hangs_up_before_saying_yes = sink.port, True
        mailer.send_waiting()
        due_again()
        mailer.send_waiting()

    twice = {i for i in sink.ids() if sink.ids().count(i) == 2}
    assert len(sink.ids()) == len(waiting) + 1
    assert set(Message.objects.filter(state="uncertain").values_list("message_id", flat=True)) == twice


def test_an_hour_without_a_server_loses_nothing_and_stops_nothing_else(waiting, settings) -> None:
    with Sink() as gone:
        settings.EMAIL_PORT = gone.port
    Job.objects.filter(state="pending").delete()
    ran = []
    for _minute in range(60):
        ran.append(sweep.sweep())
    assert {r["mails"] for r in ran} == {0}
    assert {r["jobs"] for r in ran} == {0}
    rows = Message.objects.filter(pk__in=[m.pk for m in waiting])
    assert set(rows.values_list("state", "handed_over")) == {("pending", False)}
    assert "ConnectionRefusedError" in rows[0].last_error

    with Sink(settings.EMAIL_PORT) as sink:
        sweep.sweep()
    assert sorted(sink.ids()) == sorted(m.message_id for m in waiting)


def test_a_mail_that_cannot_be_written_stops_none_of_the_others(waiting, settings) -> None:
    broken = waiting[0]
    Notice.objects.filter(message=broken).update(kind="a kind of an earlier version")
    with Sink() as sink:
        settings.EMAIL_PORT = sink.port
        mailer.send_waiting()

    broken.refresh_from_db()
    assert (broken.state, broken.handed_over) == ("pending", False)
    assert len(sink.ids()) == len(waiting) - 1
