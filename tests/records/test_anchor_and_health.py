"""The anchor outside the database, and what the operator is told."""

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction

from decisions.models import Decision
from meetings import minutes_document
from meetings.models import Minutes
from network_portal.lib import clock
from network_portal.records import audit
from network_portal.records.access import security
from network_portal.records.audit import anchor, coverage, integrity, triggers
from network_portal.records.jobs import heartbeat, jobs, purge, sweep
from network_portal.records.mail import mailer
from network_portal.records.models import (
    AuditChain,
    Document,
    Event,
    Heartbeat,
    IdempotencyKey,
    Job,
    Message,
    SecurityEvent,
)
from network_portal.records.web import health
from tests.people import user


def rewrite(root: tuple[str, int]) -> None:
    """Change a row and compute every hash of its chain again, as somebody with the database in hand would."""
    Decision.objects.filter(pk=root[1]).update(title="Another title")
    with triggers.lifted():
        previous = ""
        for event in Event.objects.of_root(*root).order_by("number"):
            body = event.body
            if body.rows:
                keys = [(label, int(pk)) for label, rows in json.loads(body.rows).items() for pk in rows]
                body.rows = coverage.say(keys, body.rows_salt)
                body.save()
                event.rows_digest = audit.rows_digest(body)
            event.previous, event.hash = previous, ""
            event.hash = previous = audit.event_hash(event)
            event.save()
        AuditChain.objects.filter(label=root[0], object_id=root[1]).update(last_hash=previous)


def test_a_chain_written_anew_with_all_its_hashes_is_found_by_the_anchor(tmp_path: Path) -> None:
    kept = tmp_path / "anchor.txt"
    kept.write_text(anchor.take().text)
    call_command("verify_record", "--anchor", str(kept), stdout=io.StringIO())
    decision = Decision.objects.filter(state="adopted").first()

    with transaction.atomic():
        rewrite(("decisions.decision", decision.pk))

    assert list(integrity.verify_chains()) == [], "its own hashes say nothing"
    with pytest.raises(CommandError, match=f"decisions.decision:{decision.pk}: event"):
        call_command("verify_record", "--anchor", str(kept), stdout=io.StringIO())


def test_a_chain_cut_off_with_its_head_is_found_by_the_anchor() -> None:
    text = anchor.take().text
    root = AuditChain.objects.filter(label="decisions.decision").first()
    last = Event.objects.of_root(root.label, root.object_id).order_by("-number").first()
    with transaction.atomic(), triggers.lifted():
        last.body.delete()
        last.delete()
        AuditChain.objects.filter(pk=root.pk).update(last_number=last.number - 1, last_hash=last.previous)

    assert list(integrity.verify_chains()) == []
    assert [line for line in anchor.verify(text) if "missing" in line]


def test_the_record_goes_on_after_an_anchor_and_agrees_with_it() -> None:
    text = anchor.take().text
    anchor.take()

    assert list(anchor.verify(text)) == []


def test_the_anchor_goes_out_once_a_day_to_the_addresses_of_the_setting(settings: Any, tmp_path: Path) -> None:
    settings.ANCHOR_MAIL_TO = ["records@example.org", "audit@example.org"]
    sweep.set_offset(sweep.read_offset() + dt.timedelta(hours=25))
    assert anchor.take_due() == 1
    assert anchor.take_due() == 0
    mailer.send_waiting(10_000)

    sent = [m for m in mail.outbox if m.subject == "Anchor of the record"]
    assert sorted(m.to[0] for m in sent) == ["audit@example.org", "records@example.org"]
    (name, content, _kind), *_rest = sent[0].attachments
    kept = tmp_path / name
    kept.write_text(content if isinstance(content, str) else content.decode())
    assert list(anchor.verify(anchor.read(kept))) == []


def test_papers_do_not_postpone_the_daily_anchor() -> None:
    anchor.take_due()
    sweep.set_offset(sweep.read_offset() + dt.timedelta(hours=23))
    anchor.take()
    sweep.set_offset(sweep.read_offset() + dt.timedelta(hours=2))

    assert anchor.take_due() == 1


