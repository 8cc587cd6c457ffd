"""What this app registers, once, when it is ready: everything that must not be imported upwards."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from members import capacities, datamap, departures, events, privacy, readers, searching
from members.accounts import confirmation, sessions, traces
from members.models import UsedCode
from members.services import people, seats
from network_portal.records.audit.coverage import Covered
from network_portal.records.audit.exclusion import OneAtATime
from network_portal.records.registry import PortalSetting, Sweep, registry

SETTINGS = [
    PortalSetting(
        _("An adopted decision of the Network adds a member to the Regional Executive Committee"),
        _("The Terms of Reference name the 13 members and have no amendment clause."),
    ),
    PortalSetting(
        _("A membership of the Network is registered before the organization takes part"),
        _("A written wish to join suffices; the register keeps its date."),
    ),
]


def register() -> None:
    """Fill the registry; called by ``AppConfig.ready``."""
    registry.searches += searching.SEARCHES
    registry.portal_settings += SETTINGS
    registry.current_actors = capacities.capacities
    registry.confirm = confirmation.confirm
    traces.connect()
    registry.readers.update({row.label: row for row in readers.READERS})
    registry.data_maps["members"] = datamap.MAP
    registry.departures.update(departures.TABLE)
    registry.event_words.update(events.EVENTS)
    registry.covered += [Covered(model, datamap.LEFT_OUT.get(model, {})) for model in datamap.ON_RECORD]
    registry.purges.append(lambda before: UsedCode.objects.filter(used_at__lt=before("security")))
    registry.purges.append(lambda _before: sessions.ended())
    registry.uncovered.update(datamap.NOT_ON_RECORD)
    registry.sql_files.append(Path(__file__).parent / "sql")
    registry.one_at_a_time += [
        OneAtATime("members.officer", ("person", "organization")),
        OneAtATime("members.officer", ("organization",), only="primary_contact"),
        OneAtATime("members.seat", ("body", "organization", "role")),
        OneAtATime("members.designation"),
        OneAtATime("members.secretariatpost", ("person",)),
        OneAtATime("members.appointment", ("person",)),
    ]
    registry.sweeps += [
        Sweep("seats of who left", seats.end_seats_of_who_left, order=5),
        Sweep("people of one name", people.keep_apart, order=80),
    ]
    registry.erasers.append(privacy.erase)
    registry.invariant_checks.append(privacy.check)
