"""The class of every field of members and whether it is personal."""

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
from network_portal.records.datamap import fields

MAP = fields(
    """
    user: internal personal email name zone density dashboard_seen_at dashboard_before_at is_active is_staff is_superuser
    user: confidential personal password last_login
    usedcode: confidential personal person digest
    usedcode: internal - id used_at
    user: internal - id version session_epoch groups user_permissions namesake
    user: internal personal sort_key
    stakeholdercategory: public - id name source
    country: public - id iso3 name subregion escap_status
    organization: public - id kind acronym slug name name_in_tor acronym_in_tor annex_ii category
    organization: public - global_committee_from global_committee_until
    organization: internal - note version sort_key search_key
    officer: internal personal person rank primary_contact starts_on ends_on
    officer: internal - id organization version
    body: public - id name slug code un_entities_only founded_on
    body: internal - version
    seat: public - id body organization role starts_on ends_on
    seat: internal personal officer
    seat: internal - version
    admission: internal - id organization applied_on admitted_on basis withdrawn_on version
    designation: internal personal person kind instrument starts_on ends_on
    designation: internal - id version
    secretariatpost: internal personal person title starts_on ends_on
    secretariatpost: internal - id seconded_from version
    appointment: internal personal person instrument starts_on ends_on
    appointment: internal - id version
    invitation: confidential personal person digest
    invitation: internal personal made_by
    invitation: internal - id made_at until used_at
    """
)

_DERIVED = "derived from the names, which are on the record"
_OWN = "the person's own affair, or the account's: it decides nothing"
ON_RECORD = (User, Organization, Officer, Body, Seat, Admission, Designation, SecretariatPost, Appointment)
LEFT_OUT: dict[type, dict[str, str]] = {
    User: {
        "password": "changed by the person alone; each change is told by mail and is a security event",
        "last_login": _OWN,
        "dashboard_seen_at": _OWN,
        "dashboard_before_at": _OWN,
        "session_epoch": _OWN,
        "zone": _OWN,
        "density": _OWN,
        "sort_key": _DERIVED,
        "namesake": _DERIVED,
    },
    Organization: {"sort_key": _DERIVED, "search_key": _DERIVED},
}
_SHIPPED = "reference data that the portal ships and loads when it is installed"
_PACKAGE = "of the package for accounts: each change is a security event and is told by mail"
_FRAMEWORK = "of the framework: it decides nothing of the Network"
NOT_ON_RECORD = {
    "members.country": _SHIPPED,
    "members.stakeholdercategory": _SHIPPED,
    "members.invitation": "a one-time link: what it opened is on the record of the person",
    "members.usedcode": "a one-time code that was used",
    "account.emailaddress": _PACKAGE,
    "account.emailconfirmation": _PACKAGE,
    "mfa.authenticator": _PACKAGE,
    "usersessions.usersession": _PACKAGE,
    "sessions.session": _FRAMEWORK,
    "admin.logentry": "of the framework, and never written: the administration writes events",
    "contenttypes.contenttype": _FRAMEWORK,
    "auth.permission": _FRAMEWORK,
    "auth.group": "never used: rights come from dated rows on the record",
    "auth.group_permissions": "never used: rights come from dated rows on the record",
    "members.user_groups": "never used: rights come from dated rows on the record",
    "members.user_user_permissions": "never used: rights come from dated rows on the record",
    "guardian.userobjectpermission": "never used: grants have tables of their own",
    "guardian.groupobjectpermission": "never used: grants have tables of their own",
}
