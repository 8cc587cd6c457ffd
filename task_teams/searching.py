"""What a search finds of task teams."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from network_portal.lib.words import holding
from network_portal.records.access.actor import Actor
from network_portal.records.registry import Found, Search
from task_teams.models import TaskTeam


def teams(actor: Actor, words: Sequence[str], most: int) -> Iterable[Found]:
    rows = TaskTeam.objects.visible_to(actor).filter(holding(words, "body__name", "body__code"))
    for row in rows.for_list().order_by("body__name")[:most]:
        yield Found(str(row), row.get_state_display(), row.get_absolute_url())


SEARCHES = [Search(_("Task teams"), teams)]
