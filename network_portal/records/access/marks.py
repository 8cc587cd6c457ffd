"""Who may reach an address at all: each of our views says it, and the portal does not start if one is silent."""

from collections.abc import Callable, Iterator
from typing import Any

from django.core import checks
from django.urls import URLPattern, URLResolver, get_resolver

from network_portal.records.access.actor import Actor

# Views of other packages, by the name of their address. Anything else without a mark stops the start.
THIRD_PARTY_PUBLIC = {
    "account_login", "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "account_reauthenticate", "mfa_authenticate", "mfa_login_webauthn",
    "account_inactive", "set_language",
}  # fmt: skip
THIRD_PARTY_SIGNED_IN = {
    "account_logout", "account_change_password", "account_set_password", "mfa_index", "mfa_reauthenticate", "mfa_activate_totp",
    "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
    "mfa_list_webauthn", "mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn", "mfa_reauthenticate_webauthn",
    "usersessions_list",
}  # fmt: skip
View = Callable[..., Any]
Policy = Callable[[Actor, Any], bool]
METHODS = frozenset({"GET", "HEAD", "POST"})
SAFE = frozenset({"GET", "HEAD"})


def public(view: View) -> View:
    """Anybody may reach this address, signed in or not."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Whoever is signed in may reach this address; the object and the act are checked inside."""
    view.access = "signed in"  # type: ignore[attr-defined]
    return view


def needs(policy: Policy) -> Callable[[View], View]:
    """Only those whom a policy lets, asked without a record; 403 for others."""

    def mark(view: View) -> View:
        view.access = policy  # type: ignore[attr-defined]
        return view

    return mark


def without_key(view: View) -> View:
    """This POST changes nothing of the record and needs no idempotency key."""
    view.without_key = True  # type: ignore[attr-defined]
    return view


def safe(view: View) -> View:
    """This address is only read: any other method than GET and HEAD is answered with 405."""
    view.methods = SAFE  # type: ignore[attr-defined]
    return view


def confirmed(view: View) -> View:
    """A POST here asks who is there, unless that was proved within the last ten minutes."""
    view.confirmed = True  # type: ignore[attr-defined]
    return view


def addresses(resolver: Any = None, prefix: str = "", names: str = "") -> Iterator[tuple[str, str, Any]]:
    """Every address of the portal: its route, its full name, its view."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{names}{entry.namespace}:" if entry.namespace else names
            yield from addresses(entry, prefix + str(entry.pattern), inner)
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern), names + (entry.name or ""), entry.callback


def access_of(name: str, view: Any) -> str | Policy | None:
    """What an address asks for; None when nobody said."""
    if name.startswith("admin:"):
        return "admin"
    if name in THIRD_PARTY_PUBLIC:
        return "public"
    if name in THIRD_PARTY_SIGNED_IN:
        return "signed in"
    return getattr(view, "access", None)


@checks.register("portal")
def every_view_says_who(**_kwargs: Any) -> list[checks.CheckMessage]:
    """An address without a mark is an error, and so the portal does not start with one."""
    return [
        checks.Error(
            f"The view behind {route!r} ({name or 'no name'}) does not say who may reach it.", id="portal.E001"
        )
        for route, name, view in addresses()
        if access_of(name, view) is None
    ]
