"""Consent to what was seen: a form that says yes to something carries the digest of what it showed.

The page shows what it is about; when the form comes back, what stands now is compared under the lock of the act.
"""

import contextvars
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import models
from django.utils.translation import gettext as _

from network_portal.lib import text
from network_portal.records.models import label_of, root_of
from network_portal.records.registry import registry
from network_portal.records.workflow.refusals import Stale

Texts = dict[str, str]
KEPT_SECONDS = 12 * 3600  # as long as a session lasts


def _own_history(obj: Any, texts: Callable[[Any], Texts]) -> Iterator[Texts]:
    for row in obj.history.order_by("-history_id")[:50]:
        yield texts(row.instance)


@dataclass(frozen=True)
class Shown:
    """What a person reads of a thing before saying yes to it, by label; and what it read before.

    What no history can say again (a set of many rows) is kept for half a day when it is shown.
    """

    texts: Callable[[Any], Texts]
    earlier: Callable[[Any], Iterable[Texts]] | None = None
    kept: bool = False

    def before(self, obj: Any, token: str) -> Texts:
        """The texts that had this token; empty where they are no longer known."""
        if self.kept:
            return dict(cache.get(_place(token)) or {})
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


def _place(token: str) -> str:
    return f"shown:{token}"


def _kind(obj: Any) -> Shown | None:
    return registry.shown.get(label_of(obj)) if isinstance(obj, models.Model) else None


def of(obj: Any) -> Texts:
    """What is shown of a thing; empty for one about which nobody says yes."""
    kind = _kind(obj)
    return kind.texts(obj) if kind is not None else {}


def show(obj: Any) -> Texts:
    """What a page shows of a thing, remembered where nothing else could say it again."""
    texts, kind = of(obj), _kind(obj)
    if kind is not None and kind.kept and texts:
        cache.add(_place(token_of(texts)), texts, KEPT_SECONDS)
    return texts


@contextmanager
def expecting(obj: Any, token: str) -> Iterator[None]:
    """What is done inside is refused (Changed) under its lock when the thing no longer reads as the token says.

    A form without a token showed nothing: its act is refused, and the page that follows shows the thing.
    """
    held = _expected.set(_Expected(obj, token) if _kind(obj) else None)
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
