"""A fact that several parts of a page ask for is looked up once. Only pages remember: a change always asks anew."""

import contextvars
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
_memory: contextvars.ContextVar[dict[Any, Any] | None] = contextvars.ContextVar("memory", default=None)


@contextmanager
def of_one_page() -> Iterator[None]:
    """While a page is made, remember what ``remembered`` functions have answered."""
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


def remembered(fact: Callable[P, R]) -> Callable[P, R]:
    """A function of rows and plain values whose answer may be kept while one page is made."""

    @wraps(fact)
    def ask(*args: P.args, **kwargs: P.kwargs) -> R:
        memory = _memory.get()
        if memory is None:
            return fact(*args, **kwargs)
        key = (fact, args, tuple(sorted(kwargs.items())))
        if key not in memory:
            memory[key] = fact(*args, **kwargs)
        return memory[key]

    return ask
