"""What a person reads of a proposal, a concern or an action before saying yes to it."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from decisions.models import Action, Concern, Decision, Text
from network_portal.lib import clock
from network_portal.records.audit.shown import Shown, Texts


def _reads(decision: Decision, text: Text | None) -> Texts:
    if text is None:
        return {_("Title"): decision.title, _("Text"): decision.draft_text, _("Mandates"): decision.mandates}
    return {_("Title"): decision.title, _("Text, version {v}").format(v=text.version): text.source}


def decision(row: Decision) -> Texts:
    return _reads(row, row.texts.order_by("-version").first())


def _earlier(row: Decision) -> Iterator[Texts]:
    yield _reads(row, None)
    for text in row.texts.order_by("-version"):
        yield _reads(row, text)


def concern(row: Concern) -> Texts:
    return {_("Concern"): row.reason, _("Proposed solution"): row.proposed_solution, _("Response"): row.response}


def action(row: Action) -> Texts:
    return {_("Action"): row.title, _("Due"): clock.format_day(row.due_on), _("What was done"): row.evidence}


SHOWN: dict[str, Any] = {
    "decisions.decision": Shown(decision, _earlier),
    "decisions.concern": Shown(concern),
    "decisions.action": Shown(action),
}
