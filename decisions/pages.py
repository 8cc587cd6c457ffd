"""What the pages of decisions show, ready for the templates."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions import decision_document, policies, status
from decisions.acts import OF_DECISION
from decisions.choices import State
from decisions.models import Comment, Concern, Consent, Decision, Position
from decisions.services import outcome
from members.querysets import sits
from network_portal.lib import clock, text
from network_portal.lib.page_cache import page_cache
from network_portal.records.access.actor import Actor
from network_portal.records.models import Event
from network_portal.records.registry import registry
from network_portal.records.web import reading
from network_portal.records.web.acts import menu
from network_portal.records.workflow import engine

EXCEPTIONS = ("object", "reservation")  # read first


@dataclass(frozen=True)
class Line:
    """One organization's line in a call."""

    organization: Any
    position: Any
    earlier: list[Any]


@dataclass(frozen=True)
class RoundView:
    """A call for positions as the reader may see it."""

    round: Any
    exceptions: list[Line]
    """Objections, then reservations."""
    others: list[Line]
    mine: Any
    answered: list[Any]
    silent: list[Any]
    """Who was invited, is a member of the body and has not replied."""
    left: list[Any]
    """Who was invited, has not replied and has left the body."""
    open: bool
    readable: bool
    broken_by: list[Any]
    """Whose objection ended a silence procedure before its deadline."""
    joined: bool
    """Whether who did not reply joined the consensus: the deadline of a silence procedure passed."""
    ad_referendum: Any
    """Where the text was amended in the meeting: until when members not represented may object."""


@dataclass(frozen=True)
class Part:
    """A part of the record page: its template, its anchor, and what the navigation of the page says of it."""

    template: str
    anchor: str
    label: str
    count: int = 0


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


@dataclass(frozen=True)
class DecisionPage:
    """The record page of a decision."""

    decision: Any
    next: tuple[str, str]
    steps: list[reading.Step]
    available_transitions: list[Any]
    primary: Any
    acts: list[tuple[str, str]]
    parts: list[Part]
    is_contested: bool
    """Whether objections stand in the way: without consensus, at the Principals or the Secretary-General."""
    text: Any
    paragraphs: list[Paragraph]
    versions: list[Version]
    answers: Answers | None
    reservations: list[Line]
    consultation: Any
    reached: int
    members: int
    comments: list[Any]
    rounds: list[RoundView]
    concerns: list[dict[str, Any]]
    contacts: list[Any]
    escalations: list[Any]
    conclusions: list[Any]
    consents: list[Any]
    actions: list[Any]
    events: list[reading.Act]
    subject: Any
    paper: Any
    panels: list[Any]
    may_answer: bool
    may_record: bool


def round_view(actor: Actor, one: Any) -> RoundView:
    """A call with the positions that the actor may read: all of them, or while it is sealed and open, its own."""
    rows = list(
        Position.objects.visible_to(actor)
        .filter(round=one)
        .select_related("organization", "by")
        .order_by("organization__sort_key", "pk")
    )
    old = {p.supersedes_id for p in rows}
    current = {p.organization_id: p for p in rows if p.pk not in old}
    closed_on = clock.day_of(one.closed_at) if one.closed_at else None
    rows_of = one.invited_organizations.select_related("organization").annotate(
        sits=sits("round__decision__body", on=closed_on)
    )
    asked = list(rows_of.order_by("organization__sort_key"))
    readable = one.closed_at is not None or one.positions_are_open
    given = Position.objects.filter(round=one).values_list("organization_id", flat=True)
    replied = set(current) if readable else set(given)
    left = [e.organization for e in asked if not e.sits and e.organization_id not in replied]
    silent = [e.organization for e in asked if e.sits and e.organization_id not in replied]
    earlier: dict[int, list[Position]] = {}
    for p in rows:
        if p.pk in old:
            earlier.setdefault(p.organization_id, []).append(p)
    lines = [
        Line(e.organization, current[e.organization_id], earlier.get(e.organization_id, []))
        for e in asked
        if e.organization_id in current
    ]
    exceptions = [line for line in lines if line.position.value in EXCEPTIONS]
    others = [line for line in lines if line.position.value not in EXCEPTIONS]
    return RoundView(
        round=one,
        exceptions=sorted(exceptions, key=lambda line: EXCEPTIONS.index(line.position.value)),
        others=others,
        mine=current.get(actor.organization_id),
        answered=[e.organization for e in asked if e.organization_id in replied],
        silent=silent,
        left=left,
        open=one.closed_at is None,
        readable=readable,
        joined=status.silence_applied(one),
        broken_by=_broken_by(one, exceptions),
        ad_referendum=status.ad_referendum(one),
    )


