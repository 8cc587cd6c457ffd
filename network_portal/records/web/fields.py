"""Fields of forms for what people write: counted as the database counts, kept in every script, never cut."""

import re
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from network_portal.lib import fonts, text

MOST_PARAGRAPHS = 300
"""What a page shows at once, and a paper holds within the limits of drawing."""
LONGEST_LINK = 2000  # characters: what browsers and mail programs carry
_BREAKS = re.compile(r"[\t\n]+")


def area(rows: int = 4) -> forms.Textarea:
    """A field of several lines."""
    return forms.Textarea(attrs={"rows": rows})


@deconstructible
class LengthValidator(MaxLengthValidator):
    """Says how long a text is and how much is too many; a line break is one character."""

    def __call__(self, value: str) -> None:
        over = len(value) - self.limit_value
        if over > 0:
            sentence = ngettext(
                "This text has {n} characters: {over} character more than the {most} that fit. Please shorten it.",
                "This text has {n} characters: {over} characters more than the {most} that fit. Please shorten it.",
                over,
            )
            counts = {"n": f"{len(value):,}", "over": f"{over:,}", "most": f"{self.limit_value:,}"}
            raise forms.ValidationError(sentence.format(**counts), code=self.code)


class CharField(forms.CharField):
    """Text as it is to be read.

    A browser does not cut it (no ``maxlength``), control characters are left out, in a field of one line tabs and line
    breaks are blanks, and a text of which nothing can be seen is empty. One with characters that turn the order of
    letters, that no font of the portal has, that is too long or has too many paragraphs is refused (ValidationError):
    what was adopted can be printed.
    """

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.validators = [
            LengthValidator(v.limit_value) if type(v) is MaxLengthValidator else v for v in self.validators
        ]

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = text.clean(value)
            if not isinstance(self.widget, forms.Textarea):
                value = _BREAKS.sub(" ", value)
            value = value if text.is_seen(value) else ""
        return super().to_python(value)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if isinstance(value, str) and text.turns(value):
            sentence = _("This text contains a character that changes the order of letters. Please remove it.")
            raise forms.ValidationError(sentence, code="turns")
        if isinstance(value, str):
            self._refuse_what_cannot_be_printed(value)

    def _refuse_what_cannot_be_printed(self, value: str) -> None:
        if letters := fonts.missing(value):
            words = _("No font of the portal has these characters: {letters}. Please remove them.")
            raise forms.ValidationError(words.format(letters=fonts.described(letters[:5])))
        if (n := len(text.paragraphs(value))) > MOST_PARAGRAPHS:
            words = _(
                "This text has {n} paragraphs; at most {most} can be numbered and printed. Please join some of them."
            )
            raise forms.ValidationError(words.format(n=n, most=MOST_PARAGRAPHS))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The limit for the page's counter in place of the browser's, which cuts what is pasted."""
        attrs = super().widget_attrs(widget)
        if "maxlength" in attrs:
            attrs["data-most"] = attrs.pop("maxlength")
            attrs["data-counts"] = gettext_lazy("{n} of {most} characters")
            attrs["data-over"] = gettext_lazy("{over} characters too many")
        return attrs


class URLField(CharField, forms.URLField):
    """A link, up to 2,000 characters."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**{"max_length": LONGEST_LINK, "assume_scheme": "https", **given})


class EmailField(CharField, forms.EmailField):
    """An address."""
