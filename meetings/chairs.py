"""Who may chair a meeting."""

from typing import Any

from django.db.models import Q

from members.models import Designation, Officer, User


def eligible() -> Any:
    """The Coordinator and the officers of members, with an account, today. ToR regional coordination, bullet 1."""
    officers = Officer.objects.of_members()
    named = Q(pk__in=officers.values("person")) | Q(pk__in=Designation.objects.current().values("person"))
    return User.objects.filter(named, is_active=True)


def can_no_longer(meeting: Any) -> bool:
    """Whether its chair has left, or has no account any more; False where none is named."""
    return meeting.chair_id is not None and not eligible().filter(pk=meeting.chair_id).exists()
