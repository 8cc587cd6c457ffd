"""What can be asked of plans and updates, and who sees them."""

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch

from members.models import Seat
from workplans import readers

if TYPE_CHECKING:
    from network_portal.records.access.actor import Actor


def another_chairs(body: str, organization: str) -> Exists:
    """Whether a chair of the task team that a row names is of another organization than the one that it names."""
    chairs = Seat.objects.chairing().filter(body=OuterRef(body))
    return Exists(chairs.exclude(organization=OuterRef(organization)))


class PlanQuerySet(models.QuerySet[Any, Any]):
    def visible_to(self, actor: "Actor") -> Self:
        return self.filter(readers.PLAN.rows(actor))

    def running(self) -> Self:
        return self.filter(state="adopted")

    def for_matrix(self) -> Self:
        """The plan with all that the matrix and its figures need, in a fixed number of queries."""
        activity = apps.get_model("workplans", "Activity").objects.select_related("lead", "output", "body", "reviewer")
        contributions = apps.get_model("workplans", "Contribution").objects.exclude(consent="declined")
        alignments = apps.get_model("workplans", "Alignment").objects.select_related("entry")
        return self.select_related("decision", "body").prefetch_related(
            Prefetch(
                "activities",
                activity.prefetch_related(
                    Prefetch("contributions", contributions.select_related("organization")),
                    Prefetch("alignments", alignments),
                    Prefetch(
                        "updates", apps.get_model("workplans", "Update").objects.accepted_by_lead(), "accepted_updates"
                    ),
                ),
            ),
            Prefetch("outputs", apps.get_model("workplans", "Output").objects.select_related("objective")),
        )


class UpdateQuerySet(models.QuerySet[Any, Any]):
    def visible_to(self, actor: "Actor") -> Self:
        return self.filter(readers.UPDATE.rows(actor))

    def accepted_by_lead(self) -> Self:
        """What sets an activity's figures: the lead's accepted updates, the latest period last."""
        return self.filter(is_leads=True, state="accepted").order_by("period__quarter", "submitted_at")

    def with_another_chair(self) -> Self:
        """Each with ``another_chair``: whether a chair of its task team is of another organization than the update's."""
        return self.annotate(another_chair=another_chairs("activity__body", "organization"))

    def for_list(self) -> Self:
        return self.select_related("activity__plan", "activity__lead", "period__plan", "organization", "submitted_by")
