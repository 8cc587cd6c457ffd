"""Sessions: ended on purpose, after an hour without a request, and twelve hours after they began."""

import datetime as dt
import time
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout, update_session_auth_hash
from django.db.models import F, QuerySet
from django.http import HttpRequest

from members.models import User
from network_portal.lib import clock

BEGAN, SEEN = "began", "seen"  # machine seconds, in the session's own data
OWES = "owes factor"  # whether the account had a factor when the session began; a factor set up later ends the session
STEP = 60  # seconds between two writes of SEEN


def owned(person: Any) -> list[str]:
    """The kinds of second factor that an account has; recovery codes alone are none."""
    rows = Authenticator.objects.filter(user_id=person.pk).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return sorted(set(rows.values_list("type", flat=True)))


def begin(request: HttpRequest, person: User) -> None:
    """Note when a session began, and whether its account has a second factor: asked at every sign-in."""
    request.session[OWES] = bool(owned(person))
    request.session[BEGAN] = request.session[SEEN] = time.time()


def is_over(request: HttpRequest) -> bool:
    """End a session that is too old or was idle too long, and say so; otherwise note that it is in use."""
    now = time.time()
    began, seen = request.session.get(BEGAN, 0), request.session.get(SEEN, 0)
    if now - began > settings.SESSION_SECONDS or now - seen > settings.SESSION_IDLE_SECONDS:
        logout(request)
        return True
    if now - seen > STEP:
        request.session[SEEN] = now
    return False


def proved_lately(request: HttpRequest) -> bool:
    """Whether this session proved who is there within ten minutes: by the second factor where the account has one."""
    records = get_authentication_records(request, request.user)
    if owned(request.user):
        records = [record for record in records if record.get("method") == "mfa"]
    newest = max((float(record["at"]) for record in records), default=0.0)
    return time.time() - newest <= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def ended() -> QuerySet[UserSession]:
    """What is known of sessions that are certainly over: network address and browser are kept no longer than that."""
    return UserSession.objects.filter(
        created_at__lt=clock.machine_now() - dt.timedelta(seconds=settings.SESSION_SECONDS)
    )


def _raise_epoch(person: User) -> None:
    User.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
    person.refresh_from_db(fields=["session_epoch"])


def end_all(person: User) -> None:
    """End every session of a person for good: none of them opens anything again, whatever becomes of the account."""
    _raise_epoch(person)
    for session in UserSession.objects.filter(user=person):
        session.end()


def end_others(request: HttpRequest, person: User) -> None:
    """End every session of a person but the one that asks, which goes on under a new key."""
    _raise_epoch(person)
    kept = request.session.session_key
    for session in UserSession.objects.filter(user=person).exclude(session_key=kept):
        session.end()
    update_session_auth_hash(request, person)
    _renamed(kept, request)


def elevate(request: HttpRequest) -> None:
    """Give the session a new key: whoever held the old one does not gain what was just proved."""
    kept = request.session.session_key
    request.session.cycle_key()
    _renamed(kept, request)


def _renamed(kept: str | None, request: HttpRequest) -> None:
    if kept and kept != request.session.session_key:
        UserSession.objects.filter(session_key=kept).update(session_key=request.session.session_key)
