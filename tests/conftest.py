"""The world of the tests: the demonstration's story, lived once for each database, rolled back after each test."""

import os
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as properties

from network_portal.lib import pdf
from tests import sampling, snapshots

# In the check the same examples each time; `make soak` draws others, and more of them.
COMMON: dict[str, Any] = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}
properties.register_profile("check", max_examples=60, derandomize=True, **COMMON)
properties.register_profile("soak", max_examples=2000, print_blob=True, **COMMON)
properties.load_profile(os.environ.get("PROPERTIES", "check"))

# The same on every database: asked on SQLite in the check, as single tests elsewhere that bear the mark; `make soak`
# asks them on PostgreSQL as well.
ALIKE = (
    "lib", "architecture", "permissions/test_readers.py", "permissions/test_matrix.py", "workplans/test_figures.py",
    "records/test_headers.py", "records/test_days_and_zones.py", "records/test_rules_of_work.py",
    "members/test_safe_accounts.py", "members/test_names.py", "members/test_signing_in.py", "meetings/test_calendars.py",
    "decisions/test_guards.py", "meetings/test_guards.py", "workplans/test_guards.py", "task_teams/test_guards.py",
    "decisions/test_refusals.py", "performance/test_query_counts.py",
)  # fmt: skip


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--sample", type=int, default=1, help="of tests that are alike, ask one in so many (SAMPLE_SEED)")


def pytest_report_header(config: pytest.Config) -> str:
    return f"sample: one in {config.getoption('--sample')}, SAMPLE_SEED={os.environ.get('SAMPLE_SEED', '')}"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    alike = sampling.places(ALIKE)
    for item in items:
        if str(item.path).startswith(alike):
            item.add_marker("alike")
    gone = sampling.left_out(items, config.getoption("--sample"))
    config.hook.pytest_deselected(items=list(gone))
    items[:] = [item for item in items if item not in gone]


@pytest.fixture
def drawn(request: pytest.FixtureRequest) -> Callable[..., list[Any]]:
    """Of a list of things that are alike, those that this run asks."""
    return lambda names: sampling.draw(names, request.config.getoption("--sample"))


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any, request: Any) -> Iterator[None]:
    """Make the test database of this process, with the story in it."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "")
    with django_db_blocker.unblock():
        remove = snapshots.make(worker)
    yield
    pdf.stop_drawing()  # who runs the tests, and waits for the processes that it started, did not start this one
    with django_db_blocker.unblock():
        remove()


@pytest.fixture(autouse=True)
def _world(request: pytest.FixtureRequest) -> None:
    """Every test may use the world in a transaction of its own, but those that need several connections or a browser."""
    if not {"committed", "portal", "chromium"} & set(request.fixturenames):
        request.getfixturevalue("db")


Enter = Callable[..., Client]


@pytest.fixture
def enter(db: None) -> Enter:
    """A client signed in as somebody of the cast (or nobody), acting in a capacity if one is named."""

    def make(key: str, capacity: str = "") -> Client:
        from tests.people import user

        client = Client(SERVER_NAME="localhost")
        if key != "nobody":
            client.force_login(user(key), backend="django.contrib.auth.backends.ModelBackend")
            session = client.session
            session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
            session["account_authentication_methods_user"] = str(user(key).pk)
            if capacity:
                session["capacity"] = capacity
            session.save()
        return client

    return make


@pytest.fixture
def send(enter: Enter) -> Callable[..., Any]:
    """Send a form as the page would: with its key, in the name one acts in, and with the digest of what it showed."""
    import re
    import secrets

    from tests.people import actor

    def post(key: str, path: str, data: dict[str, Any] | None = None, *, capacity: str = "", once: str = "") -> Any:
        who = actor(key, capacity)
        client = enter(key, who.key)
        fields = {"_key": once or secrets.token_urlsafe(18), "_capacity": who.key, **(data or {})}
        page = client.get(path)
        if page.status_code == 200 and (seen := re.search(rb'name="_seen" value="([^"]+)"', page.content)):
            fields.setdefault("_seen", seen.group(1).decode())
        return client.post(path, fields)

    return post


@pytest.fixture
def secretariat(db: None) -> Any:
    from tests.people import actor

    return actor("secretary", "secretariat")


@pytest.fixture
def coordinator(db: None) -> Any:
    from tests.people import actor

    return actor("coordinator", "coordinator")
