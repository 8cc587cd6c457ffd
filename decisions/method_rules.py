"""The closed list of rules that a working method can carry and the portal carries out, each with its fixed sentence.

ToR regional decision-making 2. The sentence is part of the adopted text: what binds is what members agreed. Values are
whole numbers of working days, and kinds of decision.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from decisions.choices import Kind

Values = Mapping[str, Any]
COVERED_BY_SILENCE = (Kind.PLAN, Kind.TEAM, Kind.GENERAL, Kind.GUIDANCE)  # a method is never adopted by silence


@dataclass(frozen=True)
class MethodRule:
    """One rule: its code as it is stored, its name, what it is asked for, and the sentence that binds."""

    code: str
    label: Any
    sentence: Callable[[Values], str]
    days: Any = ""
    """The label of its number of working days, where it has one."""
    hours: Any = ""
    """The label of its number of hours, for a rule that may count hours in place of days."""
    least: int = 1
    most: int = 60
    kinds: bool = False
    """Whether it names the kinds of decision that it covers."""


def period(values: Values) -> str:
    """The period of a rule in words: "3 working days", "72 hours, weekends and holidays not counted"."""
    if values.get("hours"):
        n = int(values["hours"])
        return ngettext(
            "{n} hour, weekends and holidays not counted", "{n} hours, weekends and holidays not counted", n
        ).format(n=n)
    n = int(values["days"])
    return ngettext("{n} working day", "{n} working days", n).format(n=n)


def _kinds(values: Values) -> str:
    labels = [str(Kind(code).label) for code in values["kinds"]]
    return str(get_text_list([f"“{label}”" for label in labels], _("and")))


def _minutes(values: Values) -> str:
    if not values.get("days"):  # of methods proposed before the rule had a number of days
        return _(
            "Minutes are approved after the deadline for comments, without waiting for the next meeting, where no member objects."
        )
    words = _(
        "Minutes are approved after the deadline for comments, at least {days} after their circulation and without waiting for "
        "the next meeting, where no member objects."
    )
    return words.format(days=period(values))


def _silence(values: Values) -> str:
    words = _(
        "Decisions of the kind {kinds} can be taken by a silence procedure: the call for positions states that it runs under "
        "the silence procedure, gives its deadline with hour and time zone, and lasts at least {days}; an invited "
        "organization that was notified of the call and has not objected in writing by the deadline joins the consensus; one "
        "objection ends the procedure at once, all members are informed, and efforts to reach consensus continue."
    )
    return words.format(kinds=_kinds(values), days=period(values))


def _consultation(values: Values) -> str:
    return _("A consultation of all members lasts at least {days}.").format(days=period(values))


def _notice(values: Values) -> str:
    return _("The Secretariat convenes a meeting at least {days} before it.").format(days=period(values))


def _sealed(_values: Values) -> str:
    return _(
        "A position is read by its organization only until the call for positions closes, and by all members then."
    )


def _reminder(values: Values) -> str:
    words = _("Organizations whose reply to a call for positions is awaited are reminded {days} before its deadline.")
    return words.format(days=period(values))


def _clearing(_values: Values) -> str:
    return _("The Chair of the meeting clears the draft minutes before the Secretariat circulates them.")


def _target(values: Values) -> str:
    return _("The Secretariat circulates the draft minutes within {days} of the meeting.").format(days=period(values))


def _extension(values: Values) -> str:
    words = _(
        "The deadline of a call for positions is extended once, by {days}, when an invited organization asks for it."
    )
    return words.format(days=period(values))


def _late_comments(_values: Values) -> str:
    return _(
        "A comment that is received after the deadline of a consultation and before the call for positions is treated as "
        "one received in time."
    )


EXTENSION_ON_REQUEST = "extension_on_request"
LATE_COMMENTS = "late_comments"
MINUTES_AFTER_DEADLINE = "minutes_after_deadline"
SILENCE_PROCEDURE = "silence_procedure"
MINIMUM_CONSULTATION = "minimum_consultation"
MEETING_NOTICE = "meeting_notice"
SEALED_POSITIONS = "sealed_positions"
REMINDER_DAYS = "reminder_days"
CHAIR_CLEARS_MINUTES = "chair_clears_minutes"
MINUTES_TARGET = "minutes_target"
DAYS = gettext_lazy("Working days")
TABLE = (
    MethodRule(
        SILENCE_PROCEDURE, gettext_lazy("Silence procedure"), days=gettext_lazy("Minimum working days of the call"),
        hours=gettext_lazy("Or minimum hours of the call"), least=3, kinds=True, sentence=_silence,
    ),
    MethodRule(
        MINUTES_AFTER_DEADLINE, gettext_lazy("Approval of minutes by written procedure"), sentence=_minutes,
        days=gettext_lazy("Minimum working days for comments"),
    ),
    MethodRule(CHAIR_CLEARS_MINUTES, gettext_lazy("Clearance of minutes by the Chair"), sentence=_clearing),
    MethodRule(MINUTES_TARGET, gettext_lazy("Target for circulating minutes"), days=DAYS, sentence=_target),
    MethodRule(MINIMUM_CONSULTATION, gettext_lazy("Minimum period of consultation"), days=DAYS, sentence=_consultation),
    MethodRule(MEETING_NOTICE, gettext_lazy("Notice for meetings"), days=DAYS, sentence=_notice),
    MethodRule(REMINDER_DAYS, gettext_lazy("Day of the reminder"), days=DAYS, most=20, sentence=_reminder),
    MethodRule(
        EXTENSION_ON_REQUEST, gettext_lazy("Extension on request"), days=DAYS, most=20, sentence=_extension,
    ),
    MethodRule(LATE_COMMENTS, gettext_lazy("Treatment of late comments"), sentence=_late_comments),
    MethodRule(SEALED_POSITIONS, gettext_lazy("Sealed positions until the close"), sentence=_sealed),
)  # fmt: skip
RULES = {rule.code: rule for rule in TABLE}


def sentences(rules: Mapping[str, Values]) -> list[str]:
    """The fixed sentences of a method's rules, in the order of the table."""
    return [rule.sentence(rules[rule.code]) for rule in TABLE if rule.code in rules]
