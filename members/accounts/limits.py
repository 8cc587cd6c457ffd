"""Failed sign-ins are counted for an account at one address, or on one known device, and make the next try wait.

Nobody can keep another person out: a fresh address, a known device and a passkey have counts of their own.
The counts live in the shared cache, so that all web processes see the same ones.
"""

import ipaddress
import time
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from allauth.core.internal.ratelimit import cache_lock
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext

from network_portal.lib import text

TRIES = 5  # wrong answers before the first pause
WINDOW = 300  # seconds for which a count is kept after the last try
PAUSES = (30, 60, 120, 300)  # seconds to wait after the fifth, sixth, seventh and each later wrong answer
DEVICE_DAYS = 180
DEVICE_COOKIE = "__Host-portal-device" if settings.HTTPS else "portal-device"
_signer = Signer(salt="members.accounts.device")


RESETS = 5  # mails an hour to one person with a link for a new password
ACCOUNT_TRIES = 20  # wrong codes for one account from all places that are no known device of it


@dataclass(frozen=True)
class Count:
    """The count of one account at one place; the cache key tells neither."""

    key: str
    free: int = TRIES

    def take(self) -> int:
        """Count a try before its answer is known; returns the seconds to wait (0: the try may go on)."""
        with cache_lock(self.key) as held:
            if not held:
                return 1
            tries, last = cache.get(self.key, (0, 0.0))
            pause = PAUSES[min(tries - self.free, len(PAUSES) - 1)] if tries >= self.free else 0
            left = last + pause - time.time()
            if left > 0:
                return int(left) + 1
            cache.set(self.key, (tries + 1, time.time()), WINDOW + pause)
            return 0

    def tries(self) -> int:
        return int(cache.get(self.key, (0, 0.0))[0])

    def clear(self) -> None:
        cache.delete(self.key)


def too_soon(seconds: int) -> ValidationError:
    """What a try that came too soon is told."""
    sentence = ngettext(
        "Too many failed attempts. You can try again in {n} second, or sign in with a passkey.",
        "Too many failed attempts. You can try again in {n} seconds, or sign in with a passkey.",
        seconds,
    )
    return ValidationError(sentence.format(n=seconds), code="too_many_login_attempts")


def count_of(request: HttpRequest, account: str, step: str = "password") -> Count:
    """The count of an account (its address in lower case) for this device if it is known, else for this address."""
    place = f"device {device}" if (device := device_of(request, account)) else f"address {network_of(request)}"
    return Count("sign-in:" + text.digest(step, account.lower(), place))


def count_of_account(request: HttpRequest, account: str) -> Count | None:
    """The count of wrong codes for an account from everywhere but its known devices.

    Who is asked for a code has proved the password: nobody else can use this count up.
    """
    return None if device_of(request, account) else Count("codes:" + text.digest(account.lower()), ACCOUNT_TRIES)


def network_of(request: HttpRequest) -> str:
    """The network address that a try comes from; of IPv6 the /64, which one subscriber has to itself."""
    address = str(get_adapter().get_client_ip(request))
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))


def may_mail(person_id: int) -> bool:
    """Whether one more mail with a link may go to a person within the hour; the links that were sent stay good."""
    key = f"reset-mails:{person_id}"
    cache.add(key, 0, 3600)
    return bool(cache.incr(key) <= RESETS)


def device_of(request: HttpRequest, account: str) -> str:
    """The name of this device if the account has signed in on it before; empty otherwise."""
    names = _names(request)
    return names.get(_mark(account), "")


def remember_device(request: HttpRequest, response: HttpResponse, account: str) -> None:
    """Mark this browser as one on which the account has signed in."""
    names = _names(request)
    mark = _mark(account)
    if mark in names:
        return
    names[mark] = text.digest("device", mark, str(time.time()))[:24]
    value = _signer.sign_object(dict(list(names.items())[-8:]))
    response.set_cookie(
        DEVICE_COOKIE, value, max_age=DEVICE_DAYS * 86400, secure=settings.HTTPS, httponly=True, samesite="Lax"
    )


def _mark(account: str) -> str:
    return text.digest("account", settings.SECRET_KEY, account.lower())[:24]


def _names(request: HttpRequest) -> dict[str, str]:
    try:
        found = _signer.unsign_object(request.COOKIES.get(DEVICE_COOKIE, ""))
    except (BadSignature, ValueError):
        return {}
    return dict(found) if isinstance(found, dict) else {}
