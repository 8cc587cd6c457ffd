"""The states of the workflows, and the kinds of decision."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    PLAN = "plan", _("Work plan")
    TEAM = "team", _("Task team")
    WORKING_METHOD = "working_method", _("Working method")
    GENERAL = "general", _("Other decision of the Network")
    GUIDANCE = "guidance", _("Guidance of the Regional Executive Committee")


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    CONSULTATION = "consultation", _("In consultation")
    ROUND = "round", _("Positions invited")
    NO_CONSENSUS = "no_consensus", _("No consensus")
    WITH_PRINCIPALS = "with_principals", _("Before the Principals")
    REFERRED = "referred", _("Referred to the Secretary-General")
    ADOPTED = "adopted", _("Adopted")
    NOT_ADOPTED = "not_adopted", _("Not adopted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")


class ConcernState(models.TextChoices):
    OPEN = "open", _("Unresolved")
    ADDRESSED = "addressed", _("Response recorded, confirmation awaited")
    CONFIRMED = "confirmed", _("Resolved, confirmed by its organization")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MAINTAINED = "maintained", _("Maintained")
    LAPSED = "lapsed", _("Lapsed")


class ActionState(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Completed, awaiting confirmation")
    CLOSED = "closed", _("Closed")


ENDED = (State.ADOPTED, State.NOT_ADOPTED, State.WITHDRAWN, State.LAPSED)
