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
from network_portal.records.access import grants
from network_portal.records.access.actor import Actor
from network_portal.records.audit import shown
from network_portal.records.registry import DashboardLine, RowAnswer

ANSWERS = ((Invitation.Reply.YES, _l("Attend")), (Invitation.Reply.NO, _l("Do not attend")))


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


def waiting(actor: Actor) -> Iterator[DashboardLine]:
    now = clock.now()
    if people.is_member(actor):
        rows = Invitation.objects.expected().filter(
            organization=actor.organization_id, reply="", meeting__state="convened"
        )
        for row in rows.filter(meeting__starts_at__gt=now).select_related("meeting"):
            title, texts = _("Reply: {m}").format(m=row.meeting), shown.show(row.meeting)
            yield _meeting(
                row.meeting, title, _("Other reply"), row.meeting.path("reply"), organization=actor.organization,
                shown=texts, answers=_yes_or_no(row.meeting, texts),
            )  # fmt: skip
        said = MinutesComment.objects.filter(organization=actor.organization_id).values("minutes")
        open_minutes = (
            Minutes.objects.visible_to(actor).filter(state="circulated", comments_until__gt=now).exclude(pk__in=said)
        )
        for minutes in open_minutes.select_related("meeting"):
            yield _minutes(
                minutes, _("Comment on the minutes"), _("Read and comment"), minutes.path("comment"),
                organization=actor.organization, due_at=minutes.comments_until,
            )  # fmt: skip
    if people.is_secretariat(actor):
        yield from _for_secretariat(actor)
    if actor.is_representative or people.is_coordinator(actor):
        yield from _for_chair(actor)
    granted = Minutes.objects.filter(state="draft", pk__in=grants.ids(actor, "write_minutes", Minutes))
    if not people.is_secretariat(actor):
        for minutes in granted.select_related("meeting"):
            yield _minutes(minutes, _("Write the minutes"), _("Edit"))


def _for_secretariat(actor: Actor) -> Iterator[DashboardLine]:
    for row in Meeting.objects.filter(state="planned"):
        yield _meeting(row, _("Convene: {m}").format(m=row), _("Convene"), row.path("convene"))
    for row in Meeting.objects.filter(state__in=["convened", "in_session"]).order_by("starts_at"):
        day = clock.day_of(row.starts_at, row.zone)
        if row.state == "in_session":
            yield _meeting(row, _("In session: {m}").format(m=row), _("Continue"))
        elif day == clock.today(row.zone):
            yield _meeting(row, _("Today: {m}").format(m=row), _("Start the meeting"), row.path("start"))
        elif day < clock.today(row.zone):
            yield _meeting(
                row,
                _("Not opened on its day; reschedule or cancel: {m}").format(m=row),
                _("Reschedule"),
                row.path("reschedule"),
            )
    gone = Meeting.objects.exclude(chair=None).exclude(chair__in=chairs.eligible().values("pk"))
    open_minutes = Q(state__in=["in_session", "held"]) & ~Q(minutes__state__in=["approved", "published"])
    for row in gone.filter(Q(state="convened") | open_minutes):
        verb = "edit" if row.is_open_to_change else "name-chair"
        yield _meeting(row, _("The chair has left: {m}").format(m=row), _("Change the Chair"), row.path(verb))
    rows = Minutes.objects.filter(meeting__state="held").select_related("meeting")
    lacking = MinutesSection.objects.filter(minutes=OuterRef("pk"), text="", no_discussion=False)
    target = methods.value(method_rules.MINUTES_TARGET, "days")
    drafts = rows.filter(state="draft").annotate(lacks=Subquery(lacking.order_by("order").values("order")[:1]))
    for minutes in drafts:
        due = _target(minutes, target) if target is not None else None
        since = minutes.meeting.closed_at
        if minutes.lacks is not None:
            path = minutes.path("section", minutes.lacks)
            yield _minutes(minutes, _("Draft the minutes"), _("Draft"), path, day=due, since=since)
        else:
            path = minutes.path("circulate")
            yield _minutes(minutes, _("Circulate the minutes"), _("Circulate"), path, day=due, since=since)
    asked = MinutesComment.objects.filter(minutes=OuterRef("pk"), answered_at=None).order_by("number")
    waiting = rows.filter(state="circulated", comments__answered_at=None, comments__isnull=False).distinct()
    waiting = waiting.annotate(
        first_unanswered=Subquery(asked.values("number")[:1]), asked_at=Subquery(asked.values("at")[:1])
    )
    for minutes in waiting:
        path = minutes.path("answer-comment", minutes.first_unanswered)
        yield _minutes(minutes, _("Respond to the comments on the minutes"), _("Respond"), path, since=minutes.asked_at)
    if methods.in_force(method_rules.MINUTES_AFTER_DEADLINE) is not None:
        for minutes in _open_minutes(actor).filter(state="circulated", comments_until__lte=clock.now()):
            yield from _to_approve(minutes)
    for minutes in rows.filter(state="approved"):
        yield _minutes(
            minutes, _("Publish the minutes"), _("Publish"), minutes.path("publish"), since=minutes.approved_at
        )


