"""What must hold before and during a consultation of all members. ToR regional decision-making 1."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions import method_rules, methods, status
from decisions.choices import State
from decisions.guards.shared import listed
from decisions.models import Comment, Decision
from network_portal.lib import clock
from network_portal.records.workflow.engine import Context
from network_portal.records.workflow.refusals import UnmetCondition


def every_member_can_be_reached(decision: Decision, context: Context) -> UnmetCondition | None:
    lacking = status.members_without_address(decision)
    if not lacking:
        return None
    sentence = _("No representative can be written to, and no contact is recorded, for {names}.")
    return UnmetCondition(
        sentence.format(names=listed(lacking)), decision.path("contact"), "regional decision-making 1"
    )


def period_lies_ahead(decision: Decision, context: Context) -> UnmetCondition | None:
    closes_at = context.changes.get("window_closes_at")
    if closes_at is None or closes_at > context.now:
        return None
    return UnmetCondition(_("The deadline for comments must be in the future."))


def period_is_as_long_as_a_method_says(decision: Decision, context: Context) -> UnmetCondition | None:
    closes_at = context.changes.get("window_closes_at")
    if closes_at is None:
        return None
    days, least = methods.earliest_close(method_rules.MINIMUM_CONSULTATION, context.now)
    if closes_at >= least:
        return None
    words = _("By the working method in force a consultation lasts at least {n} working days, until {day} or later.")
    return UnmetCondition(words.format(n=days, day=clock.format_instant(least)))


def every_member_was_reached(decision: Decision, context: Context) -> UnmetCondition | None:
    lacking = status.members_not_reached(decision)
    if not lacking:
        return None
    n = len(lacking)
    sentence = ngettext("{n} member was not reached: {names}.", "{n} members were not reached: {names}.", n)
    return UnmetCondition(
        sentence.format(n=n, names=listed(lacking)), decision.path("contact"), "regional decision-making 1"
    )


def window_is_over(decision: Decision, context: Context) -> UnmetCondition | None:
    window = status.latest_consultation(decision)
    if window is None:
        return UnmetCondition(_("There was no consultation."), "", "regional decision-making 1")
    if window.closes_at <= context.now or status.all_members_answered(decision):
        return None
    return UnmetCondition(_("The consultation is open, and not every member has replied."))


def every_comment_is_answered(decision: Decision, context: Context) -> UnmetCondition | None:
    n = status.unanswered_comments(decision)
    if not n:
        return None
    sentence = ngettext("{n} comment has no answer.", "{n} comments have no answer.", n)
    return UnmetCondition(sentence.format(n=n), decision.get_absolute_url() + "#consultation")


def accepted_comments_are_in_the_text(decision: Decision, context: Context) -> UnmetCondition | None:
    """What was accepted changes the text, or the answer says why it did not need to."""
    if decision.state != "consultation":
        return None
    numbers = status.accepted_without_change(decision)
    if not numbers:
        return None
    sentence = ngettext(
        "Comment {numbers} was accepted, but no revised text names it. Submit a revised text that takes it up, or enter in the "
        "answer why the text stays as it is.",
        "Comments {numbers} were accepted, but no revised text names them. Submit a revised text that takes them up, or enter "
        "in the answers why the text stays as it is.",
        len(numbers),
    )
    words = ", ".join(str(number) for number in numbers)
    return UnmetCondition(sentence.format(numbers=words), decision.get_absolute_url() + "#consultation")


def consultation_is_open(decision: Decision, context: Context) -> UnmetCondition | None:
    if decision.state == State.CONSULTATION:
        return None
    return UnmetCondition(_("The consultation is not open."))


def matter_has_not_ended(decision: Decision, context: Context) -> UnmetCondition | None:
    return UnmetCondition(_("The decision has ended.")) if decision.is_ended else None


def its_matter_is_open(comment: Comment, context: Context) -> UnmetCondition | None:
    return matter_has_not_ended(comment.decision, context)
