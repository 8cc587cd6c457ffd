"""What is so: who was reached, who answered, who is silent, what blocks. Computed, never stored."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from django.db.models import F

from decisions import method_rules, methods
from decisions.models import AdReferendum, Comment, Conclusion, Consultation, Decision, Position, Round
from members.models import Officer, Organization
from network_portal.lib import clock
from network_portal.lib.page_cache import cached_per_request
from network_portal.records.models import Event, Notice, label_of, model_of
from network_portal.records.registry import registry

REACHING = ("consultation_opened", "text_changed", "round_opened", "round_reminder", "round_extended")
OF_A_CALL = ("round_opened", "round_reminder", "round_extended", "round_ad_referendum")
BLOCKING = ("open", "addressed", "maintained")


def subject(decision: Decision) -> Any:
    """The thing that the decision is about."""
    return model_of(decision.subject_label)._default_manager.get(pk=decision.subject_id)


@cached_per_request
def latest_round(decision: Decision) -> Round | None:
    return decision.rounds.order_by("-number").first()


def takes_positions(one_round: Round | None) -> bool:
    """Whether positions can be stated in a call now: until it closes; under a silence procedure until its deadline.

    Where that does not apply, because somebody was not notified, the call goes on as any other.
    """
    if one_round is None or one_round.closed_at is not None:
        return False
    if one_round.method_id is None or one_round.deadline is None or one_round.deadline > clock.now():
        return True
    return bool(not_notified_of_the_call(one_round.decision, one_round))


def may_be_corrected(decision: Decision, organization_id: int | None) -> bool:
    """Whether an organization can still correct the reply that the Secretariat recorded for it: until the adoption."""
    if decision.state != "round" or organization_id is None:
        return False
    current = latest_round(decision)
    if current is None or current.closed_at is None:
        return False
    position = current_position(current, organization_id)
    return position is not None and not position.is_its_own


def open_seal(decision: Decision) -> str:
    """The seal of the call that is open, or nothing: what would tell of its positions carries it."""
    current = latest_round(decision)
    return current.seal_now if current is not None else ""


def current_position(round_: Round, organization_id: int) -> Position | None:
    """What the organization last said in that round; None while it has said nothing."""
    return Position.objects.current().filter(round=round_, organization_id=organization_id).first()


@cached_per_request
def latest_consultation(decision: Decision) -> Consultation | None:
    return decision.consultations.order_by("-number").first()


@cached_per_request
def was_consulted(decision: Decision) -> bool:
    return bool(decision.consultations.exists())


@cached_per_request
def entered_at(decision: Decision) -> dt.datetime:
    """When it came to where it stands; what was consented or tried in an earlier turn does not count for this one."""
    rows = registry.workflows["decisions.decision"].transitions
    verbs = [verb for row in rows if row.target == decision.state for verb in row.verbs]
    moved = Event.objects.filter(object_label="decisions.decision", object_id=decision.pk, verb__in=verbs)
    newest = moved.order_by("-number").values_list("at", flat=True).first()
    return newest or decision.created_at


def contacts(decision: Decision, purpose: str) -> Any:
    return decision.contacts.filter(purpose=purpose)


def contacts_now(decision: Decision, purpose: str) -> Any:
    """Contacts logged since the decision came to where it stands."""
    return contacts(decision, purpose).filter(at__gte=entered_at(decision))


@cached_per_request
def escalation(decision: Decision, level: str) -> Any:
    return decision.escalations.filter(level=level).order_by("-pk").first()


def current_escalation(decision: Decision) -> Any:
    """The step of the level the decision stands at; None below the Principals."""
    level = {"with_principals": "principals", "referred": "secretary_general"}.get(decision.state)
    return escalation(decision, level) if level else None


@cached_per_request
def referral(decision: Decision) -> Any:
    """The conclusion of the Regional Executive Committee recorded since the matter last went to the Principals."""
    step = escalation(decision, "principals")
    rows = decision.conclusions.filter(about=Conclusion.About.REFERRAL).order_by("-pk")
    return rows.filter(recorded_at__gte=step.opened_at).first() if step else None


@cached_per_request
def agreed_not_to_pursue(decision: Decision) -> Any:
    """The agreement of the deciding body not to pursue the matter, recorded since it came to where it stands."""
    rows = decision.conclusions.filter(about=Conclusion.About.NOT_PURSUED, recorded_at__gte=entered_at(decision))
    return rows.order_by("-pk").first()


@cached_per_request
def blocking_concerns(decision: Decision) -> list[Any]:
    return list(decision.concerns.filter(state__in=BLOCKING).select_related("organization"))


def settled_by(one_round: Round) -> list[Any]:
    """The unresolved concerns that the close of a call withdraws.

    Their organization stated in the call, after it raised them, any position but an objection. A reply that the
    Secretariat recorded withdraws none.
    """
    concerns = blocking_concerns(one_round.decision)
    current = Position.objects.current().filter(round=one_round, organization__in={c.organization_id for c in concerns})
    given = {p.organization_id: p for p in current.exclude(value=Position.Value.OBJECT) if p.is_its_own}
    return [c for c in concerns if c.organization_id in given and c.raised_at < given[c.organization_id].at]


def concerns_after(one_round: Round) -> list[Any]:
    """The concerns that stay unresolved when a call closes as its positions are now."""
    settled = {concern.pk for concern in settled_by(one_round)}
    return [concern for concern in blocking_concerns(one_round.decision) if concern.pk not in settled]


def maintained_concerns(decision: Decision) -> list[Any]:
    """Concerns maintained in writing; a written objection in the closed round counts unless withdrawn."""
    return [
        concern
        for concern in blocking_concerns(decision)
        if concern.state == "maintained" or (concern.round_id and concern.kind == "objection")
    ]


@cached_per_request
def unanswered_comments(decision: Decision) -> int:
    """How many comments that came in time wait for an answer; later ones are answered at will."""
    return int(in_time(decision.comments.filter(answered_at=None)).count())


def in_time(comments: Any) -> Any:
    """Of comments those that hold up a call: in time, or where a working method says so, also those that came late."""
    rows = comments.filter(kind="comment")
    if methods.in_force(method_rules.LATE_COMMENTS) is not None:
        return rows
    return rows.filter(at__lt=F("consultation__closes_at"))


def accepted_without_change(decision: Decision) -> list[int]:
    """The numbers of comments that were accepted, while no later version names them and nothing says why.

    Of versions of before they named comments, any later one counts.
    """
    accepted = in_time(decision.comments.filter(disposition__in=Comment.CHANGES_THE_TEXT, unchanged=""))
    rows = list(accepted.values_list("number", "consultation__text__version").order_by("number"))
    versions = list(decision.texts.order_by("version")) if rows else []
    found = []
    for number, version in rows:
        later = [one for one in versions if one.version > version]
        if not any(one.takes_up is None or number in one.names for one in later):
            found.append(number)
    return found


def _organizations_of(person_ids: Iterable[int]) -> set[int]:
    rows = Officer.objects.active().filter(person__in=list(person_ids))
    return set(rows.values_list("organization_id", flat=True))


@cached_per_request
def _told(decision: Decision, kinds: tuple[str, ...], since: dt.datetime) -> set[int]:
    """The organizations to one of whose present officers a mail of these kinds was sent since an instant."""
    sent = Notice.objects.filter(
        kind__in=list(kinds),
        object_label="decisions.decision",
        object_id=decision.pk,
        created_at__gte=since,
        message__state__in=["sent", "uncertain"],
    )
    return _organizations_of(sent.values_list("person_id", flat=True))


@cached_per_request
def answered_ids(decision: Decision) -> set[int]:
    """Who answered in the present consultation: with a comment, or that there is nothing to add."""
    window = latest_consultation(decision)
    return set(window.comments.values_list("organization_id", flat=True)) if window else set()


@cached_per_request
def reached_ids(decision: Decision) -> set[int]:
    """Reached: a sent mail to a present officer in this consultation, its own answer, or a logged contact."""
    window = latest_consultation(decision)
    if window is None:
        return set()
    logged = contacts(decision, "reach").filter(at__gte=window.opened_at, organization__isnull=False)
    return (
        _told(decision, REACHING, window.opened_at)
        | answered_ids(decision)
        | set(logged.values_list("organization_id", flat=True))
    )


def members_not_reached(decision: Decision) -> list[Organization]:
    return list(Organization.objects.members().exclude(pk__in=reached_ids(decision)))


def all_members_answered(decision: Decision) -> bool:
    """Whether every member answered in the present consultation."""
    return member_ids() <= answered_ids(decision)


def members_not_asked(decision: Decision) -> list[Organization]:
    """Members that came after the consultation was opened: an officer can be written to, and none was."""
    window = latest_consultation(decision)
    if window is None:
        return []
    addressed = Officer.objects.active().values("organization")
    told = Notice.objects.filter(
        kind__in=REACHING, object_label="decisions.decision", object_id=decision.pk, created_at__gte=window.opened_at
    )
    known = _organizations_of(told.values_list("person_id", flat=True)) | answered_ids(decision)
    return list(Organization.objects.members().filter(pk__in=addressed).exclude(pk__in=known))


@cached_per_request
def _members() -> dict[int, str]:
    """The members of the Network today: their acronyms by id, in their order."""
    return dict(Organization.objects.members().values_list("pk", "acronym"))


def member_ids() -> frozenset[int]:
    return frozenset(_members())


def members_consulted(decision: Decision, window: Consultation) -> dict[int, str]:
    """The members that a consultation was for, by id: those of today while it runs, and of its last day afterwards."""
    if decision.state == "consultation":
        return _members()
    day = clock.day_of(min(window.closes_at, clock.now()))
    return dict(Organization.objects.members(day).values_list("pk", "acronym"))


def adds_to_the_committee(reference: str, organization: Organization) -> bool:
    """Whether a decision that the Network adopted names an organization in its title or its text. ToR regional committee 1."""
    decision = Decision.objects.adopted_by_the_network(reference).first()
    if decision is None:
        return False
    newest = decision.texts.order_by("-version").first()
    words = f"{decision.title}\n{newest.source if newest is not None else ''}"
    return any(
        re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words) for name in (organization.acronym, organization.name)
    )


def has_left(organization: Any) -> bool:
    """Whether an organization is no member of the Network today."""
    return organization.pk not in member_ids()


def can_be_taken_over(decision: Decision) -> bool:
    """Whether it was submitted, has not ended, and its proposing organization has left."""
    return not decision.is_ended and decision.state != "draft" and has_left(decision.sponsor)


def members_without_address(decision: Decision) -> list[Organization]:
    """Members without an officer who can be written to and without a contact logged for this decision."""
    addressed = Officer.objects.active().values("organization")
    logged = contacts(decision, "reach").filter(organization__isnull=False).values("organization")
    return list(Organization.objects.members().exclude(pk__in=addressed).exclude(pk__in=logged))


def silent(one_round: Round) -> Any:
    """The invited without a position: no response, which is neither stored nor shown as support.

    Only those that sit in the deciding body, today or on the day on which the round closed: who has left is not
    waited for.
    """
    given = Position.objects.filter(round=one_round).values("organization")
    closed_on = clock.day_of(one_round.closed_at) if one_round.closed_at else None
    return (
        one_round.invited_organizations.sitting(closed_on)
        .exclude(organization__in=given)
        .select_related("organization")
        .order_by("organization__sort_key")
    )


@cached_per_request
def all_have_answered(one_round: Round) -> bool:
    return not silent(one_round).exists()


@cached_per_request
def not_notified_of_the_call(decision: Decision, one_round: Round) -> list[Any]:
    """Invited organizations without a reply to none of whose present representatives a mail of this call was sent.

    A contact recorded while the call is open notifies as well: a member without a representative has no address.
    """
    spoken = contacts(decision, "reach").filter(at__gte=one_round.opened_at, organization__isnull=False)
    told = _told(decision, OF_A_CALL, one_round.opened_at) | set(spoken.values_list("organization_id", flat=True))
    rows = silent(one_round).sitting()  # who has left since the close is not waited for either
    return [invited.organization for invited in rows if invited.organization_id not in told]


def is_open_in_a_meeting(one_round: Round | None) -> bool:
    """Whether a call that is held in a meeting is open, and does not go on for members that were not represented."""
    is_open = one_round is not None and one_round.closed_at is None and one_round.mode == Round.Mode.MEETING
    return is_open and ad_referendum(one_round) is None


def silence_applied(one_round: Round) -> bool:
    """Whether a call closed at the deadline of its silence procedure: who did not reply joined the consensus."""
    if one_round.method_id is None or one_round.closed_at is None or one_round.deadline is None:
        return False
    return not one_round.superseded and one_round.closed_at >= one_round.deadline


def extension_was_requested(one_round: Round) -> bool:
    """Whether an organization asked for more time in this call and got it."""
    rows = Event.objects.filter(object_label=label_of(one_round), object_id=one_round.pk, verb="call extended")
    return any("requested_by" in (payload or "") for payload in rows.values_list("body__payload", flat=True))


DAYS_OF_A_CALL = 7
"""Working days that a call for positions in writing is open unless another deadline is set: the portal's own value."""


