"""Numbers on paper: given once, in order, never reused."""

from django.db.models import F

from network_portal.records.models import Counter


def next_number(name: str) -> int:
    """The next number under a name; must run inside the transaction that uses it, which then holds the counter."""
    Counter.objects.get_or_create(name=name)
    Counter.objects.filter(name=name).update(value=F("value") + 1)
    return Counter.objects.get(name=name).value
