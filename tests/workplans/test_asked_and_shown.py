"""What is asked of a lead until it is reported, and which percentage may be shown."""

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest

from network_portal.lib import clock
from network_portal.records.jobs import sweep
from tests.people import actor, waiting_lines
from workplans import figures
from workplans.figures import WeightedProgress, roll_up
from workplans.models import Activity, Plan, Update
from workplans.services import progress
from workplans.status import unreported


def asked(key: str = "ilo") -> list[tuple[str, str]]:
    """(activity, period) of every report that is awaited from somebody's organization, as far as the dashboard says so."""
    lines = waiting_lines(actor(key))
    asks = [line.title for line in lines if line.title.startswith("Report progress on")]
    awaited = [(activity.code, str(period)) for activity, period in unreported(actor(key))]
    assert all(any(title.endswith(period) for title in asks) for _code, period in awaited)
    assert len(asks) == len({period for _code, period in awaited})
    return awaited


@pytest.fixture
def row() -> Activity:
    """A row that ILO leads alone in the running plan, planned for the whole year and never reported on."""
    fao = actor("fao").organization_id
    Activity.objects.filter(plan__year=2026, lead__acronym="ILO").update(lead=fao)
    found = Activity.objects.filter(plan__year=2026).first()
    found.pk, found._state.adding = None, True
    found.code, found.order, found.quarters, found.method, found.body = "1.1.99", 99, "1234", "status", None
    found.lead_id = actor("ilo").organization_id
    found.save()
    Plan.objects.filter(pk=found.plan_id).update(adopted_at=clock.at(dt.date(2026, 1, 5), 9))
    return found


def report(row: Activity, quarter: int, status: str) -> Update:
    period = row.plan.periods.get(quarter=quarter)
    return progress.log_progress(row, period, actor=actor("ilo"), submit=True, status=status, achievements="Saved.")


def test_a_quarter_stays_until_it_is_reported(row: Activity) -> None:
    year = row.plan.year
    assert asked() == [
        (row.code, f"January to March {year}"), (row.code, f"April to June {year}"),
        (row.code, f"July to September {year}"), (row.code, f"October to December {year}"),
    ]  # fmt: skip
    report(row, 2, "ongoing")
    assert (row.code, f"April to June {year}") not in asked()
    assert (row.code, f"January to March {year}") in asked()
    sweep.move_clock(clock.at(dt.date(year + 1, 1, 5), 9))  # the year is over, the plan is not closed
    assert (row.code, f"October to December {year}") in asked()


def test_a_completed_activity_is_not_asked_again(row: Activity) -> None:
    report(row, 1, "completed")
    assert asked() == []


def test_a_quarter_before_the_planned_start_is_not_asked(row: Activity) -> None:
    Activity.objects.filter(pk=row.pk).update(quarters="34")
    assert [period for _code, period in asked()] == ["July to September 2026", "October to December 2026"]


def test_a_quarter_that_was_over_when_the_plan_was_adopted_is_not_asked(row: Activity) -> None:
    Plan.objects.filter(pk=row.plan_id).update(adopted_at=clock.at(dt.date(2026, 8, 5), 9))
    assert [period for _code, period in asked()] == ["July to September 2026", "October to December 2026"]


@pytest.mark.parametrize("value,words", [
    (Fraction(9999, 100), "99.9"), (Fraction(99996, 1000), "99.9"), (Fraction(100), "100"), (Fraction(1, 1000), "0.1"),
    (Fraction(0), "0"), (Fraction(125, 2), "62.5"), (None, ""),
])  # fmt: skip
def test_neither_0_nor_100_is_shown_where_it_is_not_so(value: Fraction | None, words: str) -> None:
    assert figures.format_percent(value) == words


def test_100_per_cent_is_shown_only_when_all_is_done() -> None:
    part, whole = (
        roll_up([WeightedProgress(1, Fraction(100)), WeightedProgress(9, None)]),
        roll_up([WeightedProgress(1, Fraction(100))]),
    )

    assert (part.percent, part.reported_is_done, part.coverage_percent) == ("", True, "10")
    assert (whole.percent, whole.reported_is_done) == ("100", False)
    for rest in (WeightedProgress(0, None), WeightedProgress(0, Fraction(0))):  # without weight, but not done
        assert roll_up([WeightedProgress(1, Fraction(100)), rest]).percent == ""


def test_a_plan_of_which_only_the_completed_row_was_reported_shows_no_100(enter: Any) -> None:
    plan = Plan.objects.get(year=2026)
    first = plan.activities.first()
    Update.objects.filter(activity__plan=plan).exclude(activity=first).update(state="returned")
    Update.objects.filter(activity=first).update(status="completed", percent=100, is_leads=True, state="accepted")
    page = enter("fao").get(plan.get_absolute_url())

    assert page.context["page"].figure.reported_is_done
    assert "Reported part completed" in page.content.decode()
