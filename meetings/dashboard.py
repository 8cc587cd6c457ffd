"""What waits for somebody, and what is coming, in meetings."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from decisions import method_rules, methods
from meetings import chairs
from meetings.models import Invitation, Meeting, Minutes, MinutesComment, MinutesSection, SectionRevision
from members import policies as people
from network_portal.lib import clock
from network_portal.lib.compiled_query import PLACEHOLDER_ID as PERSON
from network_portal.lib.compiled_query import PLACEHOLDER_ORGANIZATION as ORGANIZATION
from network_portal.records.access import grants
from network_portal.records.access.actor import Actor
from network_portal.records.audit import shown
from network_portal.records.registry import DashboardLine, RowAnswer, WaitingRows
from network_portal.records.web.waiting import Waiting

ANSWERS = ((Invitation.Reply.YES, _l("Attend")), (Invitation.Reply.NO, _l("Do not attend")))
MOST_COMING = 6


def _may_chair(actor: Actor) -> bool:
    return actor.is_representative or people.is_coordinator(actor)


def _without_reply() -> QuerySet[Any]:
    """Invitations to convened meetings to which the organization has not replied."""
    expected = Invitation.objects.expected().filter(organization=ORGANIZATION, reply="")
    return expected.filter(meeting__state="convened", meeting__starts_at__gt=clock.now())


def _without_comment() -> QuerySet[Any]:
    said = MinutesComment.objects.filter(organization=ORGANIZATION).values("minutes")
    return Minutes.objects.filter(state="circulated", comments_until__gt=clock.now()).exclude(pk__in=said)


def _chair_has_left() -> QuerySet[Any]:
    gone = Meeting.objects.exclude(chair=None).exclude(chair__in=chairs.eligible().values("pk"))
    open_minutes = Q(state__in=["in_session", "held"]) & ~Q(minutes__state__in=["approved", "published"])
    return gone.filter(Q(state="convened") | open_minutes)


def _of_held(state: str) -> QuerySet[Any]:
    return Minutes.objects.filter(meeting__state="held", state=state)


def _incomplete() -> QuerySet[Any]:
    return MinutesSection.objects.filter(minutes=OuterRef("pk"), text="", no_discussion=False).order_by("order")


def _unanswered() -> QuerySet[Any]:
    return MinutesComment.objects.filter(minutes=OuterRef("pk"), answered_at=None).order_by("number")


def _drafts() -> QuerySet[Any]:
    """Drafts of the minutes of held meetings, each with its first section without a text, if any."""
    return _of_held("draft").annotate(incomplete=Subquery(_incomplete().values("order")[:1]))


def _with_unanswered() -> QuerySet[Any]:
    rows = _of_held("circulated").annotate(first_unanswered=Subquery(_unanswered().values("number")[:1]))
    return rows.filter(first_unanswered__isnull=False)


def _to_clear() -> QuerySet[Any]:
    """Complete drafts of meetings that the person chairs."""
    return _of_held("draft").filter(~Exists(_incomplete()), meeting__chair=PERSON, cleared_at=None)


def _to_approve() -> QuerySet[Any]:
    """By written procedure, once the period has ended and comments are answered; never by who drafted them."""
    drafted = SectionRevision.objects.filter(section__minutes=OuterRef("pk"), by=PERSON)
    over = _of_held("circulated").filter(comments_until__lte=clock.now())
    return over.filter(~Exists(drafted), ~Exists(_unanswered()))


WAITING_ROWS = (
    WaitingRows("reply", people.is_member, _without_reply, of="meeting_id"),
    WaitingRows("comment on minutes", people.is_member, _without_comment),
    WaitingRows("planned", people.is_secretariat, lambda: Meeting.objects.filter(state="planned")),
    WaitingRows("running", people.is_secretariat, lambda: Meeting.objects.filter(state__in=["convened", "in_session"])),
    WaitingRows("chair left", people.is_secretariat, _chair_has_left),
    WaitingRows("draft minutes", people.is_secretariat, _drafts, number="incomplete"),
    WaitingRows("respond on minutes", people.is_secretariat, _with_unanswered, number="first_unanswered"),
    WaitingRows("publish", people.is_secretariat, lambda: _of_held("approved")),
    WaitingRows("approve", people.is_secretariat, _to_approve),
    WaitingRows("chaired in session", _may_chair, lambda: Meeting.objects.filter(state="in_session", chair=PERSON)),
    WaitingRows("clear", _may_chair, _to_clear),
    WaitingRows("approve as chair", _may_chair, lambda: _to_approve().filter(meeting__chair=PERSON)),
    WaitingRows("convened", people.reads_as_member, lambda: Meeting.objects.filter(state="convened", starts_at__gt=clock.now())),
)  # fmt: skip
OF_MEETINGS = ("reply", "planned", "running", "chair left", "chaired in session", "convened")
OF_MINUTES = (
    "comment on minutes", "draft minutes", "respond on minutes", "publish", "approve", "clear", "approve as chair",
)  # fmt: skip

OF_A_MEETING = ("slug", "reference", "title", "state", "starts_at", "ends_at", "zone", "place", "link", "convened_at")
OF_A_PAPER = (
    "state", "comments_until", "approved_at", "circulations", "meeting__slug", "meeting__reference", "meeting__title",
    "meeting__starts_at", "meeting__zone", "meeting__closed_at",
)  # fmt: skip
"""What a line reads of a meeting and of minutes."""


def _meeting(row: Meeting, title: str, action: str, path: str = "", **more: Any) -> DashboardLine:
    return DashboardLine(
        title=title, about=f"{row.reference.partition('/')[2]} · {row.place or _('online')}",
        path=path or row.get_absolute_url(), action=action, due_at=row.starts_at, state=row.state, workflow="meeting",
        **more,
    )  # fmt: skip


def _minutes(row: Minutes, title: str, action: str, path: str = "", **more: Any) -> DashboardLine:
    return DashboardLine(
        title=f"{title}: {row.meeting}", about=row.reference.partition("/")[2], path=path or row.get_absolute_url(),
        action=action, state=row.state, workflow="minutes", **more,
    )  # fmt: skip


def _yes_or_no(row: Meeting, texts: dict[str, str]) -> tuple[RowAnswer, ...]:
    """Whether one's organization attends, answered in the line; how it attends is said on the page of the reply."""
    path, seen = row.path("reply"), shown.token_of(texts)
    return tuple(RowAnswer(str(label), path, (("answer", value),), seen) for value, label in ANSWERS)


