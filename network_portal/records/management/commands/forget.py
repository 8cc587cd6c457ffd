from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from network_portal.records.audit import erasure, triggers


class Command(BaseCommand):
    help = "Erase a person's name and mail everywhere but in filed documents, which it lists."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        person = get_user_model().objects.by_address(options["email"]).first()
        if person is None or person.name == erasure.REMOVED:
            raise CommandError(f"Nobody has the address {options['email']}.")
        try:
            places = erasure.forget(person)
        except triggers.NotOwner:
            raise CommandError("Erasing takes the owner of the tables: set DATABASE_OWNER_URL.") from None
        for place in places:
            self.stdout.write(f"left as it is: {place}")
        self.stdout.write("Forgotten.")
