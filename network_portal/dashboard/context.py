"""What the frame of every page shows."""

from functools import cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext_lazy as _

from network_portal.records.web.requests import PortalRequest

NAVIGATION = (
    ("dashboard:home", _("Dashboard"), "house", "/", "signed-in"),
    ("meetings:list", _("Meetings"), "calendar3", "/meetings/", "members"),
    ("decisions:list", _("Decisions"), "check2-square", "/decisions/", "members"),
    ("workplans:current", _("Work plan"), "list-columns", "/workplans/", "members"),
    ("task_teams:list", _("Task teams"), "people", "/task-teams/", "members"),
    ("members:directory", _("Members"), "buildings", "/members/", "signed-in"),
)


PATHS = {
    "clock": "dashboard:clock", "outbox": "dashboard:outbox", "search": "dashboard:search", "notices": "dashboard:notices",
    "capacity": "dashboard:capacity", "help": "dashboard:help", "preferences": "members:preferences",
    "password": "account_change_password", "second_factor": "mfa_index", "sessions": "usersessions_list",
    "administration": "admin:index", "operations": "dashboard:operations", "styleguide": "dashboard:styleguide",
    "counts": "dashboard:counts", "sign_out": "account_logout", "governance": "dashboard:governance",
}  # fmt: skip
"""The addresses in the frame of every page; none has an argument, so each is looked up once a process."""


@cache
def _paths() -> dict[str, str]:
    return {name: reverse(address) for name, address in PATHS.items()}


@cache
def _navigation() -> tuple[tuple[str, Any, str, str, str], ...]:
    return tuple((reverse(name), label, icon, start, audience) for name, label, icon, start, audience in NAVIGATION)


def frame(request: PortalRequest) -> dict[str, Any]:
    """The main menu, the capacity one acts in, and the marks of the demonstration."""
    actor = getattr(request, "actor", None)
    navigation = []
    if actor is not None:
        for url, label, icon, start, audience in _navigation():
            if audience in actor.audiences:
                here = request.path == start if start == "/" else request.path.startswith(start)
                navigation.append({"url": url, "label": label, "icon": icon, "here": here})
    return {
        "actor": actor,
        "capacities": getattr(request, "capacities", []),
        "navigation": navigation,
        "paths": _paths(),
        "network_name": settings.NETWORK_NAME,
        "network_region": settings.NETWORK_REGION,
        "is_demo": settings.DEMO,
        "clock_moves": settings.MOVABLE_CLOCK,
        "embedded_outbox": settings.EMAIL_BACKEND.endswith("OutboxBackend") and settings.DEMO,
        "text_direction": "rtl" if get_language_bidi() else "ltr",
    }
