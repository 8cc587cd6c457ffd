"""What happens next with a decision and who acts, in a sentence; and its way so far and ahead, as a path."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions import status
from decisions.choices import State
from decisions.models import Decision
from network_portal.lib import clock
from network_portal.records.models import Event
from network_portal.records.web import reading
from network_portal.records.workflow import engine

CONTESTED = ("no_consensus", "with_principals", "referred")


def next_sentence(decision: Decision) -> tuple[str, str]:
    """What happens next, and who acts."""
    if status.can_be_taken_over(decision):
        words = _(
            "{org} has left the Network. A member can take the proposal over; otherwise the Coordinator records it as lapsed."
        )
        return words.format(org=decision.sponsor), _("the members and the Coordinator")
    ended = clock.format_day(decision.ended_at) if decision.ended_at else ""
    if decision.state == "consultation":
        return _consultation_sentence(decision)
    if decision.state == "round":
        return _round_sentence(decision)
    step = status.current_escalation(decision)
    opened = clock.format_day(step.opened_at) if step is not None else ""
    say = {
        "draft": (_("The proposing organization completes the draft and submits it."), str(decision.sponsor)),
        "submitted": (
            _("The Secretariat opens the consultation or returns the proposal to the proposing organization."), _("the Secretariat"),
        ),
        "no_consensus": (
            _("Consult the organizations concerned and open a new consultation or call for positions, or refer the matter to the Principals."),
            _("the Secretariat and the Coordinator"),
        ),
        "with_principals": _at_the_principals(step, opened),
        "referred": _at_the_secretary_general(step, opened),
        "adopted": (_("Adopted by consensus on {day}.").format(day=ended), ""),
        "not_adopted": (_("Not adopted; recorded on {day}.").format(day=ended), ""),
        "withdrawn": (_("Withdrawn by the proposing organization on {day}.").format(day=ended), ""),
        "lapsed": (
            _("The proposing organization left the Network; the Coordinator recorded the proposal as lapsed on {day}.").format(day=ended), "",
        ),
    }  # fmt: skip
    return say[decision.state]


def with_concerns(said: tuple[str, str], decision: Decision, concerns: list[dict[str, Any]]) -> tuple[str, str]:
    """The sentence, and before it who is concerned, while that stands in the way."""
    rows = [row["concern"] for row in concerns]
    names = dict.fromkeys(c.organization.acronym for c in rows if c.state in status.BLOCKING)
    if decision.state not in CONTESTED or not names:
        return said
    words = _("Unresolved concerns: {names}.").format(names=", ".join(names))
    return f"{words} {said[0]}", said[1]


def _at_the_principals(step: Any, opened: str) -> tuple[str, str]:
    if step is not None and step.outcome == "agreed":
        return _("The way forward of the Principals is recorded. The Coordinator opens a new consultation."), _(
            "the Coordinator"
        )
    if step is not None and step.outcome == "failed":
        words = _(
            "The effort of the Principals failed. The Regional Executive Committee refers the matter through the Coordinator."
        )
        return words, _("the Regional Executive Committee and the Coordinator")
    words = _(
        "Referred to the Principals on {day}. The Coordinator records the way forward, or that the effort failed."
    )
    return words.format(day=opened), _("the Coordinator")


def _at_the_secretary_general(step: Any, opened: str) -> tuple[str, str]:
    if step is not None and step.outcome:
        words = _(
            "The guidance of the Secretary-General is recorded. The Coordinator opens a consultation or calls for positions."
        )
        return words, _("the Coordinator")
    words = _("Referred to the Secretary-General on {day}; guidance awaited.")
    return words.format(day=opened), _("the Coordinator")


def _consultation_sentence(decision: Decision) -> tuple[str, str]:
    window, now = status.latest_consultation(decision), clock.now()
    waiting = status.unanswered_comments(decision)
    if window is not None and window.closes_at > now and not status.all_members_answered(decision):
        words = _("Members may submit comments until {day}.")
        return words.format(day=clock.format_day(window.closes_at)), _("the members")
    if waiting:
        words = ngettext("Response to {n} comment is pending.", "Responses to {n} comments are pending.", waiting)
        return words.format(n=waiting), _("the proposing organization and the Secretariat")
    return _("The consultation is complete. The call for positions can be opened."), _(
        "the Coordinator, or the Secretariat"
    )


def _round_sentence(decision: Decision) -> tuple[str, str]:
    latest = status.latest_round(decision)
    if latest is not None and latest.closed_at is None:
        if (amended := status.ad_referendum(latest)) is not None:
            until, untold = status.objections_until(decision, amended)
            if until <= clock.now() and untold:
                words = _("Not informed of the amended text: {names}.")
                return words.format(names=", ".join(str(o) for o in untold)), _("the Secretariat")
            words = _(
                "The amended text is adopted ad referendum until {day}. Members not represented may object: {names}."
            )
            names = ", ".join(str(o) for o in amended.organizations.order_by("sort_key"))
            return words.format(day=clock.format_day(until), names=names), _("the members not represented")
        if latest.deadline is None:
            return _("The Chair asks whether there is any objection."), _("the Chair of the meeting")
        if latest.deadline > clock.now():
            words = _("Organizations may submit their positions until {day}.")
            return words.format(day=clock.format_instant(latest.deadline)), _members_of(decision)
    if awaited := status.awaited(latest) if latest is not None else []:
        words = ngettext(
            "Reply awaited from {n} organization.", "Replies awaited from {n} organizations.", len(awaited)
        )
        return words.format(n=len(awaited)), _("the Secretariat")
    return _("The call for positions has closed. The Coordinator records the outcome."), _("the Coordinator")


def _members_of(decision: Decision) -> str:
    return _("the members of {body}").format(body=decision.body)


AHEAD = {
    State.NO_CONSENSUS: (State.WITH_PRINCIPALS, State.REFERRED, State.ADOPTED),
    State.WITH_PRINCIPALS: (State.REFERRED, State.ADOPTED),
    State.REFERRED: (State.ADOPTED,),
}
"""What can follow where there is no consensus, each level only if the one before does not settle it. ToR global ¶7."""


def steps(decision: Decision) -> list[reading.Step]:
    """The way of the decision in order of time, each state as often as it was reached, then what can come."""
    workflow = engine.workflow_of(decision)
    rows = Event.objects.filter(object_label="decisions.decision", object_id=decision.pk, verb__in=[*workflow.by_verb])
    reached: list[tuple[str, dt.datetime]] = [(str(workflow.path[0]), decision.created_at)]
    for verb, at in rows.order_by("number").values_list("verb", "at"):
        target = str(workflow.transition(verb).target)
        if target != reached[-1][0] or verb in ("open_round", "open_consultation"):
            reached.append((target, at))
    path = [str(state) for state in workflow.path]
    ahead: Sequence[str] = AHEAD.get(State(decision.state), ())
    if not ahead and decision.state in path and not decision.is_ended:
        ahead = path[path.index(decision.state) + 1 :]
    last = len(reached) - 1
    sides = {str(state) for state in workflow.exceptional_states}
    return [
        *(
            reading.Step(workflow.states(s).label, at, n == last, n < last, s in sides)
            for n, (s, at) in enumerate(reached)
        ),
        *(reading.Step(workflow.states(s).label, None, False, False, str(s) in sides) for s in ahead),
    ]
