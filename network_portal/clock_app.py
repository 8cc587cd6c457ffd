"""The clock's own application: it sends tasks by their names at their times, and loads none of the apps."""

import logging.config
import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings

from network_portal.lib import broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network_portal.settings")
broker.register()


@setup_logging.connect
def _log_as_the_portal(**_given: Any) -> None:
    """One line of JSON an event, as the other processes write it: ``django.setup`` does not run here."""
    logging.config.dictConfig(settings.LOGGING)


app = Celery("network_portal", fixups=[])
app.config_from_object("django.conf:settings", namespace="CELERY")
