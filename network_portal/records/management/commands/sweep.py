import json
from typing import Any

from django.core.management.base import BaseCommand

from network_portal.records.jobs import sweep


class Command(BaseCommand):
    help = "One pass of everything that is due: the same code that the clock process asks for every minute."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(sweep.sweep()))
