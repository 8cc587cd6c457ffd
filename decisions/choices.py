"""The states of the workflows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    CONSULTATION = "consultation", _("Consultation")
    ROUND = "round", _("Round")
    NO_CONSENSUS = "no_consensus", _("No consensus")
    WITH_PRINCIPALS = "with_principals", _("With the Principals")
    REFERRED = "referred", _("Referred to the Secretary-General")
    ADOPTED = "adopted", _("Adopted")
    NOT_ADOPTED = "not_adopted", _("Not adopted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")


class ConcernState(models.TextChoices):
    OPEN = "open", _("Open")
    ADDRESSED = "addressed", _("Addressed, to be confirmed")
    CONFIRMED = "confirmed", _("Addressed and confirmed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MAINTAINED = "maintained", _("Maintained")
    LAPSED = "lapsed", _("Lapsed")


class ActionState(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done, to be confirmed")
    CLOSED = "closed", _("Closed")


ENDED = (State.ADOPTED, State.NOT_ADOPTED, State.WITHDRAWN, State.LAPSED)
