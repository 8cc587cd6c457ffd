"""Minutes from the first sentence to their publication. ToR regional coordination, bullet 4; global ¶27 b9."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from decisions.models import Comment
from meetings import audiences, guards, minutes_document, policies
from meetings.models import Minutes, MinutesComment, MinutesSection, SectionRevision
from members.services import people
from network_portal.lib import clock, text
from network_portal.records import audit
from network_portal.records.access import grants
from network_portal.records.access.actor import Actor
from network_portal.records.access.audience import SECRETARIAT
from network_portal.records.jobs import jobs
from network_portal.records.models import Grant, Job
from network_portal.records.web.forms import check_seen, check_version
from network_portal.records.workflow import bounds, engine
from network_portal.records.workflow.acts import service
from network_portal.records.workflow.refusals import (
    ConditionsUnmet,
    IllegalTransition,
    PermissionRefused,
    UnmetCondition,
)


def save_section(section: MinutesSection, *, actor: Actor, version: int, body: str, no_discussion: bool) -> None:
    """Save one section and keep the revision with its author; a stale save loses nothing (Stale, both texts)."""
    with audit.lock(section):
        minutes = section.minutes
        minutes.refresh_from_db()
        try:
            section.refresh_from_db()
        except MinutesSection.DoesNotExist:
            raise IllegalTransition(_("The item of this section was removed from the agenda.")) from None
        if not policies.write(actor, minutes):
            raise (
                PermissionRefused if minutes.state == "draft" else IllegalTransition(_("The minutes are not in draft."))
            )
        check_version(section, version, body=section.text)
        if (section.text, section.no_discussion) == (body, no_discussion and not body.strip()):
            return
        section.text, section.no_discussion = body, no_discussion and not body.strip()
        if minutes.cleared_at is not None:
            minutes.cleared_at = None
            audit.save(minutes, actor=actor, reason="edited after the clearance", fields=["cleared_at"])
        audit.save(section, actor=actor, reason="written", fields=["text", "no_discussion"])
        number = section.revisions.count() + 1
        bounds.check(number, bounds.REVISIONS)
        revision = SectionRevision(
            section=section,
            number=number,
            text=section.text,
            no_discussion=section.no_discussion,
            by=actor.user,
            at=clock.now(),
        )
        audit.create(revision)
        payload = {"heading": section.heading, "revision": number, "checksum": text.digest(section.text)}
        audit.record_event(revision, "section written", actor=actor, audience=SECRETARIAT, payload=payload)


@service(policies.chair, guards.minutes_are_a_draft, guards.every_section_has_text, guards.a_method_asks_for_clearance)
def clear(minutes: Minutes, *, actor: Actor) -> None:
    """The Chair clears the draft before the Secretariat circulates it, where a working method says so."""
    minutes.cleared_at = clock.now()
    audit.save(minutes, actor=actor, reason="cleared", fields=["cleared_at"])
    audit.record_event(minutes, "cleared", actor=actor, audience=SECRETARIAT)


def circulate(minutes: Minutes, *, actor: Actor, comments_until: dt.datetime) -> None:
    """The Secretariat sends the draft to all members for comments until an instant; its PDF carries the draft mark."""
    with audit.lock(minutes.meeting):
        minutes.refresh_from_db()
        engine.apply(
            minutes, "circulate", actor=actor, comments_until=comments_until, circulations=minutes.circulations + 1,
        )  # fmt: skip
        jobs.queue("minutes_draft", minutes)


def return_minutes(minutes: Minutes, *, actor: Actor, reason: str) -> None:
    engine.apply(minutes, "return", actor=actor, reason=reason)


@service(policies.comment, guards.comments_are_taken)
def comment(
    minutes: Minutes, *, actor: Actor, body: str, section: MinutesSection | None = None, is_objection: bool = False
) -> MinutesComment:
    """Comment for one's organization until the deadline; an objection sends the approval to a later meeting."""
    bounds.check(minutes.comments.count(), bounds.COMMENTS)
    ours = minutes.comments.filter(organization=actor.organization_id)
    bounds.check(ours.count(), bounds.OF_ONE_ORGANIZATION)
    made = MinutesComment(
        minutes=minutes,
        number=minutes.comments.count() + 1,
        section=section,
        organization_id=actor.require_organization_id(),
        by=actor.user,
        body=body,
        is_objection=is_objection,
        circulation=minutes.circulations,
        at=clock.now(),
    )
    audit.create(made)
    payload = {"number": made.number, "objection": is_objection}
    audience = audiences.members_of(minutes.meeting)
    audit.record_event(made, "commented on the minutes", actor=actor, audience=audience, payload=payload)
    return made


