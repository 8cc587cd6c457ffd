"""What this app registers, once, when it is ready: everything that must not be imported upwards."""

from django.utils.translation import gettext_lazy as _

from network_portal.records.audit.coverage import Covered
from network_portal.records.registry import Subject, registry
from task_teams import acts, dashboard, datamap, departures, events, readers, searching, services, shown, workflow


def register() -> None:
    """Fill the registry; called by ``AppConfig.ready``."""
    registry.searches += searching.SEARCHES
    registry.workflows.update({w.model: w for w in workflow.WORKFLOWS})
    registry.acts[_("Task teams")] = (*acts.OF_TEAM, *acts.OF_DELIVERABLE)
    registry.event_words.update(events.EVENTS)
    registry.subjects["task_teams.taskteam"] = Subject(
        "task_teams.taskteam", str, services.adopted, services.ended_otherwise, services.roots,
        services.effect, services.stands_in_the_way, _("The task team {title} is established as this text says."),
    )  # fmt: skip
    registry.covered += [Covered(model) for model in datamap.ON_RECORD]
    registry.uncovered.update(datamap.NOT_ON_RECORD)
    registry.shown.update(shown.SHOWN)
    registry.readers.update({row.label: row for row in readers.READERS})
    registry.data_maps["task_teams"] = datamap.MAP
    registry.departures.update(departures.TABLE)
    registry.dashboard_lines.append(dashboard.lines)
