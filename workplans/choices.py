"""The states of the workflows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanState(models.TextChoices):
    INPUTS = "inputs", _("Preparing")
    REVIEW = "review", _("Under review by members")
    GUIDANCE = "guidance", _("Awaiting guidance of the Regional Executive Committee")
    ADOPTED = "adopted", _("Adopted")
    CLOSED = "closed", _("Closed")


class UpdateState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    ACCEPTED = "accepted", _("Accepted")
