from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members import forms
from members.models import (
    Admission,
    Appointment,
    Body,
    Designation,
    Officer,
    Organization,
    Seat,
    SecretariatPost,
    User,
)
from members.services import corrections, people, seats
from network_portal.records.registry import registry
from network_portal.records.web import idempotency
from network_portal.records.web.admin import ServiceAdmin, admin_actor, row_number
from network_portal.records.web.requests import PortalRequest
from network_portal.records.workflow.refusals import Refusal


class DatedAdmin(ServiceAdmin):
    """A table of rows that hold in a period: one that was never true is marked as entered in error, with the reason."""

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_error"
        view = self.admin_site.admin_view(self.error_view)
        return [path("<path:object_id>/error/", view, name=name), *super().get_urls()]

    def get_list_display(self, request: PortalRequest) -> Any:
        return (*super().get_list_display(request), "note")

    @admin.display(description=_("note"))
    def note(self, row: Any) -> str:
        return gettext("Entered in error") if row.error_reason else ""

    def get_fields(self, request: PortalRequest, obj: Any = None) -> Any:
        shown = tuple(super().get_fields(request, obj))
        return (*shown, "error_reason") if obj is not None and obj.error_reason else shown

    def get_readonly_fields(self, request: PortalRequest, obj: Any = None) -> Any:
        return (*super().get_readonly_fields(request, obj), "error_reason")

    def has_change_permission(self, request: PortalRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj is not None and obj.error_reason)

    def render_change_form(self, request: PortalRequest, context: dict[str, Any], **given: Any) -> HttpResponse:
        obj = given.get("obj")
        if obj is not None and obj.pk and self.has_change_permission(request, obj):
            context["error_path"] = self.address("error", obj.pk)
        return super().render_change_form(request, context, **given)

    def error_view(self, request: PortalRequest, object_id: str) -> HttpResponse:
        """Ask for the reason, say what follows, and mark the row; a form that is sent twice has one effect."""
        row = get_object_or_404(self.get_queryset(request), pk=row_number(object_id))
        if not self.has_change_permission(request):
            raise PermissionDenied
        if asked := registry.confirm(request):
            return asked
        key = request.POST.get("once", "")
        if first := idempotency.first_sending(request, key):
            return idempotency.answer_again(request, first)
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        form = forms.EnteredInErrorForm(request.POST or None)
        listed = self.address("changelist")
        if request.method == "POST" and form.is_valid():
            try:
                with transaction.atomic():
                    corrections.enter_in_error(row, actor=admin_actor(request), reason=form.cleaned_data["reason"])
                    idempotency.remember(request, form.cleaned_data["once"], listed)
                said = gettext("{row} was marked as entered in error. It holds on no day; the history keeps it.")
                self.message_user(request, said.format(row=row))
                return redirect(listed)
            except Refusal as refusal:
                row.refresh_from_db()
                for unmet in refusal.unmet:
                    form.add_error(None, unmet.sentence)
        context = {
            **self.admin_site.each_context(request), "title": gettext("Entered in error"), "opts": self.opts,
            "row": row, "form": form, "has_view_permission": True, "read_by_members": isinstance(row, Officer | Seat),
        }  # fmt: skip
        return TemplateResponse(request, "admin/enter_in_error.html", context, status=422 if form.errors else 200)


@admin.register(User)
class UserAdmin(ServiceAdmin):
    purpose = _("A person with an account. What the person may do comes from the functions below, each with its dates.")
    service = people.save_user
    fields = ("email", "name", "is_active", "is_staff", "zone")
    list_display = ("name", "email", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff")
    search_fields = ("sort_key", "email")


@admin.register(Organization)
class OrganizationAdmin(ServiceAdmin):
    purpose = _("The UN entities and partners that the directory lists.")
    service = seats.save_organization
    fields = (
        "kind", "acronym", "name", "category", "name_in_tor", "acronym_in_tor", "annex_ii",
        "global_committee_from", "global_committee_until", "note",
    )  # fmt: skip
    list_display = ("acronym", "name", "kind", "annex_ii")
    list_filter = ("kind", "annex_ii", "seats__body")
    search_fields = ("search_key",)


@admin.register(Officer)
class OfficerAdmin(DatedAdmin):
    purpose = _("Who represents an organization, with which function and in which period.")
    identity = ("person", "organization")
    service = people.save_officer
    fields = ("person", "organization", "rank", "primary_contact", "starts_on", "ends_on")
    list_display = ("person", "organization", "rank", "primary_contact", "starts_on", "ends_on")
    list_filter = ("rank", "primary_contact")
    list_select_related = ("person", "organization")
    search_fields = ("person__sort_key", "person__email", "organization__search_key")
    autocomplete_fields = ()


@admin.register(Body)
class BodyAdmin(ServiceAdmin):
    purpose = _("The Network, the Regional Executive Committee and the task teams, as the pages name them.")
    service = seats.save_body
    fields = ("name",)
    list_display = ("name", "code", "un_entities_only", "founded_on")

    def has_add_permission(self, request: Any) -> bool:
        return False


@admin.register(Seat)
class SeatAdmin(DatedAdmin):
    purpose = _("Which organization is a member of which body, in which role and period.")
    identity = ("body", "organization")
    service = seats.save_seat
    fields = ("body", "organization", "role", "officer", "starts_on", "ends_on", "decision_reference")
    list_display = ("organization", "body", "role", "starts_on", "ends_on")
    list_filter = ("body", "role")
    list_select_related = ("organization", "body")
    search_fields = ("organization__search_key",)

    def formfield_for_foreignkey(self, db_field: Any, request: PortalRequest, **kwargs: Any) -> Any:
        if db_field.name == "officer":
            kwargs["queryset"] = Officer.objects.filter(error_reason="").select_related("person", "organization")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Admission)
class AdmissionAdmin(ServiceAdmin):
    purpose = _("The document on which a membership of the Network is based.")
    identity = ("organization",)
    service = seats.save_admission
    fields = ("organization", "applied_on", "admitted_on", "basis", "withdrawn_on")
    list_display = ("organization", "basis", "admitted_on", "withdrawn_on")
    list_select_related = ("organization",)


@admin.register(Designation)
class DesignationAdmin(DatedAdmin):
    purpose = _("Who is Coordinator or acting coordinator, by which letter.")
    identity = ("person",)
    service = people.save_designation
    fields = ("person", "kind", "instrument", "starts_on", "ends_on")
    list_display = ("person", "kind", "starts_on", "ends_on")
    list_select_related = ("person",)


@admin.register(SecretariatPost)
class SecretariatPostAdmin(DatedAdmin):
    purpose = _("Who works in the Network Secretariat.")
    identity = ("person",)
    service = people.save_post
    fields = ("person", "title", "seconded_from", "starts_on", "ends_on")
    list_display = ("person", "title", "seconded_from", "starts_on", "ends_on")
    list_select_related = ("person", "seconded_from")


@admin.register(Appointment)
class AppointmentAdmin(DatedAdmin):
    purpose = _("Who may read the whole record as auditor.")
    identity = ("person",)
    service = people.save_appointment
    fields = ("person", "instrument", "starts_on", "ends_on")
    list_display = ("person", "instrument", "starts_on", "ends_on")
    list_select_related = ("person",)
