"""What waits for somebody, and what is coming, in decisions."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from decisions import policies, status
from decisions.models import Action, Comment, Concern, Consultation, Decision, InvitedOrganization, Position, Round
from decisions.next_step import CONTESTED
from members import policies as people
from members.querysets import is_member
from network_portal.lib import clock
from network_portal.lib.compiled_query import PLACEHOLDER_ORGANIZATION as ORGANIZATION
from network_portal.records.access.actor import Actor
from network_portal.records.audit import shown
from network_portal.records.registry import DashboardLine, RowAnswer, WaitingRows
from network_portal.records.web.waiting import Waiting


def _without_position() -> QuerySet[Any]:
    """Open calls in writing to which the organization is invited and has not replied."""
    given = Position.objects.filter(round=OuterRef("pk"), organization=ORGANIZATION)
    invited = InvitedOrganization.objects.sitting().filter(round=OuterRef("pk"), organization=ORGANIZATION)
    return Round.objects.open().exclude(mode="meeting").filter(Exists(invited), ~Exists(given))


def _without_comment() -> QuerySet[Any]:
    """Open consultations in which the organization has not commented since the latest was opened."""
    latest = Consultation.objects.filter(decision=OuterRef("decision")).order_by("-number").values("pk")[:1]
    said = Comment.objects.filter(decision=OuterRef("pk"), organization=ORGANIZATION, consultation=Subquery(latest))
    return Decision.objects.filter(~Exists(said), state="consultation", window_closes_at__gt=clock.now())


def _with_unanswered() -> QuerySet[Any]:
    """Decisions, each with the number of its first comment without a response."""
    unanswered = Comment.objects.filter(decision=OuterRef("pk"), kind="comment", answered_at=None).order_by("number")
    return Decision.objects.annotate(first_unanswered=Subquery(unanswered.values("number")[:1]))


def _ready_for_a_call() -> QuerySet[Any]:
    ended = Q(state="consultation", window_closes_at__lte=clock.now())
    return _with_unanswered().filter(ended, first_unanswered=None)


def _without_open_call() -> QuerySet[Any]:
    still_open = Round.objects.open().filter(decision=OuterRef("pk"))
    return Decision.objects.filter(~Exists(still_open), state="round")


def _lapsed() -> QuerySet[Any]:
    """Unresolved concerns of organizations that have left."""
    under_way = Decision.objects.under_way()
    return Concern.objects.filter(~is_member(), state__in=status.BLOCKING, decision__in=under_way)


def _in(*states: str) -> Callable[[], QuerySet[Any]]:
    return lambda: Decision.objects.filter(state__in=states)


WAITING_ROWS = (
    WaitingRows("position", people.is_member, _without_position, of="decision_id"),
    WaitingRows("comment", people.is_member, _without_comment),
    WaitingRows("draft", people.is_member, lambda: Decision.objects.filter(sponsor=ORGANIZATION, state="draft")),
    WaitingRows("concern", people.is_member, lambda: Concern.objects.filter(organization=ORGANIZATION, state="addressed"), of="decision_id"),
    WaitingRows("action", people.is_member, lambda: Action.objects.filter(organization=ORGANIZATION).open()),
    WaitingRows("submitted", people.is_secretariat, _in("submitted")),
    WaitingRows("respond", people.is_secretariat, lambda: _with_unanswered().filter(state="consultation", first_unanswered__isnull=False), number="first_unanswered"),
    WaitingRows("action done", people.is_secretariat, lambda: Action.objects.filter(state="done")),
    WaitingRows("consult", people.is_secretariat, _in("no_consensus")),
    WaitingRows("call", people.runs_the_network, _ready_for_a_call),
    WaitingRows("action left", people.runs_the_network, lambda: Action.objects.open().filter(~is_member())),
    WaitingRows("replies", people.runs_the_network, lambda: Round.objects.due(clock.now()), of="decision_id"),
    WaitingRows("sponsor left", people.is_coordinator, lambda: Decision.objects.under_way().filter(~is_member("sponsor"))),
    WaitingRows("lapsed", people.is_coordinator, _lapsed),
    WaitingRows("outcome", people.is_coordinator, _without_open_call),
    WaitingRows("coordinator", people.is_coordinator, _in(*CONTESTED)),
    WaitingRows("deadline", people.reads_as_member, lambda: Round.objects.open().filter(deadline__gt=clock.now()), of="decision_id"),
)  # fmt: skip
OF_ACTIONS = ("action", "action done", "action left")
OF_DECISIONS = tuple(row.name for row in WAITING_ROWS if row.name not in (*OF_ACTIONS, "lapsed"))
MOST_COMING = 8
OF_A_LINE = (
    "slug",
    "reference",
    "kind",
    "title",
    "state",
    "window_closes_at",
    "draft_text",
    "created_at",
    "submitted_at",
)
"""What a line reads of a decision: the wider a query, the longer its making."""


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


def lines(actor: Actor, found: Waiting) -> Iterator[DashboardLine]:
    rows: dict[int, Any] = {}
    if pks := found.ids(*OF_DECISIONS):
        deadline = Round.objects.open().filter(decision=OuterRef("pk")).values("deadline")[:1]
        seen = Decision.objects.visible_to(actor).filter(pk__in=pks).annotate(deadline=Subquery(deadline))
        rows = {row.pk: row for row in seen.only(*OF_A_LINE).order_by("-created_at")}  # as the register has them
    if people.is_member(actor):
        yield from _of_officer(actor, found, rows)
    if people.runs_the_network(actor):
        yield from _of_secretariat(found, rows)
        yield from _of_coordinator(found, rows)
    yield from _of_actions(actor, found)
    closing = [row for row in found.among("deadline", rows) if row.deadline is not None]  # open still
    for row in sorted(closing, key=lambda row: row.deadline)[:MOST_COMING]:
        yield _line(row, _("Call for positions closes"), _("View"), due_at=row.deadline, coming=True)


def _of_officer(actor: Actor, found: Waiting, rows: dict[int, Any]) -> Iterator[DashboardLine]:
    mine = {"organization": actor.organization}
    for row in found.among("position", rows):
        yield _line(row, _("Submit position"), _("Submit position"), "position", due_at=row.deadline, **mine)
    for row in found.among("comment", rows):
        due = row.window_closes_at
        yield _line(row, _("Comment on the proposal"), _("Comment"), "comment", due_at=due, **mine)
    for row in found.among("draft", rows):
        verb, action = ("submit", _("Submit")) if row.draft_text else ("edit", _("Edit the draft"))
        yield _line(row, _("Draft proposal"), action, verb, since=row.created_at, **mine)
    for row in found.among("concern", rows):
        yield _line(row, _("Confirm or maintain your concern"), _("View"), **mine)


def _of_secretariat(found: Waiting, rows: dict[int, Any]) -> Iterator[DashboardLine]:
    for row in found.among("submitted", rows):
        yield _line(
            row, _("Open the consultation or return the proposal"), _("Open the consultation"), "open-consultation",
            since=row.submitted_at,
        )  # fmt: skip
    for row in found.among("respond", rows):
        number = found.of("respond")[row.pk] or 0
        due = row.window_closes_at
        yield _line(row, _("Respond to the comments"), _("Respond"), "answer-comment", number, due_at=due)
    for row in found.among("consult", rows):
        yield _line(row, _("Consult the organizations concerned"), _("Record a contact"), "contact")
    for row in found.among("call", rows):
        yield _line(row, _("Call for positions"), _("Call for positions"), "open-round")
    for row in found.among("replies", rows):
        yield _line(row, _("Replies awaited"), _("Record replies"), "record-replies", due_at=row.deadline)


def _of_coordinator(found: Waiting, rows: dict[int, Any]) -> Iterator[DashboardLine]:
    for row in found.among("sponsor left", rows):
        yield _line(row, _("The proposing organization has left"), _("View"))
    if pks := found.ids("lapsed"):
        for concern in Concern.objects.filter(pk__in=pks).select_related("decision", "organization"):
            words = _("{org} has left; its concern is unresolved").format(org=concern.organization)
            yield _line(concern.decision, words, _("View"))
    for row in found.among("outcome", rows):
        yield _line(row, _("Record the outcome"), _("Record the adoption"), "adopt")
    for row in found.among("coordinator", rows):
        yield _line(row, _("Matter before the Coordinator"), _("View"))


def _of_actions(actor: Actor, found: Waiting) -> Iterator[DashboardLine]:
    if not (pks := found.ids(*OF_ACTIONS)):
        return
    for row in Action.objects.visible_to(actor).filter(pk__in=pks).select_related("organization", "officer__person"):
        number = {"n": row.number, "org": row.organization}
        more: dict[str, Any] = {"title": row.title, "state": row.state, "workflow": "action"}
        about = _("Action point {n}").format(**number)
        if row.pk in found.of("action"):
            yield DashboardLine(
                about=about, path=row.get_absolute_url() + "finish/", action=_("Mark as completed"), day=row.due_on,
                organization=actor.organization, **more,
            )  # fmt: skip
        if row.pk in found.of("action done"):
            texts = shown.show(row)
            confirm = RowAnswer(_("Confirm"), row.path("close-action"), (), shown.token_of(texts))
            yield DashboardLine(
                about=about, path=row.get_absolute_url(), action="", organization=str(row.organization), shown=texts,
                answers=(confirm,), **more,
            )  # fmt: skip
        if row.pk in found.of("action left"):
            about = _("Action {n}; {org} has left").format(**number)
            yield DashboardLine(about=about, path=row.path("assign"), action=_("Assign"), day=row.due_on, **more)


def links(actor: Actor) -> Iterator[tuple[str, str]]:
    if policies.propose(actor, None):
        yield _("Propose a decision"), reverse("decisions:propose")
    if people.runs_the_network(actor):
        yield _("Action points"), reverse("decisions:actions")
