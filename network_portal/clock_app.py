"""The clock's own application: it sends tasks by their names at their times, and loads none of the apps."""

import os

from celery import Celery

from network_portal.lib import broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network_portal.settings")
broker.register()
app = Celery("network_portal", fixups=[])
app.config_from_object("django.conf:settings", namespace="CELERY")
