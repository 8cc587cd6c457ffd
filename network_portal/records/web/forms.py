"""Forms: the version token of what is edited, refusals as errors, and the one page that every transition uses."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, Protocol, cast

from django import forms
from django.contrib import messages
from django.db import models
from django.db.models import QuerySet
from django.forms.utils import ErrorDict
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy

from network_portal.lib import clock
from network_portal.lib.page_cache import page_cache
from network_portal.records.audit import shown
from network_portal.records.models import FormDraft
from network_portal.records.web import fields, form_drafts
from network_portal.records.web.requests import PortalRequest
from network_portal.records.workflow import engine
from network_portal.records.workflow.refusals import ConditionsUnmet, IllegalTransition, Refusal, Stale


class HasAddress(Protocol):
    """What has a page of its own."""

    def get_absolute_url(self) -> str: ...


class PortalForm(forms.Form):
    """A form that can be refused after it was valid: the refusal stands above it and nothing typed is lost."""

    refusal: Refusal | None = None
    draft: FormDraft | None = None
    """A draft of this form that could be gone on with."""
    restored: FormDraft | None = None
    """The draft whose entries the form shows; nothing is found wrong with them before they are submitted."""
    template_name = "forms/form.html"
    needed_with: ClassVar[dict[str, tuple[str, ...]]] = {}
    """Fields that only some choices need: the other field, then its values (an empty one: while it is not ticked).

    A script shows them with such a choice only; what the choice needs, the form's ``clean`` says.
    """
    optional_even_then: tuple[str, ...] = ()
    """Those of them that even such a choice does not require."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.obj = kwargs.pop("obj", None)
        self.actor = kwargs.pop("actor", None)
        super().__init__(*args, **kwargs)
        for name, (other, *values) in self.needed_with.items():
            if name in self.fields and other in self.fields:
                required = name not in self.optional_even_then
                needed = {"name": self.add_prefix(other), "values": "|".join(map(str, values)), "required": required}
                self.fields[name].needed_with = needed  # type: ignore[attr-defined] # read by forms/field.html

    def show_draft(self, request: PortalRequest) -> None:
        """Show the entries of the draft that the address names, or offer the newest one."""
        self.restored = getattr(request, "restored", None)
        if self.restored is not None:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            self.draft = form_drafts.latest(request)

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal with the form, and the newer text beside the typed one where the save was stale."""
        self.refusal = refusal
        if isinstance(refusal, Stale) and not isinstance(refusal, shown.Changed):
            version = {self.add_prefix("version"): str(refusal.version)}
            self.data = cast(QueryDict, self.data).copy()
            self.data.update(version)

    def offer(self, name: str, rows: QuerySet[Any], label: Callable[[Any], str] | None = None) -> None:
        """The rows that a field offers, each named by ``str`` or by ``label``."""
        field = cast("forms.ModelChoiceField[Any]", self.fields[name])
        field.queryset = rows
        if label is not None:
            field.label_from_instance = label  # type: ignore[assignment, method-assign] # as Django documents it

    def offer_choices(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        """The values that a field offers, each with its label."""
        cast(forms.ChoiceField, self.fields[name]).choices = list(choices)


class FilterForm(PortalForm):
    """What a register may be narrowed to, from its address: fields that choose, each with the column that it is compared with."""

    columns: ClassVar[dict[str, str]] = {}

    def narrow(self, rows: Any) -> Any:
        """The rows that hold what was chosen; all of them where a choice is none of those offered."""
        if not self.is_valid():
            return rows
        chosen = {column: self.cleaned_data[name] for name, column in self.columns.items() if self.cleaned_data[name]}
        return rows.filter(**chosen)


SHORT = 1200  # characters of what a form shows that need not be folded
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day within reach of the Network: 20 years back, 10 ahead."""

    widget = DAY

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day and not -20 <= day.year - clock.today().year <= 10:
            raise forms.ValidationError(gettext_lazy("Check the year."))
        return day


class Choices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg] # no subscript at run time
    """Several rows; a number that no database can hold is no choice, as any other that is not offered."""

    def _check_values(self, value: Any) -> Any:
        for key in value if isinstance(value, list | tuple) else ():
            if len(str(key)) > 18:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": key}
                )
        return super()._check_values(value)  # type: ignore[misc] # Django's own, not in the stubs


class ReasonForm(PortalForm):
    """A transition that asks for a reason."""

    reason = fields.CharField(
        label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000, required=True
    )


class BareForm(PortalForm):
    """A transition that asks for nothing but the press of its button."""


