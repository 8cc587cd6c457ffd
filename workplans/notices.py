"""Who is told what of plans and updates."""

from typing import Any

from django.utils.translation import gettext as _

from decisions import notices as people
from members.capacities import capacities
from members.models import Body, Organization, Seat, User
from network_portal.records.mail.notices import Notification, tell
from network_portal.records.models import Notice
from network_portal.records.registry import NoticeKind
from workplans import policies
from workplans.models import Activity, Plan, Update


def reviewers(update: Update) -> Any:
    """The people whom the policy lets review it, in one of the names they act in."""
    activity = update.activity
    seats = Seat.objects.chairing().filter(body=activity.body_id or 0)
    organizations = {activity.lead_id, activity.reviewer_id, *seats.values_list("organization", flat=True)} - {None}
    candidates = people.officers_of(organizations) | people.secretariat(update)
    may = [p.pk for p in candidates.distinct() if any(policies.reviewer(a, update) for a in capacities(p))]
    return User.objects.filter(pk__in=may)


def committee(_plan: Any) -> Any:
    return people.officers_of(Organization.objects.sitting_in(Body.objects.committee()))


# fmt: off
to_members = Notification("plan_review", people.members, lambda p: _("For members' review: {p}").format(p=p))
to_committee = Notification("plan_guidance", committee, lambda p: _("For guidance of the Regional Executive Committee: {p}").format(p=p))
to_reviewers = Notification("update_submitted", reviewers, lambda u: _("To be reviewed: {u}").format(u=u))
to_reporters = Notification(
    "update_reviewed", lambda u: people.officers_of([u.organization_id]),
    lambda u: _("{u}: {state}").format(u=u, state=u.get_state_display().lower()),
)
# fmt: on


def tell_lead(activity: Activity, event: Any) -> None:
    """The officers of an organization learn that it leads an activity of an adopted plan now."""
    tell(
        "activity_lead",
        activity,
        people.officers_of([activity.lead_id]),
        occasion=f"event {event.pk}",
        title=_("{org} now leads activity {code}: {title}").format(
            org=activity.lead, code=activity.code, title=activity.title
        ),
        path=activity.get_absolute_url(),
    )


def _leads(notice: Notice, activity: Activity) -> bool:
    return activity.lead_id in people.speaks(notice)


def _reviews(notice: Notice, update: Update) -> bool:
    return update.state == "submitted" and any(p.pk == notice.person_id for p in reviewers(update))


def _context(notice: Notice, obj: Any) -> dict[str, Any]:
    return {}


def _review(plan: Plan) -> str:
    words = _("The draft of {plan} is under review by members. Please read the activities of your organization and confirm or decline its contributions.")  # fmt: skip
    return words.format(plan=plan)


def _guidance(plan: Plan) -> str:
    words = _("The Secretariat has submitted {plan} to the Regional Executive Committee. The members of the committee are asked for their guidance.")  # fmt: skip
    return words.format(plan=plan)


def _to_review(update: Update) -> str:
    words = _("{org} has submitted its progress report on activity {code} for {period}. Please accept it or return it.")
    return words.format(org=update.organization, code=update.activity.code, period=update.period)


def _now_leads(activity: Activity) -> str:
    words = _("{org} now leads activity {code}, “{title}”. Please report its progress from now on.")
    return words.format(org=activity.lead, code=activity.code, title=activity.title)


def _reviewed(update: Update) -> str:
    words = _("The progress report of {org} on activity {code} for {period} was accepted. No action is required.")
    if update.state == "returned":
        words = _("The progress report of {org} on activity {code} for {period} was returned. Please read the reason, revise the report and submit it again.")  # fmt: skip
    return words.format(org=update.organization, code=update.activity.code, period=update.period)


KINDS = [
    NoticeKind("plan_review", people.still_member, _context, people.PLAIN, says=_review),
    NoticeKind("plan_guidance", people.still_member, _context, people.PLAIN, says=_guidance),
    NoticeKind("update_submitted", _reviews, _context, people.PLAIN, says=_to_review),
    NoticeKind("activity_lead", _leads, _context, people.PLAIN, says=_now_leads),
    NoticeKind("update_reviewed", people.still_member, _context, people.PLAIN, says=_reviewed),
]
