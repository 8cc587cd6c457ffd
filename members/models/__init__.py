"""Organizations, the people who express them, and the bodies they sit in. Everything that may change is dated."""

from members.models.bodies import Body, Seat
from members.models.organizations import IOM, Admission, Country, Organization, StakeholderCategory
from members.models.people import Invitation, UsedCode, User
from members.models.posts import Appointment, Designation, Officer, SecretariatPost
from members.models.shared import Dated
from members.models.validators import ADDRESS, WORD, known_zone, network_zone

__all__ = [
    "ADDRESS",
    "Admission",
    "Appointment",
    "Body",
    "Country",
    "Dated",
    "Designation",
    "IOM",
    "Invitation",
    "Officer",
    "Organization",
    "Seat",
    "SecretariatPost",
    "StakeholderCategory",
    "UsedCode",
    "User",
    "WORD",
    "known_zone",
    "network_zone",
]
