"""The parts of a decision's page: the text with what was said of it, the answers, the concerns, and which comes first."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from decisions import status
from decisions.models import Comment, Concern, Decision
from decisions.next_step import CONTESTED
from network_portal.lib import text
from network_portal.records.access.actor import Actor
from network_portal.records.web.reading import Part
from network_portal.records.workflow import engine


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the newest text with what was said about it."""

    words: str
    concerns: list[Any]
    comments: list[Any]


@dataclass(frozen=True)
class Version:
    """A later version of the text beside the one before it."""

    before: Any
    text: Any
    marked: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True)
class Answers:
    """Who commented in the present consultation, who had no comments, and who has not answered; names in order."""

    commented: list[str]
    nothing: list[str]
    silent: list[str]


def concern_rows(decision: Decision, actor: Actor, texts: list[Any]) -> list[dict[str, Any]]:
    """Each concern that the actor may read, with the paragraphs that it is about and the transitions that it offers."""
    rows = Concern.objects.visible_to(actor).filter(decision=decision).select_related("organization", "decision")
    return [
        {
            "concern": c,
            "paragraphs": _quoted(c, texts),
            "available_transitions": [] if decision.is_ended else engine.available_transitions(c, actor),
        }
        for c in sorted(rows, key=lambda c: c.state not in status.BLOCKING)
    ]


def _quoted(concern: Concern, texts: list[Any]) -> list[tuple[int, str]]:
    """The numbers and words of the paragraphs that a concern is about, in the version that it was raised on."""
    read = [version for version in texts if version.at <= concern.raised_at]
    words = read[-1].paragraphs if read else []
    return [(n, words[n - 1]) for n in text.numbers(concern.about) if 0 < n <= len(words)]


def paragraphs_of(decision: Decision, newest: Any, concerns: list[Any], comments: list[Any]) -> list[Paragraph]:
    """The newest text, or the draft, by paragraphs; while nothing is decided, with the concerns and comments on each."""
    if newest is None:
        return [Paragraph(words, [], []) for words in text.paragraphs(decision.draft_text)]
    running = not decision.is_ended
    said: dict[int, list[Any]] = {}
    for comment in comments if running else ():
        if comment.paragraph and comment.kind == Comment.Kind.COMMENT and comment.at >= newest.at:
            said.setdefault(comment.paragraph, []).append(comment)
    about: dict[int, list[Any]] = {}
    for concern in concerns if running else ():
        if concern.state not in status.BLOCKING or concern.raised_at < newest.at:
            continue
        for number in text.numbers(concern.about):
            about.setdefault(number, []).append(concern)
    return [Paragraph(w, about.get(n, []), said.get(n, [])) for n, w in enumerate(newest.paragraphs, start=1)]


def versions_of(texts: list[Any]) -> list[Version]:
    """What changed from each version to the next, the newest first."""
    pairs = zip(texts, texts[1:], strict=False)
    return [Version(old, new, text.marked(old.source, new.source)) for old, new in pairs][::-1]


def answers_of(comments: list[Any], window: Any, members: dict[int, str]) -> Answers | None:
    if window is None:
        return None
    said: dict[str, set[str]] = {kind: set() for kind in Comment.Kind.values}
    for comment in comments:
        if comment.at >= window.opened_at:
            said[comment.kind].add(comment.organization.acronym)
    commented = said[Comment.Kind.COMMENT]
    nothing = said[Comment.Kind.NOTHING] - commented
    return Answers(
        commented=sorted(commented, key=text.folded),
        nothing=sorted(nothing, key=text.folded),
        silent=[name for name in members.values() if name not in commented | nothing],
    )


ORDERS = {
    "consultation": ("text", "consultation", "concerns", "positions"),
    "round": ("text", "positions", "concerns", "consultation"),
    **dict.fromkeys(CONTESTED, ("concerns", "escalation", "text", "positions", "consultation")),
    "adopted": ("outcome", "text", "follow-up", "positions", "concerns", "consultation", "escalation"),
}
"""What comes first in which state: what the reader is asked about, or what was decided."""

USUAL = ("text", "outcome", "positions", "consultation", "concerns", "escalation", "follow-up", "record")


def arranged(decision: Decision, counts: Mapping[str, int], are_there: Collection[str]) -> list[Part]:
    """The parts that the page has, in the order of the state."""
    labels = {
        "outcome": _("Outcome") if decision.state == "adopted" else _("Effect"), "text": _("Text"), "positions": _("Positions"), "consultation": _("Consultation"),
        "concerns": _("Concerns"), "escalation": _("Escalation"), "follow-up": _("Follow-up"), "record": _("History"),
    }  # fmt: skip
    files = {"follow-up": "followup", "record": "history"}
    order = dict.fromkeys([*ORDERS.get(decision.state, ()), *USUAL])
    return [
        Part(name, labels[name], counts.get(name, 0), f"decisions/_{files.get(name, name)}.html")
        for name in order
        if name in are_there
    ]