def _broken_by(one: Any, exceptions: list[Line]) -> list[Any]:
    if one.method_id is None or one.closed_at is None or status.silence_applied(one):
        return []
    return [line.organization for line in exceptions if line.position.value == Position.Value.OBJECT]


def next_sentence(decision: Decision, actor: Actor) -> tuple[str, str]:
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


def _with_concerns(said: tuple[str, str], decision: Decision, concerns: list[dict[str, Any]]) -> tuple[str, str]:
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
    if window is not None and window.closes_at > now and status.members_not_answered(decision):
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
    awaited = status.awaited(latest) if latest is not None else []
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
    if awaited:
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


def _paragraphs(decision: Decision, newest: Any, concerns: list[Any], comments: list[Any]) -> list[Paragraph]:
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


def _versions(texts: list[Any]) -> list[Version]:
    """What changed from each version to the next, the newest first."""
    pairs = zip(texts, texts[1:], strict=False)
    return [Version(old, new, text.marked(old.source, new.source)) for old, new in pairs][::-1]


def _answers(comments: list[Any], window: Any, members: dict[int, str]) -> Answers | None:
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


CONTESTED = ("no_consensus", "with_principals", "referred")
ORDERS = {
    "consultation": ("text", "consultation", "concerns", "positions"),
    "round": ("text", "positions", "concerns", "consultation"),
    **dict.fromkeys(CONTESTED, ("concerns", "escalation", "text", "positions", "consultation")),
    "adopted": ("outcome", "text", "follow-up", "positions", "concerns", "consultation", "escalation"),
}
"""What comes first in which state: what the reader is asked about, or what was decided."""
USUAL = ("text", "outcome", "positions", "consultation", "concerns", "escalation", "follow-up", "record")


def _parts(decision: Decision, counts: Mapping[str, int], are_there: Collection[str]) -> list[Part]:
    """The parts that the page has, in the order of the state."""
    labels = {
        "outcome": _("Outcome") if decision.state == "adopted" else _("Effect"), "text": _("Text"), "positions": _("Positions"), "consultation": _("Consultation"),
        "concerns": _("Concerns"), "escalation": _("Escalation"), "follow-up": _("Follow-up"), "record": _("History"),
    }  # fmt: skip
    files = {"follow-up": "followup", "record": "history"}
    order = dict.fromkeys([*ORDERS.get(decision.state, ()), *USUAL])
    return [
        Part(f"decisions/_{files.get(name, name)}.html", name, labels[name], counts.get(name, 0))
        for name in order
        if name in are_there
    ]


def page(actor: Actor, decision: Decision) -> DecisionPage:
    """Everything that the record page shows to this actor."""
    with page_cache():
        return _page(actor, decision)


