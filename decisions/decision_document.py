"""A decision as a paper: its text, its effect, how consensus was reached, reservations, statements and follow-up."""

from collections.abc import Iterable
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from decisions import status
from decisions.models import Action, Decision, Escalation, Position, Round, Text
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


def stated(decisions: Iterable[Decision]) -> dict[int, dict[str, Any]]:
    """What minutes and papers quote word for word, by decision: text, reservations, explanations, objections, statement.

    Positions of a sealed call that is open are not among them. Three queries, whatever the number of decisions.
    """
    rows = {decision.pk: decision for decision in decisions}
    calls = {call.decision_id: call for call in Round.objects.filter(decision__in=rows).order_by("number")}
    texts = {t.decision_id: t for t in Text.objects.filter(decision__in=rows).order_by("version")}
    readable = [call for call in calls.values() if call.closed_at is not None or call.positions_are_open]
    given = Position.objects.current().filter(round__in=readable).select_related("organization", "round")
    positions: dict[int, list[Position]] = {}
    for position in given.order_by("organization__sort_key"):
        if position.reason.strip():
            positions.setdefault(position.round.decision_id, []).append(position)
    versions = {t.pk: t for t in texts.values()}
    asked = {call.text_id for call in calls.values()} - versions.keys()
    versions.update(Text.objects.in_bulk(asked) if asked else {})
    return {
        pk: _quoted(decision, versions[calls[pk].text_id] if pk in calls else texts.get(pk), positions.get(pk, []))
        for pk, decision in rows.items()
    }


def _quoted(decision: Decision, words: Text | None, given: list[Position]) -> dict[str, Any]:
    explained = (Position.Value.SUPPORT, Position.Value.NO_POSITION)
    return {
        "text": words.paragraphs if words is not None else [],
        "reservations": [_said(p) for p in given if p.value == Position.Value.RESERVATION],
        "explanations": [_said(p) for p in given if p.value in explained],
        "objections": [
            {**_said(p), "proposed_solution": p.proposed_solution} for p in given if p.value == Position.Value.OBJECT
        ],
        "statement": decision.statement,
    }


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
        **stated([decision])[decision.pk],
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
    """How consensus was reached: the consultation, the call, and who did not state a position itself."""
    said = []
    for one in decision.consultations.order_by("number"):
        words = _("All members of the Network were consulted on version {v} of the text from {start} to {end}.")
        start, end = clock.format_day(one.opened_at), clock.format_day(one.closes_at)
        said.append(words.format(v=one.text.version, start=start, end=end))
    latest = status.latest_round(decision)
    if latest is not None:
        said += _call(latest)
        said += _not_itself(latest)
    day = clock.format_day(decision.ended_at or clock.now())
    said.append(_("The Coordinator recorded the consensus on {day}.").format(day=day))
    return said


def _call(one: Round) -> list[str]:
    closed = clock.format_instant(one.closed_at) if one.closed_at else ""
    if one.mode == Round.Mode.MEETING:
        words = _("The Chair asked whether there was any objection at the {meeting}.")
        return [words.format(meeting=registry.meeting_of_call(one) or _("meeting of the body"))]
    if one.method is not None and one.deadline is not None:
        words = _("The call for positions ran under the silence procedure “{title}” ({reference}) until {deadline}. No objection was received.")  # fmt: skip
        reference = one.method.adopted_by.reference if one.method.adopted_by is not None else ""
        return [words.format(title=one.method, reference=reference, deadline=clock.format_instant(one.deadline))]
    words = _("The Coordinator asked for positions in writing. The call closed on {closed}. No objection remained.")
    return [words.format(closed=closed)]


def _not_itself(one: Round) -> list[str]:
    """Organizations that state no position, whose reply the Secretariat recorded, or that did not reply."""
    current = Position.objects.current().filter(round=one).select_related("organization")
    rows = list(current.order_by("organization__sort_key"))
    said = []
    if without := [p.organization for p in rows if p.value == Position.Value.NO_POSITION]:
        said.append(_("No position: {names}.").format(names=names(without)))
    said += [
        _("No objection recorded: {org} ({source}).").format(org=p.organization, source=p.instruction)
        for p in rows
        if p.value == Position.Value.NO_OBJECTION
    ]
    silent = [invited.organization for invited in status.silent(one)]
    if silent and one.mode == Round.Mode.WRITTEN and one.method_id is not None:
        words = _("No objection within the silence procedure: {names}.")
        said.append(words.format(names=names(silent)))
    return said


def paper(decision: Decision, version: int) -> papers.Paper:
    return papers.Paper(decision, KIND, version, "paper/decision.html", content(decision), str(_("Adopted")))


def file_paper(decision: Decision, job: Job) -> None:
    """File the paper of an adopted decision, a new version where what it says has changed since; others have none."""
    if decision.state == "adopted":
        papers.issue(lambda version: paper(decision, version))


def filed(decision: Decision) -> Document | None:
    """The newest filed paper."""
    return documents.of(decision, KIND) if decision.state == "adopted" else None
