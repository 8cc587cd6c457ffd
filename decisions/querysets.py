"""What can be asked of decisions, and who sees what. Not visible is not there."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from decisions.choices import ENDED
from members import policies as people
from members.querysets import current, sits
from network_portal.records.access.audience import BODY, pks

if TYPE_CHECKING:
    from network_portal.records.access.actor import Actor


class DecisionQuerySet(models.QuerySet[Any, Any]):
    def visible_to(self, actor: "Actor") -> Self:
        """Members read what was submitted; a draft is its sponsor's and the Secretariat's."""
        if people.runs_the_network(actor):
            return self.all()
        own = Q(sponsor=actor.organization_id) if people.is_member(actor) else Q(pk__in=[])
        if people.reads_as_member(actor):
            return self.filter(own | ~Q(reference="")).exclude(~own & Q(state="draft"))
        return self.none()

    def for_list(self) -> Self:
        return self.select_related("body", "sponsor")

    def under_way(self) -> Self:
        """Those that have not ended, drafts among them."""
        return self.exclude(state__in=ENDED)

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
        """While a round is open only one's own organization's; at closing the members of the deciding body read all.

        Secretariat, Coordinator and auditor read them at closing too; partners and other members never.
        """
        if actor.capacity in ("secretariat", "coordinator", "auditor"):
            return self.filter(round__closed_at__isnull=False)
        if not people.is_member(actor):
            return self.none()
        closed = Q(round__closed_at__isnull=False, round__decision__body__in=pks(actor.audiences, BODY))
        return self.filter(closed | Q(organization=actor.organization_id))


class ConcernQuerySet(models.QuerySet[Any, Any]):
    def visible_to(self, actor: "Actor") -> Self:
        """One from an open round only to its organization, Secretariat and Coordinator; then as its decision is."""
        if people.runs_the_network(actor):
            return self.all()
        if not people.reads_as_member(actor):
            return self.none()
        public = Q(round=None) | Q(round__closed_at__isnull=False, round__decision__body__in=pks(actor.audiences, BODY))
        if people.is_auditor(actor):
            public = Q(round=None) | Q(round__closed_at__isnull=False)
        return self.filter(public | Q(organization=actor.organization_id))


class ContactQuerySet(models.QuerySet[Any, Any]):
    def visible_to(self, actor: "Actor") -> Self:
        """As its decision is; an effort logged while a round is open would tell who objected, and waits for its end."""
        if people.runs_the_network(actor):
            return self.all()
        rounds = apps.get_model("decisions", "Round").objects.open()
        while_open = Exists(rounds.filter(decision=OuterRef("decision"), opened_at__lte=OuterRef("at")))
        return self.filter(Q(purpose="reach") | ~while_open)


class ActionQuerySet(models.QuerySet[Any, Any]):
    def visible_to(self, actor: "Actor") -> Self:
        return self.all() if people.reads_as_member(actor) else self.none()

    def open(self) -> Self:
        return self.filter(state="open")

    def for_list(self) -> Self:
        return self.select_related("organization", "officer__person", "decision", "body")


class WorkingMethodQuerySet(models.QuerySet[Any, Any]):
    def in_force(self, on: dt.date | None = None) -> Self:
        return self.filter(current(on), starts_on__isnull=False)
