"""Plans, outputs, activities, and the adoption by decision."""

import csv
import datetime as dt
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions.models import Decision, Kind
from decisions.services import drafting
from members.models import Body, Organization
from members.querysets import is_member
from network_portal.lib import clock, text, tor
from network_portal.records import audit
from network_portal.records.access.actor import SYSTEM, Actor
from network_portal.records.access.audience import MEMBERS
from network_portal.records.models import label_of
from network_portal.records.web.forms import check_version
from network_portal.records.workflow import bounds, engine
from network_portal.records.workflow.acts import refuse_unless, service
from network_portal.records.workflow.refusals import (
    ConditionsUnmet,
    IllegalTransition,
    PermissionRefused,
    UnmetCondition,
)
from workplans import guards, policies
from workplans.models import (
    Activity,
    Alignment,
    Contribution,
    FrameworkEntry,
    Output,
    Period,
    Plan,
    PlanVersion,
    StrategicObjective,
)

DATA = Path(__file__).resolve().parent.parent / "data"
OBJECTIVE_TITLES = {
    "1": "Support to Resident Coordinators, country teams and country networks",
    "2": "Joint regional action on common priorities",
    "3": "Support to the global Network and engagement of external partners",
}


def install() -> None:
    """The three strategic objectives in the words of the ToR, and the 23 objectives of the GCM. Runs twice safely."""
    words = {p.anchor: p.text for d in tor.documents() for s in d.sections for p in s.paragraphs}
    for code, title in OBJECTIVE_TITLES.items():
        StrategicObjective.objects.get_or_create(
            code=code,
            defaults={
                "title": title,
                "text": words[f"regional-strategy-{code}"],
                "cites": f"regional strategy {code}",
            },
        )
    with (DATA / "gcm_objectives.csv").open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            FrameworkEntry.objects.get_or_create(
                framework="gcm",
                code=row["number"],
                defaults={"title": row["title"], "short": row["short_label"], "order": int(row["number"])},
            )


def begin(year: int, *, actor: Actor, body: Body | None = None) -> Plan:
    """Open the inputs for a year's plan, with its four periods; one plan a year and body (ConditionsUnmet)."""
    if not (policies.secretariat(actor, None) or actor.is_system):
        raise PermissionRefused
    body = body or Body.objects.network()
    if Plan.objects.filter(year=year, body=body).exists():
        raise ConditionsUnmet(UnmetCondition(_("There is a plan for {year}.").format(year=year)))
    plan = Plan(year=year, body=body)
    with transaction.atomic():
        audit.save(plan, actor=actor, reason="plan begun")
        with audit.lock(plan):
            audit.create_all(
                Period(plan=plan, quarter=q, starts_on=dt.date(year, 3 * q - 2, 1), ends_on=_last_day(year, q))
                for q in (1, 2, 3, 4)
            )
            audit.record_event(plan, "plan begun", actor=actor, audience=MEMBERS, payload={"year": year})
    return plan


