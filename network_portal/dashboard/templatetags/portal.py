"""The words of our templates: times with zones, deadlines in words, badges, icons, tokens, citations."""

import datetime as dt
import secrets
from functools import cache, lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.contrib import admin
from django.middleware.csrf import get_token
from django.urls import is_valid_path
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from members.capacities import IN_HISTORY
from network_portal.lib import clock, text, tor
from network_portal.lib import prose as lib_prose
from network_portal.records.registry import registry
from network_portal.records.web import form_drafts
from workplans.figures import format_percent

register = template.Library()
ICONS = settings.BASE_DIR / "static" / "img" / "icons"

# The meaning of each state: colour and shape; the word always stands beside it.
TONES = {
    "done": {"adopted", "accepted", "closed", "published", "approved", "completed", "support", "confirmed", "active",
             "yes", "filed", "held", "decided", "done"},
    "attention": {"submitted", "round", "circulated", "returned", "in_session", "reservation", "addressed", "tentative",
                  "review", "guidance", "postponed", "deferred", "due"},
    "stop": {"no_consensus", "object", "not_adopted", "cancelled", "maintained", "failed", "overdue", "no", "objection"},
    "note": {"with_principals", "referred", "consultation", "convened", "mandate"},
}  # fmt: skip
_TONE_OF = {state: tone for tone, states in TONES.items() for state in states}
LABELS = {
    "decision": "decisions.decision", "action": "decisions.action", "concern": "decisions.concern",
    "plan": "workplans.plan", "update": "workplans.update", "meeting": "meetings.meeting",
    "minutes": "meetings.minutes", "team": "task_teams.taskteam",
}  # fmt: skip


@register.simple_tag
def badge(state: str, label: Any = "", workflow: str = "") -> SafeString | str:
    """A state as word, shape and colour; with a workflow's short name the word comes from its table."""
    if not state:
        return ""
    if label or not workflow:
        return _badge(str(state), str(label or state))
    return _state_badge(str(state), workflow, get_language() or "")


@cache
def _state_badge(state: str, workflow: str, language: str) -> SafeString:
    """The states are few and their words stand still: one badge for each in each language."""
    return _badge(state, str(registry.workflows[LABELS[workflow]].states(state).label))


@lru_cache(maxsize=500)
def _badge(state: str, word: str) -> SafeString:
    return format_html('<span class="badge-state tone-{}">{}</span>', _TONE_OF.get(state, "none"), word)


@cache
def _icon(name: str) -> SafeString:
    source = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    start = source.index(">", source.index("<svg")) + 1
    inner = source[start : source.rindex("</svg>")]
    return mark_safe(  # noqa: S308 - our own files
        f'<svg class="icon" width="18" height="18" viewBox="0 0 16 16" fill="currentColor" '
        f'aria-hidden="true" focusable="false">{inner}</svg>'
    )


@register.simple_tag
def method_in_force(rule: str) -> str:
    """The working method that carries a rule today, with the decision that adopted it."""
    return registry.method_in_force(rule)


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of the bundled icons, inline; words stand beside it."""
    return _icon(name)


@register.filter
def when(moment: dt.datetime | None, zone: str = "") -> str:
    """An instant with its zone: the Network's unless another is named."""
    return clock.format_instant(moment, zone) if moment else ""


@register.simple_tag(takes_context=True)
def both_times(
    context: Any, moment: dt.datetime | None, zone: str = "", end: dt.datetime | None = None
) -> SafeString | str:
    """An instant, or a time with its end, in its own zone, and in the reader's beside it where that differs."""
    if moment is None:
        return ""
    first = clock.span(moment, end, zone) if end is not None else clock.format_instant(moment, zone)
    user = getattr(context.get("request"), "user", None)
    mine = getattr(user, "zone", "") or settings.NETWORK_ZONE
    if clock.same_time(mine, zone, moment, end or moment):
        return format_html('<time datetime="{}">{}</time>', moment.isoformat(), first)
    here = clock.zone(mine)
    local = moment.astimezone(here)
    until = end.astimezone(here) if end is not None else local
    words = str(date_format(local, "j F, H:i"))
    if end is not None:
        last = date_format(until, "H:i" if until.date() == local.date() else "j F, H:i")
        words = _("{start} to {end}").format(start=words, end=last)
    return format_html(
        '<time datetime="{}">{}</time> <span class="own-time">{}</span>',
        moment.isoformat(),
        first,
        _("{time} in {place}").format(time=words, place=clock.place_of(mine)),
    )


@register.filter
def prose(source: str) -> SafeString:
    """A text as it was pasted or typed: its paragraphs, lists and small tables."""
    return lib_prose.html(source or "")


@register.filter
def shorten(value: str, most: int) -> str:
    """A text that has to fit: whole words, and "…" where some are left out."""
    return text.shorten(str(value), int(most))


@register.filter
def day(value: dt.date | dt.datetime | None) -> str:
    """A day in the Network's zone."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        value = clock.day_of(value)
    return str(date_format(value, "j F Y"))


@register.filter
def hour(value: dt.datetime | None, zone: str = "") -> str:
    return str(date_format(value.astimezone(clock.zone(zone)), "H:i")) if value else ""


@register.filter
def away(value: dt.date | dt.datetime | None) -> str:
    """How far off it is, in words: today, tomorrow, in 3 working days."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        value = clock.day_of(value)
    return str(clock.until_in_words(value))


