"""Organizations, the people who express them, and the bodies they sit in. Everything that may change is dated."""

from members.models.bodies import Body, Seat
from members.models.organizations import IOM, Admission, Country, Organization, StakeholderCategory
from members.models.people import Invitation, UsedCode, User
from members.models.posts import Appointment, Designation, Officer, SecretariatPost
from members.models.shared import EffectiveDated
from members.models.validators import deliverable_address, known_zone, network_zone, no_control_characters

__all__ = [
    "deliverable_address",
    "Admission",
    "Appointment",
    "Body",
    "Country",
    "EffectiveDated",
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
    "no_control_characters",
    "known_zone",
    "network_zone",
]

# The migrations of before name the two validators so.
WORD = no_control_characters
ADDRESS = deliverable_address
