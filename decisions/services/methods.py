"""Working methods: additional methods that the Network adopts, each by a decision. ToR regional decision-making 2."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from decisions import methods
from decisions.choices import Kind
from decisions.method_rules import RULES
from decisions.models import Decision, WorkingMethod
from decisions.services import drafting
from network_portal.lib import clock
from network_portal.records import audit
from network_portal.records.access.actor import Actor
from network_portal.records.access.audience import MEMBERS, SECRETARIAT
from network_portal.records.workflow.refusals import ConditionsUnmet, UnmetCondition


def propose(
    title: str,
    *,
    actor: Actor,
    rules: Mapping[str, Mapping[str, Any]] | None = None,
    replaces: WorkingMethod | None = None,
    draft_text: str = "",
    mandates: str = "",
) -> Decision:
    """A draft decision on a working method; the fixed sentences of its rules are added to its text.

    Refuses (ConditionsUnmet) rules that are not in the list, and a method to replace that is not in force.
    """
    rules = {code: dict(values) for code, values in (rules or {}).items()}
    unknown = set(rules) - set(RULES)
    if unknown or (replaces is not None and not WorkingMethod.objects.in_force().contains(replaces)):
        raise ConditionsUnmet(UnmetCondition(_("Choose rules from the list, and a working method that is in force.")))
    with transaction.atomic():
        method = WorkingMethod(title=title, rules=rules or None, replaces=replaces)
        with audit.lock(audit.portal_root()):
            audit.save(method, actor=actor, reason="proposed")
            payload = {"rules": rules, "replaces": str(replaces or "")}
            audit.record_event(method, "method drafted", actor=actor, audience=SECRETARIAT, payload=payload)
        return drafting.propose(
            Kind.WORKING_METHOD, title, actor=actor, draft_text=with_sentences(draft_text, method), mandates=mandates,
            subject=method,
        )  # fmt: skip


def with_sentences(words: str, method: WorkingMethod) -> str:
    """A text and, after it, the fixed sentences that it lacks, each a paragraph."""
    return "\n\n".join([*filter(None, [words.strip()]), *methods.lacking(method, words)])


def put_in_force(method: WorkingMethod, decision: Decision, actor: Actor) -> None:
    """From the day of adoption; the method that it replaces, and an earlier one under the same rule, end that day."""
    today = clock.today()
    earlier = {method.replaces} if method.replaces is not None else set()
    earlier |= {found for rule in method.carries if (found := methods.in_force(rule)) is not None}
    for row in sorted(earlier, key=lambda m: m.pk):
        if row.ends_on is None:
            row.ends_on = today
            audit.save(row, actor=actor, reason="replaced", fields=["ends_on"])
    method.adopted_by, method.starts_on = decision, today
    audit.save(method, actor=actor, reason="adopted", fields=["adopted_by", "starts_on"])
    audit.append_event(
        *audit.root_of(decision), "decisions.workingmethod", method.pk, "in force", actor, MEMBERS,
        {"rules": method.carries, "from": today},
    )  # fmt: skip


def effect(method: WorkingMethod, decision: Decision) -> list[str]:
    """What its adoption does, in words."""
    found = [_("The working method is in force from the day of adoption.")]
    return found + [_("From that day: {sentence}").format(sentence=s) for s in methods.fixed_sentences(method)]


def nothing(method: Any, decision: Decision, actor: Actor) -> None:
    """A method whose decision ends otherwise never comes into force."""
