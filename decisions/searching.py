"""What a search finds of decisions and action points."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from decisions.models import Action, Decision
from network_portal.lib.words import holding
from network_portal.records.access.actor import Actor
from network_portal.records.registry import Found, Search


def decisions(actor: Actor, words: Sequence[str], most: int) -> Iterable[Found]:
    rows = Decision.objects.visible_to(actor).filter(holding(words, "title", "reference", "sponsor__acronym"))
    for row in rows.for_list().order_by("-created_at")[:most]:
        about = " · ".join(str(part) for part in (row.short_number or _("Draft"), row.get_state_display(), row.sponsor))
        yield Found(row.title, about, row.get_absolute_url())


def actions(actor: Actor, words: Sequence[str], most: int) -> Iterable[Found]:
    rows = Action.objects.visible_to(actor).filter(holding(words, "title", "organization__acronym"))
    for row in rows.for_list().order_by("-due_on")[:most]:
        yield Found(row.title, f"{row.organization} · {row.get_state_display()}", row.get_absolute_url())


SEARCHES = [Search(_("Decisions"), decisions), Search(_("Action points"), actions)]