def lines(actor: Actor, found: Waiting) -> Iterator[DashboardLine]:
    if pks := found.ids(*OF_MEETINGS):
        seen = Meeting.objects.visible_to(actor).filter(pk__in=pks).only(*OF_A_MEETING)
        rows = {row.pk: row for row in seen.order_by("starts_at")}
        yield from _of_meetings(actor, found, rows)
    granted = set() if people.is_secretariat(actor) else grants.ids(actor, "write_minutes", Minutes)
    if pks := found.ids(*OF_MINUTES) | set(granted):
        asked_at = Subquery(_unanswered().values("at")[:1])
        papers = Minutes.objects.visible_to(actor).filter(pk__in=pks).select_related("meeting").only(*OF_A_PAPER)
        of_minutes: dict[int, Any] = {row.pk: row for row in papers.annotate(asked_at=asked_at).order_by("pk")}
        yield from _of_minutes(actor, found, of_minutes)
        for pk in granted:
            if pk in of_minutes and of_minutes[pk].state == "draft":
                yield _minutes(of_minutes[pk], _("Write the minutes"), _("Edit"))


def _of_meetings(actor: Actor, found: Waiting, rows: dict[int, Meeting]) -> Iterator[DashboardLine]:
    coming = 0
    for pk, row in rows.items():
        if pk in found.of("reply"):
            texts = shown.show(row)
            yield _meeting(
                row, _("Reply: {m}").format(m=row), _("Other reply"), row.path("reply"), organization=actor.organization,
                shown=texts, answers=_yes_or_no(row, texts),
            )  # fmt: skip
        if pk in found.of("planned"):
            yield _meeting(row, _("Convene: {m}").format(m=row), _("Convene"), row.path("convene"))
        if pk in found.of("running"):
            yield from _running(row)
        if pk in found.of("chair left"):
            verb = "edit" if row.is_open_to_change else "name-chair"
            yield _meeting(row, _("The chair has left: {m}").format(m=row), _("Change the Chair"), row.path(verb))
        if pk in found.of("chaired in session"):
            yield _meeting(row, _("In session: {m}").format(m=row), _("Continue"))
        if pk in found.of("convened") and coming < MOST_COMING:
            coming += 1
            yield _meeting(row, str(row), _("Read the agenda"), coming=True)