def end_of_a_call(start: dt.datetime) -> dt.datetime:
    """When a call of the usual number of working days ends that begins at an instant."""
    return clock.close_of(clock.add_working_days(clock.day_of(start), DAYS_OF_A_CALL))


def ad_referendum(one_round: Round | None) -> AdReferendum | None:
    """The row of a call whose amended text is adopted ad referendum; None for any other."""
    return AdReferendum.objects.filter(round=one_round).first() if one_round is not None and one_round.amended else None


def told_of_the_amendment(decision: Decision, row: AdReferendum) -> dict[int, dt.datetime]:
    """When each organization that was not represented was told of the amended text: by mail or by a recorded contact."""
    sent = Notice.objects.filter(
        kind="round_ad_referendum", object_label="decisions.decision", object_id=decision.pk, created_at__gte=row.at,
        message__state__in=["sent", "uncertain"],
    )  # fmt: skip
    rows = list(sent.values_list("person_id", "created_at", "message__sent_at").order_by("pk"))
    posts = Officer.objects.active().filter(person__in=[person for person, _created, _sent in rows])
    speaks: dict[int, list[int]] = {}
    for person, organization in posts.values_list("person_id", "organization_id"):
        speaks.setdefault(person, []).append(organization)
    told: dict[int, dt.datetime] = {}
    for person, created, sent_at in rows:
        for organization in speaks.get(person, ()):
            told.setdefault(organization, sent_at or created)
    spoken = contacts(decision, "reach").filter(at__gte=row.at, organization__isnull=False).order_by("pk")
    for organization, at in spoken.values_list("organization_id", "at"):
        told.setdefault(organization, at)
    return told


