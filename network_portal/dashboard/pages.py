"""Dashboard: three lists and nothing else."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions import methods
from decisions.models import WorkingMethod
from members import policies
from network_portal.lib import clock, pdf, tor, words
from network_portal.records.access.actor import Actor
from network_portal.records.access.readers import EVERYTHING, NOTHING, kind_of
from network_portal.records.models.labels import model_of
from network_portal.records.registry import DashboardLine, Found, registry
from network_portal.records.web import waiting as waiting_rows
from network_portal.records.web.reading import Step
from network_portal.records.workflow.engine import Rule
from network_portal.records.workflow.refusals import UnmetCondition
from workplans.figures import WeightedProgress, roll_up

FAR = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Changed:
    """What was notified last of a record, and how many notifications of it came before."""

    notice: Any
    earlier: int


@dataclass(frozen=True)
class DashboardPage:
    """What waits for me, what is coming up, what changed since I was last here."""

    greeting: str
    summary: str
    waiting: list[DashboardLine]
    coming: list[DashboardLine]
    changed: list["Changed"]
    since: Any
    pdf_missing: tuple[str, ...]
    links: list[tuple[str, str]]
    """What one begins in the capacity one acts in: label and address."""
    drafts: int
    """How many forms hold entries that the person has not submitted."""


def _due(line: DashboardLine) -> dt.datetime:
    if line.due_at:
        return line.due_at
    return clock.close_of(line.day) if line.day else FAR


def _asked_in_others(
    actor: Actor, capacities: Sequence[Actor], waiting: Iterable[DashboardLine]
) -> Iterable[DashboardLine]:
    """What waits for the person in another capacity than the one acted in, and is not asked in an earlier one as well.

    The same of two organizations is asked twice: each answers for itself.
    """
    asked = {_key(line, actor) for line in waiting}
    for other in capacities:
        if other.key == actor.key:
            continue
        found = waiting_rows.asking(other)
        for line in found:
            if _key(line, other) not in asked:
                yield replace(line, capacity=other, answers=(), shown={}, action=line.action or _("View"))
        asked |= {_key(line, other) for line in found}


def _key(line: DashboardLine, actor: Actor) -> tuple[str, str, str, int | None]:
    return line.title, line.about, line.path, actor.organization_id if actor.is_representative else None


def counts(actor: Actor, capacities: Sequence[Actor]) -> dict[str, int]:
    """How many items require action by the person, in all capacities, and how many notifications are new."""
    own = waiting_rows.asking(actor)
    unread = notices_of(actor.user, capacities).filter(is_new(actor.user))
    return {"waiting": len(own) + len(list(_asked_in_others(actor, capacities, own))), "notices": unread.count()}


def is_new(person: Any) -> Q:
    """Notifications later than the newest that the person has seen listed; before the first time, all are new."""
    return Q() if person.notices_seen_at is None else Q(created_at__gt=person.notices_seen_at)


def dashboard(actor: Actor, capacities: Sequence[Actor]) -> DashboardPage:
    """The three lists by due date; what waits for the person is listed for all capacities, each marked with its own."""
    found = waiting_rows.find(actor)
    lines = sorted(waiting_rows.lines(actor, found), key=_due)
    own = [line for line in lines if not line.coming]
    waiting = sorted([*own, *_asked_in_others(actor, capacities, own)], key=_due)
    paths = {line.path for line in waiting}
    since = actor.user.dashboard_before_at
    rows = notices_of(actor.user, capacities).order_by("-created_at")
    if since is not None:
        rows = rows.filter(created_at__gt=since)
    hour = clock.now().astimezone(clock.zone(actor.user.zone)).hour
    morning, noon = _("Good morning"), _("Good afternoon")
    return DashboardPage(
        greeting=morning if hour < 12 else noon if hour < 18 else _("Good evening"),
        summary=_summary(actor, waiting),
        waiting=waiting,
        coming=[line for line in lines if line.coming and not _waits(line.path, paths)][:8],
        changed=_by_record(rows[:MOST_READ], paths),
        since=since,
        links=[link for give in registry.dashboard_links for link in give(actor)],
        drafts=len(found.of("form draft")),
        pdf_missing=pdf.missing_packages() if actor.capacity in ("secretariat", "admin") else (),
    )


MOST_FOUND = 8
"""How many rows of a kind a search shows; who looks for more narrows it or opens the list."""


def search(actor: Actor, typed: str) -> list[tuple[Any, list[Found]]]:
    """What a search found, by kind: at most MOST_FOUND each. Fewer than two characters ask nothing."""
    asked = words.split(typed)
    if sum(map(len, asked)) < 2:
        return []
    found = [(one.heading, list(one.find(actor, asked, MOST_FOUND))) for one in registry.searches]
    return [(heading, rows) for heading, rows in found if rows]


MOST_READ, MOST_SHOWN = 60, 12
"""Notifications that are read for the dashboard, and records of which it shows one."""


def _waits(path: str, asked: Iterable[str]) -> bool:
    """Whether one of the lines above leads to this record, or to an act on it."""
    return path != "/" and any(one.startswith(path) for one in asked)


def _by_record(rows: Iterable[Any], waiting: Iterable[str]) -> list[Changed]:
    """The notifications by record, the newest first; nothing of what waits for the reader above."""
    asked = list(waiting)
    of_record: dict[str, list[Any]] = {}
    for row in rows:
        if not _waits(row.path, asked):
            of_record.setdefault(row.path, []).append(row)
    return [Changed(found[0], len(found) - 1) for found in of_record.values()][:MOST_SHOWN]


def _summary(actor: Actor, waiting: list[DashboardLine]) -> str:
    in_others = any(line.capacity for line in waiting)
    who = actor.organization if actor.is_representative and not in_others else _("you")
    if not waiting:
        return _("No action required.")
    n = len(waiting)
    words = ngettext("{n} item requires action by {who}", "{n} items require action by {who}", n).format(n=n, who=who)
    first = waiting[0]
    due = first.due_at or (clock.close_of(first.day) if first.day else None)
    if due is None:
        return f"{words}."
    late = (clock.today() - clock.day_of(due)).days
    if late > 0:
        sentence = ngettext("{words}; the oldest is {n} day overdue.", "{words}; the oldest is {n} days overdue.", late)
        return sentence.format(words=words, n=late)
    sentence = _("{words}; the next is due {when}.")
    return sentence.format(words=words, when=clock.until_in_words(clock.day_of(due)))


# The name of the Network's subject in the scripts of the region, as the gallery shows them.
SCRIPTS = (
    "ការធ្វើចំណាកស្រុក", "ການເຄື່ອນຍ້າຍ", "ရွှေ့ပြောင်းသွားလာခြင်း", "移徙与发展", "移住と開発", "이주와 개발", "অভিবাসন", "प्रवासन र विकास",
    "இடம்பெயர்வு", "සංක්‍රමණය", "მიგრაცია", "Միգրացիա", "સ્થળાંતર", "ਪਰਵਾਸ", "ವಲಸೆ", "കുടിയേറ്റം", "ସ୍ଥାନାନ୍ତରଣ", "వలస", "ހިޖުރަ",
    "གནས་སྤོ།", "הגירה", "مهاجرت", "≥ 3 ≤ 5 → ☑ ✓ ∑", "🌏 🤝",
)  # fmt: skip
PASTED = (
    "Pasted from a document:\n•\tregistration of births\n•\taccess to services\n\n1.\tCollect the data.\n2.\tShare the data.\n\n"
    "Organization\tQuarter\tDone\nIOM\tQ1\tyes\nUNICEF\tQ2\tno\n\nTwo lines\nof one paragraph."
)


def styleguide() -> dict[str, Any]:
    """The gallery's examples: every component once, with the states it can have."""
    figure = roll_up([WeightedProgress(2, Fraction(40)), WeightedProgress(1, Fraction(100)), WeightedProgress(1, None)])
    line = DashboardLine(
        title=_("Submit position"), about="DEC/2026/07 · Guidance", path="#", action=_("Submit position"),
        organization="ILO", due_at=clock.now() + dt.timedelta(days=1), state="round", workflow="decision",
    )  # fmt: skip
    steps = [
        Step(_("Draft"), clock.now(), now=False, past=True, is_exceptional=False),
        Step(_("Consultation"), clock.now(), now=True, past=False, is_exceptional=False),
        Step(_("No consensus"), None, now=False, past=False, is_exceptional=True),
        Step(_("Adopted"), None, now=False, past=False, is_exceptional=False),
    ]
    return {
        "figure": figure,
        "scripts": SCRIPTS,
        "pasted": PASTED,
        "empty_figure": roll_up([WeightedProgress(1, None)]),
        "line": line,
        "steps": steps,
        "unmet": [
            UnmetCondition(_("One member was not reached: FAO."), "#", "global ¶7"),
            UnmetCondition(_("A second condition.")),
        ],
        "workflows": [
            {"label": m.model, "states": [(s.value, s.label) for s in m.states]} for m in registry.workflows.values()
        ],
    }


