"""What a person reads of a meeting or of minutes before saying yes to it."""

from typing import Any

from meetings import minutes_document
from meetings.models import AgendaItem, Meeting, Minutes
from network_portal.lib import clock
from network_portal.records.audit.shown import Shown, Texts


def meeting(row: Meeting) -> Texts:
    return {
        "Title": row.title,
        "Start": clock.format_instant(row.starts_at, row.zone),
        "End": clock.format_instant(row.ends_at, row.zone),
        "Place": row.place,
        "Link": row.link,
    }


def minutes(row: Minutes) -> Texts:
    """Everything that the document says: who was there, and of each item its text, outcome, decision and actions."""
    data = minutes_document.content(row)
    present = [" ".join(part for part in who.values() if part) for who in data["present"]]
    attendance = "\n".join(present) if data["attendance"] else "Attendance was not recorded."
    texts = {"Title": data["title"], "Held": f"{data['held']} {data['place']}", "Present": attendance}
    for section in data["sections"]:
        lines = [part["text"] for part in section["paragraphs"]]
        lines += ["No discussion."] if section["no_discussion"] else []
        lines += [f"Outcome: {section['outcome']}"] if section["outcome"] else []
        lines += [f"Decided: {section['conclusion']}"] if section.get("conclusion") else []
        lines += [" · ".join(section["decision"].values())] if section["decision"] else []
        lines += [" · ".join(str(value) for value in action.values()) for action in section["actions"]]
        texts[f"{section['order']}. {section['heading']}"] = "\n".join(lines)
    return texts


def item(row: AgendaItem) -> Texts:
    return {"Item": str(row), "Purpose": row.purpose_label, "Background": row.note}


SHOWN: dict[str, Any] = {
    "meetings.meeting": Shown(meeting),
    "meetings.minutes": Shown(minutes, kept=True),
    "meetings.agendaitem": Shown(item),
}
