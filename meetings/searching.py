"""What a search finds of meetings and their agenda items."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from meetings.models import AgendaItem, Meeting
from network_portal.lib import clock
from network_portal.lib.words import holding
from network_portal.records.access.actor import Actor
from network_portal.records.registry import Found, Search


def meetings(actor: Actor, words: Sequence[str], most: int) -> Iterable[Found]:
    rows = Meeting.objects.visible_to(actor).filter(holding(words, "title", "reference", "place"))
    for row in rows.for_list().order_by("-starts_at")[:most]:
        yield Found(row.title, f"{clock.format_day(row.starts_at)} · {row.get_state_display()}", row.get_absolute_url())


def items(actor: Actor, words: Sequence[str], most: int) -> Iterable[Found]:
    seen = Meeting.objects.visible_to(actor).values("pk")
    rows = AgendaItem.objects.filter(holding(words, "title"), meeting__in=seen).select_related("meeting")
    for row in rows.order_by("-meeting__starts_at", "number")[:most]:
        yield Found(row.title, f"{row.meeting.title}, {clock.format_day(row.meeting.starts_at)}", row.path("item"))


SEARCHES = [Search(_("Meetings"), meetings), Search(_("Agenda items"), items)]
