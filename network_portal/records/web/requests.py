"""What our middleware puts on a request."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

if TYPE_CHECKING:
    from network_portal.records.access.actor import Actor
    from network_portal.records.models import FormDraft


class PortalRequest(HttpRequest):
    """A request of a signed-in person, as ``ActorMiddleware`` leaves it. Used for types only; nobody makes one."""

    user: Any
    actor: "Actor"
    """The capacity in which the person acts."""
    capacities: "list[Actor]"
    """Every capacity that the person has today, ``actor`` among them."""
    others: "list[Actor]"
    """After a refusal: the capacities in which this address opens."""
    restored: "FormDraft | None"
    """The saved entries that this form is filled with."""
