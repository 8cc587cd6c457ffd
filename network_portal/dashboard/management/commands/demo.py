from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from members.models import User
from network_portal.dashboard.demo import story
from network_portal.dashboard.demo.people import CAST, PASSWORD
from network_portal.lib import clock


class Command(BaseCommand):
    help = "Live the demonstration's story once, through the services; print the accounts. Refused outside the demonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("DEMO is off: this portal is not the demonstration.")
        if not User.objects.filter(email=CAST[0].email).exists():
            with transaction.atomic():  # stopped half-way, it has not begun
                story.tell(clock.day_of(clock.machine_now()))
        for person in CAST:
            self.stdout.write(f"demo account: {person.role} {person.email} {PASSWORD}")