def _last_day(year: int, quarter: int) -> dt.date:
    first_of_next = dt.date(year + quarter // 4, 3 * quarter % 12 + 1, 1)
    return first_of_next - dt.timedelta(days=1)


def _editable(plan: Plan, actor: Actor) -> None:
    plan.refresh_from_db()
    refuse_unless(plan, actor, policies.secretariat, (guards.inputs_are_open,))


@service(policies.secretariat, guards.inputs_are_open)
def add_output(plan: Plan, *, actor: Actor, objective: StrategicObjective, title: str) -> Output:
    """An output under an objective; its code follows the last one of that objective."""
    bounds.check(plan.outputs.count(), bounds.ITEMS)
    number = plan.outputs.filter(objective=objective).count() + 1
    output = Output(plan=plan, objective=objective, code=f"{objective.code}.{number}", title=title)
    audit.save(output, actor=actor, reason="output added")
    audit.record_event(output, "output added", actor=actor, audience=MEMBERS, payload={"title": title})
    return output


def save_activity(
    plan: Plan,
    *,
    actor: Actor,
    activity: Activity | None = None,
    contributing: Collection[Organization] = (),
    objectives: Collection[FrameworkEntry] = (),
    quarters: Collection[str] = (),
    version: int | None = None,
    **fields: Any,
) -> Activity:
    """Add an activity or change it while inputs are open; a stale save is refused (Stale).

    The lead does not contribute to itself, and a part that its organization confirmed is taken away by nobody else
    (ConditionsUnmet).
    """
    with audit.lock(plan):
        _editable(plan, actor)
        new = activity is None
        if new:
            bounds.check(plan.activities.count(), bounds.ACTIVITIES)
        row = activity or Activity(plan=plan)
        if not new:
            row.refresh_from_db()
            check_version(
                row, row.version if version is None else version, title=row.title, description=row.description
            )
            _keep_confirmed_parts(row, contributing, fields)
        before = row.output_id
        said = {**fields, "quarters": "".join(sorted(quarters))}
        if not new and _says_the_same(row, said, contributing, objectives):
            return row
        for name, value in said.items():
            setattr(row, name, value)
        if row.lead in contributing or row.reviewer_id == row.lead_id:
            raise ConditionsUnmet(UnmetCondition(_("The lead neither contributes to nor reviews its own activity.")))
        if row.output_id != before:  # new, or moved to another output: the next code there
            row.order = (row.output.activities.aggregate(most=Max("order"))["most"] or 0) + 1
            row.code = f"{row.output.code}.{row.order}"
        audit.save(row, actor=actor, reason="activity added" if new else "activity changed")
        _set_contributions(row, contributing, actor)
        audit.delete(row.alignments.exclude(entry__in=objectives), actor=actor)
        there = set(row.alignments.values_list("entry_id", flat=True))
        audit.create_all(Alignment(activity=row, entry=entry) for entry in objectives if entry.pk not in there)
        verb = "activity added" if new else "activity changed"
        audit.record_event(row, verb, actor=actor, audience=MEMBERS, payload={"code": row.code, "lead": str(row.lead)})
        return row


def _says_the_same(
    row: Activity, said: dict[str, Any], contributing: Collection[Organization], objectives: Collection[FrameworkEntry]
) -> bool:
    parts = dict(row.contributions.values_list("organization_id", "consent"))
    wanted = {o.pk for o in contributing}
    standing = {pk for pk, consent in parts.items() if consent != "declined"}
    gone = set(_can_be_removed(row).values_list("organization_id", flat=True)) - wanted
    same_parts = wanted <= standing and not gone
    same_alignments = set(row.alignments.values_list("entry_id", flat=True)) == {e.pk for e in objectives}
    return same_parts and same_alignments and all(getattr(row, name) == value for name, value in said.items())


def _can_be_removed(row: Activity) -> Any:
    """Parts that nobody confirmed, and those whose organization has left and can decline them no more."""
    return row.contributions.filter(Q(consent="proposed") | Q(~is_member(), consent="confirmed"))


def _keep_confirmed_parts(row: Activity, contributing: Collection[Organization], fields: dict[str, Any]) -> None:
    confirmed = row.contributions.filter(is_member(), consent="confirmed").select_related("organization")
    wanted = {o.pk for o in contributing} - {fields["lead"].pk if "lead" in fields else row.lead_id}
    gone = [str(c.organization) for c in confirmed if c.organization_id not in wanted]
    if gone:
        sentence = _("{names} confirmed the contribution and must decline it themselves.")
        raise ConditionsUnmet(UnmetCondition(sentence.format(names=", ".join(gone)), row.get_absolute_url()))


def _set_contributions(row: Activity, contributing: Collection[Organization], actor: Actor) -> None:
    """New contributors are proposed, and who declined and is named again is asked again.

    Those no longer named lose a part that they had not confirmed, or that nobody can decline any more; the history
    says which.
    """
    gone = _can_be_removed(row).exclude(organization__in=contributing).select_related("organization")
    removed = [str(c.organization) for c in gone]
    audit.delete(gone, actor=actor)
    there = {c.organization_id: c for c in row.contributions.all()}
    for organization in contributing:
        part = there.get(organization.pk)
        if part is None:
            audit.save(Contribution(activity=row, organization=organization), actor=actor, reason="proposed")
        elif part.consent == "declined":
            part.consent = Contribution.Consent.PROPOSED
            audit.save(part, actor=actor, reason="proposed again", fields=["consent"])
    if removed:
        payload = {"activity": row.code, "organizations": ", ".join(removed)}
        audit.record_event(row, "part removed", actor=actor, audience=MEMBERS, payload=payload)


@service(policies.confirm, guards.its_plan_is_not_closed)
def confirm_part(contribution: Contribution, *, actor: Actor) -> None:
    """Only the organization itself confirms its part."""
    _answer(contribution, actor, "confirmed")


@service(policies.confirm, guards.its_plan_is_not_closed)
def decline_part(contribution: Contribution, *, actor: Actor) -> None:
    """Only the organization itself declines its part."""
    _answer(contribution, actor, "declined")


def _answer(contribution: Contribution, actor: Actor, consent: str) -> None:
    if contribution.consent == consent:
        return
    contribution.consent = consent
    audit.save(contribution, actor=actor, reason=consent, fields=["consent"])
    payload = {"activity": contribution.activity.code}
    audit.record_event(contribution, f"part {consent}", actor=actor, audience=MEMBERS, payload=payload)


def put_to_decision(plan: Plan, *, actor: Actor) -> Decision:
    """Draft the decision that would adopt the plan, with IOM as sponsor and the plan's frame as its text."""
    with audit.lock(plan):
        plan.refresh_from_db()
        refuse_unless(plan, actor, policies.secretariat, (guards.it_is_with_the_committee,))
        _no_decision_is_under_way(plan)
    lines = [_("The Network adopts its work plan for {year}.").format(year=plan.year)]
    lines += [f"{o.code} {o.title}" for o in plan.outputs.all()]
    with transaction.atomic():
        decision = drafting.draft_for(
            Organization.objects.get(slug="iom"), Kind.PLAN, str(plan), actor, "\n\n".join(lines),
            _("Members act within their mandates."), plan,
        )  # fmt: skip
        with audit.lock(plan):
            plan.refresh_from_db()
            _no_decision_is_under_way(plan)
            plan.decision = decision
            audit.save(plan, actor=actor, reason="put to decision", fields=["decision"])
            audit.record_event(
                plan, "put to decision", actor=actor, audience=MEMBERS, payload={"decision": decision.slug}
            )
    return decision


def _no_decision_is_under_way(plan: Plan) -> None:
    if plan.has_decision_under_way:
        raise IllegalTransition(_("A decision on the plan is under way."))


def effect(plan: Plan, decision: Decision) -> list[str]:
    """What the adoption does, from what is frozen while the plan is before the Executive Committee."""
    n = plan.activities.count()
    words = ngettext(
        "{plan} with its {n} activity is adopted and runs.", "{plan} with its {n} activities is adopted and runs.", n
    )
    return [words.format(plan=plan, n=n)]


def stands_in_the_way(plan: Plan, decision: Decision) -> UnmetCondition | None:
    """A draft that another one has replaced is not submitted, nor one on a plan taken back to review."""
    if plan.state == "guidance" and plan.decision_id == decision.pk:
        return None
    return UnmetCondition(_("The plan no longer waits for this decision."), plan.get_absolute_url())


def adopted(plan: Plan, decision: Decision, actor: Actor) -> None:
    """Called by the decision's adoption, inside its transaction: freeze version one and let the plan run."""
    plan.refresh_from_db()
    if plan.decision_id != decision.pk:
        raise ConditionsUnmet(UnmetCondition(_("This decision does not relate to the current plan.")))
    engine.apply(plan, "adopt_plan", actor=SYSTEM, adopted_at=clock.now())
    content = text.canonical(snapshot(plan))
    version = PlanVersion(
        plan=plan,
        number=plan.versions.count() + 1,
        content=content,
        checksum=text.digest(content),
        decision=decision,
        at=clock.now(),
    )
    audit.create(version)
    payload = {"version": version.number, "checksum": version.checksum}
    audit.append_event(*audit.root_of(plan), label_of(version), version.pk, "version frozen", SYSTEM, MEMBERS, payload)


def ended_otherwise(plan: Plan, decision: Decision, actor: Actor) -> None:
    """The decision ended without adoption: the plan stays where it is and may be put to decision again."""
    audit.record_event(plan, "decision ended", actor=SYSTEM, audience=MEMBERS, payload={"decision": decision.slug})


def snapshot(plan: Plan) -> dict[str, Any]:
    """The plan as it stands, for freezing."""
    rows = plan.activities.select_related("lead", "reviewer", "body", "output__objective")
    rows = rows.prefetch_related("contributions__organization", "alignments__entry")
    return {
        "year": plan.year,
        "activities": [
            {
                "code": a.code,
                "title": a.title,
                "output": a.output.title,
                "objective": a.output.objective.code,
                "lead": str(a.lead),
                "contributing": [str(c.organization) for c in a.contributions.all() if c.consent != "declined"],
                "quarters": a.quarters,
                "weight": a.weight,
                "method": a.method,
                "description": a.description,
                "deliverable": a.deliverable,
                "kind": a.kind,
                "reviewer": str(a.reviewer or ""),
                "team": str(a.body or ""),
                "objectives": [str(alignment.entry.code) for alignment in a.alignments.all()],
            }
            for a in rows
        ],
    }
