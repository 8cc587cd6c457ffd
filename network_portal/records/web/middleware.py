"""What every request passes: its id, health, headers, in whose name it acts, whether it may, and once only."""

import re
import secrets
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from whitenoise.middleware import WhiteNoiseFileResponse

from network_portal.lib import clock, trace
from network_portal.records.access import marks, security
from network_portal.records.access.actor import Actor
from network_portal.records.models import SecurityEvent
from network_portal.records.registry import registry
from network_portal.records.web import form_drafts, health, idempotency
from network_portal.records.web.requests import PortalRequest
from network_portal.records.workflow.refusals import PermissionRefused, Refusal

Next = Callable[[PortalRequest], HttpResponse]
_POLICY = "; ".join(f"{name} {value}" for name, value in settings.SECURE_CSP.items())
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
}


class RequestIdMiddleware:
    """Gives each request an id that stands in the log and in the record."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
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
    """What Django's SecurityMiddleware does not say, on every response, errors included; nothing private is cached."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if not isinstance(response, WhiteNoiseFileResponse):
            response["Cache-Control"] = "private, no-store"
        return response


class CompressionMiddleware(GZipMiddleware):
    """Compresses pages for browsers that ask for it; files are compressed when they are collected, papers are not.

    What is secret on a page is masked anew for each, and Django pads each answer by up to 100 random bytes (BREACH).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.get("Content-Type", "").startswith("text/"):
            return response
        return super().process_response(request, response)


class HealthMiddleware:
    """Answers /live and /ready above sessions, so that they tell of themselves alone."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        if request.path_info == "/live":
            return HttpResponse("live\n", content_type="text/plain")
        if request.path_info == "/ready":
            return health.ready()
        return self.get_response(request)


class ActorMiddleware:
    """Reads the movable clock once and finds in whose name the request acts."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        with clock.hold():
            request.capacities, request.actor = [], None  # type: ignore[assignment] # nobody is signed in
            if request.user.is_authenticated:
                request.capacities = registry.current_actors(request.user)
                chosen = request.session.get("capacity")
                request.actor = next(
                    (a for a in request.capacities if a.key == chosen),
                    request.capacities[0],
                )
            return self.get_response(request)


class AccessMiddleware:
    """Denies by default, refuses a form sent in another name, and gives each sent form one effect."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code in (403, 404) and request.user.is_authenticated and request.resolver_match:
            subject = f"{response.status_code} {request.resolver_match.view_name}"
            security.note(SecurityEvent.Kind.REFUSED, person_id=request.user.pk, subject=subject)
        return response

    def process_view(self, request: PortalRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        name = match.view_name if match else ""
        wanted = marks.access_of(name, view)
        if wanted is None:
            raise RuntimeError(f"{name} does not say who may reach it")
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in the query")
        known = getattr(view, "methods", marks.METHODS)
        if request.method not in known:
            return HttpResponseNotAllowed(sorted(known))
        if wanted == "public" or not request.user.is_authenticated:
            return None  # SignInMiddleware comes next
        form_drafts.restore(request)
        if wanted == "admin" or name in marks.THIRD_PARTY_SIGNED_IN:
            return None
        takes_a_form = request.method == "POST" and not hasattr(view, "without_key")
        if takes_a_form and (other := _other_capacity(request)):
            return _in_another_capacity(request, other)
        try:
            if not _may(wanted, request.actor):
                raise PermissionRefused
            if getattr(view, "confirmed", False) and (asked := registry.confirm(request)):
                return asked
            if takes_a_form:
                return idempotent(request, view, args, kwargs)
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            if refusal.status == 403:
                request.others = _who_else(request, wanted, view, args, kwargs)
            return refused(request, refusal)
        except Http404:
            request.others = _who_else(request, wanted, view, args, kwargs)
            raise


class SignInMiddleware(LoginRequiredMiddleware):
    """Whoever is not signed in signs in first, but for what is public; what was typed is kept meanwhile."""

    def process_view(self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any) -> Any:
        match = request.resolver_match
        if marks.access_of(match.view_name if match else "", view_func) == "public":
            return None
        return None if request.user.is_authenticated else self.handle_no_permission(request, view_func)

    def handle_no_permission(  # type: ignore[override] # htmx is led on by a header, not by a redirect
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponse:
        back = request.get_full_path()
        if draft := form_drafts.keep(cast(PortalRequest, request)):
            back = form_drafts.address(draft)
            messages.warning(request, form_drafts.session_has_ended())
        target = f"{reverse('account_login')}?{urlencode({'next': back})}"
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": target})
        return HttpResponseRedirect(target)


def refused(request: PortalRequest, refusal: Refusal) -> HttpResponse:
    """The page of a refusal: what is missing, each with the way to mend it."""
    context = {"refusal": refusal, "typed": idempotency.written(request)}
    return render(request, "errors/refused.html", context, status=refusal.status)


def idempotent(request: PortalRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse:
    """One effect for each key: the second sending of a form gets the answer of the first."""
    key = request.POST.get("_key", "")
    if not idempotency.KEY.fullmatch(key):
        return render(
            request,
            "errors/400.html",
            {"sentence": _("This form has expired. Reload the page and submit again.")},
            status=400,
        )
    if request.POST.get("_capacity", "") != request.actor.key:
        return refused(request, _opened_as(request, _("another person")))
    return idempotency.once(request, key, view, args, kwargs)


def _other_capacity(request: PortalRequest) -> Any:
    """The capacity in which a form was opened, where the person has it and now acts in another."""
    sent_as, actor = request.POST.get("_capacity", ""), request.actor
    others = (a for a in request.capacities if a.key != actor.key)
    return next((a for a in others if a.key == sent_as), None)


def _opened_as(request: PortalRequest, other: Any) -> Refusal:
    sentence = _("This form was opened as {other}, and you are now acting as {now}. Nothing was submitted.")
    return Refusal(sentence.format(other=other, now=request.actor))


def _in_another_capacity(request: PortalRequest, other: Any) -> HttpResponse:
    """A form that was opened in another capacity is not taken; its entries are kept, and gone on with in that one."""
    refusal, draft = _opened_as(request, other), form_drafts.keep(request)
    if draft is None:
        return refused(request, refusal)
    context = {"refusal": refusal, "draft_address": form_drafts.address(draft), "other": other}
    return render(request, "errors/refused.html", context, status=refusal.status)


def _may(wanted: str | marks.Policy, actor: Actor) -> bool:
    """Whether what an address asks for lets this actor in."""
    return isinstance(wanted, str) or wanted(actor, None)


def _who_else(request: PortalRequest, wanted: str | marks.Policy, view: Any, args: Any, kwargs: Any) -> list[Any]:
    """The person's other capacities in which this address opens: offered, and never taken by itself.

    The page is tried in each of them; whatever that writes is taken back.
    """
    if request.method not in marks.SAFE:
        return []
    actor, found = request.actor, []
    for other in request.capacities:
        if other.key == actor.key or not _may(wanted, other):
            continue
        request.actor = other
        try:
            with transaction.atomic():
                answer = view(request, *args, **kwargs)
                transaction.set_rollback(True)
            if answer.status_code == 200:
                found.append(other)
        except (Refusal, Http404):
            continue
        finally:
            request.actor = actor
    return found
