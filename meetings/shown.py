"""What a person reads of a meeting or of minutes before saying yes to it."""

from typing import Any

from django.utils.translation import gettext as _

from meetings import minutes_document
from meetings.models import AgendaItem, Meeting, Minutes
from network_portal.lib import clock
from network_portal.records.audit.shown import Shown, Texts


def meeting(row: Meeting) -> Texts:
    return {
        _("Title"): row.title,
        _("Start"): clock.format_instant(row.starts_at, row.zone),
        _("End"): clock.format_instant(row.ends_at, row.zone),
        _("Place"): row.place,
        _("Link"): row.link,
    }


def minutes(row: Minutes) -> Texts:
    """Everything that the document says: who was there, and of each item its text, outcome, decision and actions."""
    data = minutes_document.content(row)
    present = [", ".join(part for part in who.values() if part) for who in [*data["present"], *data["participants"]]]
    attendance = "\n".join(present) if data["attendance"] else _("Attendance is not recorded.")
    texts = {_("Title"): data["title"], _("Held"): f"{data['held']} {data['place']}", _("Present"): attendance}
    for section in data["sections"]:
        lines = [part["text"] for part in section["paragraphs"]]
        lines += [_("No discussion.")] if section["no_discussion"] else []
        lines += [_("Outcome: {outcome}").format(outcome=section["outcome"])] if section["outcome"] else []
        lines += [_("Conclusion: {words}").format(words=section["conclusion"])] if section.get("conclusion") else []
        lines += _decision(section["decision"]) if section["decision"] else []
        lines += [" · ".join(str(value) for value in action.values()) for action in section["actions"]]
        texts[f"{section['order']}. {section['heading']}"] = "\n".join(lines)
    return texts


def _decision(said: dict[str, Any]) -> list[str]:
    quoted = [one for name in ("reservations", "explanations", "objections") for one in said.get(name, [])]
    return [
        " · ".join((said["reference"], said["title"], said["state"])),
        *(said.get("text", []) if said.get("adopted") else []),
        *(f"{one['organization']}: {one['words']}" for one in quoted),
        said.get("statement", ""),
    ]


def item(row: AgendaItem) -> Texts:
    return {_("Item"): str(row), _("Purpose"): row.purpose_label, _("Background"): row.note}


SHOWN: dict[str, Any] = {
    "meetings.meeting": Shown(meeting),
    "meetings.minutes": Shown(minutes, kept=True),
    "meetings.agendaitem": Shown(item),
}
