"""What a signed-in session passes before any page: its age, and the second factor that it owes."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from members.accounts import factor, sessions
from network_portal.records.web.requests import PortalRequest

Next = Callable[[PortalRequest], HttpResponse]


class SessionAgeMiddleware:
    """Ends a session that is too old or was idle too long; the request then goes on without a person."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        if request.user.is_authenticated:
            sessions.is_over(request)
        return self.get_response(request)


class SecondFactorMiddleware:
    """Sends a session that has not proved its second factor to the page where it does, whatever the address."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: PortalRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        return factor.wall(request) if request.user.is_authenticated else None
