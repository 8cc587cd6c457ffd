"""Cells of the matrix that every row of a plan has: put together at once, for plans of hundreds of activities."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def quarters(cells: Sequence[dict[str, Any]]) -> SafeString:
    """The four quarters of an activity: which are planned, and which of them are done."""
    return _quarters(tuple((bool(c["planned"]), bool(c["done"])) for c in cells), get_language() or "")


@lru_cache(maxsize=1000)
def _quarters(cells: tuple[tuple[bool, bool], ...], _language: str) -> SafeString:
    rows = format_html_join(
        "",
        '<li class="{}{}"><span class="visually-hidden">Q{} {}</span></li>',
        (
            ("on" if planned else "", " done" if done else "", number, _("planned") if planned else "–")
            for number, (planned, done) in enumerate(cells, start=1)
        ),
    )
    return format_html('<ul class="quarters" aria-label="{}">{}</ul>', _("Quarters"), rows)


@register.simple_tag
def contributing(parts: Sequence[tuple[str, bool]]) -> SafeString:
    """Who contributes; in italics who has still to confirm it."""
    if not parts:
        return mark_safe("–")
    rows = ((mark_safe(' class="proposed"') if is_proposed else "", name) for name, is_proposed in parts)
    return format_html_join(", ", "<span{}>{}</span>", rows)
