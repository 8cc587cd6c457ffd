"""The account package's doors: nobody signs up, its mails leave through our sender."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from members.models import User
from network_portal.records.notices import queue_account_mail


class AccountAdapter(DefaultAccountAdapter):
    """People come by invitation only; links in mails lead to the portal's one address."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        return bool(url) and url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = super().get_reset_password_from_key_url(key)
        return settings.BASE_URL + "/" + path.split("/", 3)[3] if "://" in path else settings.BASE_URL + path

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        person = User.objects.filter(email=email.lower(), is_active=True).first()
        if person is None:
            return
        message = self.render_mail(template_prefix, email, context)
        queue_account_mail(person, message.subject, str(message.body))

    def format_email_subject(self, subject: str) -> str:
        return subject


def forget_address(person: User, address: str) -> None:
    """The old address opens nothing any more: no reset by it, no session begun under it."""
    EmailAddress.objects.filter(user=person, email__iexact=address).delete()
    for session in UserSession.objects.filter(user=person):
        session.end()


class SecondFactorAdapter(DefaultMFAAdapter):
    """Names the portal in authenticator apps and passkeys."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": settings.ALLOWED_HOSTS[0], "name": settings.NETWORK_NAME}
