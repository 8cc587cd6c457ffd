"""The same commands as in production, on PostgreSQL with its two roles and on Redis, killed and flushed."""

import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import redis

from network_portal.dashboard.demo.people import PASSWORD
from tests.journeys.conftest import ROOT, free_port, wait_until_ready
from tests.journeys.deployed import Deployed, connect, until
from tests.journeys.people import Person
from tests.records.smtp import Sink

BIN = Path(sys.executable).parent

pytestmark = pytest.mark.processes


@pytest.fixture(autouse=True)
def _world() -> None:
    """These tests use the deployed portal's own database."""


def sign_in(url: str, key: str, password: str) -> str:
    """One attempt, as a browser sends it; the page it leads to."""
    jar = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    page = jar.open(f"{url}/account/sign-in/", timeout=30).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1)
    typed = {"csrfmiddlewaretoken": token, "login": f"{key}@example.org", "password": password}
    try:
        return jar.open(f"{url}/account/sign-in/", urllib.parse.urlencode(typed).encode(), timeout=30).read().decode()
    except urllib.error.HTTPError as refused:
        return refused.read().decode()


def test_a_short_journey_under_the_portals_own_database_role(deployed: Deployed, chromium: Any) -> None:
    fao = Person(chromium, deployed.url, "fao")
    fao.go("/decisions/").page.get_by_role("link", name="Sharing of age and sex in all joint figures").click()
    fao.page.wait_for_load_state()
    path = fao.path()
    fao.go(f"{path}comment/").fill(body="Said on PostgreSQL.").press("Comment on the proposal")

    assert "Said on PostgreSQL." in fao.text()
    assert fao.said == []
    assert '"clean": true' in deployed.manage("check_integrity")


def test_an_empty_database_is_installed_once(deployed: Deployed, tmp_path: Path) -> None:
    """By the owner's role as the compose file does it, without the demonstration; a second time changes nothing."""
    empty = Deployed(
        tmp_path, name="empty", DEMO="off", BASE_URL="https://portal.example.org", EMAIL_URL="smtp://127.0.0.1:25"
    )
    empty.manage("install_portal")
    made = empty.sql("SELECT COUNT(*) FROM members_organization"), empty.sql("SELECT COUNT(*) FROM records_event")
    assert made[0][0][0] > 30
    empty.manage("install_portal")

    again = empty.sql("SELECT COUNT(*) FROM members_organization"), empty.sql("SELECT COUNT(*) FROM records_event")
    assert again == made
    assert '"clean": true' in empty.manage("check_integrity")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege), connect(empty.portal_dsn) as cursor:
        cursor.execute("DELETE FROM records_event")


@pytest.mark.parametrize(
    "statement",
    ["CREATE TABLE x (y int)", "DROP TABLE records_event", "ALTER TABLE records_event ADD z int",
     "UPDATE records_event SET verb = 'x'", "DELETE FROM records_event", "TRUNCATE records_event CASCADE",
     "UPDATE decisions_position SET reason = 'x'", "DELETE FROM decisions_text", "UPDATE records_document SET sha256 = 'x'",
     "UPDATE meetings_sectionrevision SET text = 'x'", "DELETE FROM django_migrations"],
)  # fmt: skip
def test_the_portals_role_cannot(deployed: Deployed, statement: str) -> None:
    with pytest.raises(psycopg2.Error), connect(deployed.portal_dsn) as cursor:
        cursor.execute(statement)


