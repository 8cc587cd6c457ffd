"""What the pages of decisions show, ready for the templates."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions import policies, status
from decisions.acts import OF_DECISION
from decisions.models import Concern, Consent, Decision, Position
from decisions.services import outcome
from members import policies as people
from members.querysets import sits
from network_portal.lib import clock
from network_portal.lib.page_cache import page_cache
from network_portal.records.access.actor import Actor
from network_portal.records.models import Event
from network_portal.records.registry import registry
from network_portal.records.web import reading
from network_portal.records.web.acts import menu
from network_portal.records.workflow import engine


@dataclass(frozen=True)
class Line:
    """One organization's line in a round."""

    organization: Any
    position: Any
    earlier: list[Any]
    left: bool
    """Whether it sat in the body no longer when the round closed, or sits in it no longer now while it is open."""


@dataclass(frozen=True)
class RoundView:
    """A round as the reader may see it."""

    round: Any
    lines: list[Line]
    mine: Any
    answered: list[Any]
    silent: list[Any]
    open: bool
    readable: bool


@dataclass(frozen=True)
class DecisionPage:
    """The record page of a decision."""

    decision: Any
    next: tuple[str, str]
    steps: list[reading.Step]
    available_transitions: list[Any]
    primary: Any
    acts: list[tuple[str, str]]
    quiet: bool
    texts: list[Any]
    text: Any
    consultation: Any
    reached: int
    members: int
    comments: list[Any]
    unanswered: int
    rounds: list[RoundView]
    concerns: list[dict[str, Any]]
    contacts: list[Any]
    escalations: list[Any]
    requests: list[Any]
    consents: list[Any]
    actions: list[Any]
    events: list[reading.Act]
    subject: Any
    panels: list[Any]
    may_answer: bool
    may_enter: bool


def round_view(actor: Actor, one: Any) -> RoundView:
    """Positions as the actor may read them: its own while the round is open, the body's at closing."""
    rows = list(
        Position.objects.visible_to(actor)
        .filter(round=one)
        .select_related("organization", "by")
        .order_by("organization__sort_key", "pk")
    )
    old = {p.supersedes_id for p in rows}
    current = {p.organization_id: p for p in rows if p.pk not in old}
    reads_all = one.closed_at is not None and (
        actor.capacity in ("secretariat", "coordinator", "auditor") or people.sits_in(actor, one.decision.body_id)
    )
    closed_on = clock.day_of(one.closed_at) if one.closed_at else None
    rows_of = one.invited_organizations.select_related("organization").annotate(
        sits=sits("round__decision__body", on=closed_on)
    )
    asked = list(rows_of.order_by("organization__sort_key"))
    invited = [e.organization for e in asked]
    left = {e.organization_id for e in asked if not e.sits}
    lines = [
        Line(o, current.get(o.pk), [p for p in rows if p.organization_id == o.pk and p.pk in old], o.pk in left)
        for o in invited
        if reads_all or o.pk in current
    ]
    answered: list[Any] = []
    silent: list[Any] = []
    if one.closed_at is None and policies.see_who_answered(actor, one.decision):
        given = set(Position.objects.filter(round=one).values_list("organization_id", flat=True))
        silent = [e.organization for e in asked if e.sits and e.organization_id not in given]
        answered = [o for o in invited if o.pk in given]
    mine = current.get(actor.organization_id)
    return RoundView(one, lines, mine, answered, silent, one.closed_at is None, reads_all)


def next_sentence(decision: Decision, actor: Actor) -> tuple[str, str]:
    """What happens next, and whose move it is."""
    say = {
        "draft": (_("The sponsor writes the proposal and submits it."), str(decision.sponsor)),
        "submitted": (_("The Secretariat returns it or opens the consultation of all members."), _("the Secretariat")),
        "no_consensus": (
            _("Bring the organizations together, put forward a new text, or take it to the Principals."),
            _("the Secretariat and the Coordinator"),
        ),
        "with_principals": (_("The Coordinator works with the Principals on a way forward."), _("the Coordinator")),
        "referred": (_("The matter is with the Secretary-General; the guidance is awaited."), _("the Coordinator")),
        "adopted": (_("It is adopted and on record."), ""),
        "not_adopted": (_("It was not adopted."), ""),
        "withdrawn": (_("The sponsor withdrew it."), ""),
        "lapsed": (
            _("The proposing organization left the Network; the Coordinator recorded the proposal as lapsed."),
            "",
        ),
    }
    if not decision.is_ended and status.has_left(decision.sponsor):
        left = _(
            "{org} has left the Network. Another member takes the proposal over, or the Coordinator, after consulting "
            "the members, records it as lapsed."
        )
        return left.format(org=decision.sponsor), _("the members and the Coordinator")
    level = status.current_escalation(decision)
    if level is not None and level.outcome:
        words = {
            "with_principals": _("The outcome with the Principals is on record; the Coordinator takes the next step."),
            "referred": _("The guidance of the Secretary-General is on record; members are consulted again."),
        }
        return words[decision.state], _("the Coordinator")
    if decision.state in say:
        return say[decision.state]
    if decision.state == "consultation":
        return _consultation_sentence(decision)
    return _round_sentence(decision)


