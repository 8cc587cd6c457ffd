from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from meetings import forms, policies
from meetings.models import AgendaItem
from meetings.services import agenda
from meetings.views.planning import page, to_change, visible
from network_portal.records.access.marks import signed_in
from network_portal.records.web.forms import PortalForm
from network_portal.records.web.requests import PortalRequest
from network_portal.records.workflow.refusals import IllegalTransition, PermissionRefused

FIELDS = ("version", "title", "purpose", "note", "decision", "plan", "approves")


def item_of(request: PortalRequest, slug: str, number: int) -> AgendaItem:
    rows = AgendaItem.objects.select_related("meeting__body", "decision", "plan", "approves__meeting")
    return get_object_or_404(rows, meeting=visible(request, slug), number=number)


@signed_in
def add_item(request: PortalRequest, slug: str) -> HttpResponse:
    row = to_change(request, slug)
    form = forms.ItemForm(request.POST or None, obj=row)

    def do() -> AgendaItem:
        return agenda.add_item(row, actor=request.actor, **{k: form.cleaned_data[k] for k in FIELDS[1:]})

    return page(request, row, form, do, _("Add an item"), receipt=_("The item is on the agenda."))


def _to_edit(request: PortalRequest, slug: str, number: int) -> AgendaItem:
    item = item_of(request, slug, number)
    if not policies.secretariat(request.actor, item.meeting):
        raise PermissionRefused
    if not agenda.may_edit(item, request.actor):
        raise IllegalTransition(_("The item was taken, or the meeting is over."))
    return item


@signed_in
def edit_item(request: PortalRequest, slug: str, number: int) -> HttpResponse:
    item = _to_edit(request, slug, number)
    form = forms.ItemForm(
        request.POST or None, obj=item.meeting, item=item,
        initial={**{name: getattr(item, name) for name in FIELDS}, "opened_on": item.pk},
    )  # fmt: skip

    def do() -> None:
        typed = {name: form.cleaned_data[name] for name in FIELDS}
        same = form.cleaned_data["opened_on"] == item.pk  # the items after one that was removed move up
        typed["version"] = -1 if typed["version"] is None or not same else typed["version"]
        agenda.edit_item(item, actor=request.actor, **typed)

    return page(request, item.meeting, form, do, _("Edit the item"), item=item, to=_item_path(item),
                receipt=_("Agenda item saved."))  # fmt: skip


def _item_path(item: AgendaItem) -> Any:
    return lambda _made: item.path("item")


@signed_in
def remove_item(request: PortalRequest, slug: str, number: int) -> HttpResponse:
    item = _to_edit(request, slug, number)
    form = PortalForm(request.POST or None)
    return page(
        request, item.meeting, form, lambda: agenda.remove_item(item, actor=request.actor),
        _("Remove the item"), item=item, receipt=_("Agenda item removed."), about=item,
        explains=_("The items after it move up. The history keeps that it was on the agenda."),
    )  # fmt: skip


@signed_in
def move_item(request: PortalRequest, slug: str, number: int, way: str) -> HttpResponse:
    row = to_change(request, slug)
    item = item_of(request, slug, number)
    form = PortalForm(request.POST or None)
    title = _("Move the item up") if way == "up" else _("Move the item down")
    return page(
        request,
        row,
        form,
        lambda: agenda.move_item(item, actor=request.actor, up=way == "up"),
        title,
        item=item,
        about=item,
    )
