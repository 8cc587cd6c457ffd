"""What people do with a meeting, an agenda item and the minutes: one row each, beside the workflows."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from decisions import method_rules
from decisions import policies as decision_policies
from decisions.services import amendments
from meetings import forms, guards, policies, status
from meetings.models import AgendaItem, ItemAction, Meeting, Minutes, MinutesComment, Participant
from meetings.services import agenda, planning, proceedings, session
from meetings.services import minutes as minutes_service
from network_portal.lib import clock
from network_portal.records.access.actor import Actor
from network_portal.records.models import Grant
from network_portal.records.web.acts import Act, nothing_shown
from network_portal.records.workflow.engine import Rule

ITEM_FIELDS = ("version", "title", "purpose", "note", "decision", "plan", "approves")


def _meeting(meeting: Meeting, _actor: Actor) -> dict[str, Any]:
    return {n: getattr(meeting, n) for n in ("version", "title", "place", "link", "chair", "deviation")}


def _chair(meeting: Meeting, _actor: Actor) -> dict[str, Any]:
    return {"chair": meeting.chair}


def _date(meeting: Meeting, _actor: Actor) -> dict[str, Any]:
    start, end = (at.astimezone(clock.zone(meeting.zone)) for at in (meeting.starts_at, meeting.ends_at))
    last = end.date() if end.date() != start.date() else None
    return {"day": start.date(), "start": start.time(), "end": end.time(), "last_day": last, "zone": meeting.zone}


def _new_date(form: Any) -> dict[str, Any]:
    return {n: form.cleaned_data[n] for n in ("starts_at", "ends_at", "zone", "reason")}


def _reply(meeting: Meeting, actor: Actor) -> dict[str, Any]:
    mine = meeting.invitations.filter(organization=actor.organization_id).first()
    return {"answer": mine.reply, "mode": mine.mode} if mine is not None else {}


def _new_item(form: Any) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ITEM_FIELDS[1:]}


def _new_items(form: Any) -> dict[str, Any]:
    return {"items": form.items()}


def _convening(meeting: Meeting) -> str:
    return meeting.path("convene") if meeting.state == "planned" else ""


def _its_items(meeting: Meeting, _actor: Actor) -> dict[str, Any]:
    return {"meeting": meeting, "items": meeting.items.order_by("number")}


def _after_closing(meeting: Meeting, _made: Any) -> str:
    """The circulation of the minutes where their text is complete, for it is the next step; otherwise the meeting."""
    minutes = status.open_minutes(meeting)
    complete = minutes is not None and not minutes.sections.filter(text="", no_discussion=False).exists()
    return minutes.path("circulate") if minutes is not None and complete else meeting.get_absolute_url()


def _item(item: AgendaItem, _actor: Actor) -> dict[str, Any]:
    return {**{name: getattr(item, name) for name in ITEM_FIELDS}, "opened_on": item.pk}


def _edited_item(form: Any) -> dict[str, Any]:
    typed = {name: form.cleaned_data[name] for name in ITEM_FIELDS}
    same = form.cleaned_data["opened_on"] == form.obj.pk  # the items after one that was removed move up
    return {**typed, "version": -1 if typed["version"] is None or not same else typed["version"]}


def noted(item: AgendaItem, _actor: Actor) -> dict[str, Any]:
    """What stands on an item and in its minutes; where nothing does, the words for an agenda that is adopted."""
    adoption = item.title == str(_("Adoption of the agenda")) and not item.outcome
    words = _("The agenda was adopted.") if adoption else item.conclusion
    found = {"outcome": item.outcome, "version": item.version, "conclusion": words}
    section = getattr(item, "section", None)
    if section is None:
        return found
    return {**found, "body": section.text, "no_discussion": section.no_discussion, "section_version": section.version}


def _recorded(form: Any) -> dict[str, Any]:
    typed = form.cleaned_data
    action = {name: typed.get(f"action_{name}") for name in ("title", "officers", "due_on")}
    return {
        **{name: typed[name] for name in ("outcome", "conclusion", "version")},
        "section": {n: typed[n] for n in ("body", "no_discussion", "section_version")} if "body" in typed else None,
        "action": action if action["title"] else None,
    }


def _next_item(item: AgendaItem) -> str:
    following = item.meeting.items.filter(number__gt=item.number).order_by("number").first()
    return str(following.path("item")) if following is not None else item.meeting.path("close-meeting")


def _where_it_is(link: ItemAction, _actor: Actor) -> dict[str, Any]:
    return {"to": link.item_id}


def _who(row: Participant, _actor: Actor) -> str:
    return str(row)


def _its_action(link: ItemAction, _actor: Actor) -> str:
    return str(link.action)


def _answer(comment: MinutesComment, _actor: Actor) -> dict[str, Any]:
    said = {name: getattr(comment, name) for name in ("disposition", "reply", "unchanged")}
    return {**said, "version": comment.answer_seen}


def _the_comment(comment: MinutesComment, _actor: Actor) -> dict[str, Any]:
    return {"comment": comment}


def _whose_grant(grant: Grant, _actor: Actor) -> str:
    return f"{grant.person}: {grant.reason}"


def _its_minutes(grant: Grant) -> Minutes:
    return Minutes.objects.get(pk=grant.object_id)


def _of_item(item: AgendaItem) -> Meeting:
    return item.meeting


def _to_item(item: AgendaItem, _made: Any) -> str:
    return str(item.path("item"))


def _its_decision(item: AgendaItem) -> Any:
    return item.decision


def _goes_on(item: AgendaItem) -> bool:
    call = status.call_held_here(item)
    return call is not None and call.closed_at is None and amendments.still_to_be_told(call)


def _what_closing_does(item: AgendaItem, _actor: Actor) -> str:
    if _goes_on(item):
        return gettext("The text was amended in this meeting. Members that are not represented are informed of it and may object for seven working days. Where every member is represented, the call closes now.")  # fmt: skip
    return gettext("No further position can be submitted. This cannot be undone.")


def _what_closing_did(item: AgendaItem, _actor: Actor) -> str:
    if _goes_on(item):
        return gettext("Recorded. Members that are not represented were informed of the amended text.")
    return gettext("The call for positions is closed.")


def _items_added(_meeting: Meeting, actor: Actor) -> str:
    if policies.secretariat(actor, None):
        return gettext("Agenda items added. Convene the meeting when the agenda is complete.")
    return gettext("Agenda items added. The Secretariat convenes the meeting.")


# fmt: off
EDIT_ITEM = Act("edit", _("Edit the item"), agenda.edit_item, forms.ItemForm, address="item-edit", who=policies.sets_the_agenda,
    when=(guards.item_can_be_edited,), initial=_item, arguments=_edited_item, back=_of_item, to=_to_item,
    about=nothing_shown, receipt=_("Agenda item saved."),
        rule=Rule.TOR, cites=("regional coordination b1",))
COMMENT = Act("comment", _("Comment"), minutes_service.comment, forms.CommentForm, title=_("Comment on the minutes"),
    receipt=_("Comment recorded. The Secretariat will reply to it."),
        rule=Rule.SETTING,
        why=_("Members comment on the draft before the body approves it."))
GRANT = Act("grant", _("Grant drafting access"), minutes_service.grant_writing, forms.GrantForm,
    who=policies.grant_writing, confirmed=True, about=nothing_shown,
    explains=_("The person can open these minutes only; access ends on the date below."),
    receipt=_("Drafting access granted. A person without an account receives a one-time link."),
        rule=Rule.SETTING,
        why=_("A person can help to write one set of minutes without an account of a member."))
OF_MEETING = (
    Act("reply", _("Reply"), planning.reply, forms.ReplyForm, initial=_reply,
        receipt=_("Reply recorded. You may edit it until the meeting starts."),
        rule=Rule.SETTING,
        why=_("The Secretariat needs to know which organizations attend, and how.")),
    Act("add-items", _("Add several items"), agenda.add_items, forms.ItemsForm, about=nothing_shown, arguments=_new_items,
        receipt=_items_added, template="meetings/add_items.html",
        onward=_convening, context=_its_items,
        rule=Rule.TOR, cites=("regional coordination b1",)),
    Act("add-item", _("Add an item"), agenda.add_item, forms.ItemForm, about=nothing_shown, arguments=_new_item,
        receipt=_("Agenda item added."),
        again=True, rule=Rule.TOR, cites=("regional coordination b1",)),
    Act("edit", _("Edit meeting details"), planning.edit, forms.MeetingEditForm, initial=_meeting, about=nothing_shown,
        rule=Rule.TOR, cites=("regional coordination b1",)),
    Act("reschedule", _("Reschedule"), planning.reschedule, forms.RescheduleForm, initial=_date, arguments=_new_date,
        explains=_("Every invited organization is notified, with a new calendar file, and asked to reply again."),
        rule=Rule.TOR, cites=("regional coordination b1",)),
    Act("name-chair", _("Change the Chair"), planning.name_chair, forms.ChairForm, initial=_chair, confirmed=True,
        about=nothing_shown, explains=_("The Chair opens and closes the meeting and announces the approval of the minutes."),
        rule=Rule.TOR, cites=("regional coordination b1",)),
    Act("apology", _("Record an apology"), session.note_apology, forms.ApologyForm, about=nothing_shown,
        receipt=_("Apology recorded."),
        again=True, rule=Rule.SETTING,
        why=_("The minutes list the apologies that were received, and no absent organizations.")),
    Act("participant", _("Record another participant"), session.note_participant, forms.ParticipantForm, about=nothing_shown,
        explains=_("For observers, standing invitees, representatives of constituencies, guests and the Secretariat. The organizations of the body are recorded in the attendance."),
        receipt=_("Participant recorded."),
        again=True, rule=Rule.TOR, cites=("regional coordination b4",)),
    Act("issue-invitation", _("Issue the invitation"), planning.issue_invitation, about=nothing_shown,
        explains=_("The portal makes the invitation with the agenda as it stands now. A new version supersedes the filed one."),
        receipt=_("The invitation will be ready in a moment."),
        rule=Rule.TOR, cites=("regional coordination b1",)),
    Act("convene", transition="convene", service=planning.convene),
    Act("start", transition="start", service=session.start, to=lambda meeting, _made: meeting.path("attendance")),
    Act("close-meeting", transition="close_meeting", service=session.close, form=forms.CloseForm, to=_after_closing),
    Act("reopen", transition="reopen", service=session.reopen),
    Act("cancel", transition="cancel", service=planning.cancel),
)
OUTCOME = Act("item", _("Record the outcome"), proceedings.record_item, forms.OutcomeForm, who=policies.chair_or_secretariat,
    when=(guards.its_meeting_is_in_session,), initial=noted, arguments=_recorded, to=_to_item, onward=_next_item,
    about=nothing_shown, template="meetings/item.html", receipt=_("Item recorded."),
        rule=Rule.TOR, cites=("regional coordination b4",))
"""The page of an item while its meeting is in session: its minutes, its outcome and an action point in one form."""
OF_ITEM = (
    EDIT_ITEM,
    Act("remove", _("Remove the item"), agenda.remove_item, address="item-remove", who=policies.sets_the_agenda,
        when=(guards.item_can_be_edited,), back=_of_item, about=lambda item: item, receipt=_("Agenda item removed."),
        explains=_("The items after it move up. The history keeps that it was on the agenda."),
        rule=Rule.TOR, cites=("regional coordination b1",)),
    Act("up", _("Move the item up"), agenda.move_item_up, address="item-up", back=_of_item, about=lambda item: item,
        rule=Rule.TOR, cites=("regional coordination b1",)),
    Act("down", _("Move the item down"), agenda.move_item_down, address="item-down", back=_of_item, about=lambda item: item,
        rule=Rule.TOR, cites=("regional coordination b1",)),
    Act("open-round", _("Ask whether there is any objection"), session.open_round, who=policies.opens_a_round,
        when=(guards.its_meeting_is_in_session,), back=_of_item, to=_to_item, about=_its_decision,
        explains=_("The Chair asks whether there is any objection. Objections, reservations and explanations are recorded."),
        receipt=_("The Chair asks whether there is any objection. Objections, reservations and explanations may now be recorded."),
        rule=Rule.TOR, cites=("regional decision-making 1",)),
    Act("amend", _("Record an amendment"), session.amend, forms.AmendmentForm, who=policies.amends, when=(guards.its_meeting_is_in_session, guards.its_call_is_open_here),
        back=_of_item, to=_to_item, about=nothing_shown,
        explains=_("The Chair asks again whether there is any objection, now to the amended text. Positions stated before stay with the earlier version."),
        receipt=_("Amendment recorded. The Chair asks whether there is any objection to the amended text."), rule=Rule.SETTING,
        why=_("An amendment of substance made in a meeting is adopted ad referendum, so that members that are not represented can object.")),
    Act("close-round", _("Close the call"), session.close_round, who=policies.closes_its_round,
        when=(guards.its_meeting_is_in_session, guards.its_call_is_open_here), back=_of_item, to=_to_item, about=_its_decision,
        explains=_what_closing_does, receipt=_what_closing_did,
        rule=Rule.SETTING,
        why=_("The call closes with its item, so that the outcome can be recorded in the meeting.")),
    Act("give-action", _("Assign an action"), proceedings.give_actions, forms.ItemActionForm, who=decision_policies.runs, when=(guards.actions_can_be_given,),
        back=_of_item, to=_to_item, about=nothing_shown, receipt=_("Action assigned. The representatives were notified."),
        again=True, rule=Rule.TOR, cites=("regional coordination b3",)),
)
OF_PARTICIPANT = (
    Act("remove", _("Remove the participant"), session.remove_participant, address="participant-remove",
        back=lambda row: row.meeting, about=nothing_shown, explains=_who, receipt=_("Participant removed."),
        rule=Rule.SETTING,
        why=_("A line that was recorded in error can be removed until the minutes are approved.")),
)
OF_ITEM_ACTION = (
    Act("move", _("Move the action point to another item"), proceedings.move_action, forms.MoveActionForm, address="move-action",
        who=decision_policies.runs, initial=_where_it_is, explains=_its_action, form_about=lambda link: link.item.meeting,
        back=lambda link: link.item.meeting, to=lambda link, made: _to_item(link.item, made), about=nothing_shown,
        receipt=_("Action point moved."),
        rule=Rule.SETTING,
        why=_("An action point that was recorded under another item can be moved until the minutes are approved.")),
)
OF_MINUTES = (
    COMMENT,
    GRANT,
    Act("clear", _("Clear the draft minutes"), minutes_service.clear, about=nothing_shown,
        explains=_("The Secretariat circulates the draft once the Chair has cleared it."), receipt=_("Draft minutes cleared."),
        rule=Rule.WORKING_METHOD,
        method=method_rules.CHAIR_CLEARS_MINUTES),
    Act("try-again", _("Make the PDF again"), minutes_service.try_pdf_again, who=policies.secretariat, about=nothing_shown,
        rule=Rule.SETTING,
        why=_("A PDF that could not be made is made again.")),
    Act("circulate", transition="circulate", service=minutes_service.circulate, form=forms.CirculateForm),
    Act("return", transition="return", service=minutes_service.return_minutes),
    Act("approve", transition="approve", service=minutes_service.approve),
    Act("publish", transition="publish", service=minutes_service.publish),
)
OF_GRANT = (
    Act("end", _("Withdraw access"), minutes_service.end_grant, address="end-grant", who=policies.grant_writing, confirmed=True,
        explains=_whose_grant, back=_its_minutes, about=nothing_shown,
        rule=Rule.SETTING,
        why=_("Access that was granted to a person ends when it is no longer needed.")),
)
OF_COMMENT = (
    Act("answer", _("Respond to a comment"), minutes_service.answer_comment, forms.CommentReplyForm, address="answer-comment",
        initial=_answer, context=_the_comment, template="meetings/act.html", back=lambda comment: comment.minutes,
        about=nothing_shown, receipt=_("Response recorded."),
        rule=Rule.SETTING,
        why=_("Each comment receives a response, so that the body sees what became of it.")),
)
# fmt: on
