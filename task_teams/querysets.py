"""Who sees task teams."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from task_teams import readers

if TYPE_CHECKING:
    from network_portal.records.access.actor import Actor


class TaskTeamQuerySet(models.QuerySet[Any, Any]):
    def visible_to(self, actor: "Actor") -> Self:
        return self.filter(readers.TEAM.rows(actor))

    def for_list(self) -> Self:
        return self.select_related("body", "decision", "proposer")
