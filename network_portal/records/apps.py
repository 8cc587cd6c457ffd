from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class RecordsConfig(AppConfig):
    """The ground floor."""

    name = "network_portal.records"
    label = "records"
    verbose_name = "The record"

    def ready(self) -> None:
        from network_portal.lib import clock
        from network_portal.records import access, datamap, grants, sweep, triggers  # noqa: F401
        from network_portal.records.models import Document
        from network_portal.records.registry import Digest, Sweep, registry

        clock.install(sweep.read_offset)
        registry.write_once.update({"records.event", "records.eventbody", "records.unsealed", "records.document"})
        registry.digests["records.document"] = Digest(Document.objects.all, lambda document: document.sha256)
        registry.sql_files.append(f"{self.path}/sql")
        registry.data_maps["records"] = datamap.MAP
        registry.sweeps.append(Sweep("grants", grants.end_due, grants.instants, order=10))
        pre_migrate.connect(triggers.take_down, sender=self)
        post_migrate.connect(triggers.set_up, sender=self)
