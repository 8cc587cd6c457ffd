"""The class of every field of members and whether it is personal."""

from network_portal.records.datamap import fields

MAP = fields(
    """
    user: internal personal email name zone density desk_seen_at desk_before_at is_active is_staff is_superuser
    user: confidential personal password last_login
    usedcode: confidential personal person digest
    usedcode: internal - id used_at
    user: internal - id version session_epoch groups user_permissions
    stakeholdercategory: public - id name source
    country: public - id iso3 name subregion escap_status
    organization: public - id kind acronym slug name name_in_tor acronym_in_tor annex_ii category
    organization: public - global_committee_from global_committee_until
    organization: internal - note version
    officer: internal personal person rank primary starts_on ends_on
    officer: internal - id organization version
    body: public - id name slug code un_entities_only founded_on
    body: internal - version
    seat: public - id body organization role starts_on ends_on
    seat: internal personal officer
    seat: internal - version
    admission: internal - id organization applied_on admitted_on ground withdrawn_on version
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