def _consultation_sentence(decision: Decision) -> tuple[str, str]:
    window, now = status.latest_consultation(decision), clock.now()
    waiting = status.unanswered_comments(decision)
    if waiting:
        words = ngettext("{n} comment waits for an answer.", "{n} comments wait for an answer.", waiting)
        return words.format(n=waiting), _("the sponsor and the Secretariat")
    if window is not None and window.closes_at > now and status.members_not_answered(decision):
        return _("Members comment until the deadline."), _("the members")
    return _("The round can be opened."), _("the Coordinator, or the Secretariat for the Coordinator")


def _round_sentence(decision: Decision) -> tuple[str, str]:
    latest = status.latest_round(decision)
    if latest is None or latest.closed_at is not None:
        return _("The round is closed. The Coordinator declares the outcome."), _("the Coordinator")
    if latest.deadline is None:
        return _("Positions are given in the meeting."), _("the organizations of the body")
    return _("Organizations take their positions until the deadline."), _("the organizations of the body")


def steps(decision: Decision) -> list[reading.Step]:
    """The workflow as a path: states passed with their dates, where it is now, what can come; exceptional states if taken."""
    workflow = engine.workflow_of(decision)
    rows = Event.objects.filter(object_label="decisions.decision", object_id=decision.pk, verb__in=[*workflow.by_verb])
    when = {workflow.transition(e.verb).target: e.at for e in rows.order_by("number")}
    passed = [str(workflow.path[0]), *when]
    shown = [str(s) for s in workflow.path if s != "adopted"]
    shown += [str(s) for s in workflow.exceptional_states if s in when]
    if decision.state == "adopted" or not decision.is_ended:
        shown.append("adopted")
    return reading.steps(decision, {"draft": decision.created_at, **when}, shown=shown, passed=passed)


def concern_rows(decision: Decision, actor: Actor) -> list[dict[str, Any]]:
    rows = Concern.objects.visible_to(actor).filter(decision=decision).select_related("organization", "decision")
    return [
        {"concern": c, "available_transitions": [] if decision.is_ended else engine.available_transitions(c, actor)}
        for c in rows
    ]


def page(actor: Actor, decision: Decision) -> DecisionPage:
    """Everything that the record page shows to this actor."""
    with page_cache():
        return _page(actor, decision)


def _page(actor: Actor, decision: Decision) -> DecisionPage:
    texts = list(decision.texts.all())
    rounds = [round_view(actor, one) for one in decision.rounds.select_related("text", "decision").order_by("-number")]
    window = status.latest_consultation(decision)
    members = status.member_ids() if window else frozenset()
    available_transitions = [o for o in engine.available_transitions(decision, actor) if o.verb != "no_consensus"]
    acts = menu(OF_DECISION, decision, actor)
    ready = [
        o for o in available_transitions if o.ready and not o.transition.needs_reason and not _asks_again(decision, o)
    ]
    comments = list(decision.comments.select_related("organization", "by", "consultation"))
    return DecisionPage(
        decision=decision,
        next=next_sentence(decision, actor),
        steps=steps(decision),
        available_transitions=available_transitions,
        primary=None if acts and acts[0][1].endswith("position/") else next(iter(ready), None),
        acts=acts,
        quiet=bool(acts) and "consent" in acts[0][1],
        texts=texts,
        text=texts[-1] if texts else None,
        consultation=window,
        reached=len(status.reached_ids(decision) & members),
        members=len(members),
        comments=comments,
        unanswered=sum(1 for c in comments if c.kind == "comment" and not c.answered_at),
        rounds=rounds,
        concerns=concern_rows(decision, actor),
        contacts=list(decision.contacts.visible_to(actor).select_related("organization", "by")),
        escalations=list(decision.escalations.all()),
        requests=list(decision.requests.prefetch_related("organizations")),
        consents=list(Consent.objects.filter(decision=decision).select_related("by", "organization")),
        actions=list(decision.actions.select_related("organization", "officer__person")),
        events=reading.acts(actor, "decisions.decision", decision.pk),
        subject=_subject(decision),
        panels=registry.panels_for("decision", actor, decision),
        may_answer=policies.answer_comments(actor, decision) and not decision.is_ended,
        may_enter=policies.enter_position(actor, decision),
    )


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
