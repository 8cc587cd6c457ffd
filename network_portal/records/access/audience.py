"""Who reads an event: the audiences that an actor has, as they are stored.

The stored words are never renamed. What each audience opens is written in ``members/capacities.py`` (who has it)
and in each app's ``audiences.py`` (what it reads).
"""

from typing import NewType

Audience = NewType("Audience", str)

SIGNED_IN = Audience("signed-in")
MEMBERS = Audience("members")
SECRETARIAT = Audience("secretariat")
AUDITOR = Audience("auditor")
ADMIN = Audience("admin")
SYSTEM_ONLY = Audience("system")


def organization(pk: int) -> Audience:
    """Who represents an organization."""
    return Audience(f"org:{pk}")


def body(pk: int) -> Audience:
    """Who represents an organization that sits in a body."""
    return Audience(f"body:{pk}")


def chair(pk: int) -> Audience:
    """Who chairs or co-chairs a body for an organization."""
    return Audience(f"chair:{pk}")


def observers(pk: int) -> Audience:
    """Who represents an observer in a body."""
    return Audience(f"observer:{pk}")
