"""The operator's page: what works, what does not and what to do, and the alarms of the last hour."""

import datetime as dt

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from members import policies as people
from network_portal.lib import clock
from network_portal.lib.pages import page_of
from network_portal.records.access import security
from network_portal.records.access.marks import needs, public, safe
from network_portal.records.models import SecurityEvent
from network_portal.records.web import health
from network_portal.records.web.requests import PortalRequest


@needs(people.administers)
@safe
def operations(request: PortalRequest) -> HttpResponse:
    events = SecurityEvent.objects.select_related("person").order_by("-pk")
    context = {"checks": health.state(), "alarms": list(security.alarms()), "page": page_of(request, events)}
    return render(request, "dashboard/operations.html", context)


@public
@safe
def security_txt(request: PortalRequest) -> HttpResponse:
    """Where a weakness is reported (RFC 9116)."""
    context = {
        "security_contact": settings.SECURITY_CONTACT,
        "base_url": settings.BASE_URL,
        "expires": (clock.machine_now() + dt.timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z"),
    }
    return render(request, "dashboard/security.txt", context, content_type="text/plain; charset=utf-8")
