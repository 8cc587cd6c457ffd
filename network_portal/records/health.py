"""/live: the process answers. /ready: database, sweep, mails, disk; to strangers no more than yes or no."""

import datetime as dt
import shutil

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import JsonResponse

from network_portal.lib import clock, pdf
from network_portal.records.models import Heartbeat, Message

SILENT_AFTER = dt.timedelta(minutes=5)
LEAST_FREE = 64 * 1024 * 1024


def state() -> dict[str, bool]:
    """What works and what does not, each by name."""
    found = {"database": False, "sweep": False, "mail": False, "disk": False, "pdf": not pdf.missing_packages()}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        found["database"] = True
        now = clock.machine_now()
        found["sweep"] = Heartbeat.objects.filter(name="sweep", at__gt=now - SILENT_AFTER).exists()
        late = now - dt.timedelta(minutes=30)
        found["mail"] = not Message.objects.filter(state="pending", not_before__lt=late).exists()
        found["disk"] = shutil.disk_usage(settings.DATA_DIR).free > LEAST_FREE
    except (DatabaseError, OSError):
        pass
    return found


def ready() -> JsonResponse:
    """200 when a person can work: the database answers and there is disk. The rest is told to the log's reader."""
    found = state()
    works = found["database"] and found["disk"]
    return JsonResponse({"ready": works}, status=200 if works else 503)