def test_days_that_the_movable_clock_passes_at_once_are_verified_once() -> None:
    Job.objects.filter(kind=anchor.VERIFICATION).delete()
    Heartbeat.objects.filter(name=heartbeat.RECORD_WHOLE).delete()
    for _day in range(3):
        sweep.set_offset(sweep.read_offset() + dt.timedelta(hours=25))
        assert anchor.take_due() == 1
        jobs.run_due()

    assert Job.objects.filter(kind=anchor.VERIFICATION, state="done").count() == 1


def test_the_alarm_of_a_changed_record_stays_until_a_verification_finds_nothing() -> None:
    def alarms() -> set[str]:
        return {alarm.pattern.code for alarm in security.alarms()}

    SecurityEvent.objects.all().delete()
    sweep.set_offset(sweep.read_offset() + dt.timedelta(hours=25))
    decision = Decision.objects.filter(state="adopted").first()
    title = decision.title
    Decision.objects.filter(pk=decision.pk).update(title="Another title")
    Heartbeat.objects.filter(name=heartbeat.RECORD_WHOLE).update(at=clock.machine_now() - dt.timedelta(hours=13))
    anchor.take_due()
    jobs.run_due()
    assert alarms() == {"record-changed"}
    Heartbeat.objects.filter(name=heartbeat.RECORD_WHOLE).update(at=clock.machine_now() - dt.timedelta(hours=31))
    SecurityEvent.objects.update(at=clock.machine_now() - dt.timedelta(hours=30))
    assert alarms() == {"record-changed"}

    Decision.objects.filter(pk=decision.pk).update(title=title)
    sweep.set_offset(sweep.read_offset() + dt.timedelta(hours=25))
    anchor.take_due()
    jobs.run_due()
    assert alarms() == set()


def test_a_filed_paper_names_an_anchor_that_is_kept() -> None:
    minutes = Minutes.objects.filter(state="published").first()
    page = minutes_document.paper(minutes, draft=False).html(anchored=anchor.take().digest)
    assert 'content="anchor:' in page

    document = Document.objects.filter(kind="minutes").first()
    assert list(anchor.verify(anchor.read(Path(document.file.path)))) == []


def test_what_is_no_anchor_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("something else")
    with pytest.raises(CommandError, match="neither an anchor"):
        call_command("verify_record", "--anchor", str(other), stdout=io.StringIO())


# --- health


def red() -> set[str]:
    return {check.name for check in health.state() if not check.works}


@pytest.fixture
def well(db: None) -> None:
    """Everything works: a worker and the clock were just seen, nothing waits."""
    Message.objects.filter(state__in=["pending", "claimed"]).update(state="cancelled")
    Job.objects.filter(state="failed").delete()
    SecurityEvent.objects.all().delete()
    anchor.take_due()
    for name in (heartbeat.WORKER, heartbeat.SWEEP, heartbeat.MAIL, heartbeat.RECORD_WHOLE):
        heartbeat.beat(name)


def test_nothing_is_red_when_all_is_well(well: None) -> None:
    assert red() == set()


@pytest.mark.parametrize("name,check", [(heartbeat.WORKER, "worker"), (heartbeat.SWEEP, "sweep")])
def test_a_process_that_is_not_seen_is_red(name: str, check: str, well: None) -> None:
    Heartbeat.objects.filter(name=name).update(at=clock.machine_now() - dt.timedelta(seconds=60))
    assert check in red()


def test_a_redis_that_is_away_is_red(well: None, settings: Any) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    assert "broker" in red()


def test_a_mail_server_that_is_away_is_red_with_nothing_to_send(well: None, settings: Any) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1", 1,
    )  # fmt: skip
    Heartbeat.objects.filter(name=heartbeat.MAIL).update(at=clock.machine_now() - dt.timedelta(seconds=50))
    assert mailer.probe() == 0
    assert "mail" in red()


