"""What the page of minutes shows, and the sentence that says who does what next."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions import method_rules, methods
from meetings import acts, minutes_document, policies
from meetings.models import Meeting, Minutes
from members import policies as people
from network_portal.lib import clock, pdf
from network_portal.records.access import grants
from network_portal.records.access.actor import Actor
from network_portal.records.files import documents
from network_portal.records.jobs import jobs
from network_portal.records.web import reading
from network_portal.records.workflow import engine

OF_MINUTES = Q(object_label__startswith="meetings.minutes") | Q(object_label="meetings.sectionrevision")


@dataclass(frozen=True)
class MinutesPage:
    """The minutes as their readers and writers see them."""

    minutes: Minutes
    meeting: Meeting
    next: tuple[str, str]
    steps: list[reading.Step]
    content: dict[str, Any]
    sections: list[Any]
    available_transitions: list[Any]
    primary: Any
    comments: list[Any]
    acts: list[tuple[str, str]]
    shows_comments: bool
    unanswered: int
    document: Any
    draft: Any
    job: Any
    pdf_missing: tuple[str, ...]
    may_write: bool
    may_comment: bool
    may_answer: bool
    may_grant: bool
    may_retry: bool
    sees_meeting: bool
    grants: list[Any]
    events: list[reading.Act]

    @property
    def parts(self) -> list[reading.Part]:
        """The parts that the reader's page has, in order."""
        parts = [reading.Part("text", _("Text"))]
        if self.shows_comments:
            parts.append(reading.Part("comments", _("Comments"), len(self.comments)))
        if self.grants:
            parts.append(reading.Part("grants", _("Drafting access"), len(self.grants)))
        if self.sees_meeting:
            parts.append(reading.Part("record", _("History"), len(self.events)))
        return parts


def minutes(actor: Actor, row: Minutes) -> MinutesPage:
    available_transitions = engine.available_transitions(row, actor)
    ready = [o for o in available_transitions if o.ready and not o.transition.needs_reason]
    reader = people.reads_as_member(actor)
    # Who corrects minutes reads what was said of them; who only writes by a grant reads no comment and no objection.
    told = reader and (row.state != "draft" or row.circulations > 0)
    comments = list(row.comments.select_related("organization", "by", "section")) if told else []
    document = documents.of(row, "minutes") if row.is_frozen and reader else None
    draft = documents.of(row, "draft", row.circulations) if row.state == "circulated" and reader else None
    waits = reader and row.state != "draft" and document is None and draft is None
    job = jobs.latest(minutes_document.pdf_job_kind(row), row) if waits else None
    may_grant = policies.grant_writing(actor, row)
    invites = [(str(acts.GRANT.label), row.path("grant"))] if may_grant else []
    may_write = policies.write(actor, row)
    content = row.content() or minutes_document.content(row)
    return MinutesPage(
        minutes=row,
        meeting=row.meeting,
        next=minutes_sentence(row, comments),
        steps=reading.steps(row, {"approved": row.approved_at}),
        content=content if reader else minutes_document.without_positions(content),
        sections=list(row.sections.all()) if may_write else [],
        available_transitions=available_transitions,
        primary=next(iter(ready), None),
        comments=comments,
        acts=invites,
        shows_comments=told,
        unanswered=sum(1 for c in comments if c.answered_at is None),
        document=document,
        draft=draft,
        job=job,
        pdf_missing=pdf.missing_packages(),
        may_write=may_write,
        may_comment=acts.COMMENT.allows(actor, row),
        may_answer=row.state == "circulated" and policies.answer(actor, row),
        may_grant=may_grant,
        may_retry=policies.secretariat(actor, row) and job is not None and job.state == "failed",
        sees_meeting=reader,
        grants=list(grants.of(row).order_by("-pk")) if may_grant else [],
        events=reading.acts(actor, "meetings.meeting", row.meeting_id, OF_MINUTES) if reader else [],
    )


def minutes_sentence(row: Minutes, comments: list[Any]) -> tuple[str, str]:
    if row.state == "draft" and row.meeting.state == "held" and not row.sections.filter(text="", no_discussion=False):
        return _("Draft complete; to be circulated by the Secretariat."), _("the Secretariat")
    if row.state == "draft":
        return _("The Secretariat drafts the minutes and circulates them."), _("the Secretariat")
    if row.state == "circulated":
        waiting = sum(1 for c in comments if c.answered_at is None)
        if waiting:
            words = ngettext("Response to {n} comment is pending.", "Responses to {n} comments are pending.", waiting)
            return words.format(n=waiting), _("the Secretariat")
        if row.comments_until is not None and row.comments_until > clock.now():
            words = _("Members may submit comments until {day}.")
            return words.format(day=clock.format_day(row.comments_until)), _("the members")
        return _awaiting_approval(row, comments)
    if row.state == "approved":
        return _("Approved; to be published by the Secretariat."), _("the Secretariat")
    return _("Published to the members of the body."), ""


def _awaiting_approval(row: Minutes, comments: list[Any]) -> tuple[str, str]:
    """By written procedure where a working method provides it and no member objects; otherwise at the next meeting."""
    objecting = sorted(
        {str(c.organization) for c in comments if c.is_objection and c.circulation in (None, row.circulations)}
    )
    if objecting:
        words = _("To be approved at the next meeting (objection by {names}).")
        return words.format(names=", ".join(objecting)), _("the members of the body")
    if methods.in_force(method_rules.MINUTES_AFTER_DEADLINE) is not None:
        return _("To be approved by written procedure; the Secretariat or the Chair records the approval."), _(
            "the Secretariat"
        )
    return _("To be approved at the next meeting."), _("the members of the body")
