import json
import sys
from typing import Any

from django.core.management.base import BaseCommand

from network_portal.records.audit import integrity


class Command(BaseCommand):
    help = "Findings about record, triggers, views and invariants as JSON; exit code 1 when there are any."

    def handle(self, *args: Any, **options: Any) -> None:
        findings = integrity.check_integrity()
        self.stdout.write(json.dumps({"clean": not findings, "findings": findings}, indent=2, ensure_ascii=False))
        if findings:
            sys.exit(1)
