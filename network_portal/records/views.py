from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from network_portal.records import security
from network_portal.records.access import safe, signed_in
from network_portal.records.models import Document, SecurityEvent
from network_portal.records.registry import registry


@signed_in
@safe
@require_safe
def document(request: HttpRequest, sha256: str) -> FileResponse:
    """A filed document, whole, to whoever may see what it belongs to; otherwise it is not there."""
    row = get_object_or_404(Document, sha256=sha256)
    may_see = registry.documents_visible.get(row.object_label)
    if may_see is None or not may_see(request.acting, row.object_id):
        raise Http404
    security.note(SecurityEvent.Kind.EXPORTED, person_id=request.user.pk, subject=f"document {row.pk}")
    response = FileResponse(row.file.open("rb"), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{row.title.replace("/", "-").replace(chr(34), "")}.pdf"'
    response["Content-Length"] = str(row.size)
    response["ETag"] = f'"{row.sha256}"'
    return response
