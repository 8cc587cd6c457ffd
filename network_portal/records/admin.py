"""The admin saves through the services: no delete of what is on the record, no state fields, no bulk writes."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.db import IntegrityError, models, transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin

from network_portal.records import chain
from network_portal.records.acting import Acting
from network_portal.records.forms import DayField
from network_portal.records.refusals import Refusal
from network_portal.records.registry import registry


def admin_acting(request: HttpRequest) -> Acting:
    """The administrator's capacity of the signed-in person; the admin opens to nobody without it."""
    return next(a for a in registry.current_acting(request.user) if a.capacity == "admin")


class ServiceAdmin(SimpleHistoryAdmin):
    """An admin page whose save is a service: same rules, same record as everywhere else."""

    save_as = False
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        models.DateField: {"form_class": DayField, "widget": AdminDateWidget}
    }
    actions = None
    history_list_display: tuple[str, ...] = ()
    service: Any = None
    identity: tuple[str, ...] = ()  # what the row is about: chosen once, when it is added

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.may(request)

    def may(self, request: HttpRequest) -> bool:
        capacities = registry.current_acting(request.user) if request.user.is_authenticated else []
        return any(a.capacity == "admin" for a in capacities)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request)

    def has_view_or_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request) and self.service is not None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may(request) and self.service is not None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only the filters that the page offers: any other could be asked, letter by letter, for what is hidden."""
        offered = {f"{name}{how}" for name in self.list_filter for how in ("", "__exact", "__id__exact", "__isnull")}
        return lookup in offered

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        return super().history_view(request, _number(object_id), extra_context)

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> Any:
        return super().history_form_view(request, _number(object_id), _number(version_id), extra_context)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        given = tuple(super().get_readonly_fields(request, obj))
        return given + self.identity if obj is not None else given

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """A form whose cleaning tries the service inside a savepoint, so that a refusal stands beside the fields."""
        base = super().get_form(request, obj, change=change, **kwargs)
        outer = self

        class Checked(base):  # type: ignore[misc, valid-type]
            def _post_clean(form) -> None:
                super()._post_clean()
                if not form.errors and outer.service is not None:
                    outer.rehearse(request, form, change=change)

        return Checked

    def rehearse(self, request: HttpRequest, form: Any, *, change: bool) -> None:
        """Do the save and take it back, to learn whether the service refuses."""
        copy = type(form.instance)()
        copy.__dict__.update({k: v for k, v in form.instance.__dict__.items() if k != "_state"})
        copy._state.adding, copy._state.db = form.instance._state.adding, form.instance._state.db
        for name, value in form.cleaned_data.items():
            setattr(copy, name, value)
        try:
            with transaction.atomic():
                type(self).service(copy, acting=admin_acting(request), fields=form.changed_data)
                transaction.set_rollback(True)
        except Refusal as refusal:
            for unmet in refusal.unmet:
                form.add_error(None, unmet.sentence)
        except IntegrityError:
            form.add_error(None, _("This contradicts what is stored: look at the days and at what must be unique."))

    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:
        type(self).service(obj, acting=admin_acting(request), fields=form.changed_data)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None

    log_change = log_addition


def _number(given: str) -> str:
    """A row's number from an address; anything else is an address that does not exist."""
    if not (given.isascii() and given.isdigit() and int(given) < 2**63):
        raise Http404
    return given


def record_admin_save(obj: models.Model, *, acting: Acting, fields: list[str], audience: str, verb: str) -> None:
    """The common end of an admin service: save with history, one event on the object's root."""
    chain.save(obj, acting=acting, reason="admin")
    chain.act(obj, verb, acting=acting, audience=audience, payload={"fields": sorted(fields)})


admin.site.site_header = admin.site.site_title = "Administration"
admin.site.enable_nav_sidebar = False