def _running(row: Meeting) -> Iterator[DashboardLine]:
    """A meeting that is convened or in session, for the Secretariat: on its day, and when its day has passed."""
    day, today = clock.day_of(row.starts_at, row.zone), clock.today(row.zone)
    if row.state == "in_session":
        yield _meeting(row, _("In session: {m}").format(m=row), _("Continue"))
    elif day == today:
        yield _meeting(row, _("Today: {m}").format(m=row), _("Start the meeting"), row.path("start"))
    elif day < today:
        title = _("Not opened on its day; reschedule or cancel: {m}").format(m=row)
        yield _meeting(row, title, _("Reschedule"), row.path("reschedule"))


def _of_minutes(actor: Actor, found: Waiting, rows: dict[int, Any]) -> Iterator[DashboardLine]:
    for row in found.among("comment on minutes", rows):
        yield _minutes(
            row, _("Comment on the minutes"), _("Read and comment"), row.path("comment"),
            organization=actor.organization, due_at=row.comments_until,
        )  # fmt: skip
    if drafts := found.among("draft minutes", rows):
        target = methods.value(method_rules.MINUTES_TARGET, "days")
        for row in drafts:
            yield _draft(row, found.of("draft minutes")[row.pk], None if target is None else _target(row, target))
    for row in found.among("respond on minutes", rows):
        path = row.path("answer-comment", found.of("respond on minutes")[row.pk] or 0)
        yield _minutes(row, _("Respond to the comments on the minutes"), _("Respond"), path, since=row.asked_at)
    for row in found.among("publish", rows):
        yield _minutes(row, _("Publish the minutes"), _("Publish"), row.path("publish"), since=row.approved_at)
    complete = found.among("clear", rows)
    if complete and methods.in_force(method_rules.CHAIR_CLEARS_MINUTES) is not None:
        for row in complete:
            yield _minutes(row, _("Clear the draft minutes"), _("Clear"), row.path("clear"))
    circulated = found.among("approve", rows) + found.among("approve as chair", rows)
    if circulated and methods.in_force(method_rules.MINUTES_AFTER_DEADLINE) is not None:
        for row in circulated:
            title, since = _("Record the approval of the minutes"), row.comments_until
            yield _minutes(row, title, _("Record the approval"), row.path("approve"), since=since)


def _draft(row: Minutes, incomplete: int | None, due: dt.date | None) -> DashboardLine:
    """A draft leads to its first section without a text, a complete one to its circulation."""
    since = row.meeting.closed_at
    if incomplete is not None:
        path = row.path("section", incomplete)
        return _minutes(row, _("Draft the minutes"), _("Draft"), path, day=due, since=since)
    return _minutes(row, _("Circulate the minutes"), _("Circulate"), row.path("circulate"), day=due, since=since)


def _target(minutes: Minutes, days: int) -> dt.date:
    """The day by which the working method in force asks for the draft to be circulated."""
    return clock.add_working_days(clock.day_of(minutes.meeting.starts_at, minutes.meeting.zone), int(days))


def links(actor: Actor) -> Iterator[tuple[str, str]]:
    if people.is_secretariat(actor):
        yield _("Plan a meeting"), reverse("meetings:plan")
