"""What a guard says of an object: its sentence, or nothing."""

from typing import Any

from network_portal.lib import clock
from network_portal.records.access.actor import SYSTEM, Actor
from network_portal.records.workflow.engine import Context, Guard


def said(guard: Guard, obj: Any, actor: Actor = SYSTEM, **changes: Any) -> str:
    """The sentence of what is missing; empty where the condition holds. The object is read anew first."""
    obj.refresh_from_db()
    missing = guard(obj, Context(actor, clock.now(), changes))
    return missing.sentence if missing is not None else ""
