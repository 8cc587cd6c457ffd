"""What the check draws of what is alike: something of each group, with another seed something else, all of it in time."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings

from tests import sampling


class Item(SimpleNamespace):
    """As much of a test as the sampling looks at."""

    def get_closest_marker(self, name: str) -> Any:
        return self.markers.get(name)

    def __hash__(self) -> int:
        return hash(self.nodeid)


def item(path: str, name: str, **markers: Any) -> Item:
    return Item(path=settings.BASE_DIR / "tests" / path, nodeid=f"{path}::{name}", markers=markers)


@pytest.fixture
def seeds(monkeypatch: pytest.MonkeyPatch) -> Any:
    def each(count: int) -> Any:
        for seed in range(count):
            monkeypatch.setenv("SAMPLE_SEED", str(seed))
            yield seed

    return each


def test_a_run_without_a_sample_leaves_nothing_out() -> None:
    items = [item("a/test_a.py", f"test_a[{n}]", variants=True) for n in range(3)]
    assert sampling.left_out(items, 1) == set()


def test_one_variant_of_each_is_asked_and_all_of_them_in_time(seeds: Any) -> None:
    items = [item("a/test_a.py", f"{name}[{n}]", variants=True) for name in ("one", "two") for n in range(3)]
    asked = set()
    for _seed in seeds(40):
        kept = set(items) - sampling.left_out(items, 5)
        assert sorted(i.nodeid.partition("[")[0] for i in kept) == ["a/test_a.py::one", "a/test_a.py::two"]
        asked |= kept
    assert asked == set(items)


def test_a_share_of_the_functions_is_asked_and_all_of_them_in_time(seeds: Any) -> None:
    share = SimpleNamespace(args=(2,))
    items = [item("a/test_a.py", f"test_{n}", share=share) for n in range(8)]
    asked = set()
    for _seed in seeds(40):
        kept = set(items) - sampling.left_out(items, 5)
        assert len(kept) == 4
        asked |= kept
    assert asked == set(items)


def test_on_postgresql_what_is_asked_of_the_database_is_always_asked(
    seeds: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.postgresql")
    always = [item(path, "test_x") for path in sampling.OF_THE_DATABASE]
    items = [*always, *(item("a/test_a.py", f"test_{n}") for n in range(200))]
    asked, sizes = set(), []
    for _seed in seeds(60):
        kept = set(items) - sampling.left_out(items, 8)
        assert set(always) <= kept
        sizes.append(len(kept - set(always)))
        asked |= kept
    assert asked == set(items)
    assert 10 < sum(sizes) / len(sizes) < 40


def test_what_is_drawn_is_drawn_again_with_the_same_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMPLE_SEED", "a commit")
    names = [f"page {n}" for n in range(50)]
    first = sampling.draw(names, 5)

    assert first == sampling.draw(names, 5)
    assert len(first) == 10
    monkeypatch.setenv("SAMPLE_SEED", "another")
    assert first != sampling.draw(names, 5)
    assert sampling.draw(names[:1], 5) == names[:1], "of few one at least"
