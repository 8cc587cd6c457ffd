"""Organizations and their seats in bodies."""

import datetime as dt
import secrets

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.text import slugify
from django.utils.translation import gettext as _

from members.models import IOM, Admission, Body, Officer, Organization, Seat
from members.querysets import CHAIRING, COMMITTEE, FULL_ROLES, NETWORK
from network_portal.lib import clock
from network_portal.records import audit
from network_portal.records.access import security
from network_portal.records.access.actor import SYSTEM, Actor
from network_portal.records.access.audience import MEMBERS
from network_portal.records.jobs import sweep
from network_portal.records.models import SecurityEvent
from network_portal.records.registry import registry
from network_portal.records.workflow.refusals import ConditionsUnmet, IllegalTransition, UnmetCondition

RESERVED_SLUGS = (
    "committee",
    "register",
    "incomplete",
    "changes",
)  # an address of its own beside those of the organizations


def save_organization(organization: Organization, *, actor: Actor, fields: list[str] | None = None) -> None:
    """Save an organization, new or changed. One that sits in the Network or the committee stays a UN entity."""
    organization.slug = organization.slug or _free_slug(organization)
    if organization.is_partner != bool(organization.category_id):
        raise ConditionsUnmet(UnmetCondition(_("A partner has a stakeholder category; a UN entity has none.")))
    new = organization.pk is None
    verb = "organization added" if new else "organization changed"
    with transaction.atomic():
        if new:
            audit.save(organization, actor=actor, reason=verb)
        with audit.lock(organization):
            seats = Seat.objects.filter(organization=organization, body__un_entities_only=True)
            if organization.is_partner and seats.current().exists():
                raise ConditionsUnmet(
                    UnmetCondition(_("It is a member of a body of UN entities only."), "", "global ¶3")
                )
            if not new:
                audit.save(organization, actor=actor, reason=verb)
            audit.record_event(organization, verb, actor=actor, audience=MEMBERS, payload={"fields": fields or []})


def _free_slug(organization: Organization) -> str:
    """An address from the acronym; a drawn one where its letters give none, or one that is taken."""
    slug = slugify(organization.acronym)
    if slug and slug not in RESERVED_SLUGS and not Organization.objects.filter(slug=slug).exists():
        return slug
    return f"{slug}-{secrets.token_hex(3)}".lstrip("-")


def save_seat(seat: Seat, *, actor: Actor, fields: list[str] | None = None) -> None:
    """Seat an organization, or change or end its seat.

    Refuses a partner where only UN entities sit, a seat in the committee without one in the Network, a second seat
    of the same role, an officer of another organization, and any change in a task team but of who represents: there
    seats begin and end by decision (ConditionsUnmet). ToR regional membership, committee.
    """
    with audit.lock(seat.organization):
        missing = list(_what_is_missing(seat))
        if not actor.is_system:
            missing += what_a_person_may_not(seat)
        if missing:
            raise ConditionsUnmet(*missing)
        verb = "seat changed" if seat.pk else "seated"
        audit.save(seat, actor=actor, reason=verb)
        payload = {"body": seat.body.slug, "role": seat.role, "from": seat.starts_on, "until": seat.ends_on}
        if seat.decision_reference:
            payload["decision"] = seat.decision_reference
        audit.record_event(seat, verb, actor=actor, audience=MEMBERS, payload=payload)
        trace_seat(seat, actor)
        if seat.body.slug == NETWORK and seat.ends_on is not None:
            _leave_with_the_network(seat, seat.ends_on, actor)


def trace_seat(seat: Seat, actor: Actor) -> None:
    """A membership given, changed or ended by a person is a security event: who did it, and whose membership it is."""
    if not actor.is_system:
        subject = f"{seat.role} in {seat.body.slug}: {seat.organization.slug}"
        security.note(SecurityEvent.Kind.ROLE_CHANGED, person_id=actor.user_id, subject=subject)


