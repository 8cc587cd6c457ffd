"""What signing in leaves behind: security events, mails to the person concerned, and sessions ended or renewed.

The packages offer signals as their only documented hook; nothing else of the portal listens to a signal.
"""

from collections.abc import Collection
from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals as auth
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from members.accounts import limits, sessions
from members.models import User
from network_portal.lib import clock, text
from network_portal.records.access import security
from network_portal.records.mail.notices import queue_account_mail
from network_portal.records.models import SecurityEvent

Kind = SecurityEvent.Kind


def subject_of(account_address: str) -> str:
    """A name for an account that was tried, whether it exists or not: its number, or a digest of what was typed."""
    person = User.objects.by_address(account_address).first()
    return f"person {person.pk}" if person else f"unknown {text.digest('account', account_address.lower())[:12]}"


def _address(request: HttpRequest | None) -> str:
    return get_ip(request) if request is not None and request.META.get("REMOTE_ADDR") else ""


def signed_in(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """A session begins; it carries when, and ends by it."""
    sessions.begin(request, user)
    security.note(Kind.SIGNED_IN, person_id=user.pk, subject=f"person {user.pk}", address=_address(request))


def sign_in_failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_kwargs: Any) -> None:
    tried = str(credentials.get("email") or credentials.get("username") or "")
    security.note(Kind.SIGN_IN_FAILED, subject=subject_of(tried), address=_address(request))


def paused(request: HttpRequest, account_address: str) -> None:
    """An account had too many wrong answers at one place: noted, and told to its person at most once an hour."""
    subject = subject_of(account_address)
    security.note(Kind.SIGN_IN_PAUSED, subject=subject, address=_address(request))
    person = User.objects.by_address(account_address).filter(is_active=True).first()
    if person is not None and cache.add(f"told-paused:{person.pk}", "y", 3600):
        _tell(
            person,
            _("Failed sign-in attempts on your account"),
            _("There were {n} failed attempts to sign in to your account from one network address.").format(
                n=limits.TRIES
            ),
        )


def second_step_failed(request: HttpRequest, user: User) -> None:
    security.note(Kind.SECOND_STEP_FAILED, subject=f"person {user.pk}", address=_address(request))


def step_completed(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Somebody signed in already proved identity again: the session goes on under a new key."""
    if request.user.is_authenticated and request.user.pk == user.pk:
        sessions.elevate(request)
        security.note(Kind.CONFIRMED, person_id=user.pk, subject=f"person {user.pk}", address=_address(request))


def factors_changed(request: HttpRequest, user: User, *, added: Collection[str], removed: Collection[str]) -> None:
    """Factors were set up or removed here: noted, and every other session ends; a new one was proved by setting it up."""
    for kinds, event in ((added, Kind.FACTOR_SET), (removed, Kind.FACTOR_REMOVED)):
        for kind in kinds:
            security.note(event, person_id=user.pk, subject=kind, address=_address(request))
    sessions.end_others(request, user)
    for kind in added:
        if kind != Authenticator.Type.RECOVERY_CODES:
            record_authentication(request, user, "mfa", type=kind, reauthenticated=True)


def password_changed(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    security.note(Kind.PASSWORD_CHANGED, person_id=user.pk, subject=f"person {user.pk}", address=_address(request))


def password_reset(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """A link sent to the address was used: the address is the person's, and older sessions end."""
    password_changed(request, user)
    verify_address(user)
    sessions.end_all(user)


def verify_address(person: User) -> None:
    """Write a person's address as verified: a one-time link that was sent to it has been used."""
    EmailAddress.objects.filter(user=person).exclude(email__iexact=person.email).delete()
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})


def _tell(person: User, subject: str, what: str) -> None:
    """Write to a person that something touched the account."""
    body = _(
        "Dear {name},\n\n{what} This happened on {at}.\n\n"
        "If it was not you, please inform the Network Secretariat at once.\n\nNetwork Secretariat, IOM\n"
    ).format(name=person.name, what=what, at=clock.format_instant(clock.machine_now()))
    queue_account_mail(person, subject, body)


def connect() -> None:
    """Listen to the packages' signals; called once when the app is ready."""
    auth.user_logged_in.connect(signed_in, dispatch_uid="portal")
    auth.user_login_failed.connect(sign_in_failed, dispatch_uid="portal")
    account.authentication_step_completed.connect(step_completed, dispatch_uid="portal")
    account.password_changed.connect(password_changed, dispatch_uid="portal")
    account.password_set.connect(password_changed, dispatch_uid="portal")
    account.password_reset.connect(password_reset, dispatch_uid="portal")
