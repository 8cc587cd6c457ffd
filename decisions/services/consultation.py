"""Every member is asked, every comment is answered. ToR regional decision-making 1."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from decisions import guards, notices, policies, status
from decisions.models import Comment, Consultation, Contact, Decision, Text
from decisions.services import drafting
from members.models import Organization
from network_portal.lib import clock
from network_portal.records import audit
from network_portal.records.access.actor import Actor
from network_portal.records.access.audience import MEMBERS
from network_portal.records.jobs import sweep
from network_portal.records.web.forms import check_seen
from network_portal.records.workflow import bounds, engine
from network_portal.records.workflow.acts import service
from network_portal.records.workflow.refusals import IllegalTransition


def open_consultation(decision: Decision, *, actor: Actor, closes_at: dt.datetime) -> None:
    """Ask every member for comments on the newest text until an instant."""
    with audit.lock(decision):
        opened_at = clock.now()
        engine.apply(
            decision, "open_consultation", actor=actor, payload={"closes_at": closes_at}, window_closes_at=closes_at,
            writes=lambda: open_window(decision, opened_at, closes_at),
        )  # fmt: skip


def open_window(decision: Decision, opened_at: dt.datetime, closes_at: dt.datetime) -> Consultation:
    """A window on the newest text; what is sent from its opening on counts as reaching."""
    newest = newest_text(decision)
    number = decision.consultations.count() + 1
    window = Consultation(decision=decision, number=number, text=newest, opened_at=opened_at, closes_at=closes_at)
    return audit.create(window)


def ask_who_joined() -> int:
    """Ask the members that came since for comments on what is in consultation; nobody is asked twice."""
    rows = Decision.objects.filter(state="consultation", window_closes_at__gt=clock.now())
    return sweep.run_for_each([row for row in rows if status.members_not_asked(row)], _ask)


def _ask(decision: Decision) -> None:
    with audit.lock(decision):
        decision.refresh_from_db()
        window = status.latest_consultation(decision)
        if decision.state != "consultation" or window is None or window.closes_at <= clock.now():
            raise IllegalTransition(_("The consultation is not open."))
        notices.ask_who_joined(decision)


def put_new_text(
    decision: Decision,
    *,
    actor: Actor,
    source: str,
    change_note: str,
    closes_at: dt.datetime,
    takes_up: Iterable[int] = (),
    version: str | None = None,
) -> None:
    """A new version with a note of what changed and the comments that it takes up: all are told, with a new window.

    Refused (Stale) where another version came since the form was opened.
    """
    with audit.lock(decision):
        opened_at = clock.now()
        check_newest(decision, version)
        engine.apply(decision, "new_text", actor=actor, reason=change_note, window_closes_at=closes_at)
        drafting.freeze_text(
            decision, source, actor=actor, change_note=change_note, takes_up=[int(n) for n in takes_up],
            writes=lambda: open_window(decision, opened_at, closes_at),
        )  # fmt: skip


@service(policies.comment, guards.consultation_is_open)
def comment(
    decision: Decision, *, actor: Actor, body: str, paragraph: int | None = None, nothing: bool = False
) -> Comment:
    """Comment for one's organization, or say that there is nothing to add; either is its answer."""
    bounds.check(decision.comments.count(), bounds.COMMENTS)
    ours = decision.comments.filter(organization=actor.organization_id)
    bounds.check(ours.count(), bounds.OF_ONE_ORGANIZATION)
    window = status.latest_consultation(decision)
    made = Comment(
        decision=decision,
        consultation=window,
        number=decision.comments.count() + 1,
        organization_id=actor.require_organization_id(),
        by=actor.user,
        kind=Comment.Kind.NOTHING if nothing else Comment.Kind.COMMENT,
        paragraph=None if nothing else paragraph,
        body="" if nothing else body,
        at=clock.now(),
    )
    audit.create(made)
    verb = "nothing to add" if nothing else "commented"
    audit.record_event(made, verb, actor=actor, audience=MEMBERS, payload={"paragraph": paragraph, "text": made.body})
    return made


@service(policies.comment, guards.consultation_is_open)
def comment_together(
    decision: Decision, *, actor: Actor, comments: Iterable[tuple[int | None, str]], nothing: bool = False
) -> list[Comment]:
    """Comments on several paragraphs (a number, or None for the whole text), all of them or none; or nothing to add."""
    with transaction.atomic(), audit.lock(decision):
        if nothing:
            return [comment(decision, actor=actor, body="", nothing=True)]
        return [comment(decision, actor=actor, body=body, paragraph=paragraph) for paragraph, body in comments]


@service(policies.answer_comment, guards.its_matter_is_open)
def answer_comment(
    comment: Comment, *, actor: Actor, disposition: str, reply: str, unchanged: str = "", version: str | None = None
) -> None:
    """Say what became of a comment and why; may be said again until the matter has ended, not over another (Stale).

    One that is accepted, also in part, needs a later version of the text before positions are asked for, or says here
    why the text stays as it is.
    """
    unchanged = unchanged.strip() if disposition in Comment.CHANGES_THE_TEXT else ""
    check_seen(comment.answer_seen, version, reply=comment.reply)
    if (comment.disposition, comment.reply, comment.unchanged) == (disposition, reply, unchanged):
        return
    comment.disposition, comment.reply, comment.unchanged = disposition, reply, unchanged
    comment.answered_by, comment.answered_at = actor.user, clock.now()
    audit.write(comment, "disposition", "reply", "unchanged", "answered_by", "answered_at")
    payload = {"disposition": disposition, "reply": reply, "unchanged": unchanged}
    audit.record_event(comment, "comment answered", actor=actor, audience=MEMBERS, payload=payload)


@service(policies.runs, guards.matter_has_not_ended)
def log_contact(
    decision: Decision,
    *,
    actor: Actor,
    purpose: str,
    note: str,
    on: dt.date,
    organization: Organization | None = None,
) -> Contact:
    """Record that somebody was spoken to outside the portal: counts as reached, or as the effort that the ToR asks."""
    return write_contact(decision, actor, purpose, note, on, organization.pk if organization is not None else None)


def write_contact(
    decision: Decision, actor: Actor, purpose: str, note: str, on: dt.date, organization_id: int | None
) -> Contact:
    """One more contact on the record of a matter, under its lock."""
    bounds.check(decision.contacts.count(), bounds.CONTACTS)
    made = Contact(
        decision=decision,
        purpose=purpose,
        organization_id=organization_id,
        note=note,
        on=on,
        at=clock.now(),
        by=actor.user,
    )
    audit.create(made)
    payload = {"purpose": purpose, "organization": str(made.organization or ""), "note": note, "on": on}
    seal = status.open_seal(decision)
    audit.record_event(made, "contact logged", actor=actor, audience=MEMBERS, payload=payload, seal=seal)
    return made


def check_newest(decision: Decision, version: str | None) -> None:
    """Refuse (Stale, with the newest text) what was written over an older version."""
    newest = newest_text(decision)
    check_seen(str(newest.version), version, source=newest.source)


def newest_text(decision: Decision) -> Text:
    """The version that members are asked about; there is one from the submission on."""
    return decision.texts.order_by("-version")[:1].get()
