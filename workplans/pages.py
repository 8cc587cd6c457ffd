"""What the pages of workplans show, ready for the templates."""

import datetime as dt
import json
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Q, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions import status
from decisions.models import Decision
from members.models import IOM
from network_portal.lib import clock
from network_portal.lib.text import numbers
from network_portal.records.access.actor import Actor
from network_portal.records.audit import shown
from network_portal.records.models import Event
from network_portal.records.registry import registry
from network_portal.records.web import reading
from network_portal.records.workflow import engine
from workplans import figures, policies
from workplans import status as states
from workplans.acts import ADD_ACTIVITY, PUT_TO_DECISION, RESPONSIBLE
from workplans.models import Activity, Alignment, Contribution, Period, Plan, StrategicObjective, Update

KINDS = Activity.Kind


@dataclass(frozen=True)
class ActivityRow:
    activity: Any
    status: str
    status_label: str
    progress: str
    lacking: bool
    quarters: list[dict[str, Any]]
    update: Any
    parts: list[tuple[str, bool]]
    """The acronyms of those that contribute, and whether each still has to confirm."""
    codes: list[str]
    """The codes of the framework entries that it serves."""


@dataclass(frozen=True)
class OutputRows:
    output: Any
    figure: figures.Figure
    activities: list[ActivityRow]


@dataclass(frozen=True)
class ObjectiveRows:
    objective: Any
    figure: figures.Figure
    outputs: list[OutputRows]


@dataclass(frozen=True)
class PlanPage:
    """The matrix of a plan with its figures, and what can be done with it."""

    plan: Plan
    decision: Any
    """The decision on it, for who may read that."""
    objectives: list[ObjectiveRows]
    figure: figures.Figure
    activities: int
    status_counts: list[tuple[str, int]]
    delivered: tuple[int, int] | None
    next: tuple[str, str]
    available_transitions: list[Any]
    steps: list[reading.Step]
    may_edit: bool
    may_put: bool
    acts: list[tuple[str, str]]
    years: list[int]
    leads: list[Any]
    panels: list[Any]


def _row(reported: figures.Reported, parts: Any = (), codes: Any = ()) -> ActivityRow:
    activity, update, status = reported.activity, reported.update, reported.status
    cells = [{"planned": on, "done": on and status == "completed"} for on in activity.quarter_cells]
    reports = activity.plan.state in ("adopted", "closed")
    label = str(Update.Status(status).label) if status else str(_("Not reported")) if reports else ""
    progress = figures.format_percent(reported.progress)
    return ActivityRow(activity, status, label, progress, update is None, cells, update, list(parts), list(codes))


