"""What the mails about decisions, concerns and action points say: who did what, and what the reader is asked to do."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from decisions import status
from decisions.choices import State
from decisions.models import Action, Concern, Decision
from network_portal.lib import clock


def _submitted(row: Decision) -> str:
    words = _("{org} has submitted the proposal “{title}”. Please open the consultation or return it.")
    return words.format(org=row.sponsor, title=row.title)


def _returned(row: Decision) -> str:
    words = _("The Secretariat has returned the proposal “{title}” to your organization. Please revise it and submit it again, or withdraw it.")  # fmt: skip
    return words.format(title=row.title)


def _replies_awaited(row: Decision) -> str:
    latest = status.latest_round(row)
    amended = status.ad_referendum(latest)
    if amended is not None:
        _until, untold = status.objections_until(row, amended)
        words = _("The text of “{title}” was amended in a meeting. These members were not informed: {names}. Please inform them and record how.")  # fmt: skip
        return words.format(title=row.title, names=", ".join(str(o) for o in untold))
    words = _("The deadline of the call for positions on “{title}” has passed. Replies are awaited from: {names}. Please send a reminder, extend the deadline, record a reply received, or place the matter on the agenda of a meeting.")  # fmt: skip
    names = ", ".join(str(o) for o in status.awaited(latest)) if latest is not None else ""
    return words.format(title=row.title, names=names)


def _outcome(row: Decision) -> str:
    words = {
        State.ADOPTED: _("{body} adopted decision {number} by consensus on {day}: “{title}”."),
        State.NO_CONSENSUS: _("There is no consensus on the proposal “{title}”. The Secretariat and the Coordinator continue the efforts to reach consensus."),
        State.WITH_PRINCIPALS: _("The Coordinator has referred the proposal “{title}” to the Principals."),
        State.REFERRED: _("The Regional Executive Committee has referred the proposal “{title}” to the Secretary-General through the Coordinator."),
        State.NOT_ADOPTED: _("The proposal “{title}” was not adopted."),
        State.WITHDRAWN: _("{org} has withdrawn the proposal “{title}”."),
        State.LAPSED: _("The Coordinator has recorded the proposal “{title}” as lapsed."),
    }.get(State(row.state))  # fmt: skip
    day = clock.format_day(row.ended_at) if row.ended_at else ""
    if words is None:
        return ""
    return words.format(body=row.body, number=row.reference, day=day, title=row.title, org=row.sponsor)


def _raised(row: Concern) -> str:
    words = _("{org} objects to the proposal “{title}”.")
    if row.kind == Concern.Kind.MANDATE:
        words = _("{org} raises a concern about its mandate in the proposal “{title}”.")
    said = words.format(org=row.organization, title=row.decision.title)
    asked = _("Please consult the organization and record a response.")
    if row.seal:  # no mail carries what a sealed call keeps until its close
        return f"{said}\n\n{asked}"
    reason = _("Reason: {reason}").format(reason=row.reason)
    solution = _("Proposed solution: {solution}").format(solution=row.proposed_solution)
    return "\n\n".join([said, reason, solution, asked])


def _moved(row: Concern) -> str:
    words = _("The concern of {org} about the proposal “{title}” has changed: {state}.")
    return words.format(org=row.organization, title=row.decision.title, state=str(row.get_state_display()).lower())


def _addressed(row: Concern) -> str:
    words = _("A response to the concern of {org} about the proposal “{title}” was recorded: {response}")
    asked = _("Please confirm that the concern is resolved, or maintain it.")
    if row.seal:
        words = _("A response to the concern of {org} about the proposal “{title}” was recorded.")
    said = words.format(org=row.organization, title=row.decision.title, response=row.response)
    return f"{said}\n\n{asked}"


def _taken_over(row: Decision) -> str:
    words = _("{org} is now the proposing organization of “{title}”. No action is required.")
    return words.format(org=row.sponsor, title=row.title)


def _paper_failed(row: Decision) -> str:
    words = _("The portal could not make the PDF of decision {number}. Please issue the paper again from its page.")
    return words.format(number=row.reference)


def _given(row: Action) -> str:
    words = _("The action point “{title}” was assigned to {org}. Please complete it by {day} and mark it as completed.")
    return words.format(title=row.title, org=row.organization, day=clock.format_day(row.due_on))


def _done(row: Action) -> str:
    words = _("{org} has marked the action point “{title}” as completed. Please confirm it or reopen it.")
    return words.format(org=row.organization, title=row.title)


def _reopened(row: Action) -> str:
    words = _("The Secretariat has reopened the action point “{title}” of {org}. Please complete it and mark it as completed.")  # fmt: skip
    return words.format(title=row.title, org=row.organization)


SENTENCES: dict[str, Callable[[Any], str]] = {
    "decision_submitted": _submitted, "decision_returned": _returned, "replies_awaited": _replies_awaited,
    "decision_outcome": _outcome, "concern_raised": _raised, "concern_moved": _moved, "concern_addressed": _addressed,
    "decision_taken_over": _taken_over, "paper_failed": _paper_failed, "action_given": _given, "action_done": _done,
    "action_reopened": _reopened,
}  # fmt: skip
"""By kind of notice; a kind that is not here says its title."""
