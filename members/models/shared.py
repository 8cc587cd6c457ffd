"""What rows of members have in common: days from and until, and keys that are derived from names."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from network_portal.lib import clock
from network_portal.records.models import Recorded


class EffectiveDated(Recorded):
    """A row that holds from a day until a day (that day no longer included); no end: it holds.

    One that was entered in error holds on no day, and says why.
    """

    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    error_reason = models.CharField(_("entered in error"), max_length=300, default="", blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def holds(self) -> bool:
        """Whether the row holds today."""
        today = clock.today()
        return self.starts_on <= today and (self.ends_on is None or self.ends_on > today)


def ends_after_start(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
        name=f"{name}_ends_after_start",
        violation_error_message=_("The last day must not lie before the first."),
    )


def error_never_holds(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(error_reason="") | Q(ends_on__isnull=False, ends_on=F("starts_on")),
        name=f"{name}_error_never_holds",
        violation_error_message=_("This entry is marked as entered in error: its dates do not change any more."),
    )


def with_keys(kwargs: dict[str, Any], sources: set[str], *keys: str) -> dict[str, Any]:
    """The arguments of a save, with what is derived from columns saved where one of the columns is."""
    fields = kwargs.get("update_fields")
    return {**kwargs, "update_fields": [*fields, *keys]} if fields is not None and sources & set(fields) else kwargs
