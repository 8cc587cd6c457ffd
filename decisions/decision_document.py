"""A decision as a paper: its text, its effect, how consensus was reached, reservations, statements and follow-up."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from decisions import status
from decisions.choices import State
from decisions.models import Action, AdReferendum, Decision, Escalation, Position, Round, Text
from decisions.services import outcome
from members.models import Designation
from network_portal.lib import clock
from network_portal.records.files import documents, papers
from network_portal.records.models import Document, Job
from network_portal.records.registry import registry

KIND = "decision"


def names(organizations: Iterable[Any]) -> str:
    """Organizations in a sentence: "FAO, ILO and IOM"."""
    return str(get_text_list([str(o) for o in organizations], _("and")))


class Held(NamedTuple):
    """A meeting of a body, from when to when it was held."""

    body_id: int
    start: dt.datetime
    end: dt.datetime

    def has(self, decision: Decision, call: Round) -> bool:
        """Whether a call was opened in it: only the body that decides holds one."""
        opened_there = call.mode == Round.Mode.MEETING and self.start <= call.opened_at <= self.end
        return opened_there and decision.body_id == self.body_id


def stated(decisions: Iterable[Decision], *, held: Held | None = None) -> dict[int, dict[str, Any]]:
    """What minutes and papers quote word for word, by decision: text, reservations, explanations, objections, statement.

    ``held``: the meeting whose minutes quote. Then only the call that was opened in it is quoted, and what was stated
    by its end; a proposal without such a call is named only. Positions of a sealed call that is open are never quoted.
    Four queries, whatever the number of decisions.
    """
    rows = {decision.pk: decision for decision in decisions}
    last: dict[int, Round] = {}
    quoted: dict[int, Round] = {}
    for call in Round.objects.filter(decision__in=rows).order_by("number"):
        last[call.decision_id] = call
        if held is None or held.has(rows[call.decision_id], call):
            quoted[call.decision_id] = call
    given: dict[int, list[Position]] = {}
    readable = [call for call in quoted.values() if call.closed_at is not None or call.positions_are_open]
    positions = Position.objects.current().filter(round__in=readable).exclude(reason="")
    if held is not None:
        positions = positions.filter(at__lte=held.end)
    for position in positions.select_related("organization", "round").order_by("organization__sort_key"):
        given.setdefault(position.round.decision_id, []).append(position)
    texts = (
        {t.decision_id: t for t in Text.objects.filter(decision__in=rows).order_by("version")} if held is None else {}
    )
    texts |= {t.decision_id: t for t in Text.objects.filter(pk__in=[call.text_id for call in quoted.values()])}
    referenda = {
        row.round_id: row for row in AdReferendum.objects.filter(round__in=[c for c in quoted.values() if c.amended])
    }
    return {
        pk: {
            **_quoted(texts.get(pk), given.get(pk, [])),
            **_came_to(decision, quoted.get(pk), last.get(pk), referenda, given.get(pk, []), everywhere=held is None),
        }
        for pk, decision in rows.items()
    }


def _came_to(
    decision: Decision, call: Round | None, last: Round | None, referenda: Mapping[int, AdReferendum],
    given: list[Position], *, everywhere: bool,
) -> dict[str, Any]:  # fmt: skip
    """What the quoted call came to: in words, whether the text is printed, sentences, and the Coordinator's statement.

    ``everywhere``: the paper of the decision itself, which its last call adopted.
    """
    row = referenda.get(call.pk) if call is not None else None
    is_last = call is not None and last is not None and call.pk == last.pk
    adopted = decision.state == State.ADOPTED and (everywhere or is_last)
    objected = any(p.value == Position.Value.OBJECT for p in given)
    notes = []
    if row is not None:
        words = _("The text was amended in the meeting and adopted ad referendum. Members that were not represented were informed of it and may object until {until}.")  # fmt: skip
        notes.append(words.format(until=clock.format_day(row.until)))
        if adopted and decision.ended_at is not None:
            words = _("No objection was received. The Coordinator recorded the consensus on {day}.")
            notes.append(words.format(day=clock.format_day(decision.ended_at)))
    if row is not None:
        state = _("Adopted ad referendum")
    elif adopted:
        state = str(decision.get_state_display())
    elif call is None:
        state = ""
    else:
        state = _("No consensus") if objected else _("No objection was stated")
    return {
        "state": state,
        "adopted": adopted or row is not None,
        "notes": notes,
        "statement": decision.statement if adopted else "",
    }


def _quoted(words: Text | None, given: list[Position]) -> dict[str, Any]:
    explained = (Position.Value.SUPPORT, Position.Value.NO_POSITION)
    said = [p for p in given if p.reason.strip()]
    return {
        "text": words.paragraphs if words is not None else [],
        "reservations": [_said(p) for p in said if p.value == Position.Value.RESERVATION],
        "explanations": [_said(p) for p in said if p.value in explained],
        "objections": [
            {**_said(p), "proposed_solution": p.proposed_solution} for p in said if p.value == Position.Value.OBJECT
        ],
    }


def without_positions(said: dict[str, Any]) -> dict[str, Any]:
    """What is quoted of a decision for a reader who reads no positions."""
    return {**said, "reservations": [], "explanations": [], "objections": []}


def _said(position: Position) -> dict[str, str]:
    return {
        "organization": position.organization.name,
        "acronym": str(position.organization),
        "words": position.reason,
        "paragraphs": position.paragraphs,
    }


def follow_up(rows: Iterable[Action]) -> list[dict[str, str]]:
    """Action points as papers list them."""
    return [
        {
            "number": str(row.number),
            "title": row.title,
            "organization": str(row.organization),
            "person": str(row.officer.person),
            "due": clock.format_day(row.due_on),
            "state": str(row.get_state_display()),
            "done": row.evidence,
        }
        for row in rows
    ]


def content(decision: Decision) -> dict[str, Any]:
    """Everything that the paper of an adopted decision says, as plain data."""
    adopted_on = decision.ended_at or decision.created_at
    actions = decision.actions.select_related("organization", "officer__person").order_by("number")
    return {
        **stated([decision])[decision.pk],
        "reference": decision.reference,
        "title": decision.title,
        "body": str(decision.body),
        "kind": decision.kind_label,
        "distribution": str(_("Members of the Network")),
        "language": papers.language(),
        "adopted": clock.format_day(adopted_on),
        "sponsor": f"{decision.sponsor.name} ({decision.sponsor})",
        "coordinator": _coordinator(decision),
        "mandates": decision.mandates,
        "effect": effect(decision),
        "reached": reached(decision),
        "concerns": [
            {"organization": str(c.organization), "reason": c.reason, "response": c.response, "state": str(c.get_state_display())}
            for c in decision.concerns.select_related("organization").order_by("number")
        ],
        "levels": [
            {
                "level": str(step.get_level_display()),
                "on": clock.format_day(step.outcome_on or step.opened_at),
                "outcome": str(step.get_outcome_display()) if step.outcome else "",
                "words": step.outcome_text,
            }
            for step in Escalation.objects.filter(decision=decision)
        ],
        "corrections": [
            {"organization": str(row.organization), "on": clock.format_day(row.on), "words": row.note}
            for row in decision.contacts.filter(purpose="correction").select_related("organization")
        ],
        "follow_up": follow_up(actions),
    }  # fmt: skip


def _coordinator(decision: Decision) -> str:
    day = clock.day_of(decision.ended_at) if decision.ended_at else clock.today()
    found = Designation.objects.current(day).select_related("person").first()
    return str(found.person) if found is not None else ""


def effect(decision: Decision) -> list[str]:
    """What the adoption put into force, in sentences."""
    found = outcome.subject_of(decision)
    if found is None:
        return [str(_("The decision takes effect on the day of its adoption."))]
    subject, obj = found
    return [str(subject.in_effect).format(title=f"“{subject.title(obj)}”")]


def reached(decision: Decision) -> list[str]:
    """How consensus was reached: the consultation, the call, and who did not reply under a silence procedure."""
    said = []
    for one in decision.consultations.order_by("number"):
        words = _("All members of the Network were consulted on version {v} of the text from {start} to {end}.")
        start, end = clock.format_day(one.opened_at), clock.format_day(one.closes_at)
        said.append(words.format(v=one.text.version, start=start, end=end))
    latest = status.latest_round(decision)
    if latest is not None:
        said += _call(latest)
        said += _did_not_reply(latest)
    day = clock.format_day(decision.ended_at or clock.now())
    said.append(_("The Coordinator recorded the consensus on {day}.").format(day=day))
    return said


def _call(one: Round) -> list[str]:
    closed = clock.format_instant(one.closed_at) if one.closed_at else ""
    if one.mode == Round.Mode.MEETING:
        words = _("The Chair asked whether there was any objection at the {meeting}.")
        said = [words.format(meeting=registry.meeting_of_call(one) or _("meeting of the body"))]
        row = status.ad_referendum(one)
        if row is not None:
            until, absent = clock.format_day(row.until), row.organizations.order_by("sort_key")
            words = _("The text was amended in the meeting and adopted ad referendum. {names} were not represented, were informed of the amended text, and did not object by {until}.")  # fmt: skip
            said.append(words.format(names=names(absent), until=until))
        return said
    if one.method is not None and one.deadline is not None:
        words = _("The call for positions ran under the silence procedure “{title}” ({reference}) until {deadline}. No objection was received.")  # fmt: skip
        reference = one.method.adopted_by.reference if one.method.adopted_by is not None else ""
        return [words.format(title=one.method, reference=reference, deadline=clock.format_instant(one.deadline))]
    words = _("The Coordinator asked for positions in writing. The call closed on {closed}. No objection remained.")
    return [words.format(closed=closed)]


def _did_not_reply(one: Round) -> list[str]:
    """The organizations that joined the consensus under a silence procedure without a reply."""
    silent = [invited.organization for invited in status.silent(one)] if status.silence_applied(one) else []
    words = _("No objection within the silence procedure: {names}.")
    return [words.format(names=names(silent))] if silent else []


def paper(decision: Decision, version: int) -> papers.Paper:
    return papers.Paper(decision, KIND, version, "paper/decision.html", content(decision), str(_("Adopted")))


def file_paper(decision: Decision, job: Job) -> None:
    """File the paper of an adopted decision, a new version where what it says has changed since; others have none."""
    if decision.state == "adopted":
        papers.issue(lambda version: paper(decision, version))


def filed(decision: Decision) -> Document | None:
    """The newest filed paper."""
    return documents.of(decision, KIND) if decision.state == "adopted" else None
