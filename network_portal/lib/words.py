"""Words that are searched for in columns of text."""

from collections.abc import Sequence

from django.db.models import Q

MOST_WORDS, LONGEST = 8, 120  # what a name needs; a longer question asks too much


def split(typed: str) -> list[str]:
    """The words of a search, at most MOST_WORDS of at most LONGEST characters together."""
    return typed[:LONGEST].split()[:MOST_WORDS]


def holding(words: Sequence[str], *columns: str) -> Q:
    """The rows in which each word stands in one of the columns, in either case."""
    every = Q()
    for word in words:
        one = Q()
        for column in columns:
            one |= Q(**{f"{column}__icontains": word})
        every &= one
    return every
