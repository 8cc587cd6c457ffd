from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from decisions import policies as decision_policies
from decisions import status
from meetings import acts, forms, guards, pages, policies
from meetings.models import AgendaItem, ItemAction, Participant
from meetings.services import session
from meetings.views.planning import visible
from members.models import Officer
from network_portal.records.access.marks import signed_in
from network_portal.records.web.acts import act_page
from network_portal.records.web.forms import PortalForm, answer
from network_portal.records.web.requests import PortalRequest
from network_portal.records.workflow.acts import refuse_unless
from network_portal.records.workflow.refusals import PermissionRefused


def item_of(request: PortalRequest, slug: str, number: int) -> AgendaItem:
    rows = AgendaItem.objects.select_related("meeting__body", "decision", "plan", "approves__meeting")
    return get_object_or_404(rows, meeting=visible(request, slug), number=number)


def item_action_of(request: PortalRequest, slug: str, number: int, action: int) -> ItemAction:
    """An action point under an item of a meeting that this actor may see (404)."""
    rows = ItemAction.objects.select_related("action", "item__meeting")
    return get_object_or_404(rows, item=item_of(request, slug, number), action__number=action)


def participant_of(request: PortalRequest, slug: str, pk: int) -> Participant:
    """A line of the list of participants of a meeting that this actor may see (404)."""
    return get_object_or_404(Participant, meeting=visible(request, slug), pk=pk)


@signed_in
def attendance(request: PortalRequest, slug: str) -> HttpResponse:
    """The attendance: one line an organization, saved together."""
    meeting = visible(request, slug)
    refuse_unless(meeting, request.actor, session.record_attendance.who, session.record_attendance.when)
    rows = list(meeting.attendances.select_related("organization"))
    coming = dict(meeting.invitations.filter(reply="yes").values_list("organization", "replied_by__name"))
    initial = {"version": session.attendance_seen(meeting)}
    form = forms.AttendanceForm(request.POST or None, rows=rows, expected=coming, initial=initial)

    def do() -> None:
        session.record_attendance(meeting, actor=request.actor, rows=form.said(), version=form.cleaned_data["version"])

    return answer(
        request, form, do, template="meetings/attendance.html", context={"meeting": meeting},
        to=pages.next_open_item(meeting), receipt=_("Attendance recorded."),
    )  # fmt: skip


@signed_in
def item(request: PortalRequest, slug: str, number: int) -> HttpResponse:
    """The page of one item: background, the proposal and its call, actions; in session also what is recorded of it."""
    row = item_of(request, slug, number)
    page = pages.item(request.actor, row)
    if page.may_run or request.method == "POST":
        return act_page(request, row, acts.OUTCOME, page=page)
    return render(request, "meetings/item.html", {"page": page})


@signed_in
def positions(request: PortalRequest, slug: str, number: int) -> HttpResponse:
    """Enter what each organization said, at the speaker's rank, and read it back."""
    row = item_of(request, slug, number)
    refuse_unless(row, request.actor, policies.chair_or_secretariat, (guards.its_meeting_is_in_session,))
    if row.decision is None or not decision_policies.record_reply(request.actor, row.decision):
        raise PermissionRefused
    refuse_unless(row, request.actor, policies.chair_or_secretariat, (guards.its_call_is_open_here,))
    latest = status.latest_round(row.decision)
    lines = _lines(request, latest)
    form = PortalForm(request.POST or None)

    def do() -> None:
        said = [
            (line.organization, *(line.cleaned_data[n] for n in ("speaker", "value", "reason", "proposed_solution")))
            for line in lines
            if line.cleaned_data.get("value")
        ]
        session.enter_positions(row, actor=request.actor, rows=said)

    if request.method == "POST" and [line for line in lines if not line.is_valid()]:
        form.add_error(None, _("Some lines are incomplete."))
    context = {"item": row, "meeting": row.meeting, "lines": lines, "round": latest}
    return answer(
        request, form, do, template="meetings/positions.html", context=context,
        to=row.path("item"), receipt=_("Statements recorded. Please read them back."),
        about=row.decision,
    )  # fmt: skip


def _lines(request: PortalRequest, latest: Any) -> list[Any]:
    officers: dict[int, list[Any]] = {}
    invited = list(
        latest.invited_organizations.sitting().select_related("organization").order_by("organization__sort_key")
    )
    ids = [e.organization_id for e in invited]
    for officer in Officer.objects.active().filter(organization__in=ids).select_related("person"):
        officers.setdefault(officer.organization_id, []).append(officer)
    return [
        forms.SpokenForm(
            request.POST or None,
            organization=e.organization,
            officers=officers.get(e.organization_id, []),
            prefix=f"o{e.organization_id}",
        )
        for e in invited
    ]
