"""What people do that is no transition: who may and when stands on the service that does it, and nowhere else."""

from collections.abc import Callable, Sequence
from functools import update_wrapper
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, cast

from django.db import models

from network_portal.lib import clock
from network_portal.records import audit
from network_portal.records.access.actor import Actor
from network_portal.records.workflow.engine import Context, Guard, Policy
from network_portal.records.workflow.refusals import IllegalTransition, PermissionRefused, Refusal

M = TypeVar("M", bound=models.Model)
P = ParamSpec("P")
R = TypeVar("R")


def refusal(obj: models.Model, actor: Actor, who: Policy, when: tuple[Guard, ...]) -> Refusal | None:
    """PermissionRefused for who may not, then IllegalTransition with the sentence of what does not hold; else None."""
    if not who(actor, obj):
        return PermissionRefused()
    context = Context(actor, clock.now())
    unmet = next((unmet for guard in when if (unmet := guard(obj, context)) is not None), None)
    return IllegalTransition(unmet.sentence) if unmet is not None else None


def refuse_unless(obj: models.Model, actor: Actor, who: Policy, when: tuple[Guard, ...]) -> None:
    """Raise what ``refusal`` finds."""
    if (found := refusal(obj, actor, who, when)) is not None:
        raise found


class Service(Generic[M, P, R]):
    """A change of a thing: locks its root, reads it again, and refuses before anything is written.

    ``also`` names the further things whose roots the change writes to. Raises what ``refusal`` finds, and whatever the
    change itself refuses.
    """

    def __init__(
        self, do: Callable[Concatenate[M, P], R], who: Policy, when: tuple[Guard, ...], also: Callable[[M], Sequence[Any]]
    ) -> None:  # fmt: skip
        self.do, self.who, self.when, self.also = do, who, when, also
        update_wrapper(self, do)

    def __call__(self, obj: M, *args: P.args, **kwargs: P.kwargs) -> R:
        with audit.lock(obj, *self.also(obj)):
            obj.refresh_from_db()
            refuse_unless(obj, cast(Actor, kwargs["actor"]), self.who, self.when)
            return self.do(obj, *args, **kwargs)

    def allows(self, actor: Actor, obj: M) -> bool:
        """Whether it would be done now for this actor."""
        return refusal(obj, actor, self.who, self.when) is None


def _nothing(_obj: Any) -> Sequence[Any]:
    return ()


def service(
    who: Policy, *when: Guard, also: Callable[[Any], Sequence[Any]] = _nothing
) -> Callable[[Callable[Concatenate[M, P], R]], Service[M, P, R]]:
    """Make a function of a thing and its ``actor`` a service: ``who`` may, ``when`` all of these hold."""

    def make(do: Callable[Concatenate[M, P], R]) -> Service[M, P, R]:
        return Service(do, who, when, also)

    return make
