"""The mail server of the embedded portal: mails lie as files in the data folder, each person's in a folder of its own."""

from collections.abc import Iterator, Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage as Parsed
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from network_portal.lib import addresses, clock, text


def folder(address: str) -> Path:
    """The folder of one address; its name tells nothing about the address."""
    return Path(settings.OUTBOX_DIR) / text.digest("outbox", addresses.normal(address))[:24]


class OutboxBackend(BaseEmailBackend):
    """Writes whole files only; two mails with one Message-ID are two files."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for mail in email_messages:
            raw = mail.message().as_bytes()
            for address in mail.recipients():
                place = folder(address)
                place.mkdir(parents=True, exist_ok=True, mode=0o700)
                stamp = clock.now().strftime("%Y%m%dT%H%M%S")
                name = f"{stamp}-{text.digest(str(mail.extra_headers.get('Message-ID')), str(mail.subject))[:16]}"
                count = sum(1 for _ in place.glob(f"{name}*.eml"))
                hidden = place / f".{name}.part"
                hidden.write_bytes(raw)
                hidden.rename(place / f"{name}-{count}.eml")
        return len(email_messages)


def mails_of(address: str) -> Iterator[tuple[str, Parsed]]:
    """The mails sent to one address, newest first, each with its name."""
    for path in sorted(folder(address).glob("*.eml"), reverse=True):
        yield path.stem, message_from_bytes(path.read_bytes(), policy=policy.default)


def mail_of(address: str, name: str) -> Parsed | None:
    """One mail of one address; the name can reach nothing outside its folder."""
    return next((mail for stem, mail in mails_of(address) if stem == name), None)
