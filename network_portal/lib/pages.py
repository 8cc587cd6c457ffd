"""Registers come page by page, so that a page costs the same however long the register grows."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

ROWS = 20


def page_of(request: HttpRequest, rows: Any, *, count: int | None = None) -> Page[Any]:
    """The page that the address asks for; the first or last one where it asks for what is not there."""
    paginator = Paginator(rows, ROWS)
    if count is not None:  # counted already
        paginator.count = count  # type: ignore[misc]
    return paginator.get_page(request.GET.get("page"))
