"""What this app registers, once, when it is ready: everything that must not be imported upwards."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from meetings import (
    acts,
    dashboard,
    datamap,
    departures,
    events,
    integrity,
    invitation_document,
    minutes_document,
    notices,
    pages,
    policies,
    readers,
    searching,
    shown,
    status,
    workflow,
)
from meetings.models import Meeting, Minutes
from meetings.services import planning
from members import policies as people
from network_portal.records.audit.coverage import Covered
from network_portal.records.registry import JobKind, Panel, PaperKind, PortalSetting, ReminderKind, Sweep, registry

SETTINGS = [
    PortalSetting(
        _("A meeting in another place than the usual one needs its reason"),
        _("The Terms of Reference name the place of the meetings."),
    ),
    PortalSetting(
        _("Approved minutes no longer change; a draft is circulated for comments with a deadline"),
        _("Every member approves the same text, by a known date."),
    ),
]


def _of_digest(digest: str) -> Any:
    """Minutes printed the digest of their frozen content."""
    return Minutes.objects.filter(checksum=digest).values("pk")


def register() -> None:
    """Fill the registry; called by ``AppConfig.ready``."""
    registry.searches += searching.SEARCHES
    registry.portal_settings += SETTINGS
    registry.workflows.update({w.model: w for w in workflow.WORKFLOWS})
    registry.acts[_("Meetings")] = (*acts.OF_MEETING, *acts.OF_PARTICIPANT)
    registry.acts[_("Agenda items")] = (acts.OUTCOME, *acts.OF_ITEM, *acts.OF_ITEM_ACTION)
    registry.acts[_("Minutes")] = (*acts.OF_MINUTES, *acts.OF_GRANT, *acts.OF_COMMENT)
    registry.event_words.update(events.EVENTS)
    registry.notice_kinds.update({k.code: k for k in notices.KINDS})
    failed = notices.tell_pdf_failed
    registry.job_kinds["minutes_pdf"] = JobKind(
        "minutes_pdf", "meetings.minutes", minutes_document.file_approved, failed
    )
    registry.job_kinds["minutes_draft"] = JobKind(
        "minutes_draft", "meetings.minutes", minutes_document.file_draft, failed
    )
    registry.job_kinds["invitation_paper"] = JobKind(
        "invitation_paper", "meetings.meeting", invitation_document.file_paper, notices.tell_invitation_failed
    )
    registry.paper_kinds.update(
        {
            "minutes": PaperKind("minutes", _("Minutes"), by_digest=_of_digest),
            "draft": PaperKind("draft", _("Draft minutes"), replaced_by=("minutes",)),
            "invitation": PaperKind("invitation", _("Invitation"), void=invitation_document.void),
        }
    )
    registry.meeting_of_call = status.meeting_of_call
    registry.documents_visible["meetings.meeting"] = lambda actor, pk: (
        Meeting.objects.visible_to(actor).filter(pk=pk).exists()
    )
    registry.grantable["meetings.minutes"] = {"write_minutes": policies.grant_writing}
    # They quote positions: who writes minutes by a grant reads none.
    registry.documents_visible["meetings.minutes"] = lambda actor, pk: (
        people.reads_as_member(actor) and Minutes.objects.visible_to(actor).filter(pk=pk).exists()
    )
    registry.reminder_kinds["meeting_reminder"] = ReminderKind("meeting_reminder", planning.remind)
    registry.sweeps += [
        Sweep("organizations who joined", planning.invite_who_joined, planning.joining, order=10),
    ]
    registry.write_once.add("meetings.sectionrevision")
    registry.integrity_checks.update(integrity.INTEGRITY_CHECKS)
    registry.covered += [Covered(model) for model in datamap.ON_RECORD]
    registry.uncovered.update(datamap.NOT_ON_RECORD)
    registry.shown.update(shown.SHOWN)
    registry.readers.update({row.label: row for row in readers.READERS})
    registry.data_maps["meetings"] = datamap.MAP
    registry.departures.update(departures.TABLE)
    registry.waiting_rows.extend(dashboard.WAITING_ROWS)
    registry.dashboard_lines.append(dashboard.lines)
    registry.dashboard_links.append(dashboard.links)
    registry.panels += [
        Panel("body", "meetings/_body_panel.html", pages.body_panel),
        Panel("decision", "meetings/_decision_panel.html", pages.decision_panel),
    ]
