"""A deadline as people type it: a day, closing at 17:00 in the Network's zone."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from network_portal.lib import clock
from network_portal.records.web import fields
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


class HourMixin(forms.Form):
    """The hour of a deadline beside its day; 17:00 unless another is entered, in the Network's zone."""

    hour = forms.TimeField(
        label=_("Hour"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        initial=dt.time(17), help_text=lazy(lambda: clock.zone_words(clock.now(), settings.NETWORK_ZONE), str)(),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        hour = cleaned.pop("hour", None)
        if hour is not None and cleaned.get("deadline"):
            cleaned["deadline"] = clock.at(clock.day_of(cleaned["deadline"]), hour.hour, hour.minute)
        return cleaned


class ParagraphsField(fields.CharField):
    """Numbers of paragraphs as people type them, "2, 4 and 7"; comes out as "2, 4, 7". ``most``: the last paragraph."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Paragraphs concerned"))
        kwargs.setdefault("help_text", _("For example: 2, 4. Leave it empty for the whole text."))
        super().__init__(required=False, max_length=100, **kwargs)
        self.most = 0

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return ""
        numbers = sorted({int(n) for n in re.findall(r"\d+", typed)})
        if not numbers or re.search(r"[^\d\s,;.&-]", re.sub(r"(?i)\b(and|para(graph)?s?)\b", "", typed)):
            raise forms.ValidationError(_("Enter the numbers of paragraphs, for example: 2, 4."))
        if self.most and (wrong := [n for n in numbers if not 1 <= n <= self.most]):
            words = _("The text has no paragraph {n}; its last one is paragraph {most}.")
            raise forms.ValidationError(words.format(n=wrong[0], most=self.most))
        return ", ".join(map(str, numbers))


def after_working_days(days: int) -> dt.date:
    return clock.add_working_days(clock.today(), days)