def objections_until(decision: Decision, row: AdReferendum) -> tuple[dt.datetime, list[Organization]]:
    """Until when members that were not represented may object, and who of them has not been told of the amended text.

    Who was told late has the days of a call from then. Who has left the body is not waited for.
    """
    told = told_of_the_amendment(decision, row)
    absent = list(row.organizations.filter(pk__in=row.round.invited_organizations.sitting().values("organization")))
    ends = [end_of_a_call(told[o.pk]) for o in absent if o.pk in told]
    return max([row.until, *ends]), [o for o in absent if o.pk not in told]


def awaited(one_round: Round) -> list[Any]:
    """The organizations whose reply is awaited; none in a meeting, where who is present and states nothing joins."""
    if one_round.mode == Round.Mode.MEETING:
        return []
    return [invited.organization for invited in silent(one_round).sitting()]


def ends_at_its_deadline(decision: Decision, one_round: Round) -> bool:
    """Whether a call whose deadline has passed closes: every reply is there, one objects, or a silence procedure covers it."""
    if one_round.deadline is None or one_round.deadline > clock.now():
        return False
    if not silent(one_round).exists() or concerns_after(one_round):
        return True
    if (amended := ad_referendum(one_round)) is not None:
        until, untold = objections_until(decision, amended)
        return until <= clock.now() and not untold
    return one_round.method_id is not None and not not_notified_of_the_call(decision, one_round)
