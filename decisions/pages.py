"""What the pages of decisions show, ready for the templates."""

from dataclasses import dataclass
from typing import Any

from decisions import decision_document, next_step, parts, policies, related, status
from decisions.acts import OF_DECISION
from decisions.models import Comment, Consent, Decision, Position
from decisions.parts import Answers, Paragraph, Version
from decisions.services import outcome
from members.querysets import sits
from network_portal.lib import clock
from network_portal.lib.page_cache import known, page_cache
from network_portal.records.access.actor import Actor
from network_portal.records.registry import registry
from network_portal.records.web import reading
from network_portal.records.web.acts import menu
from network_portal.records.workflow import engine

EXCEPTIONS = ("object", "reservation")  # read first
NAMES = ("organization__acronym", "organization__slug", "organization__sort_key")


@dataclass(frozen=True)
class Line:
    """One organization's line in a call."""

    organization: Any
    position: Any
    earlier: list[Any]

    @property
    def has_words(self) -> bool:
        return bool(self.position.reason or self.position.instruction or self.earlier)


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

    @property
    def with_words(self) -> list[Line]:
        """The others of which there is more to read than the position."""
        return [line for line in self.others if line.has_words]

    @property
    def by_position(self) -> list[tuple[str, list[str]]]:
        """The others that stated a position and no more: its words, and who stated it, in their order."""
        found: dict[str, list[str]] = {}
        for line in self.others:
            if not line.has_words:
                found.setdefault(line.position.value, []).append(str(line.organization))
        return [(str(Position.Value(value).label), found[value]) for value in Position.Value.values if value in found]


@dataclass(frozen=True)
class DecisionPage:
    """The record page of a decision."""

    decision: Any
    next: tuple[str, str]
    steps: list[reading.Step]
    available_transitions: list[Any]
    primary: Any
    acts: list[tuple[str, str]]
    parts: list[reading.Part]
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


def round_view(actor: Actor, one: Any) -> RoundView:
    """A call with the positions that the actor may read: all of them, or while it is sealed and open, its own."""
    rows = list(
        Position.objects.visible_to(actor)
        .filter(round=one)
        .select_related("organization")
        .only(*(f.attname for f in Position._meta.concrete_fields), *NAMES)
        .order_by("organization__sort_key", "pk")
    )
    old = {p.supersedes_id for p in rows}
    current = {p.organization_id: p for p in rows if p.pk not in old}
    closed_on = clock.day_of(one.closed_at) if one.closed_at else None
    rows_of = one.invited_organizations.select_related("organization").annotate(
        sits=sits("round__decision__body", on=closed_on)
    )
    asked = list(rows_of.only("round", *NAMES).order_by("organization__sort_key"))
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


def page(actor: Actor, decision: Decision) -> DecisionPage:
    """Everything that the record page shows to this actor."""
    with page_cache():
        return _page(actor, decision)


def _page(actor: Actor, decision: Decision) -> DecisionPage:
    lists = related.lists_of(decision)

    def rows(name: str, *joined: str, of: Any = None) -> list[Any]:
        """A list of the decision with what its rows name; no query where it has no rows."""
        found = getattr(decision, name) if of is None else of
        return list(found.select_related(*joined) if joined else found.all()) if name in lists else []

    texts = rows("texts")
    newest = texts[-1] if texts else None
    calls = rows("rounds", "text", "decision", "method", of=decision.rounds.order_by("-number"))
    known(status.latest_round, decision, answer=calls[0] if calls else None)
    if "consultations" not in lists:
        known(status.latest_consultation, decision, answer=None)
    if "concerns" not in lists:
        known(status.blocking_concerns, decision, answer=[])
    rounds = [round_view(actor, one) for one in calls]
    window = status.latest_consultation(decision)
    comments = rows("comments", "organization", "by", "consultation")
    known(status.answered_ids, decision, answer={c.organization_id for c in comments if c.consultation == window})
    members = status.members_consulted(decision, window) if window else {}
    available_transitions = [o for o in engine.available_transitions(decision, actor) if o.verb != "no_consensus"]
    acts = menu(OF_DECISION, decision, actor)
    ready = [
        o for o in available_transitions if o.ready and not o.transition.needs_reason and not _asks_again(decision, o)
    ]
    concerns = parts.concern_rows(decision, actor, texts) if "concerns" in lists else []
    contacts = rows("contacts", "organization", "by", of=decision.contacts.visible_to(actor))
    escalations = rows("escalations")
    conclusions = rows("conclusions", of=decision.conclusions.prefetch_related("organizations"))
    actions = rows("actions", "organization", "officer__person")
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
        next=next_step.with_concerns(next_step.next_sentence(decision), decision, concerns),
        steps=next_step.steps(decision),
        available_transitions=available_transitions,
        primary=None if acts and acts[0][1].endswith("position/") else next(iter(ready), None),
        acts=acts,
        parts=parts.arranged(decision, counts, {name for name, is_there in there.items() if is_there}),
        text=newest,
        paragraphs=parts.paragraphs_of(decision, newest, [row["concern"] for row in concerns], comments),
        versions=parts.versions_of(texts),
        answers=parts.answers_of(comments, window, members),
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
        consents=rows("consents", "by", "organization", of=Consent.objects.filter(decision=decision)),
        actions=actions,
        events=reading.acts(actor, "decisions.decision", decision.pk),
        subject=subject,
        paper=decision_document.filed(decision),
        panels=registry.panels_for("decision", actor, decision),
        may_answer=policies.answer_comments(actor, decision) and not decision.is_ended,
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
