"""Which working methods bind today, and what their rules say. ToR regional decision-making 2."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from decisions import method_rules
from decisions.models import Decision, WorkingMethod
from network_portal.lib import clock, text
from network_portal.records.workflow.refusals import ConditionsUnmet, UnmetCondition


def in_force(rule: str) -> WorkingMethod | None:
    """The method that binds today under a rule."""
    return WorkingMethod.objects.in_force().carrying(rule).select_related("adopted_by").first()


def value(rule: str, name: str) -> Any:
    """A value of a rule in force; None where no method carries it."""
    method = in_force(rule)
    return method.carries[rule].get(name) if method is not None else None


def earliest_close(rule: str, now: dt.datetime) -> tuple[int, dt.datetime]:
    """The working days of a rule, and the earliest deadline that they allow from an instant: 0 and now without a method."""
    days = int(value(rule, "days") or 0)
    return days, clock.close_of(clock.add_working_days(clock.day_of(now), days)) if days else now


def reference(rule: str) -> str:
    """The method that carries a rule today with its decision: "Minutes (RUNNM-AP/DEC/2026/02)"; nothing where none does."""
    method = in_force(rule)
    if method is None:
        return ""
    return f"{method} ({method.adopted_by.reference})" if method.adopted_by is not None else str(method)


def fixed_sentences(method: WorkingMethod) -> list[str]:
    """What the text of the decision says word for word: one sentence for each rule, and which method it ends."""
    ends = [_("The working method “{title}” ends.").format(title=method.replaces)] if method.replaces else []
    return [*method_rules.sentences(method.carries), *ends]


def lacking(method: WorkingMethod, words: str) -> list[str]:
    """The fixed sentences that a text does not contain as paragraphs of their own."""
    return [s for s in fixed_sentences(method) if s not in text.paragraphs(words)]


def conflicts(method: WorkingMethod, decision: Decision) -> UnmetCondition | None:
    """What stands in the way: its text lacks a fixed sentence, or it carries a rule of a method that it does not end."""
    words = decision.draft_text
    if decision.state not in ("draft", "submitted"):
        words = decision.texts.order_by("-version").values_list("source", flat=True)[0]
    missing = lacking(method, words)
    if missing:
        sentence = _("The text must contain this paragraph word for word: “{words}”")
        return UnmetCondition(sentence.format(words=missing[0]), decision.path("edit"))
    for rule in method.carries:
        other = in_force(rule)
        if other is not None and other != method.replaces:
            sentence = _("The working method “{title}” carries the same rule. Propose a method that replaces it.")
            return UnmetCondition(sentence.format(title=other))
    return None


def silence_covers(decision: Decision) -> bool:
    """Whether a silence procedure in force covers decisions of this kind."""
    kinds = value(method_rules.SILENCE_PROCEDURE, "kinds")
    return bool(kinds) and decision.kind in kinds


def silence_procedure_for(decision: Decision, deadline: dt.datetime | None) -> WorkingMethod:
    """The method under which this call can run. Refuses (ConditionsUnmet) a kind or a period that none in force covers."""
    method = in_force(method_rules.SILENCE_PROCEDURE)
    values = method.carries[method_rules.SILENCE_PROCEDURE] if method is not None else {}
    if method is None or decision.kind not in values["kinds"]:
        words = _("No working method in force provides a silence procedure for this kind of decision.")
        raise ConditionsUnmet(UnmetCondition(words))
    if values.get("hours"):
        least = clock.add_working_hours(clock.now(), int(values["hours"]))
    else:
        least = clock.close_of(clock.add_working_days(clock.today(), int(values["days"])))
    if deadline is None or deadline < least:
        words = _("A call under the silence procedure is open for at least {period}, until {day} or later.")
        period = method_rules.period(values)
        raise ConditionsUnmet(UnmetCondition(words.format(period=period, day=clock.format_instant(least))))
    return method
