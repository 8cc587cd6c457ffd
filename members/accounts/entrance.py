"""Wrappers of the package's pages at which a sign-in ends: how often they may be asked, and the device they mark."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from allauth.account.utils import url_str_to_user_pk
from allauth.core.internal import ratelimit
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from members.accounts import limits
from members.models import User

View = Callable[..., HttpResponse]
PER_ADDRESS = "300/m/ip"  # a whole house signs in when a meeting begins


def counts_tries(view: View) -> View:
    """At most so many sign-ins a minute from one address (429); a browser on which somebody signed in has no limit."""

    @wraps(view)
    def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        known = limits.DEVICE_COOKIE in request.COOKIES and limits.device_of(request, request.POST.get("login", ""))
        if request.method == "POST" and not known:
            allowed = ratelimit.consume(
                request, app="portal", action="sign-in", config={"sign-in": PER_ADDRESS}, raise_exception=False
            )
            if not allowed:
                response = render(request, "errors/429.html", status=429)
                response["Retry-After"] = "60"
                return response
        return view(request, *args, **kwargs)

    return counted


def one_at_a_time(view: View) -> View:
    """The page of a link for a new password: its person's row is held, so that one link sets one password."""

    @wraps(view)
    def held(request: HttpRequest, uidb36: str, key: str) -> HttpResponse:
        if request.method != "POST":
            return view(request, uidb36=uidb36, key=key)
        with transaction.atomic():
            with suppress(ValueError, ValidationError):  # no such person: the page says that the link is not valid
                list(User.objects.select_for_update().filter(pk=url_str_to_user_pk(uidb36)).values_list("pk"))
            return view(request, uidb36=uidb36, key=key)

    return held


def remembers_device(view: View) -> View:
    """A browser on which a person has just signed in is known from then on: others' failed tries do not hold it up."""

    @wraps(view)
    def remembering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method == "POST" and request.user.is_authenticated:
            limits.remember_device(request, response, request.user.email)
        return response

    return remembering
