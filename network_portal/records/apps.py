from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class RecordsConfig(AppConfig):
    """The ground floor."""

    name = "network_portal.records"
    label = "records"
    verbose_name = "The record"

    def ready(self) -> None:
        from network_portal.records import portal
        from network_portal.records.audit import triggers

        portal.register()
        pre_migrate.connect(triggers.drop_database_objects, sender=self)
        post_migrate.connect(triggers.create_database_objects, sender=self)
