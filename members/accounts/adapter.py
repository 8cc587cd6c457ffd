"""What the account package asks its adapters: nobody signs up, its mails leave through our sender."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from members.accounts import limits, sessions, traces
from members.models import User
from network_portal.lib import clock
from network_portal.records.mail.notices import queue_account_mail

BEGUN_UNDER = "sign-in began under"
RESET = "account/email/password_reset_key"  # the template of its mail
SEALED = "fernet:"  # begins a secret that is encrypted; one without it was stored by an earlier version


class AccountAdapter(DefaultAccountAdapter):
    """People come by invitation only; links in mails lead to the portal's one address."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        return bool(url) and url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def set_password(self, user: Any, password: str) -> None:
        """Save the password alone: what else stands in the row may have changed meanwhile, and is on the record."""
        user.set_password(password)
        user.save(update_fields=["password"])

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        """Remember under which password and epoch a sign-in began."""
        request.session[BEGUN_UNDER] = user.get_session_auth_hash()
        return super().pre_login(request, user, **kwargs)

    def login(self, request: HttpRequest, user: Any) -> None:
        """A sign-in that waited at its second step ends where the password or the account changed meanwhile."""
        if not user.is_active or request.session.get(BEGUN_UNDER) != user.get_session_auth_hash():
            messages.error(request, _("Your account has changed since you began to sign in. Please sign in again."))
            request.session.flush()
            raise ImmediateHttpResponse(redirect("account_login"))
        super().login(request, user)

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = super().get_reset_password_from_key_url(key)
        return settings.BASE_URL + "/" + path.split("/", 3)[3] if "://" in path else settings.BASE_URL + path

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        person = User.objects.by_address(email).filter(is_active=True).first()
        if person is None or (template_prefix == RESET and not limits.may_mail(person.pk)):
            return
        context = {
            "network_name": settings.NETWORK_NAME,
            "network_region": settings.NETWORK_REGION,
            "full_name": settings.NETWORK_FULL_NAME,
            "is_demo": settings.DEMO,
            "person": person,
            "at": clock.format_instant(clock.machine_now()),
            **context,
        }
        message = self.render_mail(template_prefix, email, context)
        queue_account_mail(person, message.subject, str(message.body))

    def format_email_subject(self, subject: str) -> str:
        return subject

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before the password is looked at: tries in parallel are as many as tries one after another."""
        account = str(credentials.get("email", ""))
        self._count = limits.count_of(request, account)
        if wait := self._count.take():
            raise limits.too_soon(wait)

    def _rollback_login_failed_rl_usage(self) -> None:
        self._count.clear()

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        if self._count.tries() == limits.TRIES:
            traces.paused(request, str(credentials.get("email", "")))

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        limits.count_of(request, str(credentials.get("email", ""))).clear()

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within ten minutes of a sign-in or a confirmation in this session."""
        return not sessions.proved_lately(self.request)


def forget_address(person: User, address: str) -> None:
    """The old address opens nothing any more: no reset by it, no session begun under it."""
    EmailAddress.objects.filter(user=person, email__iexact=address).delete()
    sessions.end_all(person)


def _ciphers() -> MultiFernet:
    """The ciphers of the present secret key and of those before it, the present one first."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    derived = [
        HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"second factor").derive(key.encode())
        for key in keys
    ]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])


class SecondFactorAdapter(DefaultMFAAdapter):
    """Names the portal in authenticator apps and passkeys; secrets are encrypted where they are stored."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": settings.ALLOWED_HOSTS[0], "name": settings.NETWORK_NAME}

    def encrypt(self, text: str) -> str:
        return SEALED + _ciphers().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        if not encrypted_text.startswith(SEALED):
            return encrypted_text
        return _ciphers().decrypt(encrypted_text.removeprefix(SEALED).encode()).decode()


def encrypt_stored() -> None:
    """Encrypt the secrets that an earlier version stored as they are, and renew those of an earlier key."""
    adapter = SecondFactorAdapter()
    for row in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN):
        for name in ("secret", "seed"):
            if name in row.data:
                row.data[name] = adapter.encrypt(adapter.decrypt(row.data[name]))
                row.save(update_fields=["data"])
