"""What the menu counts: the lines of the dashboard, and the notifications that came since the list was last opened."""

import datetime as dt
from typing import Any

import pytest

from network_portal.lib import clock
from network_portal.lib.pages import ROWS
from network_portal.records.jobs import sweep
from tests.dashboard.test_changes import tell
from tests.people import KEYS, user


@pytest.mark.parametrize("key", KEYS)
def test_the_count_is_that_of_the_lines_that_the_dashboard_lists(enter: Any, key: str) -> None:
    client = enter(key)
    listed = client.get("/").context["page"].waiting

    assert client.get("/counts/").json()["waiting"] == len(listed)


def test_notifications_are_new_until_the_list_is_opened(enter: Any) -> None:
    client = enter("ilo")
    everything = client.get("/notices/").context["page"].paginator.count
    user_of = type(user("ilo")).objects.filter(pk=user("ilo").pk)
    user_of.update(notices_seen_at=None)
    assert client.get("/counts/").json()["notices"] == everything > 3

    page = client.get("/notices/").content.decode()

    assert page.count(">New</b>") == min(everything, ROWS)
    assert client.get("/counts/").json()["notices"] == 0
    assert ">New</b>" not in client.get("/notices/").content.decode()


def test_a_later_notification_is_new_again(enter: Any) -> None:
    client = enter("fao")
    client.get("/notices/")
    sweep.move_clock(clock.now() + dt.timedelta(minutes=1))

    tell("/decisions/2026-03/", "Heard later")

    assert client.get("/counts/").json()["notices"] == 1
    assert client.get("/notices/").content.decode().count(">New</b>") == 1


def test_nobody_counts_without_an_account(enter: Any) -> None:
    assert enter("nobody").get("/counts/").status_code == 302
