from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from meetings import forms, pages, policies
from meetings.models import Minutes, MinutesSection
from meetings.services import minutes as minutes_service
from network_portal.records.access import grants
from network_portal.records.access.marks import confirmed, safe, signed_in
from network_portal.records.web.forms import PortalForm, answer, transition_page
from network_portal.records.web.requests import PortalRequest
from network_portal.records.workflow.refusals import IllegalTransition, PermissionRefused


def visible(request: PortalRequest, slug: str) -> Minutes:
    """Minutes have their own visibility: a person granted them sees them without the meeting."""
    rows = Minutes.objects.visible_to(request.actor).for_page()
    return get_object_or_404(rows, meeting__slug=slug)


@signed_in
@safe
def detail(request: PortalRequest, slug: str) -> HttpResponse:
    page = pages.minutes(request.actor, visible(request, slug))
    return render(request, "meetings/minutes.html", {"page": page, "minutes": page.minutes, "meeting": page.meeting})


def _page(request: PortalRequest, row: Minutes, form: PortalForm, do: Any, title: str, **more: Any) -> HttpResponse:
    receipt = more.pop("receipt", _("Done."))
    about = more.pop("about", None)
    context = {"title": title, "minutes": row, "meeting": row.meeting, **more}
    return answer(
        request, form, do, template="meetings/minutes_form.html", context=context, to=row, receipt=receipt, about=about
    )


@signed_in
def section(request: PortalRequest, slug: str, order: int) -> HttpResponse:
    """Write one section; a stale save shows both texts and keeps what was typed."""
    row = visible(request, slug)
    found = get_object_or_404(MinutesSection, minutes=row, order=order)
    if row.state != "draft":
        raise IllegalTransition(_("The minutes are not in draft."))
    if not policies.write(request.actor, row):
        raise PermissionRefused
    initial = {"version": found.version, "body": found.text, "no_discussion": found.no_discussion}
    form = forms.SectionForm(request.POST or None, obj=found, initial=initial)
    return _page(
        request, row, form, lambda: minutes_service.save_section(found, actor=request.actor, **form.cleaned_data),
        found.heading, section=found, revisions=found.revisions.select_related("by").order_by("-number")[:10],
        receipt=_("The section is saved."),
    )  # fmt: skip


@signed_in
def circulate(request: PortalRequest, slug: str) -> HttpResponse:
    return transition_page(
        request, visible(request, slug), "circulate", minutes_service.circulate, form_class=forms.CirculateForm
    )


@signed_in
def return_minutes(request: PortalRequest, slug: str) -> HttpResponse:
    return transition_page(request, visible(request, slug), "return", minutes_service.return_minutes)


@signed_in
def approve(request: PortalRequest, slug: str) -> HttpResponse:
    return transition_page(request, visible(request, slug), "approve", minutes_service.approve)


@signed_in
def publish(request: PortalRequest, slug: str) -> HttpResponse:
    return transition_page(request, visible(request, slug), "publish", minutes_service.publish)


@signed_in
def comment(request: PortalRequest, slug: str) -> HttpResponse:
    row = visible(request, slug)
    if row.state != "circulated":
        raise IllegalTransition(_("The minutes are not open for comments."))
    if not policies.comment(request.actor, row):
        raise PermissionRefused
    form = forms.CommentForm(request.POST or None, obj=row)
    return _page(
        request, row, form, lambda: minutes_service.comment(row, actor=request.actor, **form.cleaned_data),
        _("Comment on the minutes"), receipt=_("Your comment is on the record and will be answered."), about=row,
    )  # fmt: skip


@signed_in
def answer_comment(request: PortalRequest, slug: str, number: int) -> HttpResponse:
    row = visible(request, slug)
    found = get_object_or_404(row.comments.all(), number=number)
    if row.state != "circulated":
        raise IllegalTransition(_("The minutes are not circulated."))
    if not policies.answer(request.actor, row):
        raise PermissionRefused
    said = {name: getattr(found, name) for name in ("disposition", "reply", "unchanged")}
    form = forms.CommentReplyForm(request.POST or None, obj=row, initial={**said, "version": found.answer_seen})
    return _page(
        request, row, form, lambda: minutes_service.answer_comment(found, actor=request.actor, **form.cleaned_data),
        _("Answer a comment"), comment=found, receipt=_("The answer is on the record."),
    )  # fmt: skip


@signed_in
@confirmed
def grant(request: PortalRequest, slug: str) -> HttpResponse:
    row = visible(request, slug)
    if not policies.grant_writing(request.actor, row):
        raise PermissionRefused
    form = forms.GrantForm(request.POST or None, obj=row)
    return _page(
        request, row, form, lambda: minutes_service.grant_writing(row, actor=request.actor, **form.cleaned_data),
        _("Invite somebody to write these minutes"),
        explains=_("The person sees these minutes and nothing else, and loses them at the end."),
        receipt=_("The grant is given; somebody without an account is sent a one-time link."),
    )  # fmt: skip


@signed_in
@confirmed
def end_grant(request: PortalRequest, slug: str, number: int) -> HttpResponse:
    row = visible(request, slug)
    if not policies.grant_writing(request.actor, row):
        raise PermissionRefused
    found = grants.of(row).order_by("pk")
    if not 1 <= number <= found.count():
        raise Http404
    chosen = found[number - 1]
    form = PortalForm(request.POST or None)
    return _page(
        request,
        row,
        form,
        lambda: minutes_service.end_grant(chosen, actor=request.actor),
        _("End the grant"),
        grant=chosen,
    )


@signed_in
def try_again(request: PortalRequest, slug: str) -> HttpResponse:
    row = visible(request, slug)
    if not policies.secretariat(request.actor, row):
        raise PermissionRefused
    form = PortalForm(request.POST or None)
    do = minutes_service.try_pdf_again
    return _page(request, row, form, lambda: do(row, actor=request.actor), _("Make the PDF again"))
