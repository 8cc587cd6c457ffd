from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from members.accounts import adapter
from members.services import installation
from network_portal.lib.cache import TABLE
from network_portal.records.audit import baseline
from workplans.services import plans


class Command(BaseCommand):
    help = "Migrate, make the cache table and load the reference data. Running twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("createcachetable", TABLE, verbosity=0)  # first, so that the migration's end gives rights to it
        call_command("migrate", verbosity=0, interactive=False)
        baseline.take()  # what an earlier version wrote; on a new database there is nothing
        adapter.encrypt_stored()
        if settings.DEMO:
            return  # the story brings its own beginning
        made = installation.install()
        plans.install()
        self.stdout.write(f"installed: {made} organizations new")
