from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

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
from members.services import people, seats
from network_portal.records.web.admin import ServiceAdmin


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
class OfficerAdmin(ServiceAdmin):
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
class SeatAdmin(ServiceAdmin):
    purpose = _("Which organization is a member of which body, in which role and period.")
    identity = ("body", "organization")
    service = seats.save_seat
    fields = ("body", "organization", "role", "officer", "starts_on", "ends_on", "decision_reference")
    list_display = ("organization", "body", "role", "starts_on", "ends_on")
    list_filter = ("body", "role")
    list_select_related = ("organization", "body")
    search_fields = ("organization__search_key",)


@admin.register(Admission)
class AdmissionAdmin(ServiceAdmin):
    purpose = _("The document on which a membership of the Network is based.")
    identity = ("organization",)
    service = seats.save_admission
    fields = ("organization", "applied_on", "admitted_on", "basis", "withdrawn_on")
    list_display = ("organization", "basis", "admitted_on", "withdrawn_on")
    list_select_related = ("organization",)


@admin.register(Designation)
class DesignationAdmin(ServiceAdmin):
    purpose = _("Who is Coordinator or acting coordinator, by which letter.")
    identity = ("person",)
    service = people.save_designation
    fields = ("person", "kind", "instrument", "starts_on", "ends_on")
    list_display = ("person", "kind", "starts_on", "ends_on")
    list_select_related = ("person",)


@admin.register(SecretariatPost)
class SecretariatPostAdmin(ServiceAdmin):
    purpose = _("Who works in the Network Secretariat.")
    identity = ("person",)
    service = people.save_post
    fields = ("person", "title", "seconded_from", "starts_on", "ends_on")
    list_display = ("person", "title", "seconded_from", "starts_on", "ends_on")
    list_select_related = ("person", "seconded_from")


@admin.register(Appointment)
class AppointmentAdmin(ServiceAdmin):
    purpose = _("Who may read the whole record as auditor.")
    identity = ("person",)
    service = people.save_appointment
    fields = ("person", "instrument", "starts_on", "ends_on")
    list_display = ("person", "instrument", "starts_on", "ends_on")
    list_select_related = ("person",)
