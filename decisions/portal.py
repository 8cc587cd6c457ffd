"""What this app registers, once, when it is ready: everything that must not be imported upwards."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from decisions import (
    acts,
    dashboard,
    datamap,
    decision_document,
    departures,
    events,
    integrity,
    methods,
    notices,
    pages,
    readers,
    searching,
    shown,
    status,
    workflow,
)
from decisions.models import AdReferendum, Conclusion, Decision
from decisions.services import consultation, rounds
from decisions.services import methods as method_services
from network_portal.records import audit
from network_portal.records.audit.coverage import Covered
from network_portal.records.registry import (
    JobKind,
    Panel,
    PaperKind,
    PortalSetting,
    ReminderKind,
    Subject,
    Sweep,
    registry,
)

SETTINGS = [
    PortalSetting(
        _("In a call in writing, silence is not agreement"),
        _("The Terms of Reference say nothing on silence. A working method can adopt a silence procedure."),
    ),
    PortalSetting(
        _("Members of the Network read each position when it is submitted"),
        _(
            "Open positions help to find consensus, in the spirit of Annex I, para. 2. A working method can seal them until the call closes."
        ),
    ),
    PortalSetting(
        _("An objection needs its reason and a proposed solution"),
        _("The other members can then look for a text that all can accept."),
    ),
    PortalSetting(
        _("An effort to reconcile is recorded before a matter is referred to the Principals"),
        _("The Principals see what was tried."),
    ),
    PortalSetting(
        _("The adoption carries a statement of the Coordinator"),
        _("The record says in words that consensus was reached."),
    ),
    PortalSetting(
        _("A silence procedure lasts at least three working days, or 72 hours of working days"),
        _("Every member has time to read the text and to object."),
    ),
    PortalSetting(
        _("A text that a meeting amends is open for seven working days to members that were not represented"),
        _("The Terms of Reference set no period. Seven working days are the usual period of a call."),
    ),
]


def register() -> None:
    """Fill the registry; called by ``AppConfig.ready``."""
    registry.searches += searching.SEARCHES
    registry.workflows.update({w.model: w for w in workflow.WORKFLOWS})
    registry.acts[_("Decisions")] = acts.OF_DECISION
    registry.acts[_("Comments")] = acts.OF_COMMENT
    registry.acts[_("Action points")] = acts.OF_ACTION
    registry.event_words.update(events.EVENTS)
    registry.notice_kinds.update({k.code: k for k in notices.KINDS})
    registry.sweeps += [
        Sweep("members who joined", consultation.ask_who_joined, order=10),
        Sweep("round closings", rounds.close_due, rounds.instants, order=30),
    ]
    registry.reminder_kinds[rounds.REMINDER] = ReminderKind(rounds.REMINDER, rounds.remind)
    registry.reminder_kinds[rounds.DEADLINE] = ReminderKind(rounds.DEADLINE, rounds.tell_replies_awaited)
    registry.subjects["decisions.workingmethod"] = Subject(
        "decisions.workingmethod", str, method_services.put_in_force, method_services.nothing,
        lambda m: [audit.portal_root()], method_services.effect, methods.conflicts,
        _("The working method {title} is in force."),
    )  # fmt: skip
    registry.method_in_force = methods.reference
    registry.portal_settings += SETTINGS
    registry.paper_kinds["decision"] = PaperKind("decision", _("Decision"))
    registry.job_kinds["decision_paper"] = JobKind(
        "decision_paper", "decisions.decision", decision_document.file_paper, notices.tell_paper_failed
    )
    registry.documents_visible["decisions.decision"] = lambda actor, pk: (
        Decision.objects.visible_to(actor).filter(pk=pk).exists()
    )
    registry.write_once.update({"decisions.text", "decisions.position", "decisions.elector"})
    registry.integrity_checks.update(integrity.INTEGRITY_CHECKS)
    registry.covered += [
        Covered(model, many=("organizations",) if model in (AdReferendum, Conclusion) else ())
        for model in datamap.ON_RECORD
    ]
    registry.uncovered.update(datamap.NOT_ON_RECORD)
    registry.shown.update(shown.SHOWN)
    registry.readers.update({row.label: row for row in readers.READERS})
    registry.adds_to_the_committee = status.adds_to_the_committee
    registry.data_maps["decisions"] = datamap.MAP
    registry.departures.update(departures.TABLE)
    registry.sql_files.append(Path(__file__).parent / "sql")
    registry.invariant_checks.append(integrity.check)
    registry.waiting_rows.extend(dashboard.WAITING_ROWS)
    registry.dashboard_lines.append(dashboard.lines)
    registry.dashboard_links.append(dashboard.links)
    registry.panels.append(Panel("organization", "decisions/_organization_panel.html", pages.organization_panel))
