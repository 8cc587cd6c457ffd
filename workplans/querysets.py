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


MATRIX = (
    "plan", "code", "title", "kind", "quarters", "weight", "method", "order", "output__code", "output__objective",
    "lead__acronym", "lead__slug", "lead__sort_key",
)  # fmt: skip
"""What the matrix and its figures read of an activity."""


class ContributionQuerySet(models.QuerySet[Any, Any]):
    def by_activity(self, plan: int) -> dict[int, list[tuple[str, bool]]]:
        """Of each activity of a plan the acronyms of those that contribute, and whether each still has to confirm."""
        rows = self.filter(activity__plan=plan).exclude(consent="declined")
        found: dict[int, list[tuple[str, bool]]] = {}
        for activity, acronym, consent in rows.values_list("activity_id", "organization__acronym", "consent"):
            found.setdefault(activity, []).append((acronym, consent == "proposed"))
        return found


class AlignmentQuerySet(models.QuerySet[Any, Any]):
    def by_activity(self, plan: int) -> dict[int, list[str]]:
        """Of each activity of a plan the codes of the framework entries that it serves."""
        found: dict[int, list[str]] = {}
        rows = self.filter(activity__plan=plan).order_by("entry__order")
        for activity, code in rows.values_list("activity_id", "entry__code"):
            found.setdefault(activity, []).append(code)
        return found


class PlanQuerySet(models.QuerySet[Any, Any]):
    def visible_to(self, actor: "Actor") -> Self:
        return self.filter(readers.PLAN.rows(actor))

    def running(self) -> Self:
        return self.filter(state="adopted")

    def for_matrix(self) -> Self:
        """The plan with its activities, their leads, and the accepted updates that set their figures; no long texts.

        In a fixed number of queries. Contributions and alignments are words for the matrix: ``parts`` and ``codes``.
        """
        updates = apps.get_model("workplans", "Update").objects.accepted_by_lead()
        updates = updates.only("activity", "status", "percent", "state", "is_leads")
        activities = apps.get_model("workplans", "Activity").objects.select_related("lead", "output")
        activities = activities.only(*MATRIX).prefetch_related(Prefetch("updates", updates, "accepted_updates"))
        outputs = apps.get_model("workplans", "Output").objects.select_related("objective")
        return self.select_related("decision", "body").prefetch_related(
            Prefetch("activities", activities), Prefetch("outputs", outputs)
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
