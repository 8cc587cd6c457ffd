"""A drawn share of tests that are alike, for the check; without ``--sample`` a run leaves nothing out.

``--sample N`` keeps, of what ``draw`` is asked about, one in N. What is drawn depends on SAMPLE_SEED alone: the check sets
it to the commit, so that the same commit draws the same and the next commit others. ``make soak`` runs all.
"""

import hashlib
import os
from collections.abc import Iterable, Sequence
from typing import TypeVar

import pytest
from django.conf import settings

Item = TypeVar("Item")

# What is asked of the database itself is asked of both kinds in every check.
OF_THE_DATABASE = (
    "members/test_one_at_a_time.py", "records/test_tampering.py", "records/test_record.py", "records/test_faults.py",
    "records/test_jobs.py",
)  # fmt: skip


def number(name: str) -> int:
    """A number that the seed and a name give, the same in every process."""
    asked = f"{os.environ.get('SAMPLE_SEED', '')} {name}".encode()
    return int.from_bytes(hashlib.sha256(asked).digest()[:8])


def draw(names: Sequence[Item], one_in: int) -> list[Item]:
    """One in so many, at least one where there is any, in their order."""
    if one_in <= 1 or not names:
        return list(names)
    count = -(-len(names) // one_in)
    chosen = sorted(range(len(names)), key=lambda place: number(str(names[place])))[:count]
    return [names[place] for place in sorted(chosen)]


def places(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(str(settings.BASE_DIR / "tests" / name) for name in names)


def _by_function(items: Iterable[pytest.Item]) -> dict[str, list[pytest.Item]]:
    """The tests of each function, with its parameters."""
    found: dict[str, list[pytest.Item]] = {}
    for item in items:
        found.setdefault(item.nodeid.partition("[")[0], []).append(item)
    return found


def _variants_left_out(items: list[pytest.Item]) -> set[pytest.Item]:
    """Of each function marked ``variants`` all tests but one."""
    groups = _by_function(item for item in items if item.get_closest_marker("variants")).values()
    return {item for group in groups for item in group if item not in draw(group, len(group))}


def _functions_left_out(items: list[pytest.Item]) -> set[pytest.Item]:
    """Of the functions of a module marked ``share(n)`` all but one in n."""
    modules: dict[tuple[str, int], list[pytest.Item]] = {}
    for item in items:
        if (marker := item.get_closest_marker("share")) is not None:
            modules.setdefault((str(item.path), marker.args[0]), []).append(item)
    gone: set[pytest.Item] = set()
    for (_path, one_in), marked in modules.items():
        functions = _by_function(marked)
        kept = draw(list(functions), one_in)
        gone |= {item for name, group in functions.items() if name not in kept for item in group}
    return gone


def left_out(items: list[pytest.Item], one_in: int) -> set[pytest.Item]:
    """What a run with ``--sample`` does not ask: of variants all but one, elsewhere all but the share that is drawn."""
    if one_in <= 1:
        return set()
    gone = _variants_left_out(items) | _functions_left_out(items)
    if not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        return gone
    always = places(OF_THE_DATABASE)
    asked = [i for i in items if not str(i.path).startswith(always) and not i.get_closest_marker("variants")]
    return gone | {item for item in asked if number(item.nodeid) % one_in}
