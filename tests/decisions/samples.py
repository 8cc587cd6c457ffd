"""The decisions, comments, concerns and action points for which addresses are asked."""

from typing import Any

from decisions.models import Action, Concern, Decision
from tests import matters


def action(_route: str) -> dict[str, list[Any]]:
    return {"seen": [Action.objects.get(organization__acronym="ILO").number], "missing": [999999]}


def comment(_route: str) -> dict[str, list[Any]]:
    consulted = matters.in_consultation().slug
    return {"seen": [consulted, 1], "sibling": [matters.disputed().slug, 1], "missing": [consulted, 999]}


def concern(_route: str) -> dict[str, list[Any]]:
    """The unseen one is from a sealed call that is open, where a test has made one."""
    found, in_call = Concern.objects.get(decision=matters.disputed()), matters.in_call()
    sealed = Concern.objects.filter(decision=in_call).first()
    hidden = {"unseen": [in_call.slug, sealed.number]} if sealed else {}
    return {"seen": [found.decision.slug, found.number], **hidden, "missing": [in_call.slug, 999]}


def decision(_route: str) -> dict[str, list[Any]]:
    draft = Decision.objects.get(state="draft", sponsor__acronym="ILO")
    return {"seen": [matters.disputed().slug], "unseen": [draft.slug], "missing": ["2026-99"]}


SAMPLES = {
    "actions/<int:number>": action,
    "comments/<int:number>": comment,
    "concerns/<int:number>": concern,
    "<slug:slug>": decision,
}