class RowsForm(PortalForm):
    """Several things of one kind entered together, a row each; a row in which nothing was entered is left out.

    A subclass says the rows (``row_keys``) and the fields of one (``row_fields``); its own fields hold for all rows.
    """

    template_name = "forms/rows.html"
    wide = True
    compare: tuple[str, ...] = ()
    """The fields of a row whose entry makes it count; all unless given."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.common = list(self.fields)
        self.rows = self.row_keys()
        for number, (key, heading) in enumerate(self.rows, start=1):
            for name, field in self.row_fields(key).items():
                field.widget.attrs["aria-label"] = f"{heading or number}: {field.label}"
                self.fields[f"{name}-{key}"] = field
        self.columns = list(self.row_fields(self.rows[0][0])) if self.rows else []

    def row_keys(self) -> list[tuple[Any, str]]:
        """The rows: a key for the names of their fields, and what the row is headed with (nothing for an empty one)."""
        raise NotImplementedError

    def row_fields(self, key: Any) -> dict[str, forms.Field]:
        """The fields of a row by name; none of them required, for a row may stay empty."""
        raise NotImplementedError

    def common_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.common if not self[name].is_hidden]

    def heads(self) -> list[Any]:
        return [self.fields[f"{name}-{self.rows[0][0]}"].label for name in self.columns] if self.rows else []

    def lines(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Each row's heading and bound fields."""
        return [(heading, [self[f"{name}-{key}"] for name in self.columns]) for key, heading in self.rows]

    def typed_rows(self) -> list[tuple[Any, dict[str, Any]]]:
        """The rows in which something was entered: key, and the cleaned values by name."""
        found = []
        for key, _heading in self.rows:
            values = {name: self.cleaned_data.get(f"{name}-{key}") for name in self.columns}
            if any(values[name] for name in self.compare or self.columns):
                found.append((key, values))
        return found


class VersionedForm(PortalForm):
    """A form over a row that others may edit: it carries the version it was opened on."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class SeenForm(PortalForm):
    """A form over something without a row's version: it carries a digest of what it was opened on."""

    version = fields.CharField(widget=forms.HiddenInput, required=False, max_length=64)


def check_seen(now: str, seen: str | None, **texts: str) -> None:
    """Refuse (Stale, with the texts as they are now) a form that was opened on something else; without one, nothing."""
    if seen and seen != now:
        raise Stale(texts, now)


def check_version(obj: Any, version: int, **texts: str) -> None:
    """Refuse (Stale, with the texts as they are now) when the row was saved since the form was opened."""
    if obj.version != version:
        raise Stale(texts, obj.version)


BACK = "_back"
"""The page from which something was done in a row: it follows, in place of the page of the thing."""


def back_of(request: PortalRequest) -> str:
    """The page of this portal that a form in a row names to come back to; nothing for any other address."""
    path = request.POST.get(BACK, "")
    own = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if own else ""


def answer(
    request: PortalRequest,
    form: PortalForm,
    do: Callable[[], Any],
    *,
    template: str,
    context: dict[str, Any] | Callable[[], dict[str, Any]],
    to: Callable[[Any], Any] | str | HasAddress,
    receipt: str | Callable[[Any], str] = "",
    about: models.Model | None = None,
) -> HttpResponse:
    """Bind, do, lead on; or show the form again with what is wrong (422 for a form, 409 for a stale one).

    ``context``: what the template shows beside the form, or a function that makes it where the page is shown; after a
    refusal it is made from the thing as ``do`` left it, and asks the database for what it says.
    ``receipt``: what the next page says was done, or a function of what ``do`` gave back.
    ``about`` is what the form says yes to: the page shows it, and what was shown is compared under the act's lock.
    """
    status = 200
    seen = request.POST.get("_seen", "")
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                with shown.expecting(about, seen):
                    result = do()
            except (ConditionsUnmet, Stale, IllegalTransition) as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                if receipt:
                    messages.success(request, receipt(result) if callable(receipt) else receipt)
                return redirect(back_of(request) or (to(result) if callable(to) else to))
    else:
        form.show_draft(request)
    with page_cache():
        texts = shown.show(about)
        given = context() if callable(context) else context
    refused = isinstance(form.refusal, shown.Changed) or not seen
    token = (shown.token_of(texts) if refused else seen) if texts else ""
    return render(
        request,
        template,
        {
            "form": form,
            "shown": texts,
            "shown_is_short": sum(map(len, texts.values())) < SHORT,
            "seen": token,
            **given,
        },
        status=status,
    )


def transition_page(
    request: PortalRequest,
    obj: Any,
    verb: str,
    do: Callable[..., Any],
    *,
    form_class: type[PortalForm] | None = None,
    to: Callable[[Any], Any] | HasAddress | None = None,
    context: Callable[[], dict[str, Any]] = dict,
) -> HttpResponse:
    """The page of one transition: what will happen, what is missing, who will be told; its POST makes the transition.

    Policy and state are checked before the form is bound; ``do`` gets the cleaned data.
    """
    with page_cache():
        transition = engine.check(obj, verb, actor=request.actor)
        form_class = form_class or (ReasonForm if transition.needs_reason else BareForm)
        form = form_class(request.POST or None, obj=obj, actor=request.actor)
    context_now = engine.Context(request.actor, clock.now())

    def shown_beside() -> dict[str, Any]:
        return {
            "object": obj,
            "transition": transition,
            "unmet": engine.missing(obj, transition, context_now) if request.method == "GET" else [],
            "notified": transition.notifies.names(obj) if transition.notifies is not None else None,
            **context(),
        }

    return answer(
        request,
        form,
        lambda: do(obj, actor=request.actor, **form.cleaned_data),
        template="components/transition.html",
        context=shown_beside,
        to=to or obj,
        about=obj,
        receipt=f"{transition.done}.",
    )