def _open_minutes(actor: Actor) -> QuerySet[Minutes]:
    """Minutes of held meetings on their way to approval, with what keeps this actor from approving them."""
    lacking = MinutesSection.objects.filter(minutes=OuterRef("pk"), text="", no_discussion=False)
    drafted = SectionRevision.objects.filter(section__minutes=OuterRef("pk"), by=actor.user_id)
    unanswered = MinutesComment.objects.filter(minutes=OuterRef("pk"), answered_at=None)
    rows = Minutes.objects.filter(meeting__state="held", state__in=["draft", "circulated"]).select_related("meeting")
    return rows.annotate(lacks=Exists(lacking), drafted=Exists(drafted), unanswered=Exists(unanswered))


def _to_approve(minutes: Any) -> Iterator[DashboardLine]:
    """By written procedure, once the period has ended and comments are answered; never by who drafted them."""
    over = minutes.state == "circulated" and minutes.comments_until <= clock.now()
    if over and not minutes.drafted and not minutes.unanswered:
        yield _minutes(
            minutes, _("Record the approval of the minutes"), _("Record the approval"), minutes.path("approve"),
            since=minutes.comments_until,
        )  # fmt: skip


def _for_chair(actor: Actor) -> Iterator[DashboardLine]:
    """Of meetings that one chairs: what is in session, drafts to clear where a method asks for it, minutes to approve where one provides it."""
    for row in Meeting.objects.filter(state="in_session", chair=actor.user_id):
        yield _meeting(row, _("In session: {m}").format(m=row), _("Continue"))
    rows: list[Any] = list(_open_minutes(actor).filter(meeting__chair=actor.user_id))
    complete = [
        minutes for minutes in rows if minutes.state == "draft" and not minutes.lacks and minutes.cleared_at is None
    ]
    if complete and methods.in_force(method_rules.CHAIR_CLEARS_MINUTES) is not None:
        for minutes in complete:
            yield _minutes(minutes, _("Clear the draft minutes"), _("Clear"), minutes.path("clear"))
    circulated = [line for minutes in rows for line in _to_approve(minutes)]
    if circulated and methods.in_force(method_rules.MINUTES_AFTER_DEADLINE) is not None:
        yield from circulated


def _target(minutes: Minutes, days: int) -> dt.date:
    """The day by which the working method in force asks for the draft to be circulated."""
    return clock.add_working_days(clock.day_of(minutes.meeting.starts_at, minutes.meeting.zone), int(days))


def coming(actor: Actor) -> Iterator[DashboardLine]:
    rows = Meeting.objects.visible_to(actor).filter(state="convened", starts_at__gt=clock.now())
    for row in rows.order_by("starts_at")[:6]:
        yield _meeting(row, str(row), _("Read the agenda"))


def links(actor: Actor) -> Iterator[tuple[str, str]]:
    if people.is_secretariat(actor):
        yield _("Plan a meeting"), reverse("meetings:plan")
