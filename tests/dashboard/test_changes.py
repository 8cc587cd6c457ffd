"""What changed is shown once a record, and not where the record waits for the reader anyway."""

import datetime as dt
from typing import Any

from network_portal.dashboard.pages import dashboard
from network_portal.lib import clock
from network_portal.records.models import Notice
from tests import matters
from tests.people import actor


def tell(path: str, *titles: str) -> None:
    who, decision = actor("fao"), matters.in_consultation()
    for n, title in enumerate(titles):
        Notice.objects.create(
            kind="decision_outcome", object_label="decisions.decision", object_id=decision.pk, person=who.user, title=title,
            occasion=f"{path} {title}", path=path, created_at=clock.now() + dt.timedelta(minutes=n),
        )  # fmt: skip


def test_several_notifications_of_a_record_are_one_line(enter: Any) -> None:
    tell("/decisions/2026-03/", "Heard first", "Heard second", "Heard third")
    page = enter("fao").get("/").content.decode()

    assert "Heard third" in page
    assert "2 earlier notifications" in page
    assert "Heard second" not in page


def test_what_waits_above_is_not_said_again() -> None:
    decision = matters.in_consultation()
    tell(decision.get_absolute_url(), "The consultation was opened once more")
    who = actor("fao")
    page = dashboard(who, [who])

    assert any(line.path.startswith(decision.get_absolute_url()) for line in page.waiting)
    assert decision.get_absolute_url() not in [change.notice.path for change in page.changed]
