from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from meetings import forms, policies
from meetings.models import Minutes, MinutesComment, MinutesSection
from meetings.pages import minutes_page
from meetings.services import minutes as minutes_service
from network_portal.records.access import grants
from network_portal.records.access.marks import safe, signed_in
from network_portal.records.models import Grant
from network_portal.records.web.forms import answer
from network_portal.records.web.requests import PortalRequest
from network_portal.records.workflow.refusals import IllegalTransition, PermissionRefused


def visible(request: PortalRequest, slug: str) -> Minutes:
    """Minutes have their own visibility: a person granted them sees them without the meeting."""
    rows = Minutes.objects.visible_to(request.actor).for_page()
    return get_object_or_404(rows, meeting__slug=slug)


@signed_in
@safe
def detail(request: PortalRequest, slug: str) -> HttpResponse:
    page = minutes_page.minutes(request.actor, visible(request, slug))
    return render(request, "meetings/minutes.html", {"page": page, "minutes": page.minutes, "meeting": page.meeting})


def comment_of(request: PortalRequest, slug: str, number: int) -> MinutesComment:
    """A comment on minutes that this actor may see (404)."""
    return get_object_or_404(visible(request, slug).comments.all(), number=number)


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
    revisions = found.revisions.select_related("by").order_by("-number")[:10]
    context = {"object": row, "title": found.heading, "button": _("Save the section"), "revisions": revisions}
    return answer(
        request, form, lambda: minutes_service.save_section(found, actor=request.actor, **form.cleaned_data),
        template="meetings/act.html", context=context, to=row, receipt=_("The section is saved."),
    )  # fmt: skip


def grant_of(request: PortalRequest, slug: str, number: int) -> Grant:
    """The grant of this number, in the order in which they were given (404); others are not told which there are."""
    row = visible(request, slug)
    if not policies.grant_writing(request.actor, row):
        raise PermissionRefused
    found = grants.of(row).order_by("pk")
    if not 1 <= number <= found.count():
        raise Http404
    return found[number - 1]
