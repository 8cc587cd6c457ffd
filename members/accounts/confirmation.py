"""Acts that ask once more who is there: the password, or the second factor where the account has one.

What was typed is carried along: the page of confirmation sends it to the same address again.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.accounts import sessions
from members.accounts.forms import ReauthenticateForm

OWN = {"csrfmiddlewaretoken", "confirmation"}


class ConfirmationForm(forms.Form):
    """The code of the authenticator app, the answer of a passkey, or the password of an account that has neither."""

    confirmation = forms.CharField(max_length=10_000)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, kinds = request, sessions.owned(request.user)
        self.by_code, self.by_passkey = "totp" in kinds, "totp" not in kinds and "webauthn" in kinds
        if self.by_code:
            label = gettext_lazy("Code from your authenticator app, or a recovery code")
            widget: forms.Widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True})
        elif self.by_passkey:
            label, widget = gettext_lazy("Passkey"), forms.HiddenInput()
        else:
            label = gettext_lazy("Your password")
            widget = forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True})
        self.fields["confirmation"].label = label
        self.fields["confirmation"].widget = widget

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = cleaned.get("confirmation", "")
        if not given:
            return cleaned
        if self.by_code:
            step = ReauthenticateForm({"code": given}, user=self.request.user)
            if not step.is_valid():
                raise ValidationError(step.errors["code"])
            step.save()
        elif self.by_passkey:
            answer = ReauthenticateWebAuthnForm({"credential": given}, user=self.request.user)
            if not answer.is_valid():
                raise ValidationError(_("The passkey was not accepted. Please try again."))
            answer.save()
        elif get_adapter().reauthenticate(self.request.user, given):
            reauthenticate_by_password(self.request)
        else:
            raise ValidationError(_("The password is not correct."))
        return cleaned


def confirm(request: HttpRequest) -> HttpResponse | None:
    """The page that asks who is there, or nothing where that is known: the act then goes on."""
    if request.method != "POST" or sessions.proved_lately(request):
        return None
    given = "confirmation" in request.POST
    form = ConfirmationForm(request.POST if given else None, request=request)
    if given and form.is_valid():
        return None
    carried = [(name, value) for name in request.POST if name not in OWN for value in request.POST.getlist(name)]
    context = {"form": form, "carried": carried, "action": request.get_full_path()}
    if form.by_passkey:
        context["passkey"] = {"request_options": auth.begin_authentication(request.user)}
    return render(request, "account/confirm_act.html", context, status=403)
