"""The admin saves through the services: no delete of what is on the record, no state fields, no bulk writes."""

import secrets
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.db import DatabaseError, IntegrityError, models, transaction
from django.forms.utils import ErrorDict
from django.http import Http404, HttpResponseNotAllowed
from django.urls import reverse
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin

from network_portal.lib import text, words
from network_portal.records import audit
from network_portal.records.access import marks
from network_portal.records.access.actor import Actor
from network_portal.records.registry import registry
from network_portal.records.web import fields, idempotency
from network_portal.records.web.forms import DayField
from network_portal.records.web.requests import PortalRequest
from network_portal.records.workflow.refusals import Refusal

OWN = {"seen", "once"}  # what every form of the administration carries beside the row's own fields


def admin_actor(request: PortalRequest) -> Actor:
    """The administrator's capacity of the signed-in person; the admin opens to nobody without it."""
    return next(a for a in request.capacities if a.capacity == "admin")


class ServiceAdmin(SimpleHistoryAdmin):
    """An admin page whose save is a service: same rules, same record as everywhere else."""

    save_as = False
    list_per_page = 25
    show_full_result_count = False
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        models.DateField: {"form_class": DayField, "widget": AdminDateWidget},
        models.CharField: {"form_class": fields.CharField},
        models.TextField: {"form_class": fields.CharField},
        models.URLField: {"form_class": fields.URLField},
        models.EmailField: {"form_class": fields.EmailField},
    }
    actions = None
    history_list_display: tuple[str, ...] = ()
    service: Any = None
    purpose: Any = ""
    """What the list is for, in one sentence."""
    identity: tuple[str, ...] = ()  # what the row is about: chosen once, when it is added

    def get_search_results(self, request: PortalRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Names are searched without case, accents and apostrophes: ``search_fields`` are keys that are kept so."""
        search_term = " ".join(words.split(search_term))
        as_typed, twice = super().get_search_results(request, queryset, search_term)
        folded, again = super().get_search_results(request, queryset, text.folded(search_term))
        return as_typed | folded, twice or again

    def address(self, page: str, *args: Any) -> str:
        """The address of one of the pages of this table."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)

    def has_module_permission(self, request: PortalRequest) -> bool:
        return self.may(request)

    def may(self, request: PortalRequest) -> bool:
        return any(a.capacity == "admin" for a in request.capacities)

    def has_view_permission(self, request: PortalRequest, obj: Any = None) -> bool:
        return self.may(request)

    def has_view_or_change_permission(self, request: PortalRequest, obj: Any = None) -> bool:
        return self.may(request)

    def has_change_permission(self, request: PortalRequest, obj: Any = None) -> bool:
        return self.may(request) and self.service is not None

    def has_add_permission(self, request: PortalRequest) -> bool:
        return self.may(request) and self.service is not None

    def has_delete_permission(self, request: PortalRequest, obj: Any = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: PortalRequest | None = None) -> bool:
        """Only the filters that the page offers: any other could be asked, letter by letter, for what is hidden."""
        offered = {f"{name}{how}" for name in self.list_filter for how in ("", "__exact", "__id__exact", "__isnull")}
        return lookup in offered

    def history_view(self, request: PortalRequest, object_id: str, extra_context: Any = None) -> Any:
        return super().history_view(request, row_number(object_id), extra_context)

    def history_form_view(
        self, request: PortalRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> Any:
        if request.method not in marks.SAFE:  # the package would save the old row, past every rule
            return HttpResponseNotAllowed(marks.SAFE)
        return super().history_form_view(request, row_number(object_id), row_number(version_id), extra_context)

    def get_readonly_fields(self, request: PortalRequest, obj: Any = None) -> Any:
        given = tuple(super().get_readonly_fields(request, obj))
        return given + self.identity if obj is not None else given

    def changeform_view(
        self, request: PortalRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """A form sent twice with its key has one effect, and the second sending leads where the first led.

        Every save asks who is there; who makes the same row as another in the same instant reads the refusal.
        """
        if asked := registry.confirm(request):
            return asked
        key = request.POST.get("once", "")
        for _turn in range(idempotency.RETRIES):
            if first := idempotency.first_sending(request, key):
                return idempotency.answer_again(request, first)
            try:
                return super().changeform_view(request, object_id, form_url, extra_context)
            except DatabaseError as error:
                if not idempotency.lost_a_race(error):
                    raise
            except Refusal:  # the form is read again, and says what stands in the way now
                continue
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request: PortalRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """A form with version and key, whose cleaning tries the service, so that a refusal stands beside the fields."""
        base = super().get_form(request, obj, change=change, **kwargs)
        outer = self

        class Checked(base):  # type: ignore[misc, valid-type]
            seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
            once = forms.RegexField(r"^[\w-]{16,64}$", widget=forms.HiddenInput, required=False)

            def __init__(form, *args: Any, **given: Any) -> None:
                restored = getattr(request, "restored", None)
                if restored is not None:
                    given["data"] = request.POST
                super().__init__(*args, **given)
                if restored is not None:  # nothing is found wrong with entries before they are submitted
                    form._errors, form.cleaned_data = ErrorDict(), dict[str, Any]()
                form.fields["seen"].initial = form.instance.version if form.instance.pk else None
                form.fields["once"].initial = secrets.token_urlsafe(18)

            def _post_clean(form) -> None:
                super()._post_clean()
                if form.instance.pk and not form.errors:
                    outer.compare(form)
                if not form.errors and outer.service is not None:
                    outer.validate_through_service(request, form, change=change)

        return Checked

    def compare(self, form: Any) -> None:
        """Refuse a form that was opened before another save, with what stands now; sent again, it is the newer word."""
        stored = type(form.instance)._base_manager.get(pk=form.instance.pk)
        seen = form.cleaned_data.get("seen")
        if seen is None or seen == stored.version:
            return
        names = [name for name in form.fields if name not in OWN]
        now = "; ".join(f"{form.fields[name].label}: {getattr(stored, name)}" for name in names)
        sentence = _(
            "Another user has saved this since you opened it. It now reads: {now}. Yours is below: save again to keep it."
        )
        form.add_error(None, sentence.format(now=now))
        form.data = form.data.copy()
        form.data["seen"] = str(stored.version)

    def validate_through_service(self, request: PortalRequest, form: Any, *, change: bool) -> None:
        """Do the save and take it back, to learn whether the service refuses."""
        copy = type(form.instance)()
        copy.__dict__.update({k: v for k, v in form.instance.__dict__.items() if k != "_state"})
        copy._state.adding, copy._state.db = form.instance._state.adding, form.instance._state.db
        for name in form.cleaned_data.keys() - OWN:
            setattr(copy, name, form.cleaned_data[name])
        try:
            with transaction.atomic():
                type(self).service(copy, actor=admin_actor(request), fields=_changed(form))
                transaction.set_rollback(True)
        except Refusal as refusal:
            for unmet in refusal.unmet:
                form.add_error(None, unmet.sentence)
        except IntegrityError:
            form.add_error(None, _("Conflict with an existing entry. Check the dates."))

    def save_model(self, request: PortalRequest, obj: models.Model, form: Any, change: bool) -> None:
        if not change or _changed(form):  # a save that changes nothing leaves no event
            if change and form.cleaned_data.get("seen") is not None:
                audit.expect_version(obj, form.cleaned_data["seen"])
            type(self).service(obj, actor=admin_actor(request), fields=_changed(form))
        if key := form.cleaned_data.get("once"):
            idempotency.remember(request, key, self.address("changelist"))

    def log_addition(self, request: PortalRequest, obj: Any, message: Any) -> Any:
        return None

    log_change = log_addition


def _changed(form: Any) -> list[str]:
    return [name for name in form.changed_data if name not in OWN]


def row_number(given: str) -> str:
    """A row's number from an address; anything else is an address that does not exist."""
    if not (given.isascii() and given.isdigit() and int(given) < 2**63):
        raise Http404
    return given


admin.site.site_header = admin.site.site_title = "Administration"
admin.site.enable_nav_sidebar = False