def what_a_person_may_not(seat: Seat) -> list[UnmetCondition]:
    """What the administration changes by a decision, a registration, or not at all; the portal's own acts follow from those."""
    found = []
    if not seat.body.un_entities_only and _is_another_seat(seat):
        found.append(UnmetCondition(_("Membership of a task team begins and ends by an adopted decision.")))
    if _is_unregistered(seat):
        words = _("Register the membership first, with the date on which the written wish to join was received.")
        found.append(UnmetCondition(words, "", "regional membership 1"))
    if _is_another_chair(seat):
        words = _("IOM chairs the Network and the Regional Executive Committee.")
        found.append(UnmetCondition(words, "", "regional committee 1"))
    if _adds_to_the_committee(seat) and not registry.adds_to_the_committee(
        seat.decision_reference.strip(), seat.organization
    ):
        # The 13 members are a closed list: another one changes it. A portal setting asks for an adopted decision.
        words = _(
            "The members of the Regional Executive Committee are a closed list. Enter the reference of an adopted decision of the "
            "Network whose text names this organization."
        )
        found.append(UnmetCondition(words, "", "regional committee 1"))
    return found


def _is_another_seat(seat: Seat) -> bool:
    names = ("body_id", "organization_id", "role", "starts_on", "ends_on")
    stored = Seat.objects.filter(pk=seat.pk).values_list(*names).first()
    return stored != tuple(getattr(seat, name) for name in names)


def _is_another_chair(seat: Seat) -> bool:
    """Whether a row gives the chair of the Network or of its committee to another organization than IOM."""
    if seat.body.is_task_team or seat.role not in CHAIRING or seat.organization.slug == IOM:
        return False
    stored = Seat.objects.filter(pk=seat.pk).first()
    return stored is None or stored.role not in CHAIRING


def _is_unregistered(seat: Seat) -> bool:
    """Whether a row makes an organization a member of the Network whose registration is not on file."""
    if seat.body.slug != NETWORK or seat.role not in FULL_ROLES or seat.pk is not None:
        return False
    registered = Admission.objects.filter(organization=seat.organization, withdrawn_on=None)
    return not registered.exclude(admitted_on=None).exists()


def _adds_to_the_committee(seat: Seat) -> bool:
    """Whether a row makes an organization a member of the committee, or more of one than it was."""
    if seat.body.slug != COMMITTEE or seat.role not in FULL_ROLES:
        return False
    stored = Seat.objects.filter(pk=seat.pk).first()
    if stored is None or stored.role not in FULL_ROLES or stored.starts_on != seat.starts_on:
        return True
    return stored.ends_on is not None and (seat.ends_on is None or seat.ends_on > stored.ends_on)


def _leave_with_the_network(seat: Seat, left_on: dt.date, actor: Actor) -> None:
    """Who leaves the Network leaves the committee and the task teams by then, also where a seat had a later end.

    Leaving by notice needs no decision. ToR regional committee, regional task teams.
    """
    others_there = Seat.objects.in_body(NETWORK).filter(organization=seat.organization, error_reason="")
    elsewhere = others_there.exclude(pk=seat.pk)
    if elsewhere.lasting_after(left_on).exists():
        return
    others = Seat.objects.filter(organization=seat.organization).exclude(body=seat.body)
    for other in others.lasting_after(left_on).select_related("body"):
        other.ends_on = max(left_on, other.starts_on)
        save_seat(other, actor=SYSTEM if not other.body.un_entities_only else actor)


def end_seats_of_who_left() -> int:
    """End the seats in committee and task teams of UN entities whose membership of the Network has ended before.

    The end of a membership ends them (``save_seat``); this reaches those of before that rule. ToR regional committee.
    """
    network = Seat.objects.in_body(NETWORK).filter(
        organization=OuterRef("organization"), role__in=FULL_ROLES, error_reason=""
    )
    gone = Exists(network) & ~Exists(network.lasting_after(clock.today()))
    rows = Seat.objects.current().filter(gone, organization__kind="un_entity", role__in=FULL_ROLES)
    return sweep.run_for_each(rows.exclude(body__slug=NETWORK).select_related("body", "organization"), _end_now)


def _end_now(seat: Seat) -> None:
    with audit.lock(seat.organization):
        seat.refresh_from_db()
        if seat.ends_on is not None and seat.ends_on <= clock.today():
            raise IllegalTransition(_("The membership has ended."))
        seat.ends_on = max(clock.today(), seat.starts_on)
        save_seat(seat, actor=SYSTEM)


