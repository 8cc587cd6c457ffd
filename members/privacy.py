"""What forgetting a person means here, and what must hold of seats."""

from collections.abc import Iterator
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from members.accounts import sessions
from members.models import Invitation, Seat, UsedCode, User
from members.services.people import tell_apart


def erase(person: Any, word: str) -> None:
    """The account stays as a deactivated row without name, mail or password; its histories lose them too."""
    nowhere = f"forgotten-{person.pk}@invalid"
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    sessions.end_all(person)
    UsedCode.objects.filter(person=person).delete()
    Invitation.objects.filter(person=person).delete()
    User.history.filter(id=person.pk).update(name=word, email=nowhere)  # type: ignore[attr-defined]
    person.set_unusable_password()
    User.objects.filter(pk=person.pk).update(
        name=word, email=nowhere, password=person.password, is_active=False, is_staff=False, sort_key="", namesake=False
    )
    tell_apart(person.sort_key)


def check() -> Iterator[str]:
    for seat in Seat.objects.filter(body__un_entities_only=True, organization__kind="partner").current():
        yield f"seat {seat.pk}: a partner sits in {seat.body}."
