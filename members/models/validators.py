"""What a name, an address and a time zone must be."""

from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from network_portal.lib import addresses, text


def no_control_characters(value: str) -> None:
    """A name or title: at least one letter, nothing invisible, nothing that turns the direction (ValidationError)."""
    if text.has_unseen(value):
        raise ValidationError(_("Control characters, invisible and direction-changing characters are not allowed."))
    if not text.has_letter(value):
        raise ValidationError(_("Enter at least one letter."))


def deliverable_address(value: str) -> None:
    """An address to which mail can be sent: nothing invisible, and a domain that names can have (ValidationError)."""
    if text.has_unseen(value) or not value.isprintable() or not addresses.can_be_mailed(value):
        raise ValidationError(_("Mail cannot be sent to this address. Please check it."))


def network_zone() -> str:
    """The zone of a person who has chosen none: the Network's."""
    return str(settings.NETWORK_ZONE)


def known_zone(name: str) -> None:
    """Refuse (ValidationError) a time zone that this machine does not know."""
    if name not in available_timezones():
        raise ValidationError(_("There is no such time zone; one reads “Asia/Manila”."))
