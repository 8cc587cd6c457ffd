"""Celery only wakes up: every task takes the id of a row, and the row is the truth."""

import os

from celery import Celery

from network_portal.lib import broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network_portal.settings")
broker.register()
app = Celery("network_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
