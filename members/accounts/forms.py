"""The package's forms of the second step, with our limits, and with codes that are used once for good."""

import time
from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from django import forms

from members.accounts import factor, limits
from members.accounts.traces import second_step_failed, sign_in_failed
from members.models import User
from network_portal.lib import addresses


def _used_up(person: Any, code: str) -> bool:
    """Whether the code was used before: an app's code within its half minute, a recovery code ever."""
    normal = "".join(c for c in code.lower() if c.isalnum())
    window = int(time.time()) // app_settings.TOTP_PERIOD
    kind = f"app {window}" if len(normal) == app_settings.TOTP_DIGITS else "recovery"
    return not factor.use_code(person, kind, normal)


class _Limited:
    """Count a code before it is checked; a wrong one makes the next try wait, for this account at this place only."""

    def clean_code(self: Any) -> str:
        request = context.request
        counts = [limits.count_of(request, self.user.email, "second step")]
        if everywhere := limits.count_of_account(request, self.user.email):
            counts.append(everywhere)
        for count in counts:
            if wait := count.take():
                raise limits.too_soon(wait)
        try:
            code = str(super().clean_code())  # type: ignore[misc]
        except Exception:
            second_step_failed(request, self.user)
            raise
        if _used_up(self.user, code):
            raise get_adapter().validation_error("incorrect_code")
        for count in counts:
            count.clear()
        return code


def _kept(address: str) -> str:
    """The address as the account has it, or in its one spelling where no account has it."""
    kept = User.objects.by_address(address).values_list("email", flat=True).first()
    return str(kept or addresses.normal(address))


class LoginForm(account.LoginForm):
    """The address in its one spelling: however its domain is written, it is the same account."""

    def clean_login(self) -> str:
        return _kept(str(super().clean_login()))


class ResetPasswordForm(account.ResetPasswordForm):
    """As at sign-in."""

    def clean_email(self) -> str:
        self.cleaned_data["email"] = _kept(str(self.cleaned_data["email"]))
        return str(super().clean_email())


class ChangePasswordForm(account.ChangePasswordForm):
    """A new password; wrong answers for the present one count as wrong sign-ins do."""

    def clean_oldpassword(self) -> str:
        request, address = context.request, self.user.email
        count = limits.count_of(request, address)
        if wait := count.take():
            raise limits.too_soon(wait)
        try:
            given = str(super().clean_oldpassword())
        except forms.ValidationError:
            sign_in_failed({"email": address}, request)
            raise
        count.clear()
        return given


class AuthenticateForm(_Limited, base.AuthenticateForm):
    """The second step of a sign-in."""


class ReauthenticateForm(_Limited, base.ReauthenticateForm):
    """The factor asked for again in a session."""


class ActivateTOTPForm(_Limited, totp.ActivateTOTPForm):
    """An authenticator app is set up; its first code counts as used."""
