"""Registers come page by page, so that a page costs the same however long the register grows."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Window
from django.http import HttpRequest

ROWS = 20


def page_of(request: HttpRequest, rows: Any, *, count: int | None = None) -> Page[Any]:
    """The page that the address asks for; the first or last one where it asks for what is not there.

    A page and how many rows there are come in one question: what decides who sees a row is then put together once.
    """
    wanted = request.GET.get("page", "1")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and 0 < len(wanted) < 9 else 1
    start = max(number - 1, 0) * ROWS
    paginator = Paginator(rows, ROWS)
    if count is not None:  # counted already
        paginator.count = count
        return paginator.get_page(wanted)
    found = list(rows.annotate(rows_in_all=Window(Count("pk")))[start : start + ROWS])
    if not found:  # nothing at all, or behind the last page
        return paginator.get_page(wanted)
    paginator.count = found[0].rows_in_all
    return Page(found, max(number, 1), paginator)
