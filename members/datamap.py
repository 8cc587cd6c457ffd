"""The class of what is not internal, and of free text: see ``records.datamap``; what is on the record."""

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
    user: internal personal email name zone density dashboard_seen_at dashboard_before_at is_active is_staff
    user: internal personal notices_seen_at
    user: internal personal is_superuser sort_key
    user: confidential personal password last_login
    usedcode: confidential personal person digest
    stakeholdercategory: public - id name source
    country: public - id iso3 name subregion escap_status
    organization: public - id kind acronym slug name name_in_tor acronym_in_tor annex_ii category
    organization: public - global_committee_from global_committee_until
    organization: internal - note sort_key search_key
    officer: internal personal error_reason
    seat: internal personal error_reason
    designation: internal personal error_reason
    secretariatpost: internal personal error_reason
    appointment: internal personal error_reason
    officer: internal personal rank primary_contact starts_on ends_on
    body: public - id name slug code un_entities_only founded_on
    seat: public - id body organization role starts_on ends_on decision_reference
    seat: internal personal officer
    admission: internal - basis
    designation: internal personal kind instrument starts_on ends_on
    secretariatpost: internal personal title starts_on ends_on
    appointment: internal personal instrument starts_on ends_on
    invitation: confidential personal person digest
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
        "notices_seen_at": _OWN,
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