def governance(actor: Actor | None) -> dict[str, Any]:
    """The two texts; for who reads decisions also the working methods in force; the portal settings with their reasons."""
    reads = actor is not None and (policies.reads_as_member(actor) or policies.is_auditor(actor))
    in_force = (
        WorkingMethod.objects.in_force().select_related("adopted_by").order_by("starts_on", "pk") if reads else []
    )
    return {
        "documents": tor.documents(),
        "number_prefix": settings.NUMBER_PREFIX,
        "general": registry.portal_settings,
        "settings": [
            (title, steps)
            for title, rows in registry.rules().items()
            if (steps := [row for row in rows if row.rule == Rule.SETTING])
        ],
        "methods": [{"method": m, "sentences": methods.fixed_sentences(m)} for m in in_force],
    }


def notices_of(person: Any, capacities: Sequence[Actor]) -> QuerySet[Any]:
    """The notifications whose subject the person may still see, in whatever capacity: the page would open.

    Only the kinds of thing that the person was ever told of are asked about, and none twice.
    """
    told = set(person.notices.order_by().values_list("object_label", flat=True).distinct())
    seen = Q(object_label="")
    for label in sorted(told & registry.readers.keys()):
        row = registry.readers[label]
        parts = [(row.part(kind_of(actor)), actor) for actor in capacities]
        if any(part is EVERYTHING for part, actor in parts):
            seen |= Q(object_label=label)
            continue
        objects = model_of(label)._default_manager.order_by()
        for part, actor in parts:
            if part is not NOTHING:
                seen |= Q(object_label=label, object_id__in=objects.filter(part.rows(actor)).values("pk"))
    return person.notices.filter(seen)
