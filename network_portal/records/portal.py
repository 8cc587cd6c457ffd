"""What this app registers, once, when it is ready: everything that must not be imported upwards."""

from pathlib import Path

from network_portal.lib import clock
from network_portal.lib.compiled_query import PLACEHOLDER_ID
from network_portal.records import datamap, departures, events
from network_portal.records.access import grants, marks  # noqa: F401 - marks registers its system check by being imported
from network_portal.records.audit import anchor, coverage
from network_portal.records.jobs import purge, reminders, sweep
from network_portal.records.models import Document, FormDraft, Grant, SealRelease
from network_portal.records.registry import IntegrityCheck, JobKind, Sweep, WaitingRows, registry


def register() -> None:
    """Fill the registry; called by ``AppConfig.ready``."""
    clock.install(sweep.read_offset)
    registry.write_once.update({"records.event", "records.eventbody", "records.unsealed", "records.document"})
    registry.integrity_checks["records.document"] = IntegrityCheck(
        Document.objects.all, lambda document: document.sha256
    )
    registry.waiting_rows.append(
        WaitingRows(
            "form draft", lambda actor: not actor.is_system, lambda: FormDraft.objects.filter(person=PLACEHOLDER_ID)
        )
    )
    registry.covered += [coverage.Covered(model) for model in (Document, Grant, SealRelease)]
    registry.uncovered.update(datamap.NOT_ON_RECORD)
    registry.sql_files.append(Path(__file__).parent / "sql")
    registry.data_maps["records"] = datamap.MAP
    registry.departures.update(departures.TABLE)
    registry.event_words.update(events.EVENTS)
    registry.attached["anchor"] = anchor.attachment
    registry.job_kinds[anchor.VERIFICATION] = JobKind(anchor.VERIFICATION, "records.root", anchor.verify_daily)
    registry.sweeps.append(Sweep("reminders", reminders.run_due, reminders.instants, order=20))
    registry.sweeps.append(Sweep("anchor", anchor.take_due, order=90))
    registry.sweeps.append(Sweep("purge", purge.purge, order=95))
    registry.sweeps.append(Sweep("grants", grants.end_due, grants.instants, order=10))
