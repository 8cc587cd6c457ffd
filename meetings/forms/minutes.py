"""Shapes of what is typed about minutes: sections, circulation, comments, drafting access."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.forms import DeadlineField, after_working_days
from decisions.models import Comment
from meetings.models import MinutesSection
from members.models import deliverable_address, no_control_characters
from network_portal.lib import text
from network_portal.records.web import fields
from network_portal.records.web.fields import area
from network_portal.records.web.forms import PortalForm, SeenForm, VersionedForm


class SectionForm(VersionedForm):
    """The text of one section."""

    body = fields.CharField(
        label=_("Text"), widget=area(8), max_length=text.MAX_LENGTH, required=False,
        help_text=_("Leave a blank line between paragraphs; they are numbered through the minutes."),
    )  # fmt: skip
    no_discussion = forms.BooleanField(label=_("No discussion"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("no_discussion") and (cleaned.get("body") or "").strip():
            self.add_error("no_discussion", _("The section has text: save it without this tick, or empty it."))
        return cleaned


class CirculateForm(PortalForm):
    """Until when members may comment."""

    comments_until = DeadlineField(label=_("Comments until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comments_until"].initial = after_working_days(5)


class CommentForm(PortalForm):
    """A comment on circulated minutes."""

    section = forms.ModelChoiceField(
        label=_("On"), queryset=MinutesSection.objects.none(), required=False, empty_label=_("The whole text")
    )
    body = fields.CharField(label=_("Comment"), widget=area(), max_length=4000)
    is_objection = forms.BooleanField(
        label=_("We object to approval by written procedure"), required=False,
        help_text=_("A later meeting then approves the minutes."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("section", self.obj.sections.all())


class CommentReplyForm(SeenForm):
    """What became of a comment, and the answer to it."""

    disposition = forms.ChoiceField(
        label=_("Treatment of the comment"), choices=Comment.Disposition, widget=forms.RadioSelect
    )
    unchanged = fields.CharField(
        label=_("Why the text does not change"), max_length=300, required=False,
        help_text=_("Required where a comment is accepted and the text was not changed since."),
    )  # fmt: skip
    reply = fields.CharField(label=_("Response"), widget=area(3), max_length=4000)


class GrantForm(PortalForm):
    """A named person is to write these minutes, until a day, for a reason."""

    name = fields.CharField(label=_("Name"), max_length=120, validators=[no_control_characters])
    email = fields.EmailField(label=_("E-mail"), max_length=254, validators=[deliverable_address])
    reason = fields.CharField(label=_("Reason"), max_length=500)
    until = DeadlineField(label=_("Until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = after_working_days(10)
