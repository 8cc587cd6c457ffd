"""Every change of task teams. ToR regional task teams; global ¶17, ¶21 to ¶23."""

import datetime as dt
import secrets
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from decisions.models import Decision, Kind
from decisions.services import drafting
from members.models import Body, Organization, Seat
from members.querysets import CHAIRING, FULL_ROLES, is_member
from members.services import seats
from network_portal.lib import clock
from network_portal.lib.text import shorten
from network_portal.records import audit
from network_portal.records.access.actor import SYSTEM, Actor
from network_portal.records.access.audience import MEMBERS
from network_portal.records.workflow import bounds, engine
from network_portal.records.workflow.acts import refuse_unless, service
from network_portal.records.workflow.refusals import (
    ConditionsUnmet,
    PermissionRefused,
    UnmetCondition,
)
from task_teams import guards, policies
from task_teams.models import ComposedSeat, Deliverable, TaskTeam


def propose(
    *,
    actor: Actor,
    name: str,
    code: str,
    need: str,
    focus: str,
    chairs: Collection[Organization],
    composition: Collection[Organization],
    terms: str = "",
    no_terms_needed: bool = False,
    ends_on: dt.date | None = None,
    standing: bool = False,
) -> TaskTeam:
    """Propose a team, with the draft decision that would establish it.

    Refuses a chair who does not sit in it, a team without chair, an end in the past, neither an end nor standing
    (ConditionsUnmet), and who may not propose (PermissionRefused).
    """
    if not policies.propose(actor, None):
        raise PermissionRefused
    _check_composition(chairs, composition, ends_on, standing=standing)
    if Body.objects.filter(code=f"TT-{code.upper()}").exists():
        raise ConditionsUnmet(UnmetCondition(_("The code {code} is already in use.").format(code=code.upper())))
    proposer = Organization.objects.get(pk=actor.organization_id) if actor.organization_id else _iom()
    with transaction.atomic():
        slug = slugify(name)[:50] or secrets.token_hex(4)
        taken = Body.objects.filter(slug=slug).exists() or slug in ("propose", "committee", "network")
        body = Body(
            name=name,
            slug=f"{slug}-{secrets.token_hex(2)}" if taken else slug,
            code=f"TT-{code.upper()}",
            founded_on=clock.today(),
        )
        seats.save_body(body, actor=actor)
        team = TaskTeam(
            body=body,
            proposer=proposer,
            need=need,
            focus=focus,
            terms=terms,
            no_terms_needed=no_terms_needed,
            ends_on=None if standing else ends_on,
            standing=standing,
            proposed_at=clock.now(),
        )
        audit.save(team, actor=actor, reason="proposed")
        with audit.lock(team):
            role = Seat.Role.CHAIR if len(chairs) == 1 else Seat.Role.CO_CHAIR
            audit.create_all(
                ComposedSeat(team=team, organization=o, role=role if o in chairs else Seat.Role.MEMBER)
                for o in composition
            )
            audit.record_event(team, "proposed", actor=actor, audience=MEMBERS, payload={"name": name, "code": code})
        decision = drafting.draft_for(
            proposer, Kind.TEAM, _("Task team: {name}").format(name=name), actor, _text(team),
            _("Members act within their mandates."), team,
        )  # fmt: skip
        with audit.lock(team):
            team.decision = decision
            audit.save(team, actor=actor, reason="decision drafted", fields=["decision"])
    return team


def _iom() -> Organization:
    return Organization.objects.get(slug="iom")


def _check_composition(
    chairs: Collection[Organization], composition: Collection[Organization], ends_on: dt.date | None, *, standing: bool
) -> None:
    missing: list[UnmetCondition] = []
    outside = [o for o in chairs if o not in composition]
    if outside:
        names = ", ".join(str(o) for o in outside)
        missing.append(
            UnmetCondition(
                _("Co-chairs must be members of the task team: add {names}.").format(names=names), "", "global ¶22"
            )
        )
    if not chairs:
        missing.append(UnmetCondition(_("Name a chair or co-chairs."), "", "regional task teams 1"))
    if any(o.is_partner for o in composition):
        missing.append(
            UnmetCondition(_("Partners take part once the Regional Executive Committee has agreed."), "", "global ¶6")
        )
    if not standing and (ends_on is None or ends_on <= clock.today()):
        missing.append(UnmetCondition(_("Enter an end date or select “No end date”.")))
    if missing:
        raise ConditionsUnmet(*missing)


def _text(team: TaskTeam) -> str:
    """The decision fills focus, composition and chairing, as the Terms of Reference ask."""
    seats_of = list(team.composition.select_related("organization"))
    chairing = ", ".join(str(s.organization) for s in seats_of if s.role != "member")
    sitting = ", ".join(str(s.organization) for s in seats_of)
    until = (
        _("No end date.")
        if team.standing
        else _("It ends on {day}.").format(day=clock.format_day(team.ends_on or clock.today()))
    )
    terms = team.terms or _("No terms of reference are needed.")
    return "\n\n".join(
        [
            _("The Network establishes the task team “{name}”.").format(name=team.body.name),
            _("Need: {need}").format(need=" ".join(team.need.split())),
            _("Focus: {focus}").format(focus=" ".join(team.focus.split())),
            _("Composition: {orgs}. Chair: {chairs}. Secretariat: IOM.").format(orgs=sitting, chairs=chairing),
            until,
            terms,
        ]
    )