@service(policies.answer, guards.its_minutes_are_circulated)
def answer_comment(
    comment: MinutesComment,
    *,
    actor: Actor,
    disposition: str,
    reply: str,
    unchanged: str = "",
    version: str | None = None,
) -> None:
    """Say what became of a comment and why; may be said again until approval, not over another's answer (Stale).

    *Accepted* and *accepted in part* need a text that was changed since, or why it did not need to (ConditionsUnmet).
    """
    minutes = comment.minutes
    check_seen(comment.answer_seen, version, reply=comment.reply)
    unchanged = unchanged.strip() if disposition in Comment.CHANGES_THE_TEXT else ""
    if disposition in Comment.CHANGES_THE_TEXT and not unchanged and not _was_changed_since(comment):
        sentence = _(
            "The text was not changed since this comment. Take the minutes back to draft and edit the text, or "
            "enter why it stays as it is."
        )
        raise ConditionsUnmet(UnmetCondition(sentence, minutes.path("return")))
    if (comment.disposition, comment.reply, comment.unchanged) == (disposition, reply, unchanged):
        return
    comment.disposition, comment.reply, comment.unchanged = disposition, reply, unchanged
    comment.answered_by, comment.answered_at = actor.user, clock.now()
    audit.write(comment, "disposition", "reply", "unchanged", "answered_by", "answered_at")
    payload = {"number": comment.number, "disposition": disposition, "reply": reply, "unchanged": unchanged}
    audience = audiences.members_of(minutes.meeting)
    audit.record_event(comment, "comment answered", actor=actor, audience=audience, payload=payload)


def _was_changed_since(comment: MinutesComment) -> bool:
    """Whether the section that a comment is about, or any for one about the whole text, has a later revision."""
    about = {"section": comment.section_id} if comment.section_id else {"section__minutes": comment.minutes_id}
    return SectionRevision.objects.filter(at__gt=comment.at, **about).exists()


def approve(minutes: Minutes, *, actor: Actor) -> None:
    """The chair approves, at a later meeting or under the working method: the text freezes, the PDF is queued.

    Refused when the approver wrote every revision (ConditionsUnmet).
    """
    with audit.lock(minutes.meeting):
        minutes.refresh_from_db()
        item = minutes.item_for_approval()
        now = clock.now()
        content = text.canonical(minutes_document.content(minutes, approved_at=now, approved_in=item))
        engine.apply(
            minutes, "approve", actor=actor, approved_at=now, approved_by=actor.user, approved_in=item,
            frozen=content, checksum=text.digest(content), payload={"checksum": text.digest(content)},
        )  # fmt: skip
        jobs.queue("minutes_pdf", minutes)


def publish(minutes: Minutes, *, actor: Actor) -> None:
    """The Secretariat publishes to the members once the PDF is filed; the mail carries a link, not the file."""
    engine.apply(minutes, "publish", actor=actor)


def try_pdf_again(minutes: Minutes, *, actor: Actor) -> None:
    """Start a failed drawing again: of the approved minutes, or of the draft that is out for comments."""
    if not policies.secretariat(actor, minutes):
        raise PermissionRefused
    job = jobs.latest(minutes_document.pdf_job_kind(minutes), minutes)
    if job is not None and job.state == Job.State.FAILED:
        with audit.lock(minutes.meeting):
            jobs.start_again(job)
            audit.record_event(minutes, "PDF asked for again", actor=actor, audience=SECRETARIAT)


def grant_writing(minutes: Minutes, *, actor: Actor, email: str, name: str, reason: str, until: dt.datetime) -> Grant:
    """Let a named person, known or new, write these minutes and see nothing else, until an instant."""
    with transaction.atomic():
        person = people.add_person(email, name, actor=actor)
        grant = grants.give(person, "write_minutes", minutes, actor=actor, reason=reason, until=until)
        if not person.has_usable_password():
            people.make_invitation(person, actor=actor)
        else:
            people.tell_of_grant(person, str(minutes), minutes.get_absolute_url(), until)
    return grant


def end_grant(grant: Grant, *, actor: Actor) -> None:
    """End a grant before its time. The Secretariat does (PermissionRefused)."""
    if not policies.grant_writing(actor, grant):
        raise PermissionRefused
    grants.end(grant, actor=actor)
