"""The cookie of the messages after an act, under a name that no other host can set where the portal runs on https."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage as DjangoCookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class _Cookie(DjangoCookieStorage):
    cookie_name = "__Host-portal-messages" if settings.HTTPS else "portal-messages"


class CookieStorage(FallbackStorage):
    """Messages in a cookie of our name; what does not fit goes into the session."""

    storage_classes = (_Cookie, SessionStorage)
