"""The second factor of a session: what this session has proved, not what the account owns."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from members.accounts import sessions, traces
from members.accounts.sessions import owned
from members.models import UsedCode, User
from network_portal.lib import clock, text
from network_portal.records.web import form_drafts
from network_portal.records.web.requests import PortalRequest

View = Callable[..., Any]
STRONG = {"secretariat", "coordinator", "admin"}
# Where a session that still owes its second factor may go: to prove it, to set it up, and out.
OPEN = {
    "account_login", "account_logout", "account_reauthenticate", "mfa_index", "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn", "mfa_activate_totp", "mfa_add_webauthn", "set_language", "members:alive",
    "dashboard:governance", "dashboard:security-txt",
}  # fmt: skip


def proved_at(request: PortalRequest) -> float:
    """When this session last proved a second factor (machine seconds); 0 when it never did."""
    records = get_authentication_records(request, request.user)
    return max((float(r["at"]) for r in records if r.get("method") == "mfa"), default=0.0)


def wall(request: PortalRequest) -> HttpResponse | None:
    """Where a session must go first: to prove the factor its account has, or to set up the one its role needs."""
    match = request.resolver_match
    if match is None or match.view_name in OPEN or proved_at(request):
        return None
    if sessions.OWES not in request.session:
        request.session[sessions.OWES] = bool(owned(request.user))
    if request.session[sessions.OWES]:
        return redirect(prove_at(owned(request.user), _back(request)))
    needed = any(a.capacity in STRONG for a in request.capacities)
    if settings.REQUIRE_SECOND_FACTOR and needed:
        messages.info(request, _("Your role requires two-step sign-in. Set it up to continue."))
        return redirect("mfa_index")
    return None


def _back(request: PortalRequest) -> str:
    """Where a request leads after the factor is proved; the entries of a form are kept and found there."""
    if request.method == "GET":
        return request.get_full_path()
    draft = form_drafts.keep(request)
    return form_drafts.address(draft) if draft is not None else "/"


def prove_at(kinds: list[str], back: str) -> str:
    """The address at which a session proves one of these factors, leading back afterwards."""
    name = "mfa_reauthenticate" if "totp" in kinds else "mfa_reauthenticate_webauthn"
    return f"{reverse(name)}?{urlencode({'next': back})}"


def guarded(view: View) -> View:
    """An address that reads codes or changes factors or the password.

    Who has a factor proves it anew, at most ten minutes ago; where the factors change, every other session ends.
    """

    @wraps(view)
    def asked(request: PortalRequest, *args: Any, **kwargs: Any) -> Any:
        person = request.user
        if not person.is_authenticated:
            return view(request, *args, **kwargs)
        stale = time.time() - proved_at(request) > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        if stale and (kinds := owned(person)):
            return redirect(prove_at(kinds, request.path))
        before = _factors(person)
        response = view(request, *args, **kwargs)
        if request.method == "POST" and (after := _factors(person)) != before:
            added, removed = (list(dict(rows).values()) for rows in (after - before, before - after))
            if "recovery_codes" in added:
                removed = [kind for kind in removed if kind != "recovery_codes"]
            traces.factors_changed(request, person, added=added, removed=removed)
        return response

    return asked


def _factors(person: Any) -> set[tuple[int, str]]:
    return set(Authenticator.objects.filter(user_id=person.pk).values_list("pk", "type"))


def use_code(person: User, kind: str, code: str) -> bool:
    """Use up a one-time code of a person, in the table; False when it was used before."""
    try:
        with transaction.atomic():
            digest = text.digest("one-time code", kind, code)
            UsedCode.objects.create(person=person, digest=digest, used_at=clock.machine_now())
    except IntegrityError:
        return False
    return True
