"""The minutes as a document: its content as data, and its filed paper."""

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from decisions import decision_document, method_rules, methods
from decisions.models import Action, Decision
from members.models import Designation, Officer, Organization
from network_portal.lib import clock, text
from network_portal.records.files import documents, papers
from network_portal.records.models import Event, Job
from network_portal.records.workflow.refusals import IllegalTransition

if TYPE_CHECKING:
    from meetings.models import AgendaItem, Meeting, Minutes

_ACRONYM = re.compile(r"\b[A-Z][A-Za-z]*[A-Z][A-Za-z]*\b")


def content(
    minutes: "Minutes", *, approved_at: dt.datetime | None = None, approved_in: "AgendaItem | None" = None
) -> dict[str, Any]:
    """Everything the document says, as plain data: live until approval, then stored and never computed again."""
    meeting = minutes.meeting
    data: dict[str, Any] = {
        "reference": minutes.reference,
        "title": str(minutes),
        "meeting": meeting.title,
        "body": str(meeting.body),
        "distribution": distribution(meeting),
        "language": papers.language(),
        "held": clock.span(meeting.starts_at, meeting.ends_at, meeting.zone),
        "opened": clock.format_instant(meeting.started_at, meeting.zone) if meeting.started_at else "",
        "closed": clock.format_instant(meeting.closed_at, meeting.zone) if meeting.closed_at else "",
        "mode": mode(meeting),
        "place": meeting.place,
        "chair": chair(meeting),
        "attendance": meeting.attendance_is_recorded,
        "present": [_attendance(a) for a in meeting.attendances.select_related("organization") if a.present],
        "participants": [_participant(p) for p in meeting.participants.all()],
        "apologies": [
            {"organization": str(a.organization), "person": a.person, "reason": a.reason}
            for a in meeting.apologies.select_related("organization")
        ],
        "agenda": agenda(meeting),
        "review": _review(meeting),
        "sections": _sections(minutes),
        "next": _next(meeting),
        "approved": clock.format_instant(approved_at, meeting.zone) if approved_at else "",
        "approved_in": f"{approved_in.meeting} ({approved_in.meeting.reference})" if approved_in else "",
        "approved_item": str(approved_in) if approved_in else "",
        "approved_under": methods.reference(method_rules.MINUTES_AFTER_DEADLINE)
        if approved_at and not approved_in
        else "",
    }
    data["outcomes"] = _consolidated(data["sections"])
    data["annexes"] = _annexes(data["sections"])
    data["acronyms"] = _acronyms(data)
    return data


def distribution(meeting: "Meeting") -> str:
    """Whom a paper of a meeting is for: the members of its body."""
    return _("Members of the body: {body}").format(body=meeting.body)


def mode(meeting: "Meeting") -> str:
    """How a meeting is attended: in person, online, or both."""
    if meeting.place and meeting.link:
        return _("In person and online")
    return _("Online") if meeting.link else _("In person")


def chair(meeting: "Meeting") -> str:
    """The Chair with the function that the person had on the day of the meeting."""
    if meeting.chair is None:
        return ""
    day = clock.day_of(meeting.starts_at)
    if Designation.objects.current(day).filter(person=meeting.chair).exists():
        return _("{name}, Coordinator of the Network").format(name=meeting.chair.name)
    post = Officer.objects.current(day).filter(person=meeting.chair).select_related("organization").first()
    return f"{meeting.chair.name}, {post.organization}" if post is not None else meeting.chair.name


def agenda(meeting: "Meeting") -> list[dict[str, Any]]:
    """The items, each with its purpose and the references of what it is about."""
    rows = meeting.items.select_related("decision", "plan", "approves__meeting")
    return [
        {"number": row.number, "title": row.title, "purpose": row.purpose_label, "references": _references(row)}
        for row in rows
    ]


def _references(item: "AgendaItem") -> list[str]:
    found = []
    if item.decision is not None and item.decision.state != "draft":
        found.append(item.decision.reference)
    if item.plan is not None:
        found.append(str(item.plan))
    if item.approves is not None:
        found.append(item.approves.reference)
    return found


def _sections(minutes: "Minutes") -> list[dict[str, Any]]:
    sections = minutes.sections.select_related("item__decision").prefetch_related(
        "item__actions__action__organization", "item__actions__action__officer__person"
    )
    number = 0
    out: list[dict[str, Any]] = []
    meeting = minutes.meeting
    now = clock.now()
    held = decision_document.Held(meeting.body_id, meeting.started_at or now, meeting.closed_at or now)
    found = [d for section in sections if (d := _decision_of(section.item)) is not None]
    said = decision_document.stated(found, held=held)
    for section in sections:
        paragraphs = []
        for part in text.paragraphs(section.text):
            number += 1
            paragraphs.append({"number": number, "text": part})
        out.append({"heading": section.heading, "order": section.order, "paragraphs": paragraphs,
                    "no_discussion": section.no_discussion, **_outcomes(section.item, said)})  # fmt: skip
    return out


def _attendance(row: Any) -> dict[str, str]:
    return {
        "organization": str(row.organization),
        "name": row.organization.name,
        "how": str(row.get_mode_display()),
        "by": row.delegates,
    }


def _participant(row: Any) -> dict[str, str]:
    return {
        "role": str(row.get_role_display()),
        "name": row.name,
        "function": row.function,
        "organization": row.organization,
        "how": str(row.get_mode_display()),
    }


def _decision_of(item: "AgendaItem | None") -> Decision | None:
    """The proposal on which something was decided under an item; a deferred one stands on another agenda."""
    if item is None or item.decision is None or item.outcome == item.Outcome.DEFERRED:
        return None
    return item.decision if item.decision.state != "draft" else None


