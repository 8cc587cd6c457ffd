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


LONGEST_LIST = 100  # characters, as stored
_WORDS = re.compile(r"(?i)\b(and|para(graph)?s?)\b\.?")


class ParagraphsField(fields.CharField):
    """Numbers of paragraphs as people type them, "2, 4 and 7-9"; comes out as "2, 4, 7, 8, 9". ``most``: the last one."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Paragraphs concerned"))
        kwargs.setdefault("help_text", _("For example: 2, 4. Leave it empty for the whole text."))
        super().__init__(required=False, max_length=LONGEST_LIST, **kwargs)
        self.most = 0

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return ""
        numbers: set[int] = set()
        for part in re.split(r"[,;&\s]+", _WORDS.sub(" ", re.sub(r"\s*[-–]\s*", "-", typed)).strip()):
            found = re.fullmatch(r"(\d{1,4})(?:-(\d{1,4}))?", part)
            if found is None or (found[2] and int(found[2]) < int(found[1])):
                raise forms.ValidationError(_("Enter the numbers of paragraphs, for example: 2, 4 or 2-4."))
            numbers.update(range(int(found[1]), int(found[2] or found[1]) + 1))
        if self.most and (wrong := [n for n in sorted(numbers) if not 1 <= n <= self.most]):
            words = _("The text has no paragraph {n}; its last one is paragraph {most}.")
            raise forms.ValidationError(words.format(n=wrong[0], most=self.most))
        said = ", ".join(str(n) for n in sorted(numbers))
        if len(said) > LONGEST_LIST:
            raise forms.ValidationError(_("These are too many paragraphs. Leave the field empty for the whole text."))
        return said


def after_working_days(days: int) -> dt.date:
    return clock.add_working_days(clock.today(), days)
