import re

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from network_portal.records.access import security
from network_portal.records.access.marks import public, safe, signed_in, without_key
from network_portal.records.files import papers
from network_portal.records.models import Document, SecurityEvent
from network_portal.records.registry import registry
from network_portal.records.web import form_drafts
from network_portal.records.web.requests import PortalRequest


@signed_in
@safe
@require_safe
def document(request: PortalRequest, sha256: str) -> FileResponse:
    """

    import reA filed document, whole, to whoever may see what it belongs to; otherwise it is not there."""
    rows = Document.objects.filter(sha256=sha256)  # the same bytes may be filed for several things
    row = next((row for row in rows if _may_see(request, row)), None)
    if row is None:
        raise Http404
    security.note(SecurityEvent.Kind.EXPORTED, person_id=request.user.pk, subject=f"document {row.pk}")
    response = FileResponse(row.file.open("rb"), content_type="application/pdf")
    name = (row.reference or row.title).replace("/", "-").replace('"', "")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Content-Length"] = str(row.size)
    response["ETag"] = f'"{row.sha256}"'
    return response


@public
@safe
def verify(request: PortalRequest, code: str = "") -> HttpResponse:
    """Whether a paper is genuine, by the code that it prints: number, title, version and date to anybody, no content."""
    typed = code or request.GET.get("code", "").strip()[:100]
    found = papers.find(typed)
    readable = found is not None and request.user.is_authenticated and _may_see(request, found.document)
    shown = typed if re.fullmatch(r"[0-9A-Fa-f -]{1,80}", typed) else ""  # what somebody invents is not repeated
    context = {"typed": shown, "asked": bool(typed), "found": found, "may_open": readable}
    return render(request, "records/verify.html", context, status=404 if typed and found is None else 200)


def _may_see(request: PortalRequest, row: Document) -> bool:
    may_see = registry.documents_visible.get(row.object_label)
    return may_see is not None and may_see(request.actor, row.object_id)


@public
@without_key
def keep_draft(request: PortalRequest) -> HttpResponse:
    """Keep the entries of a form as somebody writes; who that is, the form says, also when the session has ended."""
    return HttpResponse(status=204 if request.method == "POST" and form_drafts.keep(request) else 400)


@signed_in
@safe
def drafts(request: PortalRequest) -> HttpResponse:
    """One's own entries that were not submitted."""
    rows = [(draft, form_drafts.address(draft), form_drafts.excerpt(draft)) for draft in form_drafts.of(request.user)]
    return render(request, "records/drafts.html", {"drafts": rows, "days": settings.RETENTION_DAYS["drafts"]})


@signed_in
@without_key
def delete_draft(request: PortalRequest, pk: int) -> HttpResponse:
    """Delete entries of one's own that were not submitted."""
    draft = get_object_or_404(form_drafts.of(request.user), pk=pk)
    if request.method == "POST":
        form_drafts.discard(draft)
    return redirect("records:drafts")
