"""The portal's ways of saying no. Each knows its status and what a person reads."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class UnmetCondition:
    """A condition that does not hold yet: a sentence, and where it is mended."""

    sentence: str
    link: str = ""
    cites: str = ""


class Refusal(Exception):
    """An act that was not done. Nothing was written."""

    status = 409

    @property
    def unmet(self) -> list[UnmetCondition]:
        return [UnmetCondition(str(self))]


class PermissionRefused(Refusal):
    """The move exists but not for this actor (403)."""

    status = 403

    def __init__(self, message: str = "") -> None:
        super().__init__(message or _("You are not authorized to do this in the capacity in which you act."))


class IllegalTransition(Refusal):
    """The move does not start from the state the thing is in (409)."""


class ConditionsUnmet(Refusal):
    """Conditions are missing; all of them are named (422)."""

    status = 422

    def __init__(self, *unmet: UnmetCondition | str) -> None:
        self._unmet = [UnmetCondition(item) if isinstance(item, str) else item for item in unmet]
        super().__init__(" ".join(item.sentence for item in self._unmet))

    @property
    def unmet(self) -> list[UnmetCondition]:
        return self._unmet


class Stale(Refusal):
    """Somebody saved before: both texts are kept, theirs by name of field."""

    def __init__(self, theirs: dict[str, str], version: int | str) -> None:
        super().__init__(
            _("Another user has saved changes. Your text is shown below and is not lost; compare both versions.")
        )
        self.theirs = theirs
        self.before: dict[str, str] = {}
        self.version = version
