"""What waits for somebody, and what is coming, in decisions: by querysets, not by asking every guard."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from decisions import policies, status
from decisions.models import Action, Comment, Concern, Consultation, Decision, InvitedOrganization, Position, Round
from members import policies as people
from members.querysets import is_member
from network_portal.lib import clock
from network_portal.records.access.actor import Actor
from network_portal.records.audit import shown
from network_portal.records.registry import DashboardLine, RowAnswer


def _line(decision: Decision, title: str, action: str, verb: str = "", *which: int, **kwargs: Any) -> DashboardLine:
    return DashboardLine(
        title=f"{title}: {decision.title}",
        about=f"{decision.short_number or _('draft')} · {decision.get_kind_display()}",
        path=decision.path(verb, *which) if verb else decision.get_absolute_url(),
        action=action,
        state=decision.state,
        workflow="decision",
        **kwargs,
    )


def waiting(actor: Actor) -> Iterator[DashboardLine]:
    if people.is_member(actor):
        yield from _for_officer(actor)
    if people.runs_the_network(actor):
        yield from _for_secretariat(actor)


def _for_officer(actor: Actor) -> Iterator[DashboardLine]:
    mine = {"organization": actor.organization}
    given = Position.objects.filter(round=OuterRef("pk"), organization=actor.organization_id)
    asked = InvitedOrganization.objects.sitting().filter(round=OuterRef("pk"), organization=actor.organization_id)
    open_rounds = Round.objects.open().filter(Exists(asked), ~Exists(given)).select_related("decision")
    for one in open_rounds.exclude(mode="meeting"):
        yield _line(one.decision, _("Submit position"), _("Submit position"), "position", due_at=one.deadline, **mine)
    latest = Consultation.objects.filter(decision=OuterRef("decision")).order_by("-number").values("pk")[:1]
    answered = Comment.objects.filter(
        decision=OuterRef("pk"), organization=actor.organization_id, consultation=Subquery(latest)
    )
    consulted = Decision.objects.visible_to(actor).filter(~Exists(answered), state="consultation")
    for decision in consulted.filter(window_closes_at__gt=clock.now()):
        due = decision.window_closes_at
        yield _line(decision, _("Comment on the proposal"), _("Comment"), "comment", due_at=due, **mine)
    for decision in Decision.objects.filter(sponsor=actor.organization_id, state="draft"):
        verb, action = ("submit", _("Submit")) if decision.draft_text else ("edit", _("Edit the draft"))
        yield _line(decision, _("Draft proposal"), action, verb, since=decision.created_at, **mine)
    addressed = Concern.objects.filter(organization=actor.organization_id, state="addressed")
    for concern in addressed.select_related("decision"):
        yield _line(concern.decision, _("Confirm or maintain your concern"), _("View"), **mine)
    for action in Action.objects.filter(organization=actor.organization_id).open():
        yield DashboardLine(
            title=action.title,
            about=_("Action point {n}").format(n=action.number),
            path=action.get_absolute_url() + "finish/",
            action=_("Mark as completed"),
            organization=actor.organization,
            day=action.due_on,
            state=action.state,
            workflow="action",
        )


def _for_secretariat(actor: Actor) -> Iterator[DashboardLine]:
    now = clock.now()
    still_open = Round.objects.filter(decision=OuterRef("pk"), closed_at=None)
    unanswered = Comment.objects.filter(decision=OuterRef("pk"), kind="comment", answered_at=None).order_by("number")
    first = Subquery(unanswered.values("number")[:1])
    rows = Decision.objects.annotate(has_open_round=Exists(still_open), first_unanswered=first).for_list()
    if policies.secretariat(actor, None):
        for decision in rows.filter(state="submitted"):
            yield _line(
                decision, _("Open the consultation or return the proposal"), _("Open the consultation"),
                "open-consultation", since=decision.submitted_at,
            )  # fmt: skip
        for decision in rows.filter(state="consultation", first_unanswered__isnull=False):
            yield _line(
                decision, _("Respond to the comments"), _("Respond"), "answer-comment", decision.first_unanswered,
                due_at=decision.window_closes_at,
            )  # fmt: skip
        for action in Action.objects.filter(state="done").select_related("organization", "officer__person"):
            texts = shown.show(action)
            yield DashboardLine(
                title=action.title, about=_("Action point {n}").format(n=action.number), path=action.get_absolute_url(),
                action="", state=action.state, workflow="action", organization=str(action.organization),
                shown=texts,
                answers=(RowAnswer(_("Confirm"), action.path("close-action"), (), shown.token_of(texts)),),
            )  # fmt: skip
        for decision in rows.filter(state="no_consensus"):
            yield _line(decision, _("Consult the organizations concerned"), _("Record a contact"), "contact")
    ready = Q(state="consultation", first_unanswered=None, window_closes_at__lte=now)
    for decision in rows.filter(ready):
        yield _line(decision, _("Call for positions"), _("Call for positions"), "open-round")
    left = Action.objects.open().filter(~is_member()).select_related("organization")
    for action in left:
        yield DashboardLine(
            title=action.title, about=_("Action {n}; {org} has left").format(n=action.number, org=action.organization),
            path=action.path("assign"), action=_("Assign"), day=action.due_on, state=action.state, workflow="action",
        )  # fmt: skip
    for one in Round.objects.open().filter(deadline__lte=now).select_related("decision"):
        yield _line(one.decision, _("Replies awaited"), _("Record replies"), "record-replies", due_at=one.deadline)
    if policies.coordinator(actor, None):
        orphaned = rows.under_way().filter(~is_member("sponsor"))
        for decision in orphaned:
            yield _line(decision, _("The proposing organization has left"), _("View"))
        lapsed = Concern.objects.filter(~is_member(), state__in=status.BLOCKING, decision__in=rows.under_way())
        for concern in lapsed.select_related("decision", "organization"):
            words = _("{org} has left; its concern is unresolved").format(org=concern.organization)
            yield _line(concern.decision, words, _("View"))
        for decision in rows.filter(state="round", has_open_round=False):
            yield _line(decision, _("Record the outcome"), _("Record the adoption"), "adopt")
        for decision in rows.filter(state__in=["no_consensus", "with_principals", "referred"]):
            yield _line(decision, _("Matter before the Coordinator"), _("View"))


def coming(actor: Actor) -> Iterator[DashboardLine]:
    """Deadlines of rounds and consultations that one reads but does not have to act on."""
    if not people.reads_as_member(actor):
        return
    now = clock.now()
    for one in Round.objects.open().filter(deadline__gt=now).select_related("decision").order_by("deadline")[:8]:
        yield _line(one.decision, _("Call for positions closes"), _("View"), due_at=one.deadline)


def links(actor: Actor) -> Iterator[tuple[str, str]]:
    if policies.propose(actor, None):
        yield _("Propose a decision"), reverse("decisions:propose")
    if people.runs_the_network(actor):
        yield _("Action points"), reverse("decisions:actions")