def _page(actor: Actor, decision: Decision) -> DecisionPage:
    texts = list(decision.texts.all())
    newest = texts[-1] if texts else None
    rounds = [
        round_view(actor, one)
        for one in decision.rounds.select_related("text", "decision", "method").order_by("-number")
    ]
    window = status.latest_consultation(decision)
    members = status.members_consulted(decision, window) if window else {}
    available_transitions = [o for o in engine.available_transitions(decision, actor) if o.verb != "no_consensus"]
    acts = menu(OF_DECISION, decision, actor)
    ready = [
        o for o in available_transitions if o.ready and not o.transition.needs_reason and not _asks_again(decision, o)
    ]
    comments = list(decision.comments.select_related("organization", "by", "consultation"))
    concerns = concern_rows(decision, actor, texts)
    contacts = list(decision.contacts.visible_to(actor).select_related("organization", "by"))
    escalations = list(decision.escalations.all())
    conclusions = list(decision.conclusions.prefetch_related("organizations"))
    actions = list(decision.actions.select_related("organization", "officer__person"))
    subject = _subject(decision)
    reservations = _reservations(decision, rounds)
    there = {
        "outcome": decision.statement or (subject and subject["effect"]) or reservations, "text": True, "positions": rounds,
        "consultation": window, "concerns": concerns, "escalation": escalations or contacts or conclusions,
        "follow-up": actions, "record": True,
    }  # fmt: skip
    counts = {
        "consultation": sum(1 for c in comments if c.kind == Comment.Kind.COMMENT), "concerns": len(concerns),
        "follow-up": len(actions),
    }  # fmt: skip # positions are not counted: consensus is no vote
    return DecisionPage(
        decision=decision,
        next=_with_concerns(next_sentence(decision, actor), decision, concerns),
        steps=steps(decision),
        available_transitions=available_transitions,
        primary=None if acts and acts[0][1].endswith("position/") else next(iter(ready), None),
        acts=acts,
        parts=_parts(decision, counts, {name for name, is_there in there.items() if is_there}),
        is_contested=decision.state in CONTESTED,
        text=newest,
        paragraphs=_paragraphs(decision, newest, [row["concern"] for row in concerns], comments),
        versions=_versions(texts),
        answers=_answers(comments, window, members),
        reservations=reservations,
        consultation=window,
        reached=len(status.reached_ids(decision) & members.keys()),
        members=len(members),
        comments=comments,
        rounds=rounds,
        concerns=concerns,
        contacts=contacts,
        escalations=escalations,
        conclusions=conclusions,
        consents=list(Consent.objects.filter(decision=decision).select_related("by", "organization")),
        actions=actions,
        events=reading.acts(actor, "decisions.decision", decision.pk),
        subject=subject,
        paper=decision_document.filed(decision),
        panels=registry.panels_for("decision", actor, decision),
        may_answer=policies.answer_comments(actor, decision) and not decision.is_ended,
        may_record=policies.record_reply(actor, decision),
    )


def _reservations(decision: Decision, rounds: list[RoundView]) -> list[Line]:
    """With which reservations an adopted decision was joined, of the call that led to it."""
    if decision.state != "adopted" or not rounds:
        return []
    return [line for line in rounds[0].exceptions if line.position.value == Position.Value.RESERVATION]


def _asks_again(decision: Decision, available: engine.AvailableTransition) -> bool:
    """Where there is no consensus, asking the same once more is possible, but not the next thing to do."""
    return decision.state == "no_consensus" and available.verb in ("open_round", "open_consultation")


def _subject(decision: Decision) -> dict[str, Any] | None:
    """What the decision is about, and until its end what its adoption would do."""
    found = outcome.subject_of(decision)
    if found is None:
        return None
    subject, obj = found
    effect = [] if decision.is_ended else subject.effect(obj, decision)
    return {"title": subject.title(obj), "object": obj, "effect": effect}


def organization_panel(actor: Actor, organization: Any) -> dict[str, Any]:
    """On an organization's page: what it sponsors and its open actions."""
    sponsored = Decision.objects.visible_to(actor).filter(sponsor=organization).for_list()[:10]
    actions = organization.actions.visible_to(actor).open().for_list()[:10]
    return {"decisions": list(sponsored), "actions": list(actions)}
