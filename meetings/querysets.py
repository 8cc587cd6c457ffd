"""What can be asked of meetings and minutes, and who sees them."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from members import policies as people
from members.querysets import sits
from network_portal.records.access import grants

if TYPE_CHECKING:
    from network_portal.records.access.actor import Actor


class InvitationQuerySet(models.QuerySet[Any, Any]):
    def expected(self) -> Self:
        """Those of organizations that sit in the body today: who has left is neither counted nor asked."""
        return self.filter(sits("meeting__body"))


class MeetingQuerySet(models.QuerySet[Any, Any]):
    def visible_to(self, actor: "Actor") -> Self:
        """Members see every meeting they were called to; what never went beyond a plan is the Secretariat's, the
        Coordinator's and the chair's, cancelled or not.
        """
        if people.runs_the_network(actor):
            return self.all()
        if people.reads_as_member(actor):
            return self.filter(Q(convened_at__isnull=False) | Q(chair=actor.user_id))
        return self.none()

    def for_list(self) -> Self:
        return self.select_related("body", "minutes").defer("minutes__frozen")


class MinutesQuerySet(models.QuerySet[Any, Any]):
    def visible_to(self, actor: "Actor") -> Self:
        """Drafts are the Secretariat's, the Coordinator's and the chair's, and whoever was granted the writing;
        circulated minutes are the members'."""
        if people.runs_the_network(actor):
            return self.all()
        mine = Q(meeting__chair=actor.user_id) if people.reads_as_member(actor) else Q(pk__in=[])
        granted = Q(pk__in=grants.ids(actor, "write_minutes", self.model))
        if people.reads_as_member(actor):
            return self.filter(~Q(state="draft") | mine | granted)
        return self.filter(granted)

    def for_page(self) -> Self:
        return self.select_related("meeting__body", "meeting__chair", "approved_in__meeting", "approved_by")
