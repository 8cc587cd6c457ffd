from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class RecordsConfig(AppConfig):
    """The ground floor."""

    name = "network_portal.records"
    label = "records"
    verbose_name = "The record"

    def ready(self) -> None:
        from network_portal.lib import clock
        from network_portal.records import datamap, departures, events
        from network_portal.records.access import grants, marks  # noqa: F401
        from network_portal.records.audit import anchor, coverage, triggers
        from network_portal.records.jobs import purge, sweep
        from network_portal.records.models import Document, Grant, SealRelease
        from network_portal.records.registry import IntegrityCheck, JobKind, Sweep, registry

        clock.install(sweep.read_offset)
        registry.write_once.update({"records.event", "records.eventbody", "records.unsealed", "records.document"})
        registry.integrity_checks["records.document"] = IntegrityCheck(
            Document.objects.all, lambda document: document.sha256
        )
        registry.covered += [coverage.Covered(model) for model in (Document, Grant, SealRelease)]
        registry.uncovered.update(datamap.NOT_ON_RECORD)
        registry.sql_files.append(f"{self.path}/sql")
        registry.data_maps["records"] = datamap.MAP
        registry.departures.update(departures.TABLE)
        registry.event_words.update(events.EVENTS)
        registry.attached["anchor"] = anchor.attachment
        registry.job_kinds[anchor.VERIFICATION] = JobKind(anchor.VERIFICATION, "records.root", anchor.verify_daily)
        registry.sweeps.append(Sweep("anchor", anchor.take_due, order=90))
        registry.sweeps.append(Sweep("purge", purge.purge, order=95))
        registry.sweeps.append(Sweep("grants", grants.end_due, grants.instants, order=10))
        pre_migrate.connect(triggers.drop_database_objects, sender=self)
        post_migrate.connect(triggers.create_database_objects, sender=self)
