"""What a search finds of organizations and their representatives."""

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models import Officer, Organization
from network_portal.lib import text
from network_portal.lib.words import holding
from network_portal.records.access.actor import Actor
from network_portal.records.registry import Found, Search


def organizations(actor: Actor, words: Sequence[str], most: int) -> Iterable[Found]:
    rows = Organization.objects.visible_to(actor).filter(holding([text.folded(word) for word in words], "search_key"))
    for row in rows.order_by("sort_key")[:most]:
        yield Found(row.acronym, row.name, row.get_absolute_url())


def representatives(actor: Actor, words: Sequence[str], most: int) -> Iterable[Found]:
    every = Q()
    for word in words:
        every &= Q(person__sort_key__contains=text.folded(word)) | Q(person__email__icontains=word)
    rows = Officer.objects.active().filter(every, organization__in=Organization.objects.visible_to(actor))
    for row in rows.select_related("person", "organization").order_by("person__sort_key")[:most]:
        about = f"{row.organization} · {row.get_rank_display()} · {row.person.email}"
        yield Found(row.person.name, about, row.organization.get_absolute_url())


SEARCHES = [Search(_("Organizations"), organizations), Search(_("Representatives"), representatives)]
