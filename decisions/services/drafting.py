"""From a draft to a numbered proposal."""

import secrets
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import transaction

from decisions import guards, notices, policies
from decisions.models import DECIDED_BY_COMMITTEE, SUBJECT_OF, Decision, Kind, Text
from members.models import Body, Organization
from members.querysets import COMMITTEE, NETWORK
from network_portal.lib import clock, text
from network_portal.records import audit
from network_portal.records.access.actor import Actor
from network_portal.records.access.audience import MEMBERS
from network_portal.records.access.audience import organization as of_organization
from network_portal.records.files import counters
from network_portal.records.models import label_of
from network_portal.records.web.forms import check_version
from network_portal.records.workflow import bounds, engine
from network_portal.records.workflow.acts import service
from network_portal.records.workflow.refusals import PermissionRefused


def propose(
    kind: str, title: str, *, actor: Actor, draft_text: str = "", mandates: str = "", subject: Any = None
) -> Decision:
    """A draft, sponsored by the organization that one acts for; its kind says which body decides.

    Refuses (PermissionRefused) who speaks for no member. ToR global ¶10.
    """
    if not policies.propose(actor, None):
        raise PermissionRefused
    return draft_for(
        Organization.objects.get(pk=actor.require_organization_id()), kind, title, actor, draft_text, mandates, subject
    )


def draft_for(
    sponsor: Organization,
    kind: str,
    title: str,
    actor: Actor,
    draft_text: str = "",
    mandates: str = "",
    subject: Any = None,
) -> Decision:
    """A draft in a sponsor's name, for apps above whose own rule says that the actor may begin it."""
    bounds.check(Decision.objects.filter(sponsor=sponsor, state="draft").count(), bounds.DRAFTS)
    body = Body.objects.get(slug=COMMITTEE if kind in DECIDED_BY_COMMITTEE else NETWORK)
    with transaction.atomic():
        decision = Decision(
            slug=f"draft-{secrets.token_hex(5)}",
            kind=kind,
            title=title,
            body=body,
            sponsor=sponsor,
            drafted_by=actor.user,
            draft_text=draft_text,
            mandates=mandates,
            subject_label=label_of(subject) if subject is not None else "",
            subject_id=subject.pk if subject is not None else None,
            created_at=clock.now(),
        )
        audit.save(decision, actor=actor, reason="drafted")
        with audit.lock(decision):
            audit.record_event(
                decision, "drafted", actor=actor, audience=of_organization(sponsor.pk), payload={"kind": kind}
            )
    return decision


@service(policies.sponsor, guards.it_is_a_draft)
def edit(decision: Decision, *, actor: Actor, version: int, title: str, draft_text: str, mandates: str) -> None:
    """Save the draft; a stale save is refused with the newer text (Stale), another's draft with PermissionRefused."""
    check_version(decision, version, title=decision.title, draft_text=decision.draft_text, mandates=decision.mandates)
    if (decision.title, decision.draft_text, decision.mandates) == (title, draft_text, mandates):
        return
    decision.title, decision.draft_text, decision.mandates = title, draft_text, mandates
    audit.save(decision, actor=actor, reason="edited", fields=["title", "draft_text", "mandates"])
    audit.record_event(decision, "draft edited", actor=actor, audience=of_organization(decision.sponsor_id))


def submit(decision: Decision, *, actor: Actor) -> None:
    """Freeze the text as a version, give the number on the first submission, tell the Secretariat."""
    with audit.lock(decision):
        decision.refresh_from_db()
        engine.check(decision, "submit", actor=actor)
        now = clock.now()
        changes: dict[str, Any] = {"submitted_at": now}
        if not decision.reference:
            year = clock.today().year
            number = counters.next_number(f"DEC/{year}")
            changes["reference"] = f"{settings.NUMBER_PREFIX}/DEC/{year}/{number:02d}"
            changes["slug"] = f"{year}-{number:02d}"
        engine.apply(decision, "submit", actor=actor, **changes)
        freeze_text(decision, decision.draft_text, actor=actor)


def freeze_text(
    decision: Decision,
    source: str,
    *,
    actor: Actor,
    change_note: str = "",
    takes_up: Iterable[int] = (),
    writes: Callable[[], object] | None = None,
) -> Text:
    """Write the next version of the text, once; ``writes`` makes the rows that belong to it before its event."""
    version = decision.texts.count() + 1
    bounds.check(version, bounds.VERSIONS)
    frozen = Text(
        decision=decision,
        version=version,
        source=source,
        change_note=change_note,
        takes_up=", ".join(str(n) for n in sorted(takes_up)),
        checksum=text.digest(source),
        by=actor.user,
        at=clock.now(),
    )
    audit.create(frozen)
    if writes is not None:
        writes()
    payload = {"version": version, "checksum": frozen.checksum, "note": change_note, "takes_up": frozen.takes_up}
    audit.append_event(*audit.root_of(decision), label_of(frozen), frozen.pk, "text frozen", actor, MEMBERS, payload)
    return frozen


@service(policies.propose, guards.it_can_be_taken_over)
def take_over(decision: Decision, *, actor: Actor) -> None:
    """Become the proposing organization of a matter whose own has left the Network; what was said stays.

    Refuses who speaks for no member (PermissionRefused), a draft, an ended matter, and one whose proposing organization is a
    member (IllegalTransition).
    """
    before, decision.sponsor_id = str(decision.sponsor), actor.require_organization_id()
    audit.save(decision, actor=actor, reason="taken over", fields=["sponsor"])
    payload = {"from": before, "to": actor.organization}
    event = audit.record_event(decision, "taken over", actor=actor, audience=MEMBERS, payload=payload)
    notices.tell_taken_over(decision, event)


def return_proposal(decision: Decision, *, actor: Actor, reason: str) -> None:
    """The Secretariat returns a proposal to its sponsor with a reason; its number stays."""
    engine.apply(decision, "return", actor=actor, reason=reason)


def kinds_to_propose() -> list[tuple[str, str]]:
    """The kinds that begin on the page of decisions; the others have a page of their own."""
    return [(k.value, str(k.label)) for k in Kind if k not in SUBJECT_OF]
