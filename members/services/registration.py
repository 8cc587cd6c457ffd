"""An organization, its membership and its first focal point, registered in one act."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from members import policies
from members.models import Admission, Body, Officer, Organization
from members.services import people, seats
from network_portal.records.access.actor import Actor
from network_portal.records.workflow.refusals import PermissionRefused


@dataclass(frozen=True)
class Membership:
    """The document behind a membership of the Network, and its days; without a day of registration it is a wish to join."""

    basis: str
    wish_received_on: dt.date | None = None
    registered_on: dt.date | None = None


@dataclass(frozen=True)
class FocalPoint:
    """Who speaks for the organization and is written to first."""

    name: str
    email: str
    rank: str = Officer.Rank.FOCAL_POINT


def register(
    organization: Organization,
    *,
    actor: Actor,
    membership: Membership | None = None,
    focal_point: FocalPoint | None = None,
) -> Officer | None:
    """Register all of it or nothing; returns the representative, whom the portal invites.

    A UN entity whose membership is registered sits in the Network from that day on. Refuses a partner's membership and
    days out of order (ConditionsUnmet), and who does not keep the register (PermissionRefused). ToR regional membership 1.
    """
    if not policies.may_register(actor, organization):
        raise PermissionRefused
    with transaction.atomic():
        seats.save_organization(organization, actor=actor)
        if membership is not None:
            admission = Admission(
                organization=organization, basis=membership.basis, applied_on=membership.wish_received_on,
                admitted_on=membership.registered_on,
            )  # fmt: skip
            seats.save_admission(admission, actor=actor)
            if membership.registered_on is not None:
                network = Body.objects.network()
                seats.seat_organization(network, organization, actor=actor, starts_on=membership.registered_on)
        if focal_point is None:
            return None
        return people.add_officer(
            organization, name=focal_point.name, email=focal_point.email, rank=focal_point.rank, primary_contact=True,
            actor=actor,
        )  # fmt: skip
