"""One engine for every life: a table of moves feeds the buttons, the refusals, the drawings and the tests."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from network_portal.lib import clock
from network_portal.records.access.actor import Acting
from network_portal.records.audit import chain
from network_portal.records.models import Event, label_of
from network_portal.records.registry import registry
from network_portal.records.workflow.refusals import (
    ConditionsUnmet,
    IllegalTransition,
    PermissionRefused,
    UnmetCondition,
)


@dataclass
class Context:
    """What a guard may look at beside the object: who, when, and what the move would change."""

    acting: Acting
    now: Any
    changes: dict[str, Any] = field(default_factory=dict)
    reason: str = ""


Guard = Callable[[Any, Context], UnmetCondition | None]


@dataclass(frozen=True)
class Move:
    """One row of a life. ``who`` names a policy, ``tells`` a teller; guards are facts that must hold."""

    verb: str
    sources: tuple[str, ...]
    target: str
    who: str
    label: Any
    guards: tuple[Guard, ...] = ()
    needs_reason: bool = False
    tells: str = ""
    cites: tuple[str, ...] = ()
    explains: Any = ""
    destructive: bool = False
    only_where: Guard | None = None
    """Offered only where this holds, whatever else is missing: a way out that hardly any record ever needs."""


@dataclass(frozen=True)
class Machine:
    """The whole life of a model: its moves in the order in which a person meets them."""

    model: str
    states: type[models.TextChoices]
    moves: tuple[Move, ...]
    field: str = "state"
    path: tuple[str, ...] = ()
    side: tuple[str, ...] = ()

    def move(self, verb: str) -> Move:
        return next(move for move in self.moves if move.verb == verb)


@dataclass(frozen=True)
class AvailableTransition:
    """A button: the move, and what is still missing for it (nothing: it can be pressed)."""

    move: Move
    unmet: list[UnmetCondition]

    @property
    def verb(self) -> str:
        return self.move.verb

    @property
    def ready(self) -> bool:
        return not self.unmet


def machine_of(obj: models.Model) -> Machine:
    return registry.machines[label_of(obj)]


def may(acting: Acting, obj: models.Model, move: Move) -> bool:
    """Whether the policy of a move lets this acting do it, whatever the state."""
    return registry.policies[f"{obj._meta.app_label}.{move.who}"](acting, obj)


def missing(obj: models.Model, move: Move, context: Context) -> list[UnmetCondition]:
    """All conditions of a move that do not hold."""
    return [unmet for guard in move.guards if (unmet := guard(obj, context)) is not None]


def available_transitions(obj: models.Model, acting: Acting) -> list[AvailableTransition]:
    """The moves that exist from the present state for this acting, each with what is missing."""
    machine = machine_of(obj)
    context = Context(acting, clock.now())
    state = getattr(obj, machine.field)
    return [
        AvailableTransition(move, missing(obj, move, context))
        for move in machine.moves
        if state in move.sources and may(acting, obj, move)
        if move.only_where is None or move.only_where(obj, context) is None
    ]


def check(obj: models.Model, verb: str, *, acting: Acting) -> Move:
    """The move, if policy and state allow it: asked before a form is bound. Raises PermissionRefused or IllegalTransition."""
    machine = machine_of(obj)
    move = machine.move(verb)
    if not may(acting, obj, move):
        raise PermissionRefused
    if getattr(obj, machine.field) not in move.sources:
        state = machine.states(getattr(obj, machine.field)).label
        raise IllegalTransition(_("This cannot be done now: it is “{state}”.").format(state=state))
    return move


def apply(
    obj: models.Model,
    verb: str,
    *,
    acting: Acting,
    reason: str = "",
    audience: str = "",
    payload: dict[str, Any] | None = None,
    told: dict[str, Any] | None = None,
    seal: str = "",
    also_lock: tuple[Any, ...] = (),
    writes: Callable[[], object] | None = None,
    **changes: Any,
) -> Event:
    """Make a move: lock, policy, state, every guard, change, save, event, notices, in one transaction.

    A seal keeps the event from its audience until it is lifted. ``writes`` makes the rows that belong to the move,
    after the change and before its event, which says their digests.
    Raises PermissionRefused, IllegalTransition or ConditionsUnmet (with all that is missing) and then has written nothing.
    """
    machine = machine_of(obj)
    with chain.lock(obj, *also_lock):
        obj.refresh_from_db()
        move = check(obj, verb, acting=acting)
        context = Context(acting, clock.now(), changes, reason)
        unmet = missing(obj, move, context)
        if move.needs_reason and not reason.strip():
            unmet.append(UnmetCondition(_("Give a reason.")))
        if unmet:
            raise ConditionsUnmet(*unmet)
        before = getattr(obj, machine.field)
        for name, value in changes.items():
            setattr(obj, name, value)
        setattr(obj, machine.field, move.target)
        chain.save(obj, acting=acting, reason=reason or verb, fields=[*changes, machine.field])
        if writes is not None:
            writes()
        event = chain.act(
            obj,
            verb,
            acting=acting,
            audience=audience or registry.audiences[label_of(obj)](obj),
            payload={"before": before, "after": move.target, "reason": reason, **(payload or {})},
            seal=seal,
        )
        if move.tells:
            registry.tellers[f"{obj._meta.app_label}.{move.tells}"](obj, event, **(told or {}))
        return event
