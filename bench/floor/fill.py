"""Make the floor's tables in a schema of their own, one user and twenty rows; whose password is the first argument."""

import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.floor.settings"
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.floor.models import Row  # noqa: E402

with connection.cursor() as cursor:
    cursor.execute("CREATE SCHEMA floor")
call_command("migrate", run_syncdb=True, verbosity=0)
now = timezone.now()  # noqa: TID251 - a bare project has no clock of the Network
Row.objects.bulk_create(
    Row(title=f"A row of the floor, number {n}", about="What it is about", at=now) for n in range(20)
)
User.objects.create_user("floor", password=sys.argv[1])
