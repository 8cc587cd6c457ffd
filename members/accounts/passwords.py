"""Which passwords are refused: those with few different characters, and those that a list or a pattern would guess."""

import csv
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

LEAST_DIFFERENT = 6
LEAST_SCORE = 3  # of zxcvbn's 0 to 4: more than 10**8 guesses, with lists of common passwords, names and English words
LONGEST_LOOKED_AT = 72  # characters; zxcvbn's own limit, for its time grows with the length
CONTEXT = (
    "migration", "network", "portal", "regional", "united", "nations", "unitednations", "secretariat", "bangkok",
    "geneva", "coordinator", "focalpoint", "committee", "workplan", "migrant", "migrants", "compact", "password",
    "welcome", "asia", "pacific", "asiapacific", "runnm", "january", "february", "march", "april", "june", "july",
    "august", "september", "october", "november", "december", "monday", "tuesday", "wednesday", "thursday", "friday",
    "saturday", "sunday", "spring", "summer", "autumn", "winter",
)  # fmt: skip


@cache
def context_words() -> tuple[str, ...]:
    """Words that everybody in the Network thinks of first: its own, and the acronyms of its organizations."""
    source = Path(__file__).resolve().parent.parent / "data" / "entities.csv"
    with source.open(encoding="utf-8", newline="") as rows:
        acronyms = [row["acronym"].lower().replace(" ", "") for row in csv.DictReader(rows)]
    return (*CONTEXT, *acronyms, settings.NETWORK_NAME.lower(), settings.NUMBER_PREFIX.lower())


def _own_words(user: Any) -> list[str]:
    if user is None:
        return []
    name, email = str(getattr(user, "name", "")).lower(), str(getattr(user, "email", "")).lower()
    host = email.rpartition("@")[2]
    return [name, email, *name.split(), *email.partition("@")[0].split("."), *host.split(".")]


def _without(password: str, words: list[str]) -> str:
    """What is left of a password when the words that anybody would try are taken out."""
    left = password.casefold()
    for word in sorted({w for w in words if len(w) >= 3}, key=len, reverse=True):
        left = left.replace(word, "")
    return left


class VarietyValidator:
    """At least six different characters."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(set(password.casefold())) < LEAST_DIFFERENT:
            sentence = _("The password must have at least {n} different characters.").format(n=LEAST_DIFFERENT)
            raise ValidationError(sentence, code="password_too_uniform")

    def get_help_text(self) -> str:
        return str(_("The password must have at least {n} different characters.").format(n=LEAST_DIFFERENT))


class GuessableValidator:
    """Refuses what is guessed soon: common passwords of any length, names, patterns, words of the Network."""

    def validate(self, password: str, user: Any = None) -> None:
        words = [*context_words(), *_own_words(user)]
        left = _without(password, words)
        guessed = zxcvbn(password[:LONGEST_LOOKED_AT], user_inputs=words)["score"] < LEAST_SCORE
        if guessed or len(set(left)) < 4 or len("".join(c for c in left if c.isalpha())) < 3:
            sentence = _(
                "The password is easy to guess. Use a sentence, or several words that have nothing to do with you, "
                "your organization or the Network."
            )
            raise ValidationError(sentence, code="password_guessable")

    def get_help_text(self) -> str:
        return str(_("The password must not be easy to guess: no names, no common words or patterns alone."))
