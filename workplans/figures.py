"""Every figure of a plan: one function for page, chart, file and interface.

A figure never comes without its coverage. Missing is not zero: it lowers coverage, it is no percentage of its own.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workplans.models import Activity, Update

BY_STATUS = {"yet_to_start": 0, "ongoing": 50, "completed": 100}
LEFT_OUT = ("cancelled", "postponed")


@dataclass(frozen=True)
class WeightedProgress:
    """What one activity brings: its weight, and its accepted progress in per cent if there is any."""

    weight: int
    progress: Fraction | None


@dataclass(frozen=True)
class Figure:
    """Progress of what was reported, how much of the plan that is, and the bounds if all had reported."""

    progress: Fraction | None
    coverage: Fraction | None
    floor: Fraction | None
    ceiling: Fraction | None
    expected: int
    reported: int
    all_done: bool = False
    """Whether every activity was reported as 100 per cent, those without weight too."""

    @property
    def reported_is_done(self) -> bool:
        """All that counts and was reported is completed, but not all is: that is no 100 per cent."""
        return self.progress == 100 and not self.all_done

    @property
    def percent(self) -> str:
        """Empty where a percentage would say that all is done and part of it was not reported."""
        return "" if self.reported_is_done else format_percent(self.progress)

    @property
    def coverage_percent(self) -> str:
        return format_percent(self.coverage)


def format_percent(value: Fraction | None) -> str:
    """One decimal at most, rounded half away from zero, but to neither 0 nor 100 what is not so; empty for no figure."""
    if value is None:
        return ""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    rounded = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    if 0 < exact < 100:
        rounded = min(max(rounded, Decimal("0.1")), Decimal("99.9"))
    return str(rounded.quantize(Decimal(1)) if rounded == rounded.to_integral() else rounded)


@dataclass(frozen=True)
class Reported:
    """An activity, and the lead's accepted update for the latest period that has one."""

    activity: "Activity"
    update: "Update | None"

    @property
    def status(self) -> str:
        """What the update says; empty while nothing is accepted."""
        return self.update.status if self.update is not None else ""

    @property
    def progress(self) -> Fraction | None:
        """In per cent, by the activity's declared method; None where nothing was reported, or it is counted apart."""
        if self.update is None or self.status in LEFT_OUT:
            return None
        if self.activity.method == "stated" and self.update.percent is not None:
            return Fraction(self.update.percent)
        return Fraction(BY_STATUS[self.status])

    @property
    def counts(self) -> bool:
        """Planned work that is neither cancelled nor postponed; the rest is counted separately."""
        return self.activity.kind == "planned" and self.status not in LEFT_OUT


def roll_up(shares: Iterable[WeightedProgress]) -> Figure:
    """Weighted progress with its coverage; all weights zero, or nothing reported, gives no percentage."""
    rows = list(shares)
    weight = sum(row.weight for row in rows)
    told = [row for row in rows if row.progress is not None]
    told_weight = sum(row.weight for row in told)
    done = sum((row.weight * row.progress for row in told if row.progress is not None), Fraction(0))
    if not weight:
        return Figure(None, None, None, None, len(rows), len(told))
    missing = weight - told_weight
    return Figure(
        progress=done / told_weight if told_weight else None,
        coverage=Fraction(100 * told_weight, weight),
        floor=done / weight,
        ceiling=(done + 100 * missing) / weight,
        expected=len(rows),
        reported=len(told),
        all_done=len(told) == len(rows) and all(row.progress == 100 for row in told),
    )


def delivered(rows: Iterable[Reported], adopted: Collection[str]) -> tuple[int, int]:
    """How many of the activities adopted in version one are completed, and how many were adopted.

    Cancelled and postponed ones stay in the second number, so that dropping a row never improves the record.
    """
    done = {row.activity.code for row in rows if row.status == "completed"}
    return len(done & set(adopted)), len(adopted)


def figure_for(rows: Iterable[Reported]) -> Figure:
    """The figure of an output, an objective or a plan: over its activities, each counted once."""
    return roll_up(WeightedProgress(row.activity.weight, row.progress) for row in rows if row.counts)
