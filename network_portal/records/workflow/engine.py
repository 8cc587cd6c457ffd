"""One engine for every workflow: a table of transitions feeds the buttons, the refusals, the drawings and the tests."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network_portal.lib import clock
from network_portal.records import audit
from network_portal.records.access.actor import Actor
from network_portal.records.access.audience import Audience
from network_portal.records.mail.notices import Notification
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
    """What a guard may look at beside the object: who, when, and what the transition would change."""

    actor: Actor
    now: Any
    changes: dict[str, Any] = field(default_factory=dict)
    reason: str = ""


Guard = Callable[[Any, Context], UnmetCondition | None]
Policy = Callable[[Actor, Any], bool]


class Rule(models.TextChoices):
    """Where a rule comes from; every transition says it."""

    TOR = "tor", gettext_lazy("Terms of Reference")
    BY_ANALOGY = "by_analogy", gettext_lazy("Annex I by analogy")
    WORKING_METHOD = "working_method", gettext_lazy("Working method")
    SETTING = "setting", gettext_lazy("Portal setting")


def says_its_source(name: str, rule: Rule | None, cites: tuple[str, ...], why: Any, method: str) -> None:
    """Refuse (TypeError) a row without a kind, or without its source: a paragraph, a reason, or the rule of a method."""
    if rule is None:
        raise TypeError(f"The row {name} does not say of which kind its rule is.")
    if rule == Rule.SETTING and not why:
        raise TypeError(f"The portal setting {name} has no reason.")
    if rule in (Rule.TOR, Rule.BY_ANALOGY) and not cites:
        raise TypeError(f"The row {name} cites no paragraph.")
    if rule == Rule.WORKING_METHOD and not method:
        raise TypeError(f"The row {name} does not name the rule of a working method.")


@dataclass(frozen=True)
class Transition:
    """One row of a workflow: from which states to which, who may, what must hold, who is notified, in what words."""

    verb: str
    """Stored in events, and never renamed there: see ``former_verbs``."""
    sources: tuple[str, ...]
    target: str
    who: Policy
    label: Any
    """On the button."""
    guards: tuple[Guard, ...] = ()
    needs_reason: bool = False
    notifies: Notification | None = None
    cites: tuple[str, ...] = ()
    explains: Any = ""
    destructive: bool = False
    only_where: Guard | None = None
    """Offered only where this holds, whatever else is missing: a way out that hardly any record ever needs."""
    former_verbs: tuple[str, ...] = ()
    """What earlier events call it."""
    done: Any = field(kw_only=True)
    """In the history: what whoever made it did."""
    rule: Rule = field(kw_only=True)
    why: Any = field(default="", kw_only=True)
    """The reason of a portal setting, listed on the governance page."""
    method: str = field(default="", kw_only=True)
    """The code of the rule of working methods that it carries out; the page names the method in force."""

    def __post_init__(self) -> None:
        says_its_source(self.verb, self.rule, self.cites, self.why, self.method)

    @property
    def verbs(self) -> tuple[str, ...]:
        """Every verb under which events name it."""
        return (self.verb, *self.former_verbs)


@dataclass(frozen=True)
class Workflow:
    """The whole workflow of a model: its transitions in the order in which a person meets them."""

    model: str
    states: type[models.TextChoices]
    transitions: tuple[Transition, ...]
    audience: Callable[[Any], Audience]
    """Who reads the events of the transitions of a row."""
    title: Any
    """Of what: the plural noun that the governance page shows."""
    field: str = "state"
    path: tuple[str, ...] = ()
    exceptional_states: tuple[str, ...] = ()

    def transition(self, verb: str) -> Transition:
        """The row of a verb, also under a name of before."""
        return self.by_verb[verb]

    @cached_property
    def by_verb(self) -> dict[str, Transition]:
        """The rows by every verb under which events name them."""
        return {verb: row for row in self.transitions for verb in row.verbs}


@dataclass(frozen=True)
class AvailableTransition:
    """A button: the transition, and what is still missing for it (nothing: it can be pressed)."""

    transition: Transition
    unmet: list[UnmetCondition]

    @property
    def verb(self) -> str:
        return self.transition.verb

    @property
    def ready(self) -> bool:
        return not self.unmet


def workflow_of(obj: models.Model) -> Workflow:
    return registry.workflows[label_of(obj)]


def missing(obj: models.Model, transition: Transition, context: Context) -> list[UnmetCondition]:
    """All conditions of a transition that do not hold."""
    return [unmet for guard in transition.guards if (unmet := guard(obj, context)) is not None]


def available_transitions(obj: models.Model, actor: Actor) -> list[AvailableTransition]:
    """The transitions that exist from the present state for this actor, each with what is missing."""
    workflow = workflow_of(obj)
    context = Context(actor, clock.now())
    state = getattr(obj, workflow.field)
    return [
        AvailableTransition(transition, missing(obj, transition, context))
        for transition in workflow.transitions
        if state in transition.sources and transition.who(actor, obj)
        if transition.only_where is None or transition.only_where(obj, context) is None
    ]


def check(obj: models.Model, verb: str, *, actor: Actor) -> Transition:
    """The transition, if policy and state allow it: asked before a form is bound. Raises PermissionRefused or IllegalTransition."""
    workflow = workflow_of(obj)
    transition = workflow.transition(verb)
    if not transition.who(actor, obj):
        raise PermissionRefused
    if getattr(obj, workflow.field) not in transition.sources:
        state = workflow.states(getattr(obj, workflow.field)).label
        raise IllegalTransition(_("This cannot be done now: it is “{state}”.").format(state=state))
    return transition


def apply(
    obj: models.Model,
    verb: str,
    *,
    actor: Actor,
    reason: str = "",
    audience: Audience | None = None,
    payload: dict[str, Any] | None = None,
    seal: str = "",
    also_lock: tuple[Any, ...] = (),
    writes: Callable[[], object] | None = None,
    **changes: Any,
) -> Event:
    """Make a transition: lock, policy, state, every guard, change, save, event, notices, in one transaction.

    A seal keeps the event from its audience until it is lifted. ``writes`` makes the rows that belong to the transition,
    after the change and before its event, which says their digests.
    Raises PermissionRefused, IllegalTransition or ConditionsUnmet (with all that is missing) and then has written nothing.
    """
    workflow = workflow_of(obj)
    with audit.lock(obj, *also_lock):
        obj.refresh_from_db()
        transition = check(obj, verb, actor=actor)
        context = Context(actor, clock.now(), changes, reason)
        unmet = missing(obj, transition, context)
        if transition.needs_reason and not reason.strip():
            unmet.append(UnmetCondition(_("Enter a reason.")))
        if unmet:
            raise ConditionsUnmet(*unmet)
        before = getattr(obj, workflow.field)
        for name, value in changes.items():
            setattr(obj, name, value)
        setattr(obj, workflow.field, transition.target)
        audit.save(obj, actor=actor, reason=reason or transition.verb, fields=[*changes, workflow.field])
        if writes is not None:
            writes()
        event = audit.record_event(
            obj,
            transition.verb,
            actor=actor,
            audience=audience or workflow.audience(obj),
            payload={"before": before, "after": transition.target, "reason": reason, **(payload or {})},
            seal=seal,
        )
        if transition.notifies is not None:
            transition.notifies(obj, event)
        return event