def test_a_worker_killed_in_the_middle_of_a_pdf_loses_nothing(deployed: Deployed) -> None:
    deployed.shell(
        "from meetings.models import Minutes; from network_portal.records import audit; from network_portal.records.jobs import jobs;"
        "from network_portal.records.access.actor import SYSTEM; m = Minutes.objects.get(state='circulated')"
        "\nwith audit.lock(m):\n    m.circulations += 1; audit.save(m, actor=SYSTEM, fields=['circulations'])"
        "\njobs.queue('minutes_draft', m)"
    )
    until(lambda: deployed.sql("SELECT 1 FROM records_job WHERE kind = 'minutes_draft' AND state = 'running'"))
    workers = deployed.pids("celery -A network_portal worker")
    assert len(workers) == 1
    for pid in workers:
        os.killpg(pid, signal.SIGKILL)  # the supervisor gave it a session of its own: master, children and the drawing
    before = deployed.sql("SELECT COUNT(*) FROM records_document WHERE kind = 'draft'")[0][0]
    assert deployed.sql("SELECT state FROM records_job ORDER BY id DESC LIMIT 1") == [("running",)]
    assert not [p for p in (deployed.folder / "files").rglob("*.pdf") if p.stat().st_size == 0]

    deployed.sql("UPDATE records_job SET lease_until = now() - interval '1 second' WHERE state = 'running'")
    deployed.manage("sweep")
    assert deployed.sql("SELECT state, attempts FROM records_job ORDER BY id DESC LIMIT 1") == [("done", 2)]
    assert deployed.sql("SELECT COUNT(*) FROM records_document WHERE kind = 'draft'")[0][0] == before + 1
    assert '"clean": true' in deployed.manage("check_integrity")
    until(lambda: deployed.pids("celery -A network_portal worker"))


TELL = (
    "from decisions.models import Decision; from members.models import User; from network_portal.records.mail.notices import tell;"
    "from django.db import transaction;"
    "d = Decision.objects.get(state='consultation');"
    "people = list(User.objects.filter(is_active=True, officers__organization__kind='un_entity').distinct());"
    "\nwith transaction.atomic():\n    tell('consultation_opened', d, people, occasion='{occasion}', title='A test', path='/')"
)


def ids(deployed: Deployed, occasion: str) -> list[str]:
    rows = deployed.sql(
        "SELECT m.message_id FROM records_message m JOIN records_notice n ON n.message_id = m.id WHERE n.occasion = %s",
        occasion,
    )
    return [row[0] for row in rows]


REMIND = (
    "from meetings.models import Meeting; from network_portal.lib import clock;"
    "from network_portal.records.jobs import reminders;"
    "m = Meeting.objects.filter(state='convened').order_by('pk').last();"
    "m.invitations.update(reply='');"
    "reminders.plan('meeting_reminder', m, '0, {days} working days before', clock.now())"
)


def reminded(deployed: Deployed, days: int) -> list[str]:
    return [i for i in ids(deployed, f"0, {days} working days before") if i]


def test_a_flushed_redis_loses_no_mail_and_no_reminder(deployed: Deployed) -> None:
    workers = deployed.pids("celery -A network_portal worker")
    assert workers
    for pid in workers:
        os.killpg(pid, signal.SIGSTOP)
    try:
        deployed.shell(TELL.format(occasion="flush"))
        deployed.shell(REMIND.format(days=77))
        redis.Redis.from_url(deployed.redis_url).flushall()
    finally:
        for pid in workers:
            os.killpg(pid, signal.SIGCONT)
    deployed.manage("sweep")
    deployed.manage("sweep")

    wanted = ids(deployed, "flush"), reminded(deployed, 77)
    sent = deployed.mails()
    assert all(len(found) > 20 for found in wanted)
    assert {sent[i] for found in wanted for i in found} == {1}


