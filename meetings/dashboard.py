"""What waits for somebody, and what is coming, in meetings."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from decisions import method_rules, methods
from meetings import chairs
from meetings.models import Invitation, Meeting, Minutes, MinutesComment, MinutesSection
from members import policies as people
from network_portal.lib import clock
from network_portal.records.access import grants
from network_portal.records.access.actor import Actor
from network_portal.records.registry import DashboardLine


def _meeting(row: Meeting, title: str, action: str, path: str = "", organization: str = "") -> DashboardLine:
    return DashboardLine(
        title=title, about=f"{row.reference.partition('/')[2]} · {row.place or _('online')}",
        path=path or row.get_absolute_url(), action=action, organization=organization, due_at=row.starts_at,
        state=row.state, workflow="meeting",
    )  # fmt: skip


def _minutes(row: Minutes, title: str, action: str, organization: str = "", due: bool = False) -> DashboardLine:
    return DashboardLine(
        title=f"{title}: {row.meeting}", about=row.reference.partition("/")[2], path=row.get_absolute_url(), action=action, organization=organization,
        due_at=row.comments_until if due else None, state=row.state, workflow="minutes",
    )  # fmt: skip


def waiting(actor: Actor) -> Iterator[DashboardLine]:
    now = clock.now()
    if people.is_member(actor):
        rows = Invitation.objects.expected().filter(
            organization=actor.organization_id, reply="", meeting__state="convened"
        )
        for row in rows.filter(meeting__starts_at__gt=now).select_related("meeting"):
            title = _("Reply: {m}").format(m=row.meeting)
            yield _meeting(row.meeting, title, _("Reply"), row.meeting.path("reply"), actor.organization)
        said = MinutesComment.objects.filter(organization=actor.organization_id).values("minutes")
        open_minutes = (
            Minutes.objects.visible_to(actor).filter(state="circulated", comments_until__gt=now).exclude(pk__in=said)
        )
        for minutes in open_minutes.select_related("meeting"):
            yield _minutes(minutes, _("Comment on the minutes"), _("Read and comment"), actor.organization, True)
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
        yield _meeting(row, _("Convene: {m}").format(m=row), _("View"))
    for row in Meeting.objects.filter(state__in=["convened", "in_session"]).order_by("starts_at"):
        day = clock.day_of(row.starts_at, row.zone)
        if row.state == "in_session":
            yield _meeting(row, _("In session: {m}").format(m=row), _("View"))
        elif day == clock.today(row.zone):
            yield _meeting(row, _("Today: {m}").format(m=row), _("View"))
        elif day < clock.today(row.zone):
            yield _meeting(row, _("Not yet opened: {m}").format(m=row), _("View"))
    gone = Meeting.objects.exclude(chair=None).exclude(chair__in=chairs.eligible().values("pk"))
    open_minutes = Q(state__in=["in_session", "held"]) & ~Q(minutes__state__in=["approved", "published"])
    for row in gone.filter(Q(state="convened") | open_minutes):
        verb = "edit" if row.is_open_to_change else "name-chair"
        yield _meeting(row, _("The chair has left: {m}").format(m=row), _("Change the Chair"), row.path(verb))
    rows = Minutes.objects.filter(meeting__state="held").select_related("meeting")
    lacking = MinutesSection.objects.filter(minutes=OuterRef("pk"), text="", no_discussion=False)
    target = methods.value(method_rules.MINUTES_TARGET, "days")
    drafts = rows.filter(state="draft").annotate(lacks=Exists(lacking))
    for minutes in drafts:
        line = _minutes(minutes, _("Draft the minutes") if minutes.lacks else _("Circulate the minutes"), _("Edit"))
        yield replace(line, day=_target(minutes, target)) if target is not None else line
    waiting = rows.filter(state="circulated", comments__answered_at=None, comments__isnull=False).distinct()
    for minutes in waiting:
        yield _minutes(minutes, _("Respond to the comments on the minutes"), _("Respond"))
    if methods.in_force(method_rules.MINUTES_AFTER_DEADLINE) is not None:
        for minutes in rows.filter(state="circulated", comments_until__lte=clock.now()):
            yield _minutes(minutes, _("Record the approval of the minutes"), _("View"))
    for minutes in rows.filter(state="approved"):
        yield _minutes(minutes, _("Publish the minutes"), _("View"))


def _for_chair(actor: Actor) -> Iterator[DashboardLine]:
    """Drafts to clear where a method asks for it, of meetings that one chairs."""
    if methods.in_force(method_rules.CHAIR_CLEARS_MINUTES) is None:
        return
    rows = Minutes.objects.filter(meeting__chair=actor.user_id, meeting__state="held").select_related("meeting")
    lacking = MinutesSection.objects.filter(minutes=OuterRef("pk"), text="", no_discussion=False)
    for minutes in rows.filter(~Exists(lacking), state="draft", cleared_at=None):
        yield _minutes(minutes, _("Clear the draft minutes"), _("View"))


def _target(minutes: Minutes, days: int) -> dt.date:
    """The day by which the working method in force asks for the draft to be circulated."""
    return clock.add_working_days(clock.day_of(minutes.meeting.starts_at, minutes.meeting.zone), int(days))


def coming(actor: Actor) -> Iterator[DashboardLine]:
    rows = Meeting.objects.visible_to(actor).filter(state="convened", starts_at__gt=clock.now())
    for row in rows.order_by("starts_at")[:6]:
        yield _meeting(row, str(row), _("Read the agenda"))
