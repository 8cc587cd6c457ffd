"""What holds for every figure of a plan, whatever its activities are."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from workplans import figures
from workplans.figures import Reported, WeightedProgress, delivered, figure_for, format_percent, roll_up

WEIGHTS = st.integers(0, 100)
PROGRESS = st.integers(0, 100).map(Fraction)
ROWS = st.lists(st.builds(WeightedProgress, WEIGHTS, st.none() | PROGRESS), max_size=30)
PERCENTAGES = st.fractions(0, 100, max_denominator=10_000)


@dataclass
class AnUpdate:
    status: str
    percent: int | None = None


@dataclass
class AnActivity:
    code: str
    kind: str = "planned"
    weight: int = 1
    method: str = "stated"


STATUSES = (*figures.BY_STATUS, *figures.LEFT_OUT)
UPDATES = st.builds(AnUpdate, st.sampled_from(STATUSES), st.none() | st.integers(0, 100))
ACTIVITIES = st.builds(
    AnActivity,
    st.text("123456789.", min_size=1, max_size=5),
    st.sampled_from(["planned", "unplanned"]),
    WEIGHTS,
    st.sampled_from(["stated", "status"]),
)
REPORTS = st.lists(
    st.builds(Reported, ACTIVITIES, st.none() | UPDATES), max_size=20, unique_by=lambda row: row.activity.code
)


@given(ROWS, st.data())
def test_whatever_the_missing_report_the_plan_ends_between_its_bounds(rows, data) -> None:
    figure = roll_up(rows)
    if figure.floor is None:
        assert not any(row.weight for row in rows)
        return
    filled = [row if row.progress is not None else WeightedProgress(row.weight, data.draw(PROGRESS)) for row in rows]
    then = roll_up(filled)

    assert 0 <= figure.floor <= then.progress <= figure.ceiling <= 100
    assert then.coverage == 100
    assert then.floor == then.progress == then.ceiling


@given(ROWS)
def test_progress_lies_between_the_least_and_the_most_reported_of_what_counts(rows) -> None:
    figure = roll_up(rows)
    reported = [row.progress for row in rows if row.progress is not None and row.weight]

    assert (figure.progress is None) == (not reported)
    if reported:
        assert min(reported) <= figure.progress <= max(reported)
        assert 0 < figure.coverage <= 100


@given(ROWS, st.randoms())
def test_the_order_of_activities_changes_nothing(rows, random) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)

    assert roll_up(shuffled) == roll_up(rows)


@given(ROWS, WEIGHTS)
def test_an_activity_that_did_not_report_lowers_coverage_and_never_progress(rows, weight) -> None:
    before, after = roll_up(rows), roll_up([*rows, WeightedProgress(weight, None)])

    assert after.progress == before.progress
    assert after.all_done is False
    if before.coverage is not None:
        assert after.coverage <= before.coverage


@given(ROWS)
def test_a_hundred_per_cent_is_written_only_where_every_activity_is_completed(rows) -> None:
    figure = roll_up(rows)
    completed = bool(rows) and all(row.progress == 100 for row in rows)

    assert (figure.percent == "100") == (completed and any(row.weight for row in rows))


@given(PERCENTAGES)
def test_a_figure_is_rounded_to_one_decimal_and_never_to_nothing_or_all(value) -> None:
    shown = Decimal(format_percent(value))

    assert abs(Fraction(shown) - value) <= (
        Fraction(1, 20) if shown not in (Decimal("0.1"), Decimal("99.9")) else Fraction(1, 10)
    )
    assert (shown == 0) == (value == 0)
    assert (shown == 100) == (value == 100)


@given(PERCENTAGES, PERCENTAGES)
def test_more_is_never_shown_as_less(one, other) -> None:
    less, more = sorted((one, other))

    assert Decimal(format_percent(less)) <= Decimal(format_percent(more))


@given(REPORTS)
def test_only_planned_work_that_goes_on_is_in_the_figure(rows) -> None:
    figure = figure_for(rows)
    counted = [r for r in rows if r.activity.kind == "planned" and r.status not in figures.LEFT_OUT]

    assert figure.expected == len(counted)
    assert figure.reported == sum(r.update is not None for r in counted)
    assert figure == figure_for(counted)


@given(UPDATES)
def test_a_stated_percentage_counts_where_the_activity_states_one(update) -> None:
    stated = Reported(AnActivity("1", method="stated"), update).progress
    by_status = Reported(AnActivity("1", method="status"), update).progress

    if update.status in figures.LEFT_OUT:
        assert stated is None
        assert by_status is None
    else:
        assert by_status == figures.BY_STATUS[update.status]
        assert stated == (by_status if update.percent is None else update.percent)


@given(REPORTS, st.data())
def test_dropping_an_adopted_activity_never_improves_the_record(rows, data) -> None:
    adopted = {r.activity.code for r in rows}
    done, of = delivered(rows, adopted)
    dropped = data.draw(st.sampled_from(rows)) if rows else None
    fewer = [r for r in rows if r is not dropped]

    assert 0 <= done <= of == len(adopted)
    assert delivered(fewer, adopted)[0] <= done
    assert delivered(fewer, adopted)[1] == of