def _what_is_missing(seat: Seat) -> list[UnmetCondition]:
    found: list[UnmetCondition] = []
    organization, body = seat.organization, seat.body
    if body.un_entities_only and organization.is_partner:
        found.append(
            UnmetCondition(_("Only UN entities sit in {body}.").format(body=body), "", "regional membership 1")
        )
    ends = seat.pk is not None and seat.ends_on is not None  # whatever it began without, it can be ended
    if (
        body.slug == COMMITTEE
        and not ends
        and not Seat.objects.in_body(NETWORK).sitting(seat.starts_on).filter(organization=organization).exists()
        and not Seat.objects.in_body(NETWORK).sitting().filter(organization=organization).exists()
    ):
        found.append(
            UnmetCondition(
                _("{org} is not a member of the Network.").format(org=organization), "", "regional committee 1"
            )
        )
    twins = Seat.objects.overlapping(seat).filter(body=body, organization=organization, role=seat.role)
    if twins.exists():
        found.append(
            UnmetCondition(_("{org} is already registered in this body in this role.").format(org=organization))
        )
    if seat.officer_id and seat.officer is not None and seat.officer.organization_id != organization.pk:
        found.append(UnmetCondition(_("The person named must be a representative of {org}.").format(org=organization)))
    return found


def seat_organization(
    body: Body,
    organization: Organization,
    *,
    actor: Actor,
    role: str = Seat.Role.MEMBER,
    starts_on: dt.date | None = None,
    officer: Officer | None = None,
) -> Seat:
    """Give an organization a seat from a day on."""
    seat = Seat(body=body, organization=organization, role=role, starts_on=starts_on or clock.today(), officer=officer)
    save_seat(seat, actor=actor)
    return seat


def end_seats(body: Body, organization: Organization, *, actor: Actor, on: dt.date | None = None) -> None:
    """End every seat of an organization in a body on a day; leaving the Network ends the committee seat too."""
    for seat in Seat.objects.filter(body=body, organization=organization, ends_on=None):
        seat.ends_on = on or clock.today()
        save_seat(seat, actor=actor)


def record_admission(organization: Organization, *, actor: Actor, basis: str, admitted_on: dt.date) -> Admission:
    """File the paper behind a Network seat."""
    admission = Admission(organization=organization, basis=basis, admitted_on=admitted_on)
    save_admission(admission, actor=actor)
    return admission


def save_admission(admission: Admission, *, actor: Actor, fields: list[str] | None = None) -> None:
    """Save the paper: of a UN entity, with a day, in the order of its days (ConditionsUnmet). ToR regional membership.

    A wish to join without the day of admission is recorded as that, and no admission.
    """
    days = [d for d in (admission.applied_on, admission.admitted_on, admission.withdrawn_on) if d is not None]
    missing = []
    if days != sorted(days):
        missing.append(
            UnmetCondition(_("Dates must follow the order: wish to join received, membership registered, withdrawal."))
        )
    if not days:
        missing.append(
            UnmetCondition(_("Enter the date on which the wish to join was received, or that of the registration."))
        )
    with transaction.atomic(), audit.lock(admission.organization):
        admission.organization.refresh_from_db()
        if admission.organization.is_partner:
            sentence = _("Only UN entities can be members of the Network.")
            missing.insert(0, UnmetCondition(sentence, "", "regional membership 1"))
        if missing:
            raise ConditionsUnmet(*missing)
        before = Admission.objects.filter(pk=admission.pk or 0).first()
        was_admitted = before is not None and before.admitted_on is not None
        if admission.admitted_on is not None and not was_admitted:
            verb = "admitted"
        else:
            verb = "admission changed" if before is not None else "wish to join received"
        audit.save(admission, actor=actor, reason=verb)
        payload = {"basis": admission.basis, "admitted": admission.admitted_on, "withdrawn": admission.withdrawn_on}
        audit.record_event(admission, verb, actor=actor, audience=MEMBERS, payload=payload)


def save_body(body: Body, *, actor: Actor, fields: list[str] | None = None) -> None:
    """Save a body's name; its kind of membership may not come to contradict who sits in it."""
    new = body.pk is None
    verb = "body founded" if new else "body changed"
    with transaction.atomic():
        if new:
            audit.save(body, actor=actor, reason=verb)
        with audit.lock(body):
            partners = Seat.objects.filter(body=body, ends_on=None, organization__kind="partner")
            if body.un_entities_only and partners.exists():
                raise ConditionsUnmet(UnmetCondition(_("A partner is a member of it.")))
            if not new:
                audit.save(body, actor=actor, reason=verb)
            audit.record_event(body, verb, actor=actor, audience=MEMBERS, payload={})
