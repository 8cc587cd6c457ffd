"""Who is told what of a decision, and whether it is still true when the mail leaves."""

from typing import Any

from django.utils.translation import gettext as _

from decisions import status
from decisions.models import Concern, Decision
from members.models import Designation, Officer, Organization, SecretariatPost, User
from network_portal.lib import clock
from network_portal.records.mail.notices import Notification, tell
from network_portal.records.models import Notice
from network_portal.records.registry import NoticeKind


def officers_of(organizations: Any) -> Any:
    """The people who speak for these organizations today, for those that are members: who has left reads no page."""
    return User.objects.filter(pk__in=Officer.objects.of_members().of(organizations).values("person"))


def secretariat(_obj: Any) -> Any:
    return User.objects.filter(is_active=True, pk__in=SecretariatPost.objects.current().values("person"))


def coordinator(_obj: Any) -> Any:
    return User.objects.filter(is_active=True, pk__in=Designation.objects.current().values("person"))


def members(_decision: Any) -> Any:
    return officers_of(Organization.objects.members())


def sponsor(decision: Decision) -> Any:
    return officers_of([decision.sponsor_id])


def who_knew(decision: Decision) -> Any:
    """Members are told of an end once they were consulted; before, who sponsored it and who received it; of a draft, nobody."""
    if status.was_consulted(decision):
        return members(decision)
    return sponsor(decision) | secretariat(decision) if decision.reference else User.objects.none()


def answerers(concern: Concern) -> Any:
    """Who answers a concern: Secretariat and sponsor; while its round is open, Secretariat and Coordinator alone."""
    sealed = concern.round is not None and concern.round.closed_at is None
    return secretariat(concern) | (coordinator(concern) if sealed else sponsor(concern.decision))


def silent_officers(decision: Decision) -> Any:
    latest = status.latest_round(decision)
    return officers_of([e.organization_id for e in status.silent(latest)]) if latest else User.objects.none()


def _outcome(decision: Decision) -> str:
    return _("{title}: {state}").format(title=decision.title, state=decision.get_state_display().lower())


# fmt: off
to_secretariat = Notification("decision_submitted", secretariat, lambda d: _("Submitted: {t}").format(t=d.title))
to_sponsor = Notification("decision_returned", sponsor, lambda d: _("Returned to you: {t}").format(t=d.title))
to_members = Notification(
    "consultation_opened", members, lambda d: _("Consultation: {t}").format(t=d.title),
    due=lambda d: d.window_closes_at,
)
new_text_to_members = Notification(
    "text_changed", members, lambda d: _("New text for comments: {t}").format(t=d.title),
    due=lambda d: d.window_closes_at,
)
to_invited = Notification(
    "round_opened", lambda d: officers_of(Organization.objects.sitting_in(d.body)),
    lambda d: _("Take a position: {t}").format(t=d.title), due=lambda d: d.round_deadline,
)
outcome_to_members = Notification("decision_outcome", who_knew, _outcome)
to_answerers = Notification(
    "concern_moved", answerers, lambda c: _("Concern of {o}, {state}: {t}").format(
        o=c.organization, state=c.get_state_display().lower(), t=c.decision.title
    ),
)
to_its_organization = Notification(
    "concern_addressed", lambda c: officers_of([c.organization_id]),
    lambda c: _("Your concern was answered: {t}").format(t=c.decision.title),
)
action_to_secretariat = Notification("action_done", secretariat, lambda a: _("Done, to be confirmed: {t}").format(t=a))
to_its_officer = Notification(
    "action_reopened", lambda a: officers_of([a.organization_id]), lambda a: _("Opened again: {t}").format(t=a)
)
# fmt: on


def tell_on_instruction(decision: Decision, organization: Organization, event: Any) -> None:
    """The organization learns at once that the Secretariat entered a position for it, and may change it."""
    tell(
        "position_entered",
        decision,
        officers_of([organization.pk]),
        occasion=f"event {event.pk}",
        title=_("The Secretariat entered your position: {t}").format(t=decision.title),
        path=decision.get_absolute_url(),
        due_at=decision.round_deadline,
    )


def tell_taken_over(decision: Decision, event: Any) -> None:
    """Secretariat and Coordinator learn that another member is the proposing organization now."""
    tell(
        "decision_taken_over",
        decision,
        secretariat(decision) | coordinator(decision),
        occasion=f"event {event.pk}",
        title=_("{org} has taken the proposal over: {t}").format(org=decision.sponsor, t=decision.title),
        path=decision.get_absolute_url(),
    )


def ask_who_joined(decision: Decision) -> int:
    """Ask for comments the members that came after the consultation was opened."""
    window = status.latest_consultation(decision)
    if window is None:
        return 0
    return tell(
        "consultation_opened",
        decision,
        officers_of([o.pk for o in status.members_not_asked(decision)]),
        occasion=f"consultation {window.pk}, joined",
        title=_("Consultation: {t}").format(t=decision.title),
        path=decision.get_absolute_url(),
        due_at=window.closes_at,
    )