def plan(actor: Actor, row: Plan, *, lead: str = "", status: str = "") -> PlanPage:
    """The matrix, narrowed to a lead or a status if asked; figures are always those of the whole plan."""
    activities: list[Any] = list(row.activities.all())  # with accepted_updates: see for_matrix
    reported = [figures.Reported(a, next(reversed(a.accepted_updates), None)) for a in activities]
    shown = [r for r in reported if (not lead or r.activity.lead.slug == lead)]
    shown = [r for r in shown if not status or (r.status or "not_reported") == status]
    parts, codes = Contribution.objects.by_activity(row.pk), Alignment.objects.by_activity(row.pk)
    by_output = {pk: list(found) for pk, found in groupby(shown, key=lambda r: r.activity.output_id)}
    outputs = sorted(row.outputs.all(), key=lambda o: numbers(o.code))
    all_by_output = {pk: list(found) for pk, found in groupby(reported, key=lambda r: r.activity.output_id)}
    objectives = []
    for objective in StrategicObjective.objects.all():
        own = [o for o in outputs if o.objective_id == objective.pk]
        all_of = [r for o in own for r in all_by_output.get(o.pk, ())]
        rows = [
            OutputRows(
                o,
                figures.figure_for(all_by_output.get(o.pk, ())),
                [_row(r, parts.get(r.activity.pk, ()), codes.get(r.activity.pk, ())) for r in by_output.get(o.pk, [])],
            )
            for o in own
            if not (lead or status) or by_output.get(o.pk)
        ]
        objectives.append(ObjectiveRows(objective, figures.figure_for(all_of), rows))
    states = [r.status for r in reported]
    status_counts = [(str(Update.Status(s).label), states.count(s)) for s in Update.Status.values]
    status_counts.append((str(_("Not reported")), states.count("")))
    counted_separately = [
        (kind.label, sum(a.kind == kind for a in activities)) for kind in (KINDS.CONTINUOUS, KINDS.UNPLANNED)
    ]
    status_counts += [(str(label), count) for label, count in counted_separately]
    first = row.versions.order_by("number").values_list("content", flat=True).first()
    adopted = [a["code"] for a in json.loads(first)["activities"]] if first else []
    may_begin = policies.secretariat(actor, None)
    return PlanPage(
        plan=row,
        decision=Decision.objects.visible_to(actor).filter(pk=row.decision_id).first() if row.decision_id else None,
        objectives=objectives,
        figure=figures.figure_for(reported),
        activities=len(shown),
        status_counts=status_counts,
        delivered=figures.delivered(reported, adopted) if adopted else None,
        next=next_sentence(row),
        available_transitions=[o for o in engine.available_transitions(row, actor) if o.verb != "adopt_plan"],
        steps=steps(row),
        may_edit=ADD_ACTIVITY.allows(actor, row),
        may_put=PUT_TO_DECISION.allows(actor, row),
        acts=[(_("New work plan"), reverse("workplans:begin"))] if may_begin else [],
        years=list(Plan.objects.visible_to(actor).filter(body=row.body).values_list("year", flat=True)),
        leads=sorted({a.lead for a in activities}, key=lambda lead: lead.sort_key),
        panels=registry.panels_for("plan", actor, row),
    )


def next_sentence(row: Plan) -> tuple[str, str]:
    today = clock.today()
    if row.state == "guidance" and row.decision is not None and not row.decision.is_ended:
        return _("The decision on the plan is under way; its adoption adopts the plan."), _("the members")
    say = {
        "inputs": (_("Organizations submit their inputs; the Secretariat consolidates them."), _("the Secretariat")),
        "review": (_("Members review the draft."), _("the members")),
        "guidance": (
            _("Awaiting guidance of the Regional Executive Committee, then adoption by the Network."),
            _("the Secretariat"),
        ),
        "closed": (_("The plan is closed."), ""),
    }
    if row.state in say:
        return say[row.state]
    if row.year == today.year:
        months = [_("January to March"), _("April to June"), _("July to September"), _("October to December")]
        period = months[clock.quarter_of(today) - 1]
        return _("Reporting is open for {period}.").format(period=period), _("the leads and contributors")
    return _("The year is over; the Secretariat closes the plan."), _("the Secretariat")


def steps(row: Plan) -> list[reading.Step]:
    workflow = engine.workflow_of(row)
    events = Event.objects.of_root("workplans.plan", row.pk).filter(object_label="workplans.plan").order_by("number")
    when = {workflow.transition(e.verb).target: e.at for e in events if e.verb in workflow.by_verb}
    return reading.steps(row, when)


@dataclass(frozen=True)
class ActivityPage:
    """One activity: who does it, what was reported, what can be done."""

    activity: Activity
    row: ActivityRow
    updates: list[Any]
    contributions: list[Any]
    mine: Any
    may_report: bool
    may_edit: bool
    may_name: bool
    lead_has_left: bool
    events: list[reading.Act]