def effect(team: TaskTeam, decision: Decision) -> list[str]:
    """What the adoption of a decision about the team does, from what is frozen with it."""
    if decision.pk != team.decision_id:
        return [_("The task team “{name}” closes, and its memberships end.").format(name=team)]
    rows = list(team.composition.filter(is_member()).select_related("organization"))
    sitting, chairs = (
        ", ".join(str(r.organization) for r in rows if r.role in roles) for roles in (FULL_ROLES, CHAIRING)
    )
    until = (
        _("No end date.")
        if team.standing
        else _("It ends on {day}.").format(day=date_format(team.ends_on or clock.today()))
    )
    return [
        _("The task team “{name}” becomes active. {until}").format(name=team, until=until),
        _("Members: {orgs}. Chair: {chairs}. Secretary: IOM.").format(orgs=sitting, chairs=chairs),
    ]


def stands_in_the_way(team: TaskTeam, decision: Decision) -> UnmetCondition | None:
    """A draft that another one has replaced is not submitted; nor is one for a team that has closed."""
    waits_for = team.decision_id if team.state == "proposed" else team.closing_decision_id
    if team.state != "closed" and decision.pk == waits_for:
        return None
    return UnmetCondition(_("The team no longer waits for this decision."), team.get_absolute_url())


def roots(team: TaskTeam) -> list[Any]:
    """What an adoption touches: the team, and the organizations whose seats begin or end."""
    seated = team.body.seats.filter(ends_on=None).values("organization")
    concerned = Q(pk__in=team.composition.values("organization")) | Q(pk__in=seated)
    organizations = list(Organization.objects.filter(concerned))
    return [team, team.body, _iom(), *organizations]


def adopted(team: TaskTeam, decision: Decision, actor: Actor) -> None:
    """Called by the decision's adoption: the team becomes active and its seats begin, or it closes and they end."""
    team.refresh_from_db()
    if decision.pk == team.decision_id:
        engine.apply(team, "establish", actor=SYSTEM)
        team.body.founded_on = clock.today()
        seats.save_body(team.body, actor=SYSTEM, fields=["founded_on"])
        for row in team.composition.filter(is_member()).select_related("organization"):
            seats.seat_organization(team.body, row.organization, actor=SYSTEM, role=row.role)
        # IOM serves as Secretariat of every team: ToR global ¶6
        seats.seat_organization(team.body, _iom(), actor=SYSTEM, role=Seat.Role.SECRETARY)
    elif decision.pk == team.closing_decision_id:
        engine.apply(team, "close_team", actor=SYSTEM)
        for organization in Organization.objects.filter(
            pk__in=team.body.seats.filter(ends_on=None).values("organization")
        ):
            seats.end_seats(team.body, organization, actor=SYSTEM)
    else:
        raise ConditionsUnmet(UnmetCondition(_("This decision is not the one that the team waits for.")))


def ended_otherwise(team: TaskTeam, decision: Decision, actor: Actor) -> None:
    """A proposed team whose decision ends otherwise is closed; an active one stays as it is."""
    team.refresh_from_db()
    if team.state == "proposed" and decision.pk == team.decision_id:
        engine.apply(team, "drop", actor=SYSTEM)
    else:
        audit.record_event(team, "decision ended", actor=SYSTEM, audience=MEMBERS, payload={"decision": decision.slug})


CLOSING = (guards.team_is_active, guards.no_closing_is_under_way)


def propose_closing(team: TaskTeam, *, actor: Actor, reason: str) -> Decision:
    """Draft the decision that would close an active team."""
    with audit.lock(team):
        team.refresh_from_db()
        refuse_unless(team, actor, policies.propose, CLOSING)
    proposer = Organization.objects.get(pk=actor.organization_id) if actor.organization_id else _iom()
    text = _("The Network closes the task team “{name}”.").format(name=team) + "\n\n" + reason
    with transaction.atomic():
        title = _("Closing of the task team: {name}").format(name=team)
        mandates = _("Members act within their mandates.")
        decision = drafting.draft_for(proposer, Kind.TEAM, shorten(title, 200), actor, text, mandates, team)
        with audit.lock(team):
            team.refresh_from_db()
            refuse_unless(team, actor, policies.propose, CLOSING)
            team.closing_decision = decision
            audit.save(team, actor=actor, reason="closing proposed", fields=["closing_decision"])
            audit.record_event(team, "closing proposed", actor=actor, audience=MEMBERS, payload={"reason": reason})
    return decision


@service(policies.run, guards.team_is_active)
def add_deliverable(
    team: TaskTeam, *, actor: Actor, title: str, organization: Organization, due_on: dt.date
) -> Deliverable:
    """What the team is to bring; its owner sits in the team (ConditionsUnmet)."""
    if not Seat.objects.current().filter(body=team.body, organization=organization).exists():
        raise ConditionsUnmet(UnmetCondition(_("{org} does not sit in the team.").format(org=organization)))
    bounds.check(team.deliverables.count(), bounds.ITEMS)
    row = Deliverable(
        team=team, number=team.deliverables.count() + 1, title=title, organization=organization, due_on=due_on
    )
    audit.save(row, actor=actor, reason="deliverable added")
    audit.record_event(row, "deliverable added", actor=actor, audience=MEMBERS, payload={"title": title})
    return row


@service(policies.run_its_team, guards.its_team_is_active, guards.not_delivered_yet)
def deliver(deliverable: Deliverable, *, actor: Actor, result: str) -> None:
    """It was delivered today; says where it can be found."""
    deliverable.delivered_on, deliverable.delivered_by = clock.today(), actor.user
    deliverable.result = result
    fields = ["delivered_on", "delivered_by", "result"]
    audit.save(deliverable, actor=actor, reason="delivered", fields=fields)
    audit.record_event(deliverable, "delivered", actor=actor, audience=MEMBERS, payload={"result": result})
