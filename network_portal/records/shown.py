"""Consent to what was seen: a form that says yes to something carries the digest of what it showed.

The page shows what it is about; when the form comes back, what stands now is compared under the lock of the act.
"""

import contextvars
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from network_portal.lib import text
from network_portal.records.models import label_of, root_of
from network_portal.records.refusals import Stale
from network_portal.records.registry import registry

Texts = dict[str, str]


def _own_history(obj: Any, texts: Callable[[Any], Texts]) -> Iterator[Texts]:
    for row in obj.history.order_by("-history_id")[:50]:
        yield texts(row.instance)


@dataclass(frozen=True)
class Shown:
    """What a person reads of a thing before saying yes to it, by label; and what it read before."""

    texts: Callable[[Any], Texts]
    earlier: Callable[[Any], Iterable[Texts]] | None = None

    def before(self, obj: Any, token: str) -> Texts:
        """The texts that had this token; empty where they are no longer known."""
        known = self.earlier(obj) if self.earlier is not None else _own_history(obj, self.texts)
        return next((texts for texts in known if token_of(texts) == token), {})


class Changed(Stale):
    """What the form was opened on is not what stands now: nothing was done, and both are shown (409)."""

    def __init__(self, now: Texts, before: Texts) -> None:
        super().__init__(now, token_of(now))
        self.before = before
        self.args = (
            _(
                "Another user has changed this since you opened it. Nothing was submitted: compare both versions and "
                "submit again if you agree with the newer one."
            ),
        )


@dataclass(frozen=True)
class _Expected:
    obj: models.Model
    token: str


_expected: contextvars.ContextVar[_Expected | None] = contextvars.ContextVar("expected", default=None)


def token_of(texts: Texts) -> str:
    return text.digest("shown", text.canonical(texts))[:40]


def of(obj: Any) -> Texts:
    """What is shown of a thing; empty for one about which nobody says yes."""
    kind = registry.shown.get(label_of(obj)) if isinstance(obj, models.Model) else None
    return kind.texts(obj) if kind is not None else {}


@contextmanager
def expecting(obj: Any, token: str) -> Iterator[None]:
    """What is done inside is refused (Changed) under its lock when the thing no longer reads as the token says."""
    held = _expected.set(_Expected(obj, token) if token and of(obj) else None)
    try:
        yield
    finally:
        _expected.reset(held)


def compare(locked: Iterable[tuple[str, int]]) -> None:
    """Asked once under the lock of an act: whether what was shown still stands."""
    expected = _expected.get()
    if expected is None or root_of(expected.obj) not in set(locked):
        return
    _expected.set(None)
    fresh = type(expected.obj)._base_manager.get(pk=expected.obj.pk)
    now = of(fresh)
    if token_of(now) != expected.token:
        raise Changed(now, registry.shown[label_of(fresh)].before(fresh, expected.token))
