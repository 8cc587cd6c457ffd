"""Shapes of what is typed about proposals, their texts and comments on them."""

import re
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions import method_rules, methods
from decisions.choices import State
from decisions.forms.shared import DeadlineField, after_working_days
from decisions.models import Comment, Decision, Kind, WorkingMethod
from decisions.services import drafting
from members.forms import any_body, any_organization
from members.models import no_control_characters
from network_portal.lib import text
from network_portal.lib.words import holding, split
from network_portal.records.web import fields
from network_portal.records.web.fields import area
from network_portal.records.web.forms import FilterForm, PortalForm, SeenForm, VersionedForm

_PARAGRAPHS = _("Leave a blank line between paragraphs; they are numbered automatically.")


def _title() -> fields.CharField:
    return fields.CharField(label=_("Title"), max_length=200, validators=[no_control_characters])


def _text(rows: int, help_text: Any = _PARAGRAPHS) -> fields.CharField:
    return fields.CharField(
        label=_("Text"), widget=area(rows), max_length=text.MAX_LENGTH, required=False, help_text=help_text
    )


def _mandates() -> fields.CharField:
    return fields.CharField(
        label=_("Implications for the mandates of members"), widget=area(3), max_length=2000, required=False
    )


class ProposalForm(PortalForm):
    """A new proposal. Plans and task teams are proposed where they live."""

    kind = forms.ChoiceField(label=_("Kind"), choices=drafting.kinds_to_propose)
    title = _title()
    draft_text = _text(10)
    mandates = _mandates()


def _number(rule: method_rules.MethodRule, label: Any, least: int, most: int) -> forms.IntegerField:
    """A number of working days or hours of a rule; the refusal names the rule and its limits."""
    words = _("{rule}: enter a number between {least} and {most}.").format(rule=rule.label, least=least, most=most)
    wrong = {"min_value": words, "max_value": words, "invalid": words}
    return forms.IntegerField(label=label, required=False, min_value=least, max_value=most, error_messages=wrong)


