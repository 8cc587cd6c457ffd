"""Who is told what of a decision, and whether it is still true when the mail leaves."""

from typing import Any

from django.utils.translation import gettext as _

from decisions import mail_sentences, status
from decisions.models import Concern, Decision, Position
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
    """Who answers a concern: Secretariat, Coordinator and proposing organization; while it is sealed, without the last."""
    those = secretariat(concern) | coordinator(concern)
    return those if concern.seal else those | sponsor(concern.decision)


def silent_officers(decision: Decision) -> Any:
    latest = status.latest_round(decision)
    return officers_of([e.organization_id for e in status.silent(latest)]) if latest else User.objects.none()


def _outcome(decision: Decision) -> str:
    words = {
        "adopted": _("Adopted: {t}"), "no_consensus": _("No consensus: {t}"), "not_adopted": _("Not adopted: {t}"),
        "with_principals": _("Referred to the Principals: {t}"), "referred": _("Referred to the Secretary-General: {t}"),
        "withdrawn": _("Proposal withdrawn: {t}"), "lapsed": _("Proposal lapsed: {t}"),
    }  # fmt: skip
    return words[decision.state].format(t=decision.title)


def _numbered(decision: Decision) -> str:
    return f"{decision.title} ({decision.short_number})" if decision.reference else decision.title


def _call_is_asked(decision: Decision) -> str:
    if decision.round_deadline is None:
        return _("To be considered at the meeting: {t}").format(t=decision.title)
    latest = status.latest_round(decision)
    words = _("Position requested by {day}: {t}")
    if latest is not None and latest.method_id is not None:
        words = _("Silence procedure until {day}: {t}")
    return words.format(day=clock.format_day(decision.round_deadline), t=decision.title)


# fmt: off
to_secretariat = Notification("decision_submitted", secretariat, lambda d: _("New proposal from {org}: {t}").format(org=d.sponsor, t=_numbered(d)))
to_sponsor = Notification("decision_returned", sponsor, lambda d: _("Proposal returned: {t}").format(t=d.title))
to_members = Notification(
    "consultation_opened", members, lambda d: _("For comments by {day}: {t}").format(day=clock.format_day(d.window_closes_at), t=d.title),
    due=lambda d: d.window_closes_at,
)
new_text_to_members = Notification(
    "text_changed", members, lambda d: _("Revised text for comments by {day}: {t}").format(day=clock.format_day(d.window_closes_at), t=d.title),
    due=lambda d: d.window_closes_at,
)
to_invited = Notification(
    "round_opened", lambda d: officers_of(Organization.objects.sitting_in(d.body)),
    _call_is_asked, due=lambda d: d.round_deadline,
)
outcome_to_members = Notification("decision_outcome", who_knew, _outcome)
to_answerers = Notification(
    "concern_moved", answerers, lambda c: _("Concern of {o}: {state}. {t}").format(
        o=c.organization, state=c.get_state_display(), t=c.decision.title
    ),
)
to_its_organization = Notification(
    "concern_addressed", lambda c: officers_of([c.organization_id]),
    lambda c: _("Response to your concern: {t}").format(t=c.decision.title),
)
action_to_secretariat = Notification("action_done", secretariat, lambda a: _("Completed, awaiting confirmation: {t}").format(t=a))
to_its_officer = Notification(
    "action_reopened", lambda a: officers_of([a.organization_id]), lambda a: _("Action point reopened: {t}").format(t=a)
)
# fmt: on


def tell_position(position: Position, event: Any) -> None:
    """The representatives of an organization learn of each position stated in its name, and can correct it."""
    decision = position.round.decision
    recorded = position.capacity == "secretariat"
    words = _("Position of {org} recorded by the Secretariat: {t}") if recorded else _("Position of {org}: {t}")
    tell(
        "position_stated",
        position,
        officers_of([position.organization_id]).exclude(pk=position.by_id),
        occasion=f"event {event.pk}",
        title=words.format(org=position.organization, t=decision.title),
        path=decision.get_absolute_url(),
        due_at=decision.round_deadline,
    )


def tell_extended(one_round: Any, event: Any) -> None:
    """Whose reply is awaited learns of the new deadline."""
    decision = one_round.decision
    tell(
        "round_extended",
        decision,
        silent_officers(decision),
        occasion=f"event {event.pk}",
        title=_("Deadline extended to {day}: {t}").format(day=clock.format_day(one_round.deadline), t=decision.title),
        path=decision.get_absolute_url(),
        due_at=one_round.deadline,
    )


def tell_replies_awaited(one_round: Any) -> None:
    """Secretariat and Coordinator learn that the deadline has passed and which replies are awaited."""
    decision = one_round.decision
    words = _("Replies awaited after the deadline: {t}")
    if status.ad_referendum(one_round) is not None:
        words = _("Members not informed of the amended text: {t}")
    tell(
        "replies_awaited",
        decision,
        secretariat(decision) | coordinator(decision),
        occasion=f"round {one_round.pk}, {one_round.deadline.isoformat()}",
        title=words.format(t=decision.title),
        path=decision.get_absolute_url(),
    )


