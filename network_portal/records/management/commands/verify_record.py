from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from network_portal.records.audit import anchor, integrity


class Command(BaseCommand):
    help = "Walk every chain, text and filed document; name the first bad record and end with 1 when there is one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anchor", type=Path, help="an anchor, or a filed paper that names one, to compare with")

    def handle(self, *args: Any, **options: Any) -> None:
        with integrity.snapshot():
            findings = list(integrity.verify_record())
            if options["anchor"] is not None:
                try:
                    findings += anchor.verify(anchor.read(options["anchor"]))
                except (OSError, anchor.NotAnAnchor) as error:
                    raise CommandError(f"{options['anchor']}: {error}") from None
        if findings:
            for finding in findings:
                self.stdout.write(finding)
            raise CommandError(f"{len(findings)} findings; the first: {findings[0]}")
        against = " and agrees with the anchor" if options["anchor"] is not None else ""
        self.stdout.write(f"The record is whole{against}.")
