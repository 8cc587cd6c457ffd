from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from decisions import policies as decision_policies
from decisions import status
from decisions.forms import ActionForm
from meetings import forms, pages, policies
from meetings.models import AgendaItem, ItemAction, Meeting
from meetings.services import session
from meetings.views.agenda import item_of
from meetings.views.planning import page, visible
from members.models import Officer
from network_portal.records.access.marks import safe, signed_in
from network_portal.records.web.forms import PortalForm, answer, transition_page
from network_portal.records.web.requests import PortalRequest
from network_portal.records.workflow.refusals import IllegalTransition, PermissionRefused


@signed_in
def start(request: PortalRequest, slug: str) -> HttpResponse:
    return transition_page(request, visible(request, slug), "start", session.start)


@signed_in
def close(request: PortalRequest, slug: str) -> HttpResponse:
    return transition_page(request, visible(request, slug), "close_meeting", session.close, form_class=forms.CloseForm)


def _running(request: PortalRequest, meeting: Meeting) -> None:
    if not policies.chair_or_secretariat(request.actor, meeting):
        raise PermissionRefused
    if meeting.state != "in_session":
        raise IllegalTransition(_("The meeting is not in session."))


@signed_in
def attendance(request: PortalRequest, slug: str) -> HttpResponse:
    """The attendance: one line an organization, saved together."""
    meeting = visible(request, slug)
    if not policies.chair_or_secretariat(request.actor, meeting):
        raise PermissionRefused
    if meeting.started_at is None:
        raise IllegalTransition(_("Presence is noted from the start of the meeting."))
    rows = list(meeting.attendances.select_related("organization"))
    coming = set(meeting.invitations.filter(reply="yes").values_list("organization", flat=True))
    initial = {"version": session.attendance_seen(meeting)}
    form = forms.RollCallForm(request.POST or None, rows=rows, expected=coming, initial=initial)

    def do() -> None:
        session.record_attendance(meeting, actor=request.actor, rows=form.said(), version=form.cleaned_data["version"])

    return answer(request, form, do, template="meetings/attendance.html", context={"meeting": meeting}, to=meeting)


@signed_in
@safe
def item(request: PortalRequest, slug: str, number: int) -> HttpResponse:
    """The page of one item in session: background, the proposal and its round, outcome, actions."""
    found = pages.item(request.actor, item_of(request, slug, number))
    form = forms.OutcomeForm(obj=found.item, initial=_noted(found.item))
    return render(request, "meetings/item.html", {"page": found, "form": form})


def _noted(row: AgendaItem) -> dict[str, Any]:
    """What stands on an item; where nothing does, the words for an agenda that is adopted."""
    adoption = row.title == _("Adoption of the agenda") and not row.outcome
    words = _("The agenda was adopted.") if adoption else row.conclusion
    return {"outcome": row.outcome, "version": row.version, "conclusion": words}


@signed_in
def outcome(request: PortalRequest, slug: str, number: int) -> HttpResponse:
    row = item_of(request, slug, number)
    _running(request, row.meeting)
    form = forms.OutcomeForm(request.POST or None, obj=row, initial=_noted(row))
    return page(
        request, row.meeting, form,
        lambda: session.set_outcome(row, actor=request.actor, **form.cleaned_data),
        _("Note the outcome"), item=row, to=lambda _made: redirect_to_item(row), receipt=_("The outcome is noted."),
    )  # fmt: skip


def redirect_to_item(row: Any) -> str:
    return str(row.path("item"))


@signed_in
def open_round(request: PortalRequest, slug: str, number: int) -> HttpResponse:
    row = item_of(request, slug, number)
    _running(request, row.meeting)
    if row.decision is None or not decision_policies.runs(request.actor, row.decision):
        raise PermissionRefused
    form = PortalForm(request.POST or None)
    return page(
        request, row.meeting, form, lambda: session.open_round(row, actor=request.actor), _("Open the round in the room"),
        item=row, to=lambda _made: redirect_to_item(row), receipt=_("The round is open. Call the roll."), about=row.decision,
        explains=_("The organizations of the deciding body are asked; presence is not the electorate."),
    )  # fmt: skip


@signed_in
def positions(request: PortalRequest, slug: str, number: int) -> HttpResponse:
    """Enter what each organization said, at the speaker's rank, and read it back."""
    row = item_of(request, slug, number)
    _running(request, row.meeting)
    if row.decision is None or not decision_policies.enter_position(request.actor, row.decision):
        raise PermissionRefused
    latest = status.latest_round(row.decision)
    if latest is None or latest.closed_at is not None or latest.mode != "meeting":
        raise IllegalTransition(_("No round is open in the room."))
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
        form.add_error(None, _("Some lines are not complete."))
    context = {"item": row, "meeting": row.meeting, "lines": lines, "round": latest}
    return answer(
        request, form, do, template="meetings/positions.html", context=context,
        to=lambda _made: redirect_to_item(row), receipt=_("Entered. Read the positions back to the room."),
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


@signed_in
def close_round(request: PortalRequest, slug: str, number: int) -> HttpResponse:
    row = item_of(request, slug, number)
    if row.decision is None or not decision_policies.coordinator(request.actor, row.decision):
        raise PermissionRefused
    if row.meeting.state != "in_session":
        raise IllegalTransition(_("The meeting is not in session."))
    form = PortalForm(request.POST or None)
    return page(
        request, row.meeting, form, lambda: session.close_round(row, actor=request.actor), _("Close the round"), item=row,
        to=lambda _made: redirect_to_item(row), receipt=_("The round is closed."), about=row.decision,
        explains=_("Positions open to the members of the body. This cannot be undone."),
    )  # fmt: skip


@signed_in
def give_action(request: PortalRequest, slug: str, number: int) -> HttpResponse:
    row = item_of(request, slug, number)
    if not decision_policies.runs(request.actor, None):
        raise PermissionRefused
    if row.meeting.started_at is None:
        raise IllegalTransition(_("Actions are given from the start of the meeting."))
    form = ActionForm(request.POST or None)
    return page(
        request, row.meeting, form, lambda: session.give_action(row, actor=request.actor, **form.cleaned_data),
        _("Give an action"), item=row, to=lambda _made: redirect_to_item(row),
        receipt=_("The action is given, and its officer is told."),
    )  # fmt: skip


@signed_in
def move_action(request: PortalRequest, slug: str, number: int, action: int) -> HttpResponse:
    row = item_of(request, slug, number)
    if not decision_policies.runs(request.actor, None):
        raise PermissionRefused
    link = get_object_or_404(
        ItemAction.objects.select_related("action", "item__meeting"), item=row, action__number=action
    )
    form = forms.MoveActionForm(request.POST or None, obj=row.meeting, initial={"to": row.pk})
    return page(
        request, row.meeting, form, lambda: session.move_action(link, actor=request.actor, **form.cleaned_data),
        _("Move the action point to another item"), item=row, explains=str(link.action),
        to=lambda _made: redirect_to_item(row), receipt=_("Action point moved."),
    )  # fmt: skip
