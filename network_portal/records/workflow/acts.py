"""What people do that is no transition: who may and when stands on the service that does it, and nowhere else."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, cast

from django.db import models

from network_portal.lib import clock
from network_portal.records import audit
from network_portal.records.access.actor import Actor
from network_portal.records.workflow.engine import Context, Guard, Policy
from network_portal.records.workflow.refusals import IllegalTransition, PermissionRefused

M = TypeVar("M", bound=models.Model)
P = ParamSpec("P")
R = TypeVar("R")


def refuse_unless(obj: models.Model, actor: Actor, who: Policy, when: tuple[Guard, ...]) -> None:
    """Refuse who may not (PermissionRefused), then what cannot be done now (IllegalTransition, with the sentence)."""
    if not who(actor, obj):
        raise PermissionRefused
    context = Context(actor, clock.now())
    for guard in when:
        if (unmet := guard(obj, context)) is not None:
            raise IllegalTransition(unmet.sentence)


def allowed(obj: models.Model, actor: Actor, service: "Service[Any, Any, Any]") -> bool:
    """Whether a service would do it now for this actor."""
    context = Context(actor, clock.now())
    return service.who(actor, obj) and all(guard(obj, context) is None for guard in service.when)


class Service(Generic[M, P, R]):
    """A change of a thing: locks its root, reads it again, and refuses before anything is written.

    Raises PermissionRefused and IllegalTransition as ``refuse_unless`` does, and whatever the change itself refuses.
    """

    def __init__(
        self, do: Callable[Concatenate[M, P], R], who: Policy, when: tuple[Guard, ...], locks: Callable[[M], Any] | None
    ) -> None:
        self.do, self.who, self.when, self.locks = do, who, when, locks
        update_wrapper(self, do)

    def __call__(self, obj: M, *args: P.args, **kwargs: P.kwargs) -> R:
        with audit.lock(obj, *(self.locks(obj) if self.locks is not None else ())):
            obj.refresh_from_db()
            refuse_unless(obj, cast(Actor, kwargs["actor"]), self.who, self.when)
            return self.do(obj, *args, **kwargs)


def service(
    who: Policy, *when: Guard, locks: Callable[[Any], Any] | None = None
) -> Callable[[Callable[Concatenate[M, P], R]], Service[M, P, R]]:
    """Make a function of a thing and its ``actor`` a service: ``who`` may, ``when`` all of these hold.

    ``locks`` gives the other things whose roots the change writes under.
    """

    def make(do: Callable[Concatenate[M, P], R]) -> Service[M, P, R]:
        return Service(do, who, when, locks)

    return make
