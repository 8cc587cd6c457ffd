"""What a person reads of a proposal, a concern or an action before saying yes to it."""

from collections.abc import Iterator
from typing import Any

from decisions.models import Action, Concern, Decision, Text
from network_portal.records.audit.shown import Shown, Texts


def _reads(decision: Decision, text: Text | None) -> Texts:
    if text is None:
        return {"Title": decision.title, "Text": decision.draft_text, "Mandates": decision.mandates}
    return {"Title": decision.title, f"Text, version {text.version}": text.source}


def decision(row: Decision) -> Texts:
    return _reads(row, row.texts.order_by("-version").first())


def _earlier(row: Decision) -> Iterator[Texts]:
    yield _reads(row, None)
    for text in row.texts.order_by("-version"):
        yield _reads(row, text)


def concern(row: Concern) -> Texts:
    return {"Concern": row.reason, "Proposed solution": row.proposed_solution, "Response": row.response}


def action(row: Action) -> Texts:
    return {"Action": row.title, "Due": str(row.due_on), "What was done": row.evidence}


SHOWN: dict[str, Any] = {
    "decisions.decision": Shown(decision, _earlier),
    "decisions.concern": Shown(concern),
    "decisions.action": Shown(action),
}
