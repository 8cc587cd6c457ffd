"""What the bench holds the portal to: pages and writes as multiples of the floor's processor time, and absolute limits."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """A page that is measured: who reads it, and the most that it may cost on a small and on a ten times larger network.

    Ratios are of the processor time of web and database to that of the floor's page; None where it is shown only.
    """

    name: str
    reader: str
    """``fao``, ``secretary``, ``admin``, or nothing for who is not signed in."""
    path: str
    """An address, or the name of what the bench's network says of itself."""
    small: float | None = None
    large: float | None = None
    selects: int | None = None


PAGES = (
    Page("sign-in", "", "/account/sign-in/", 2, 2),
    Page("governance", "", "/governance/", 2, 2),
    Page("dashboard, focal point", "fao", "/", 5, 5, 12),
    Page("dashboard, Secretariat", "secretary", "/", 5, 5, 12),
    Page("meetings", "fao", "/meetings/", 2.5, 2.8, 10),
    Page("decisions", "fao", "/decisions/", 2.5, 2.8, 10),
    Page("action points", "fao", "/decisions/actions/?state=all", 2.5, 2.8, 10),
    Page("members", "fao", "/members/", 2.5, 2.8, 10),
    Page("task teams", "fao", "/task-teams/", 2.5, 2.8, 10),
    Page("notifications", "fao", "/notices/", 2.5, 2.8, 10),
    Page("meeting, 12 items", "fao", "meeting", 4.5, 5, 15),
    Page("meeting, 50 items", "fao", "long meeting", None, None, 15),
    Page("minutes", "fao", "minutes"),
    Page("decision, all positions", "fao", "call", 6, 15),
    Page("decision, comments", "fao", "consultation"),
    Page("work plan", "fao", "plan", 7, 15),
    Page("activity", "fao", "activity"),
    Page("administration", "admin", "/admin/", 5, 5, 12),
    Page("administration, officers", "admin", "/admin/members/officer/", 5, 5, 12),
    Page("administration, organizations", "admin", "/admin/members/organization/", 5, 5, 12),
    Page("approved PDF", "fao", "pdf", 2, 2),
)
WRITES: dict[str, tuple[tuple[dict[str, str], dict[str, str]], str]] = {
    "reply": (({"answer": "yes", "mode": "online"}, {"answer": "no", "mode": ""}), "answer"),
    "position": (({"value": "support"}, {"value": "abstain"}), "value"),
    "progress": (
        (
            {"status": "ongoing", "achievements": "One workshop was held."},
            {"status": "ongoing", "achievements": "Two were."},
        ),
        "status",
    ),
}
"""Forms that are sent: what is typed, in turns, and a field by which the form is known on its page."""
WRITE_LIMIT = 4.0  # of a form of the floor with one INSERT
WRITERS_LIMIT = 400.0  # ms, the 95th percentile of replies of eight writers at once on SQLite
CONVENING_LIMIT = 80.0  # ms of the request that invites 400 organizations, without its mails
EMBEDDED_LIMIT = 250.0  # MiB of all processes of a portal on SQLite
READY_LIMIT = 20.0  # seconds until /ready says so, with environment and database installed
WORKER_LIMIT = 150.0  # MiB of a web process after 2,000 requests
PAPER_LIMIT = 0.6  # seconds from claim to filed for minutes of 12 items
EACH_ITEM_LIMIT = 0.1  # of the floor, for each item more on an agenda
