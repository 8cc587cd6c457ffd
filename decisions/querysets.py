"""What can be asked of decisions, and who sees what. Not visible is not there."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db import models

from decisions import readers
from decisions.choices import ENDED
from members.querysets import NETWORK, current, sits

if TYPE_CHECKING:
    from network_portal.records.access.actor import Actor


class DecisionQuerySet(models.QuerySet[Any, Any]):
    def visible_to(self, actor: "Actor") -> Self:
        return self.filter(readers.DECISION.rows(actor))

    def for_list(self) -> Self:
        return self.select_related("body", "sponsor")

    def under_way(self) -> Self:
        """Those that have not ended, drafts among them."""
        return self.exclude(state__in=ENDED)

    def adopted_by_the_network(self, reference: str) -> Self:
        """The decision with this reference, written with or without its prefix, if the Network adopted it."""
        same = models.Q(reference=reference) | models.Q(reference__endswith=f"/{reference}")
        return self.filter(same, state="adopted", body__slug=NETWORK) if reference else self.none()

    def about(self, label: str, pk: int) -> Self:
        return self.filter(subject_label=label, subject_id=pk)


class RoundQuerySet(models.QuerySet[Any, Any]):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def due(self, now: dt.datetime) -> Self:
        """Open rounds whose deadline has come."""
        return self.open().filter(deadline__lte=now)


class InvitedOrganizationQuerySet(models.QuerySet[Any, Any]):
    def sitting(self, on: dt.date | None = None) -> Self:
        """Those of organizations that sit in the deciding body, today unless a day is given."""
        return self.filter(sits("round__decision__body", on=on))


class PositionQuerySet(models.QuerySet[Any, Any]):
    def current(self) -> Self:
        return self.filter(superseded_by=None)

    def visible_to(self, actor: "Actor") -> Self:
        return self.filter(readers.POSITION.rows(actor))


class ConcernQuerySet(models.QuerySet[Any, Any]):
    def visible_to(self, actor: "Actor") -> Self:
        return self.filter(readers.CONCERN.rows(actor))


class ContactQuerySet(models.QuerySet[Any, Any]):
    def visible_to(self, actor: "Actor") -> Self:
        return self.filter(readers.CONTACT.rows(actor))


class ActionQuerySet(models.QuerySet[Any, Any]):
    def visible_to(self, actor: "Actor") -> Self:
        return self.filter(readers.ACTION.rows(actor))

    def open(self) -> Self:
        return self.filter(state="open")

    def for_list(self) -> Self:
        return self.select_related("organization", "officer__person", "decision", "body")


class WorkingMethodQuerySet(models.QuerySet[Any, Any]):
    def in_force(self, on: dt.date | None = None) -> Self:
        return self.filter(current(on), starts_on__isnull=False)

    def carrying(self, rule: str) -> Self:
        """Those that carry a rule of the list (``method_rules``)."""
        return self.filter(models.Q(rules__has_key=rule) | models.Q(rule=rule))