def tell_action(action: Any, event: Any) -> None:
    """The officers of its organization learn of an action that is theirs now, with its day."""
    tell(
        "action_given",
        action,
        officers_of([action.organization_id]),
        occasion=f"event {event.pk}",
        title=_("An action for {org}: {t}").format(org=action.organization, t=action.title),
        path=action.get_absolute_url(),
        due_at=clock.close_of(action.due_on),
    )


def tell_concern(concern: Concern, event: Any) -> None:
    """Who answers concerns learns of a new one; in an open round the Secretariat alone."""
    tell(
        "concern_raised",
        concern,
        answerers(concern),
        occasion=f"event {event.pk}",
        title=_("A concern was raised: {t}").format(t=concern.decision.title),
        path=concern.get_absolute_url(),
    )


def tell_consent(consent: Any, event: Any) -> None:
    """Who waits for a consent learns that it is given."""
    wanted_by = sponsor if consent.to == consent.To.WITHDRAWAL else coordinator
    tell(
        "consent_given",
        consent.decision,
        wanted_by(consent.decision),
        occasion=f"event {event.pk}",
        title=_("Consent given: {t}").format(t=consent.decision.title),
        path=consent.decision.get_absolute_url(),
    )


def remind_silent(one_round: Any) -> int:
    """Remind the officers of those who have not answered, once a round."""
    decision = one_round.decision
    return tell(
        "round_reminder",
        decision,
        silent_officers(decision),
        occasion=f"round {one_round.pk}",
        title=_("Your position is not in yet: {t}").format(t=decision.title),
        path=decision.get_absolute_url(),
        due_at=one_round.deadline,
    )


def speaks(notice: Notice) -> set[int]:
    """The members that the person speaks for as the mail leaves."""
    rows = Officer.objects.of_members().filter(person=notice.person)
    return set(rows.values_list("organization_id", flat=True))


def still_member(notice: Notice, _obj: Any) -> bool:
    return bool(speaks(notice))


def _in_consultation(notice: Notice, decision: Decision) -> bool:
    return decision.state == "consultation" and still_member(notice, decision)


def _round_is_on(notice: Notice, decision: Decision) -> bool:
    """Only while the round of the notice is open, and only to those who still have a say."""
    latest = status.latest_round(decision)
    if latest is None or latest.closed_at is not None:
        return False
    invited = set(latest.invited_organizations.sitting().values_list("organization_id", flat=True)) & speaks(notice)
    if notice.kind == "round_reminder":
        invited &= {e.organization_id for e in status.silent(latest)}
    return bool(invited)


def in_secretariat(notice: Notice, obj: Any) -> bool:
    return bool(secretariat(obj).filter(pk=notice.person_id).exists())


def _in_secretariat_or_coordinator(notice: Notice, obj: Any) -> bool:
    return bool((secretariat(obj) | coordinator(obj)).filter(pk=notice.person_id).exists())


def _reads(notice: Notice, obj: Any) -> bool:
    return still_member(notice, obj) or _in_secretariat_or_coordinator(notice, obj)


def _same(notice: Notice, obj: Any) -> bool:
    organization = obj.sponsor_id if isinstance(obj, Decision) else obj.organization_id
    return organization in speaks(notice)


def _answers(notice: Notice, concern: Concern) -> bool:
    return bool(answerers(concern).filter(pk=notice.person_id).exists())


def _knew(notice: Notice, decision: Decision) -> bool:
    return bool(who_knew(decision).filter(pk=notice.person_id).exists())


def _context(notice: Notice, obj: Any) -> dict[str, Any]:
    decision = obj.decision if isinstance(obj, Concern) else obj
    return {"decision": decision}


def _kind(code: str, wanted: Any, template: str) -> NoticeKind:
    return NoticeKind(code, wanted, _context, f"decisions/mail/{template}.txt")


KINDS = [
    _kind("decision_submitted", in_secretariat, "notice"),
    _kind("decision_returned", _same, "notice"),
    _kind("consultation_opened", _in_consultation, "consultation"),
    _kind("text_changed", _in_consultation, "consultation"),
    _kind("round_opened", _round_is_on, "round"),
    _kind("round_reminder", _round_is_on, "round"),
    _kind("position_entered", still_member, "notice"),
    _kind("decision_outcome", _knew, "notice"),
    _kind("concern_addressed", _same, "notice"),
    _kind("concern_raised", _answers, "notice"),
    _kind("concern_moved", _answers, "notice"),
    _kind("consent_given", _reads, "notice"),
    _kind("decision_taken_over", _in_secretariat_or_coordinator, "notice"),
    _kind("action_done", in_secretariat, "notice"),
    _kind("action_reopened", _same, "notice"),
    _kind("action_given", _same, "notice"),
]
