"""What can be asked of meetings and minutes, and who sees them."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from meetings import readers
from members.querysets import sits

if TYPE_CHECKING:
    from network_portal.records.access.actor import Actor


class InvitationQuerySet(models.QuerySet[Any, Any]):
    def expected(self) -> Self:
        """Those of organizations that sit in the body today: who has left is neither counted nor asked."""
        return self.filter(sits("meeting__body"))


class MeetingQuerySet(models.QuerySet[Any, Any]):
    def visible_to(self, actor: "Actor") -> Self:
        return self.filter(readers.MEETING.rows(actor))

    def for_list(self) -> Self:
        return self.select_related("body", "minutes").defer("minutes__frozen")


class MinutesQuerySet(models.QuerySet[Any, Any]):
    def visible_to(self, actor: "Actor") -> Self:
        return self.filter(readers.MINUTES.rows(actor))

    def for_page(self) -> Self:
        return self.select_related("meeting__body", "meeting__chair", "approved_in__meeting", "approved_by")
