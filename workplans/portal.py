"""What this app registers, once, when it is ready: everything that must not be imported upwards."""

from django.utils.translation import gettext_lazy as _

from network_portal.records.audit.coverage import Covered
from network_portal.records.registry import Panel, Subject, registry
from workplans import (
    acts,
    dashboard,
    datamap,
    departures,
    events,
    integrity,
    notices,
    pages,
    readers,
    searching,
    shown,
    workflow,
)
from workplans.services import plans


def register() -> None:
    """Fill the registry; called by ``AppConfig.ready``."""
    registry.searches += searching.SEARCHES
    registry.workflows.update({w.model: w for w in workflow.WORKFLOWS})
    registry.acts[_("Work plans")] = (*acts.OF_PLAN, *acts.OF_ACTIVITY, *acts.OF_PART)
    registry.event_words.update(events.EVENTS)
    registry.notice_kinds.update({k.code: k for k in notices.KINDS})
    registry.subjects["workplans.plan"] = Subject(
        "workplans.plan", str, plans.adopted, plans.ended_otherwise, lambda plan: [plan],
        plans.effect, plans.stands_in_the_way, _("The work plan {title} is adopted."),
    )  # fmt: skip
    registry.write_once.update({"workplans.planversion", "workplans.updatereview"})
    registry.integrity_checks.update(integrity.INTEGRITY_CHECKS)
    registry.covered += [Covered(model) for model in datamap.ON_RECORD]
    registry.uncovered.update(datamap.NOT_ON_RECORD)
    registry.shown.update(shown.SHOWN)
    registry.readers.update({row.label: row for row in readers.READERS})
    registry.data_maps["workplans"] = datamap.MAP
    registry.departures.update(departures.TABLE)
    registry.waiting_rows.extend(dashboard.WAITING_ROWS)
    registry.dashboard_lines.append(dashboard.lines)
    registry.panels.append(Panel("organization", "workplans/_organization_panel.html", pages.organization_panel))
