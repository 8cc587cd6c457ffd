"""The pages of errors: the same frame, plain words, no detail of the machine."""

import sys
from typing import Any

from django.contrib import messages
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from network_portal.records.access.marks import safe, signed_in
from network_portal.records.web import form_drafts, idempotency
from network_portal.records.web.requests import PortalRequest


@signed_in
@safe
def no_short_cut(request: PortalRequest, rest: str) -> HttpResponse:
    """The administration's short cut by kind and number would tell of any row whether it is there."""
    raise Http404


def bad_request(request: PortalRequest, exception: Any = None) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


def forbidden(request: PortalRequest, exception: Any = None) -> HttpResponse:
    return render(request, "errors/403.html", {"typed": idempotency.written(request)}, status=403)


def not_found(request: PortalRequest, exception: Any = None) -> HttpResponse:
    return render(request, "errors/404.html", {"typed": idempotency.written(request)}, status=404)


def forged(request: PortalRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: nothing is done, and what its own person wrote in it is in the form again."""
    if draft := form_drafts.keep(request):
        expired = _("This form had expired. Your entries are kept: please check them and submit.")
        messages.warning(request, expired if request.user.is_authenticated else form_drafts.session_has_ended())
        return redirect(form_drafts.address(draft))
    return render(request, "errors/forged.html", {"typed": idempotency.written(request)}, status=403)


def too_many(request: PortalRequest, exception: Any = None) -> HttpResponse:
    response = render(request, "errors/429.html", status=429)
    response["Retry-After"] = "60"
    return response


def server_error(request: PortalRequest) -> HttpResponse:
    """A fault of ours (500); a database that is away, restarting or busy is none: 503, to be tried again."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return database_away(request)
    return HttpResponse(render_to_string("errors/500.html", {"typed": idempotency.written(request)}), status=500)


def database_away(request: PortalRequest) -> HttpResponse:
    """Nothing was saved, and the same form may be sent again: its key sees to it that it has one effect."""
    response = HttpResponse(render_to_string("errors/503.html", {"typed": idempotency.written(request)}), status=503)
    response["Retry-After"] = "15"
    return response
