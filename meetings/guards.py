"""What must hold before a move of a meeting or its minutes."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions.services import methods
from meetings import chairs, minutes_document
from meetings.models import Meeting, Minutes
from network_portal.lib import clock, fonts, pdf
from network_portal.records.files import documents
from network_portal.records.workflow.engine import Context
from network_portal.records.workflow.refusals import UnmetCondition


def lies_ahead(meeting: Meeting, context: Context) -> UnmetCondition | None:
    return (
        None
        if meeting.starts_at > context.now
        else UnmetCondition(_("The date lies in the past."), meeting.path("reschedule"))
    )


def place_is_known(meeting: Meeting, context: Context) -> UnmetCondition | None:
    if meeting.place.strip() or meeting.link.strip():
        return None
    return UnmetCondition(_("Name the place or the link."), meeting.path("edit"))


def chair_is_known(meeting: Meeting, context: Context) -> UnmetCondition | None:
    if meeting.chair_id is None:
        return UnmetCondition(_("Name the chair."), meeting.path("edit"), "regional coordination b1")
    if not chairs.can_no_longer(meeting):
        return None
    sentence = _("{who} can no longer chair: name another chair.").format(who=meeting.chair)
    return UnmetCondition(sentence, meeting.path("edit"), "regional coordination b1")


def has_an_item(meeting: Meeting, context: Context) -> UnmetCondition | None:
    return (
        None if meeting.items.exists() else UnmetCondition(_("The agenda has no item yet."), meeting.path("add-item"))
    )


def is_its_day(meeting: Meeting, context: Context) -> UnmetCondition | None:
    if clock.day_of(context.now, meeting.zone) >= clock.day_of(meeting.starts_at, meeting.zone):
        return None
    return UnmetCondition(_("The meeting starts on its day."))


def every_item_has_an_outcome(meeting: Meeting, context: Context) -> UnmetCondition | None:
    open_items = [str(item.number) for item in meeting.items.filter(outcome="")]
    if not open_items:
        return None
    n = len(open_items)
    sentence = ngettext("Item {items} has no outcome.", "Items {items} have no outcome.", n)
    return UnmetCondition(sentence.format(items=", ".join(open_items)), meeting.get_absolute_url() + "#agenda")


def meeting_is_held(minutes: Minutes, context: Context) -> UnmetCondition | None:
    return None if minutes.meeting.state == "held" else UnmetCondition(_("The meeting is not closed yet."))


def every_section_has_text(minutes: Minutes, context: Context) -> UnmetCondition | None:
    lacking = [s.heading for s in minutes.sections.filter(text="", no_discussion=False)]
    if not lacking:
        return None
    sentence = _("These sections have neither text nor “no discussion”: {names}.")
    return UnmetCondition(sentence.format(names="; ".join(lacking)), minutes.get_absolute_url())


def they_can_be_drawn(minutes: Minutes, context: Context) -> UnmetCondition | None:
    """What is approved is drawn and filed: no letter may lack a font, and a text too long could never be published."""
    source, most = minutes_document.source(minutes), pdf.LARGEST_SOURCE
    if letters := fonts.missing(source):
        lacking = [s.heading for s in minutes.sections.all() if set(letters) & set(s.text + s.heading)]
        sentence = _("These characters cannot be printed: {letters}. Please replace them. Sections: {names}.")
        names = "; ".join(lacking) or _("none; see title, participants and actions")
        return UnmetCondition(
            sentence.format(letters=fonts.described(letters), names=names), minutes.get_absolute_url()
        )
    characters = len(source)
    if characters <= most:
        return None
    sentence = _("With everything around them the minutes have {n} characters; at most {most} can be filed as a PDF.")
    return UnmetCondition(sentence.format(n=characters, most=most))


def comments_lie_ahead(minutes: Minutes, context: Context) -> UnmetCondition | None:
    until = context.changes.get("comments_until")
    return (
        None if until is None or until > context.now else UnmetCondition(_("The deadline for comments must lie ahead."))
    )


def every_comment_has_a_reply(minutes: Minutes, context: Context) -> UnmetCondition | None:
    n = minutes.comments.filter(answered_at=None).count()
    if not n:
        return None
    sentence = ngettext("{n} comment has no answer.", "{n} comments have no answer.", n)
    return UnmetCondition(sentence.format(n=n), minutes.get_absolute_url() + "#comments")


def approval_has_its_way(minutes: Minutes, context: Context) -> UnmetCondition | None:
    """At a later meeting of the body by an item that points at the minutes, or after the deadline under a method."""
    item = context.changes.get("approved_in") or minutes.item_for_approval()
    if item is not None:
        return None
    method = methods.in_force("minutes_after_deadline")
    if method is None:
        sentence = _("Minutes are approved at a later meeting of the body, by an item that points at them.")
        return UnmetCondition(sentence)
    if minutes.comments_until is None or minutes.comments_until > context.now:
        return UnmetCondition(
            _("The deadline for comments has not passed, and no meeting in session has them on its agenda.")
        )
    of_this = Q(circulation=minutes.circulations) | Q(circulation=None)
    if minutes.comments.filter(of_this, is_objection=True).exists():
        return UnmetCondition(_("There is an objection: a later meeting approves the minutes."))
    return None


def another_hand_wrote(minutes: Minutes, context: Context) -> UnmetCondition | None:
    """Nobody approves minutes that one wrote alone."""
    authors = minutes.authors()
    if not authors or authors - {context.actor.user_id}:
        return None
    return UnmetCondition(_("You wrote every revision of these minutes: somebody else approves them."))


def pdf_is_filed(minutes: Minutes, context: Context) -> UnmetCondition | None:
    if documents.of(minutes, "minutes") is not None:
        return None
    return UnmetCondition(_("The PDF is not filed yet; the worker makes it."), minutes.get_absolute_url())
