"""Who sees task teams."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from members import policies as people

if TYPE_CHECKING:
    from network_portal.records.access.actor import Actor


class TaskTeamQuerySet(models.QuerySet[Any, Any]):
    def visible_to(self, actor: "Actor") -> Self:
        """Members, and those who run or audit the Network."""
        return self.all() if people.reads_as_member(actor) else self.none()

    def for_list(self) -> Self:
        return self.select_related("body", "decision", "proposer")
