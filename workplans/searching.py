"""What a search finds of the activities of work plans."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from network_portal.lib.words import holding
from network_portal.records.access.actor import Actor
from network_portal.records.registry import Found, Search
from workplans.models import Activity, Plan


def activities(actor: Actor, words: Sequence[str], most: int) -> Iterable[Found]:
    rows = Activity.objects.filter(
        holding(words, "title", "code", "lead__acronym"), plan__in=Plan.objects.visible_to(actor)
    )
    for row in rows.select_related("plan", "lead").order_by("-plan__year", "code")[:most]:
        yield Found(f"{row.code} {row.title}", f"{row.plan} · {row.lead}", row.get_absolute_url())


SEARCHES = [Search(_("Activities"), activities)]
