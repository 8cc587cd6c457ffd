"""The cast, as the tests meet it: the demonstration's people, and those who exist in tests only."""

from typing import Any

from members.capacities import capacities
from members.models import User
from network_portal.dashboard.demo.people import CAST
from network_portal.records.access.actor import Actor
from network_portal.records.registry import DashboardLine
from network_portal.records.web import waiting

KEYS = [p.key for p in CAST]
EXTRA = ["nobody", "stranger", "deactivated"]
EVERYBODY = [*KEYS, *EXTRA]


def user(key: str) -> Any:
    """The person of the cast; the stranger has an account and no role, the deactivated one may not sign in."""
    if key == "stranger":
        found, _new = User.objects.get_or_create(email="stranger@example.org", defaults={"name": "Sten Ranger"})
        return found
    if key == "deactivated":
        found, _new = User.objects.get_or_create(
            email="deactivated@example.org", defaults={"name": "Dee Activated", "is_active": False}
        )
        return found
    return User.objects.get(email=f"{key}@example.org")


def actor(key: str, capacity: str = "") -> Actor:
    """In the strongest name, or in the capacity named."""
    return next(a for a in capacities(user(key)) if not capacity or capacity in (a.capacity, a.key))


def officer(acronym: str) -> Actor:
    from network_portal.dashboard.demo.story import officer_of

    return officer_of(acronym)


def waiting_lines(who: Actor) -> list[DashboardLine]:
    """The lines of the dashboard that ask something of a person."""
    return waiting.asking(who)
