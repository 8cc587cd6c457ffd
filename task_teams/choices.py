"""The states of the workflows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TeamState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ACTIVE = "active", _("Active")
    CLOSED = "closed", _("Closed")