def activity(actor: Actor, found: Activity) -> ActivityPage:
    updates = list(
        Update.objects.visible_to(actor)
        .filter(activity=found)
        .for_list()
        .order_by("-period__quarter", "organization__sort_key")
    )
    contributions = list(found.contributions.select_related("organization"))
    left = status.has_left(found.lead)
    of_it = (
        Q(object_label="workplans.activity", object_id=found.pk)
        | Q(object_label="workplans.contribution", object_id__in=[c.pk for c in contributions])
        | Q(object_label="workplans.update", object_id__in=[u.pk for u in updates])
    )
    return ActivityPage(
        activity=found,
        row=_row(figures.Reported(found, found.updates.accepted_by_lead().last())),
        updates=updates,
        contributions=contributions,
        mine=next((c for c in contributions if policies.confirm(actor, c)), None),
        may_report=policies.report(actor, found),
        may_edit=ADD_ACTIVITY.allows(actor, found.plan),
        may_name=RESPONSIBLE.allows(actor, found) and (left or found.lead.slug == IOM),
        lead_has_left=left,
        events=reading.acts(actor, "workplans.plan", found.plan_id, of_it),
    )


def contributing(found: Activity) -> set[str]:
    """The organizations that contribute, or are asked to."""
    parts = found.contributions.exclude(consent="declined")
    return set(parts.values_list("organization__acronym", flat=True))


def parts_changed(before: set[str], saved: Activity) -> str:
    """What is said after an activity was saved: whose part was removed, and who is asked to confirm one."""
    now = contributing(saved)
    words = [_("Activity saved.")]
    if removed := sorted(before - now):
        words.append(_("No longer contributing: {names}.").format(names=", ".join(removed)))
    if added := sorted(now - before):
        words.append(_("Asked to confirm a contribution: {names}.").format(names=", ".join(added)))
    return " ".join(words)


def organization_panel(actor: Actor, organization: Any) -> dict[str, Any]:
    """On an organization's page: what it leads in the running plan."""
    rows = organization.led.filter(plan__state="adopted", plan__in=Plan.objects.visible_to(actor))
    return {"activities": list(rows.select_related("plan")[:12])}


@dataclass(frozen=True)
class ReviewRow:
    """A report to review: what it says, what changed since it was returned, and the digest of what the row shows."""

    update: Update
    texts: dict[str, str]
    before: dict[str, str]
    """The texts that differ from those that were returned, as they read then."""
    returned: Any
    seen: str
    last: Update | None


def review_queue(actor: Actor, plan: Plan) -> list[ReviewRow]:
    """The reports of a plan that this actor is to review, the oldest first."""
    updates = [update for update in states.to_review(actor) if update.activity.plan_id == plan.pk]
    prefetch_related_objects(updates, "reviews")
    last = states.last_reports(updates)
    returned = {u.pk: next((r for r in reversed(u.reviews.all()) if not r.accepted), None) for u in updates}
    before = _texts_that_were_returned({pk: review.at for pk, review in returned.items() if review is not None})
    return [_review_row(u, returned[u.pk], before.get(u.pk, {}), last.get(u.pk)) for u in updates]


def _texts_that_were_returned(at: dict[int, dt.datetime]) -> dict[int, dict[str, str]]:
    """What each report said at the instant of its return, by its id."""
    found: dict[int, dict[str, str]] = {}
    rows = Update.history.filter(id__in=at).order_by("history_date", "history_id") if at else ()
    for row in rows:
        if row.history_date <= at[row.id]:
            found[row.id] = shown.of(row.instance)
    return found


def _review_row(update: Update, returned: Any, was: dict[str, str], last: Update | None) -> ReviewRow:
    texts = shown.show(update)
    before = {name: words for name, words in was.items() if words != texts.get(name)}
    return ReviewRow(update, texts, before, returned, shown.token_of(texts), last)


def next_report(actor: Actor, activity: Activity, period: Period) -> str:
    """The address of the next report that is awaited from the actor's organization; nothing where none is."""
    for other, of in states.unreported(actor):
        if (other, of) != (activity, period):
            return str(other.path("report-on", of.quarter))
    return ""


def reported(actor: Actor) -> str:
    """The receipt of a report, with what is still to be reported."""
    left = sum(1 for _row in states.unreported(actor))
    if not left:
        return _("The update is submitted. No other report is awaited from your organization.")
    words = ngettext(
        "The update is submitted. One more report is awaited from your organization.",
        "The update is submitted. {n} more reports are awaited from your organization.", left,
    )  # fmt: skip
    return words.format(n=left)