def without_positions(data: dict[str, Any]) -> dict[str, Any]:
    """The content of minutes for a reader who reads no positions: they are not quoted."""
    sections = [
        {**s, "decision": decision_document.without_positions(s["decision"])} if s["decision"] else s
        for s in data["sections"]
    ]
    return {**data, "sections": sections}


def _outcomes(item: "AgendaItem | None", said: dict[int, dict[str, Any]]) -> dict[str, Any]:
    if item is None:
        return {"outcome": "", "conclusion": "", "decision": None, "actions": []}
    decision = _decision_of(item)
    return {
        "outcome": str(item.get_outcome_display()),
        "conclusion": item.conclusion,
        "decision": {
            "reference": decision.reference,
            "title": decision.title,
            **said[decision.pk],
        }
        if decision is not None
        else None,
        "actions": decision_document.follow_up(row.action for row in item.actions.all()),
    }


def _review(meeting: "Meeting") -> list[dict[str, str]]:
    """The action points of earlier meetings of the body: those not closed, and those closed since the meeting before."""
    if meeting.started_at is None:
        return []
    before = type(meeting).objects.filter(body=meeting.body_id, started_at__lt=meeting.started_at)
    previous = before.order_by("-started_at").first()
    rows = Action.objects.filter(body=meeting.body_id, created_at__lt=meeting.started_at)
    ended = Event.objects.filter(object_label="decisions.action", verb="close_action")
    if previous is not None and previous.started_at is not None:
        ended = ended.filter(at__lt=previous.started_at)
    else:
        ended = ended.filter(at__lt=meeting.started_at)
    rows = rows.exclude(state="closed", pk__in=ended.values("object_id"))
    return decision_document.follow_up(rows.select_related("organization", "officer__person").order_by("number"))


def _next(meeting: "Meeting") -> dict[str, str] | None:
    later = type(meeting).objects.filter(body=meeting.body_id, starts_at__gt=meeting.starts_at)
    found = later.filter(convened_at__isnull=False).exclude(state="cancelled").order_by("starts_at").first()
    if found is None:
        return None
    when = clock.span(found.starts_at, found.ends_at, found.zone)
    return {"title": found.title, "reference": found.reference, "held": when, "place": found.place}


def _consolidated(sections: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The decisions, conclusions and action points of all items in one list."""
    rows: list[dict[str, Any]] = []
    for section in sections:
        item = {"item": section["order"], "responsible": "", "deadline": ""}
        if decision := section["decision"]:
            rows.append(
                {**item, "number": decision["reference"], "words": decision["title"], "state": decision["state"]}
            )
        if section["conclusion"]:
            rows.append(
                {**item, "number": _("Conclusion"), "words": section["conclusion"], "state": section["outcome"]}
            )
        rows += [
            {**item, "number": _("Action {n}").format(n=row["number"]), "words": row["title"],
             "responsible": row["organization"], "deadline": row["due"], "state": row["state"]}
            for row in section["actions"]
        ]  # fmt: skip
    return rows


def _annexes(sections: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The decisions that are issued as papers of their own."""
    found = [s["decision"] for s in sections if s["decision"]]
    return [{"reference": one["reference"], "title": one["title"]} for one in found if one["adopted"]]


def _acronyms(data: dict[str, Any]) -> list[dict[str, str]]:
    """The acronyms of organizations that the document uses, each with the full name."""
    used = set(_ACRONYM.findall(text.canonical(data)))
    rows = Organization.objects.order_by("sort_key").values_list("acronym", "name")
    known = [{"acronym": acronym, "name": name} for acronym, name in rows if acronym in used and acronym != name]
    general = {
        "GCM": _("Global Compact for Safe, Orderly and Regular Migration"),
        "SDG": _("Sustainable Development Goal"),
        "UN": _("United Nations"),
    }
    known += [{"acronym": acronym, "name": str(name)} for acronym, name in general.items() if acronym in used]
    return sorted(known, key=lambda row: row["acronym"])


def pdf_job_kind(minutes: "Minutes") -> str:
    """The kind of job that draws these minutes as they stand."""
    return "minutes_pdf" if minutes.is_frozen else "minutes_draft"


def paper(minutes: "Minutes", *, draft: bool) -> papers.Paper:
    """The paper of approved minutes from their frozen content, or of a draft from what is written now."""
    if draft:
        until = clock.format_day(minutes.comments_until) if minutes.comments_until else ""
        data = {**content(minutes), "comments_until": until}
        return papers.Paper(minutes, "draft", minutes.circulations, "paper/minutes.html", data, _("Draft"), draft=True)
    return papers.Paper(minutes, "minutes", 1, "paper/minutes.html", minutes.content(), _("Approved"))


def source(minutes: "Minutes") -> str:
    """What the PDF would be drawn from now, with everything around the words."""
    return paper(minutes, draft=True).html(anchored="0" * 64)


def file_approved(minutes: "Minutes", job: Job) -> None:
    """Draw the approved minutes from their frozen content and file them; filed once, never again."""
    if not minutes.is_frozen:
        raise IllegalTransition("not approved")
    papers.file(paper(minutes, draft=False))


def file_draft(minutes: "Minutes", job: Job) -> None:
    """Draw what was circulated, with the draft mark, one version for each circulation."""
    while documents.of(minutes, "draft", minutes.circulations) is None and minutes.state == "circulated":
        papers.file(paper(minutes, draft=True))
        minutes.refresh_from_db()  # circulated again meanwhile: that draft has no job of its own