def test_many_sweeps_and_two_clocks_at_once_send_each_mail_once(deployed: Deployed) -> None:
    """A second and a third clock that tick every second, beside four sweeps by hand and the portal's own."""
    beat = [
        str(BIN / "celery"),
        "-A",
        "network_portal.clock_app",
        "beat",
        "--scheduler",
        "celery.beat:Scheduler",
        "--pidfile=",
    ]
    quick = {**deployed.env, "SWEEP_SECONDS": "1"}
    clocks = [
        subprocess.Popen(beat, cwd=ROOT, env=quick, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _twice in range(2)
    ]
    try:
        before = deployed.sql("SELECT at FROM records_heartbeat WHERE name = 'sweep'")[0][0]
        until(lambda: deployed.sql("SELECT at FROM records_heartbeat WHERE name = 'sweep'")[0][0] > before)
        deployed.shell(TELL.format(occasion="two clocks"))
        deployed.shell(REMIND.format(days=88))
        sweeps = [
            subprocess.Popen(
                [sys.executable, "manage.py", "sweep"], cwd=ROOT, env=deployed.env, stdout=subprocess.DEVNULL
            )
            for _turn in range(4)
        ]
        assert [s.wait(120) for s in sweeps] == [0, 0, 0, 0]
    finally:
        for clock in clocks:
            clock.terminate()
            clock.wait(30)

    wanted = ids(deployed, "two clocks") + reminded(deployed, 88)
    assert len(wanted) > 40
    until(lambda: all(deployed.mails()[i] for i in wanted))
    sent = deployed.mails()
    assert {sent[i] for i in wanted} == {1}


def test_a_process_killed_between_the_servers_yes_and_its_note_repeats_that_one_mail(deployed: Deployed) -> None:
    """SIGKILL from the mail server's own hand, the moment it has said yes; five times, each with mails waiting."""
    workers = deployed.pids("celery -A network_portal worker")
    for pid in workers:
        os.killpg(pid, signal.SIGSTOP)
    try:
        with Sink() as sink:
            env = {
                **deployed.env,
                "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
                "CELERY_BROKER_URL": "redis://127.0.0.1:1/0",
            }
            tell = [sys.executable, "manage.py", "shell", "-v", "0", "-c", TELL.format(occasion="killed")]
            assert subprocess.run(tell, cwd=ROOT, env=env).returncode == 0
            for _turn in range(5):
                handing = subprocess.Popen([sys.executable, "manage.py", "sweep"], cwd=ROOT, env=env)
                sink.kills_after_saying_yes = handing.pid
                assert handing.wait(120) == -signal.SIGKILL
                deployed.sql(
                    "UPDATE records_message SET lease_until = now() - interval '1 second' WHERE state = 'claimed'"
                )
            assert subprocess.run([sys.executable, "manage.py", "sweep"], cwd=ROOT, env=env).returncode == 0
            sent = Counter(sink.ids())
    finally:
        for pid in workers:
            os.killpg(pid, signal.SIGCONT)

    wanted = ids(deployed, "killed")
    uncertain = {row[0] for row in deployed.sql("SELECT message_id FROM records_message WHERE state = 'uncertain'")}
    repeated = {i for i in wanted if sent[i] > 1}
    assert len(wanted) > 20
    assert set(sent.values()) <= {1, 2}
    assert {i for i in wanted if not sent[i]} == set(), "a mail was lost"
    assert 1 <= len(repeated) <= 5
    assert repeated <= uncertain


def test_without_redis_pages_and_acts_work_and_the_backlog_drains(deployed: Deployed, chromium: Any) -> None:
    """Broker and cache away: people sign in, comment, and are told; attempts are still counted."""
    port = free_port()
    env = {
        **deployed.env, "CELERY_BROKER_URL": "redis://127.0.0.1:1/0", "CACHE_URL": "rediscache://127.0.0.1:1/1",
        "BASE_URL": f"http://localhost:{port}",
    }  # fmt: skip
    web = subprocess.Popen(
        [sys.executable, "-m", "network_portal.lib.web", "network_portal.wsgi:application", "--bind", f"127.0.0.1:{port}"],
        cwd=ROOT, env=env, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_until_ready(f"http://localhost:{port}", web)
        ilo = Person(chromium, f"http://localhost:{port}", "ilo")
        ilo.go("/decisions/").page.get_by_role("link", name="Sharing of age and sex in all joint figures").click()
        ilo.page.wait_for_load_state()
        ilo.go(f"{ilo.path()}comment/").fill(body="Said while Redis was away.").press("Comment on the proposal")
        assert "Said while Redis was away." in ilo.text()
        assert ilo.said == []
        done = subprocess.run(
            [sys.executable, "manage.py", "shell", "-v", "0", "-c", TELL.format(occasion="no redis")], cwd=ROOT, env=env
        )
        assert done.returncode == 0
    finally:
        web.terminate()
        web.wait(30)
    deployed.manage("sweep")
    sent = deployed.mails()
    assert {sent[i] for i in ids(deployed, "no redis")} == {1}


def test_attempts_are_counted_across_processes(deployed: Deployed) -> None:
    """Two web processes, one count: wrong passwords asked of either close the account's door for a while."""
    assert len(deployed.pids("lib.web")) == 1
    for _turn in range(8):
        sign_in(deployed.url, "unhcr", "wrong")

    assert "Too many failed" in sign_in(deployed.url, "unhcr", PASSWORD)
    assert "Dashboard" in sign_in(deployed.url, "who", PASSWORD), "another account is not held up"