def test_a_backlog_that_is_only_postponed_is_red(well: None) -> None:
    message = Message.objects.first()
    Message.objects.filter(pk=message.pk).update(
        state="pending", attempts=3, not_before=clock.machine_now() + dt.timedelta(hours=1)
    )
    assert "mail" in red()


def test_a_queue_that_nobody_works_off_is_red_and_one_that_moves_is_not(well: None) -> None:
    late = clock.machine_now() - dt.timedelta(seconds=50)
    Message.objects.filter(pk=Message.objects.first().pk).update(state="pending", attempts=0, not_before=late)
    assert "mail" not in red()
    Heartbeat.objects.filter(name=heartbeat.MAIL).update(at=late)
    assert "mail" in red()


def test_a_pdf_that_hangs_for_a_minute_is_red(well: None) -> None:
    job = Job.objects.first()
    Job.objects.filter(pk=job.pk).update(
        kind="minutes_pdf", state="running", lease_until=clock.machine_now() + jobs.LEASE - dt.timedelta(seconds=60)
    )
    assert "pdf" in red()


def test_an_anchor_that_goes_nowhere_is_red(well: None, settings: Any) -> None:
    settings.DEMO, settings.ANCHOR_MAIL_TO = False, []
    assert "anchor" in red()
    settings.ANCHOR_MAIL_TO = ["audit@example.org"]
    assert "anchor" not in red()


def test_a_full_disk_is_red_and_nobody_can_work(well: None, client: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(health, "LEAST_FREE", 2**60)
    answer = client.get("/ready")

    assert answer.status_code == 503
    assert answer.json()["disk"] == "red"
    assert set(answer.json().values()) <= {True, False, "ok", "red"}, "no detail for strangers"


def test_each_pattern_raises_its_alarm_on_the_operators_page(well: None, enter: Any) -> None:
    SecurityEvent.objects.all().delete()
    assert list(security.alarms()) == []
    for pattern in security.PATTERNS:
        for _turn in range(pattern.count):
            security.note(
                pattern.kinds[0], person_id=user("fao").pk, subject=f"about {pattern.code}", address="10.0.0.1"
            )

    assert {alarm.pattern.code for alarm in security.alarms()} == {p.code for p in security.PATTERNS}
    assert len(security.PATTERNS) == 6
    page = enter("admin").get("/operations/").content.decode()
    for pattern in security.PATTERNS:
        assert str(pattern.title) in page
    assert enter("ilo").get("/operations/").status_code == 403


def test_what_is_kept_for_a_time_is_removed_then(settings: Any) -> None:
    from allauth.usersessions.models import UserSession
    from django.contrib.sessions.models import Session

    now = clock.machine_now()
    IdempotencyKey.objects.create(person=user("fao"), key="k" * 20, path="/", at=now - dt.timedelta(days=31))
    IdempotencyKey.objects.create(person=user("fao"), key="n" * 20, path="/", at=now - dt.timedelta(days=29))
    SecurityEvent.objects.create(kind="refused", at=now - dt.timedelta(days=366))
    Session.objects.create(session_key="old", session_data="", expire_date=now - dt.timedelta(seconds=1))
    for hours in (11, 13):
        UserSession.objects.create(
            user=user("fao"),
            ip="10.0.0.1",
            session_key=f"s{hours}",
            user_agent="",
            created_at=now - dt.timedelta(hours=hours),
        )
    old = Message.objects.filter(state="sent").first()
    Message.objects.filter(pk=old.pk).update(not_before=now - dt.timedelta(days=1096))
    purge.purge()
    purge.purge()

    assert list(IdempotencyKey.objects.values_list("key", flat=True)) == ["n" * 20]
    assert not SecurityEvent.objects.filter(at__lt=now - dt.timedelta(days=365)).exists()
    assert not Session.objects.filter(session_key="old").exists()
    assert list(UserSession.objects.values_list("session_key", flat=True)) == ["s11"]
    assert not Message.objects.filter(pk=old.pk).exists()
    assert list(integrity.verify_record()) == []
