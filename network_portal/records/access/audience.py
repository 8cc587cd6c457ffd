"""Who reads an event: the audiences that an actor has, as they are stored.

The stored words are never renamed. What each audience opens is written in ``members/capacities.py`` (who has it)
and in each app's ``audiences.py`` (what it reads).
"""

from collections.abc import Iterable
from typing import NewType

Audience = NewType("Audience", str)

SIGNED_IN = Audience("signed-in")
MEMBERS = Audience("members")
SECRETARIAT = Audience("secretariat")
AUDITOR = Audience("auditor")
ADMIN = Audience("admin")
SYSTEM_ONLY = Audience("system")


BODY, CHAIR = "body:", "chair:"


def organization(pk: int) -> Audience:
    """Who represents an organization."""
    return Audience(f"org:{pk}")


def body(pk: int) -> Audience:
    """Who represents an organization that sits in a body."""
    return Audience(f"{BODY}{pk}")


def chair(pk: int) -> Audience:
    """Who chairs or co-chairs a body for an organization."""
    return Audience(f"{CHAIR}{pk}")


def observers(pk: int) -> Audience:
    """Who represents an observer in a body."""
    return Audience(f"observer:{pk}")


def pks(audiences: Iterable[str], of: str) -> list[int]:
    """The ids in the audiences of one kind, ``BODY`` or ``CHAIR``."""
    return [int(one.removeprefix(of)) for one in audiences if one.startswith(of)]