@register.filter
def is_past(value: dt.date | dt.datetime | None) -> bool:
    if value is None:
        return False
    return value <= clock.now() if isinstance(value, dt.datetime) else value < clock.today()


@register.filter
def paragraphs(source: str) -> list[str]:
    return text.paragraphs(source or "")


@register.simple_tag
def cite(citation: str) -> SafeString:
    """A link to the paragraph of the Terms of Reference."""
    return format_html('<a class="cite" href="{}">{}</a>', tor.address(citation), tor.spelled(citation))


@register.simple_tag(takes_context=True)
def draft_tokens(context: Any) -> SafeString:
    """What a form of the administration carries so that its entries can be kept: for whom, and in which capacity."""
    request = context["request"]
    return format_html(
        '<input type="hidden" name="_owner" value="{}"><input type="hidden" name="_capacity" value="{}">',
        form_drafts.owner_token(request.user),
        request.actor.key if request.actor else "",
    )


@register.simple_tag(takes_context=True)
def tokens(context: Any) -> SafeString:
    """What every form carries: the forgery token, its own key, for whom and in which capacity, and what it showed."""
    request = context["request"]
    actor, restored = getattr(request, "actor", None), getattr(request, "restored", None)
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="_key" value="{}">'
        '<input type="hidden" name="_capacity" value="{}"><input type="hidden" name="_seen" value="{}">'
        '<input type="hidden" name="_owner" value="{}">',
        get_token(request),
        (restored.key if restored else "") or secrets.token_urlsafe(18),
        actor.key if actor else "",
        context.get("seen", ""),
        form_drafts.owner_token(getattr(request, "user", None)),
    )


@register.filter
def transition_path(obj: Any, verb: str) -> str:
    """The address of a transition of a record."""
    return str(obj.path(verb.replace("_", "-")))


@register.filter
def act_words(act: Any) -> str:
    """An act on the record in the words of people."""
    return str(registry.words_of(act.label, act.verb).done)


@register.filter
def act_detail(act: Any) -> str:
    """What an act says beside its verb: the reply, the outcome, the title of what was added."""
    name = registry.words_of(act.label, act.verb).detail
    return str(act.said.get(name) or "").replace("_", " ") if name else ""


@register.filter
def capacity_words(capacity: str) -> str:
    return str(IN_HISTORY.get(capacity, capacity))


@register.filter
def spaced(name: str) -> str:
    """A field's name as words."""
    return name.replace("_", " ")


@register.simple_tag(takes_context=True)
def query_with(context: Any, **changes: Any) -> str:
    """The present query string with some values exchanged, for filters and pages; one that becomes empty is left out."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query[name] = value
        if value == "":
            del query[name]
    return f"?{query.urlencode()}"


@register.simple_tag
def options(field: Any) -> SafeString:
    """The options of a bound choice field, the chosen one selected; put together at once, for lists of hundreds."""
    chosen = str(field.value() or "")
    rows = (
        (value, mark_safe(" selected") if str(value) == chosen else "", label) for value, label in field.field.choices
    )
    return format_html_join("\n", '<option value="{}"{}>{}</option>', rows)


@register.inclusion_tag("components/bar.html")
def progress_bar(figure: Any, label: str = "") -> dict[str, Any]:
    """A figure as a bar with its coverage: what is done, what was reported, the hatched rest."""
    width = 96
    coverage = float(figure.coverage or 0) / 100
    done = float(figure.progress or 0) / 100 * coverage
    return {
        "figure": figure,
        "width": width,
        "covered": round(width * coverage, 1),
        "done": round(width * done, 1),
        "label": label,
    }


@register.filter
def names(rows: Any) -> str:
    """The organizations of these rows, and in brackets who came for each."""
    return ", ".join(
        f"{r.organization} ({r.delegates})" if getattr(r, "delegates", "") else str(r.organization) for r in rows
    )


@register.filter
def parent(path: str) -> str:
    """The address of what an act is done to: the nearest page above it; "/" when there is none."""
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        if is_valid_path(path):
            break
    return path


@register.filter
def attr(obj: Any, name: str) -> Any:
    return getattr(obj, name, "")


@register.filter
def field(form: Any, name: str) -> Any:
    """The bound field of this name; nothing where the form has none."""
    return form[name] if name in form.fields else ""


@register.filter
def make_list_of_words(value: str) -> list[str]:
    return value.split()


@register.simple_tag
def now_in_words() -> str:
    """The Network's time, for the mark of the demonstration."""
    return clock.format_instant(clock.now())


@register.filter
def figure_floor(figure: Any) -> str:
    return format_percent(figure.floor)


@register.filter
def figure_ceiling(figure: Any) -> str:
    return format_percent(figure.ceiling)


@register.filter
def purpose(model: Any) -> Any:
    """What the list of a model in the administration is for; a template gives a row where it is asked for the class."""
    return getattr(admin.site.get_model_admin(model if isinstance(model, type) else type(model)), "purpose", "")