class MethodForm(PortalForm):
    """A working method: its text, the method that it replaces, and the rules that the portal carries out."""

    template_name = "decisions/_method_form.html"
    title = _title()
    draft_text = _text(
        6, _("Leave a blank line between paragraphs. The sentences of the rules chosen below are added.")
    )
    mandates = _mandates()
    replaces = forms.ModelChoiceField(
        label=_("Replaces"), queryset=WorkingMethod.objects.none(), required=False,
        help_text=_("This working method ends on the day of adoption."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("replaces", WorkingMethod.objects.in_force())
        for rule in method_rules.TABLE:
            self.fields[f"rule-{rule.code}"] = forms.BooleanField(label=rule.label, required=False)
            if rule.kinds:
                self.fields[f"kinds-{rule.code}"] = forms.MultipleChoiceField(
                    label=_("Kinds of decision covered"), required=False, widget=forms.CheckboxSelectMultiple,
                    choices=[(k.value, k.label) for k in method_rules.COVERED_BY_SILENCE],
                )  # fmt: skip
            if rule.days:
                self.fields[f"days-{rule.code}"] = _number(rule, rule.days, rule.least, rule.most)
            if rule.hours:
                self.fields[f"hours-{rule.code}"] = _number(rule, rule.hours, rule.least * 24, rule.most * 24)

    def rule_lines(self) -> list[tuple[Any, list[Any]]]:
        """Each rule with its tick and the fields of its values, bound."""
        names = ("kinds", "days", "hours")
        return [
            (self[f"rule-{r.code}"], [self[f"{n}-{r.code}"] for n in names if f"{n}-{r.code}" in self.fields])
            for r in method_rules.TABLE
        ]

    def plain_fields(self) -> list[Any]:
        return [self[name] for name in ("title", "draft_text", "mandates", "replaces")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        rules: dict[str, dict[str, Any]] = {}
        for rule in method_rules.TABLE:
            if not cleaned.get(f"rule-{rule.code}"):
                continue
            values = {
                n: cleaned.get(f"{n}-{rule.code}") for n in ("days", "kinds") if f"{n}-{rule.code}" in self.fields
            }
            if hours := cleaned.get(f"hours-{rule.code}"):
                if values.pop("days"):
                    self.add_error(f"hours-{rule.code}", _("Enter working days or hours, not both."))
                values["hours"] = hours
            for name, value in values.items():
                if not value and f"{name}-{rule.code}" not in self.errors:
                    self.add_error(f"{name}-{rule.code}", _("Required for this rule."))
            rules[rule.code] = values
            if (other := methods.in_force(rule.code)) is not None and other != cleaned.get("replaces"):
                words = _("The working method “{title}” carries this rule. Choose it under “Replaces”.")
                self.add_error(f"rule-{rule.code}", words.format(title=other))
        if not rules and not cleaned.get("replaces") and not (cleaned.get("draft_text") or "").strip():
            self.add_error("draft_text", _("Enter the text, or choose a rule."))
        cleaned["rules"] = rules
        return cleaned


class DraftForm(VersionedForm):
    """The draft, until it is submitted."""

    title = _title()
    draft_text = _text(14)
    mandates = _mandates()


class WindowForm(PortalForm):
    """Until when members may comment."""

    closes_at = DeadlineField(label=_("Comments until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closes_at"].initial = after_working_days(10)


def _line(comment: Comment) -> str:
    words = text.shorten(" ".join(comment.body.split()), 80)
    if comment.paragraph is None:
        return f"{comment.number}. {comment.organization}: {words}"
    about = _("para. {n}").format(n=comment.paragraph)
    return f"{comment.number}. {comment.organization}, {about}: {words}"


class NewTextForm(WindowForm, SeenForm):
    """The next version of the text, and what changed."""

    source = fields.CharField(label=_("Text"), widget=area(14), max_length=text.MAX_LENGTH)
    change_note = fields.CharField(label=_("What changed"), max_length=500)
    takes_up = forms.MultipleChoiceField(
        label=_("Comments that this version takes up"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("An accepted comment needs a later version that names it, or the reason why the text stays as it is."),
    )  # fmt: skip
    field_order = ["source", "change_note", "takes_up", "closes_at"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = self.obj.texts.order_by("-version").first()
        self.fields["source"].initial = newest.source if newest else ""
        self.fields["version"].initial = newest.version if newest else ""
        self.fields["closes_at"].initial = after_working_days(5)
        comments = self.obj.comments.filter(kind=Comment.Kind.COMMENT).select_related("organization")
        self.offer_choices("takes_up", [(str(c.number), _line(c)) for c in comments])
        if not comments:
            del self.fields["takes_up"]


class ReplaceTextForm(NewTextForm):
    """The round ends with a new text, for a reason."""

    reason = fields.CharField(label=_("Reason"), max_length=500)
    field_order = ["source", "reason", "takes_up", "closes_at"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["change_note"]


class CommentForm(PortalForm):
    """Comments on the paragraphs of the text and on the whole, sent together; or nothing to add."""

    body = fields.CharField(label=_("Comment on the whole text"), widget=area(4), max_length=4000, required=False)
    nothing = forms.BooleanField(label=_("No comments"), required=False)
    template_name = "decisions/comment_form.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = self.obj.texts.order_by("-version").first()
        self.texts = list(newest.paragraphs) if newest else []
        typed = [int(name[5:]) for name in self.data if re.fullmatch(r"body-[1-9]\d{0,2}", name)]
        self.count = max([len(self.texts), *(n for n in typed if n <= fields.MOST_PARAGRAPHS)])
        for number in range(1, self.count + 1):
            label = _("Comment on paragraph {n}").format(n=number)
            self.fields[f"body-{number}"] = fields.CharField(
                label=label, widget=area(2), max_length=4000, required=False
            )

    def commented_paragraphs(self) -> list[tuple[int, str, forms.BoundField]]:
        """Each paragraph: its number, its text, and the field for a comment on it.

        What was written on one that a newer version does not have any more stands after them, without a text.
        """
        texts = self.texts + [""] * (self.count - len(self.texts))
        return [(number, words, self[f"body-{number}"]) for number, words in enumerate(texts, start=1)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        bodies = {n: cleaned.pop(f"body-{n}", "") for n in range(1, self.count + 1)}
        for number in range(len(self.texts) + 1, self.count + 1):
            if (bodies[number] or "").strip():
                words = _(
                    "The text has no paragraph {n} any more. Move the comment to another paragraph, or delete it."
                )
                self.add_error(f"body-{number}", words.format(n=number))
        said: list[tuple[int | None, str]] = [*bodies.items(), (None, cleaned.pop("body", ""))]
        cleaned["comments"] = [(number, body) for number, body in said if (body or "").strip()]
        if bool(cleaned["comments"]) == bool(cleaned.get("nothing")):
            name = "nothing" if cleaned["comments"] else "body"
            self.add_error(name, _("Either write a comment or tick “No comments”."))
        return cleaned


class ReplyForm(SeenForm):
    """What became of a comment."""

    disposition = forms.ChoiceField(
        label=_("Treatment of the comment"), choices=[("", _("Choose…")), *Comment.Disposition.choices]
    )
    reply = fields.CharField(label=_("Response"), widget=area(4), max_length=4000)
    unchanged = fields.CharField(
        label=_("Why the text does not change"), max_length=300, required=False,
        help_text=_("Where a comment is accepted and no revised text follows."),
    )  # fmt: skip


class DecisionFilter(FilterForm):
    """What the register may be narrowed to."""

    q = fields.CharField(label=_("Title or number"), required=False, max_length=80)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("Any")), *State.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Any")), *Kind.choices])
    body = forms.ChoiceField(label=_("Deciding body"), required=False)
    organization = forms.ChoiceField(label=_("Proposing organization"), required=False)
    columns: ClassVar[dict[str, str]] = {
        "state": "state", "kind": "kind", "body": "body__slug", "organization": "sponsor__slug",
    }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_choices("body", any_body(self.actor))
        sponsors = Decision.objects.order_by().values("sponsor")
        self.offer_choices("organization", any_organization(self.actor, sponsors))

    def narrow(self, rows: Any) -> Any:
        """Beside the choices: the rows with all words in title or number."""
        found = super().narrow(rows)
        return found.filter(holding(split(self.cleaned_data["q"]), "title", "reference")) if self.is_valid() else found
