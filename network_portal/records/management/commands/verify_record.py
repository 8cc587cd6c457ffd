from typing import Any

from django.core.management.base import BaseCommand, CommandError

from network_portal.records import integrity


class Command(BaseCommand):
    help = "Walk every chain, text and filed document; name the first bad record and end with 1 when there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        findings = list(integrity.verify_record())
        if findings:
            for finding in findings:
                self.stdout.write(finding)
            raise CommandError(f"{len(findings)} findings; the first: {findings[0]}")
        self.stdout.write("The record is whole.")