def tell_taken_over(decision: Decision, event: Any) -> None:
    """Secretariat and Coordinator learn that another member is the proposing organization now."""
    tell(
        "decision_taken_over",
        decision,
        secretariat(decision) | coordinator(decision),
        occasion=f"event {event.pk}",
        title=_("{org} is now the proposing organization: {t}").format(org=decision.sponsor, t=decision.title),
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
        title=_("For comments by {day}: {t}").format(day=clock.format_day(window.closes_at), t=decision.title),
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
        title=_("Action assigned to {org}, due {day}: {t}").format(
            org=action.organization, day=clock.format_day(action.due_on), t=action.title
        ),
        path=action.get_absolute_url(),
        due_at=clock.close_of(action.due_on),
    )


def tell_concern(concern: Concern, event: Any) -> None:
    """Who answers concerns learns of a new one; in a sealed call without the proposing organization."""
    words = _("Objection by {org}: {t}")
    if concern.kind == Concern.Kind.MANDATE:
        words = _("Concern about its mandate raised by {org}: {t}")
    tell(
        "concern_raised",
        concern,
        answerers(concern),
        occasion=f"event {event.pk}",
        title=words.format(org=concern.organization, t=concern.decision.title),
        path=concern.get_absolute_url(),
    )


def remind_silent(one_round: Any, occasion: str) -> int:
    """Remind the representatives of organizations whose reply is awaited, once for an occasion."""
    decision = one_round.decision
    return tell(
        "round_reminder",
        decision,
        silent_officers(decision),
        occasion=occasion,
        title=_("Reminder: position due {day}: {t}").format(day=clock.format_day(one_round.deadline), t=decision.title),
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
    if notice.kind in ("round_reminder", "round_extended"):
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


def _position_may_be_corrected(notice: Notice, position: Position) -> bool:
    """While it is the last one of its organization and can be corrected, to who represents that organization."""
    decision = position.round.decision
    stands = status.current_position(position.round, position.organization_id) == position
    return stands and not decision.is_ended and position.organization_id in speaks(notice)


def _context(notice: Notice, obj: Any) -> dict[str, Any]:
    if isinstance(obj, Position):
        return {"decision": obj.round.decision, "position": obj}
    decision = obj.decision if isinstance(obj, Concern) else obj
    latest = status.latest_round(decision) if isinstance(decision, Decision) else None
    return {"decision": decision, "method": latest.method if latest is not None else None}


PLAIN = "decisions/mail/notice.txt"
"""The mail of a kind without a template of its own: its sentences, number, deadline and address."""


def _kind(code: str, wanted: Any, template: str) -> NoticeKind:
    says = mail_sentences.SENTENCES.get(code, lambda obj: "")
    return NoticeKind(code, wanted, _context, f"decisions/mail/{template}.txt", says=says)


def tell_ad_referendum(decision: Decision, absent: list[Organization], until: Any, event: Any) -> None:
    """The members not represented learn of the amended text, and until when they may object."""
    tell(
        "round_ad_referendum",
        decision,
        officers_of([o.pk for o in absent]),
        occasion=f"event {event.pk}",
        title=_("Amended in the meeting, objections by {day}: {t}").format(
            day=clock.format_day(until), t=decision.title
        ),
        path=decision.get_absolute_url(),
        due_at=until,
    )


def tell_paper_failed(decision: Decision) -> None:
    """The Secretariat learns that the paper of a decision could not be made."""
    tell(
        "paper_failed",
        decision,
        secretariat(decision),
        occasion=f"version {decision.version}",
        title=_("The PDF could not be made: {m}").format(m=decision),
        path=decision.get_absolute_url(),
    )


KINDS = [
    _kind("decision_submitted", in_secretariat, "notice"),
    _kind("decision_returned", _same, "notice"),
    _kind("consultation_opened", _in_consultation, "consultation"),
    _kind("text_changed", _in_consultation, "consultation"),
    _kind("round_opened", _round_is_on, "round"),
    _kind("round_reminder", _round_is_on, "round"),
    _kind("round_extended", _round_is_on, "round"),
    _kind("round_ad_referendum", _round_is_on, "ad_referendum"),
    _kind("replies_awaited", _in_secretariat_or_coordinator, "notice"),
    _kind("position_stated", _position_may_be_corrected, "position"),
    _kind("position_entered", still_member, "notice"),  # written under earlier rules
    _kind("decision_outcome", _knew, "notice"),
    _kind("concern_addressed", _same, "notice"),
    _kind("concern_raised", _answers, "notice"),
    _kind("concern_moved", _answers, "notice"),
    _kind("consent_given", _reads, "notice"),  # written under earlier rules
    _kind("decision_taken_over", _in_secretariat_or_coordinator, "notice"),
    _kind("paper_failed", in_secretariat, "notice"),
    _kind("action_done", in_secretariat, "notice"),
    _kind("action_reopened", _same, "notice"),
    _kind("action_given", _same, "notice"),
]
