"""A deadline as people type it: a day, closing at 17:00 in the Network's zone."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from network_portal.lib import clock
from network_portal.records.web.forms import DayField


def _closing() -> str:
    zone = clock.zone_words(clock.now(), settings.NETWORK_ZONE)
    return _("Closes at 17:00, {zone}, on that day.").format(zone=zone)


class DeadlineField(DayField):
    """A day; it closes at 17:00 in the Network's zone."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", lazy(_closing, str)())
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        return clock.close_of(day) if day else None


def after_working_days(days: int) -> dt.date:
    return clock.add_working_days(clock.today(), days)
