"""What every request passes: its id, health, headers, in whose name it acts, whether it may, and once only."""

import re
import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from network_portal.lib import clock, trace
from network_portal.records import access, health
from network_portal.records.models import OnceKey
from network_portal.records.refusals import NotYours, Refusal
from network_portal.records.registry import registry

Next = Callable[[HttpRequest], HttpResponse]
_POLICY = "; ".join(f"{name} {value}" for name, value in settings.SECURE_CSP.items())
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    "X-Frame-Options": "DENY",
}


class RequestIdMiddleware:
    """Gives each request an id that stands in the log and in the record."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        value = given if re.fullmatch(r"[A-Za-z0-9-]{8,40}", given) else secrets.token_hex(8)
        token = trace.request_id.set(value)
        try:
            response = self.get_response(request)
        finally:
            trace.request_id.reset(token)
        response["X-Request-Id"] = value
        return response


class HeadersMiddleware:
    """The strict policy and its companions on every response, errors included; nothing private is cached."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if settings.HTTPS:
            response.headers.setdefault(
                "Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains"
            )
        if not request.path.startswith(settings.STATIC_URL):
            response["Cache-Control"] = "private, no-store"
        return response


class HealthMiddleware:
    """Answers /live and /ready above sessions, so that they tell of themselves alone."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/live":
            return HttpResponse("live\n", content_type="text/plain")
        if request.path == "/ready":
            return health.ready()
        return self.get_response(request)


class ActingMiddleware:
    """Reads the movable clock once and finds in whose name the request acts."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with clock.hold():
            request.capacities, request.acting = [], None  # type: ignore[attr-defined]
            if request.user.is_authenticated:
                request.capacities = registry.current_acting(request.user)  # type: ignore[attr-defined]
                chosen = request.session.get("acting")
                request.acting = next(  # type: ignore[attr-defined]
                    (a for a in request.capacities if a.key == chosen),  # type: ignore[attr-defined]
                    request.capacities[0],  # type: ignore[attr-defined]
                )
            return self.get_response(request)


class SecondFactorMiddleware:
    """Secretariat, Coordinator and admins set up a second factor before anything else, where the setting asks it."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.REQUIRE_SECOND_FACTOR and request.user.is_authenticated and not self._excused(request):
            messages.info(request, _("Your role needs a second factor. Set one up to go on."))
            return redirect("mfa_index")
        return self.get_response(request)

    def _excused(self, request: HttpRequest) -> bool:
        if request.path.startswith(("/account/", "/static/", "/i18n/")):
            return True
        strong = {"secretariat", "coordinator", "admin"}
        if not any(a.capacity in strong for a in request.capacities):  # type: ignore[attr-defined]
            return True
        return bool(request.user.authenticator_set.exclude(type="recovery_codes").exists())


class AccessMiddleware:
    """Denies by default, refuses a form sent in another name, and gives each sent form one effect."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        name = match.view_name if match else ""
        wanted = access.access_of(name, view)
        if wanted is None and not request.path.startswith(settings.STATIC_URL):
            raise RuntimeError(f"{name} does not say who may reach it")
        if wanted in (None, "public"):
            return None
        if not request.user.is_authenticated:
            return self._to_sign_in(request)
        if wanted == "admin" or name in access.THIRD_PARTY_SIGNED_IN:
            return None
        try:
            if wanted != "signed in" and not registry.policies[wanted](request.acting, None):  # type: ignore[attr-defined]
                raise NotYours
            if request.method == "POST" and not hasattr(view, "without_key"):
                return _once(request, view, args, kwargs)
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            return refused(request, refusal)

    def _to_sign_in(self, request: HttpRequest) -> HttpResponse:
        target = f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}"
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": target})
        return HttpResponseRedirect(target)


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page of a refusal: what is missing, each with the way to mend it."""
    return render(request, "errors/refused.html", {"refusal": refusal}, status=refusal.status)


def _once(request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse:
    """One effect for each key: the second sending of a form gets the answer of the first."""
    key = request.POST.get("_key", "")
    if not re.fullmatch(r"[\w-]{16,64}", key):
        return render(request, "errors/400.html", {"sentence": _("The form came without its key.")}, status=400)
    sent_as = request.POST.get("_acting", "")
    if sent_as != request.acting.key:  # type: ignore[attr-defined]
        other = next((str(a) for a in request.capacities if a.key == sent_as), _("somebody else"))  # type: ignore[attr-defined]
        now = str(request.acting)  # type: ignore[attr-defined]
        sentence = _("This form was opened as {other}, and you act now as {now}. Nothing was done.")
        return refused(request, Refusal(sentence.format(other=other, now=now)))
    try:
        with transaction.atomic():
            row = OnceKey.objects.create(person=request.user, key=key, path=request.path, at=clock.machine_now())
            response = view(request, *args, **kwargs)
            if 300 <= response.status_code < 400:
                row.location = response["Location"][:500]
                row.save(update_fields=["location"])
            else:
                transaction.set_rollback(True)
            return response
    except IntegrityError:
        first = OnceKey.objects.filter(person=request.user, key=key).first()
        if first is None:
            raise
        return HttpResponseRedirect(first.location)
