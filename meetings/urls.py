from django.urls import path

from meetings.views import agenda, minutes, planning, session

app_name = "meetings"
ONE = "meetings/<slug:slug>/"
ITEM = ONE + "items/<int:number>/"
MINUTES = ONE + "minutes/"
urlpatterns = [
    path("meetings/", planning.listing, name="list"),
    path("meetings/plan/", planning.plan, name="plan"),
    # one meeting
    path(ONE, planning.detail, name="detail"),
    path(ONE + "calendar/", planning.calendar, name="calendar"),
    path(ONE + "edit/", planning.edit, name="edit"),
    path(ONE + "name-chair/", planning.name_chair, name="name-chair"),
    path(ONE + "reschedule/", planning.reschedule, name="reschedule"),
    path(ONE + "add-item/", agenda.add_item, name="add-item"),
    path(ONE + "reply/", planning.reply, name="reply"),
    path(ONE + "attendance/", session.attendance, name="attendance"),
    # its moves
    path(ONE + "convene/", planning.convene, name="convene"),
    path(ONE + "start/", session.start, name="start"),
    path(ONE + "close-meeting/", session.close, name="close-meeting"),
    path(ONE + "cancel/", planning.cancel, name="cancel"),
    # one item
    path(ITEM, session.item, name="item"),
    path(ITEM + "edit/", agenda.edit_item, name="item-edit"),
    path(ITEM + "remove/", agenda.remove_item, name="item-remove"),
    path(ITEM + "up/", agenda.move_item, {"way": "up"}, name="item-up"),
    path(ITEM + "down/", agenda.move_item, {"way": "down"}, name="item-down"),
    path(ITEM + "outcome/", session.outcome, name="outcome"),
    path(ITEM + "open-round/", session.open_round, name="open-round"),
    path(ITEM + "positions/", session.positions, name="positions"),
    path(ITEM + "close-round/", session.close_round, name="close-round"),
    path(ITEM + "give-action/", session.give_action, name="give-action"),
    path(ITEM + "actions/<int:action>/move/", session.move_action, name="move-action"),
    # the minutes
    path(MINUTES, minutes.detail, name="minutes"),
    path(MINUTES + "sections/<int:order>/", minutes.section, name="section"),
    path(MINUTES + "circulate/", minutes.circulate, name="circulate"),
    path(MINUTES + "return/", minutes.return_minutes, name="return"),
    path(MINUTES + "approve/", minutes.approve, name="approve"),
    path(MINUTES + "publish/", minutes.publish, name="publish"),
    path(MINUTES + "comment/", minutes.comment, name="comment"),
    path(MINUTES + "comments/<int:number>/answer/", minutes.answer_comment, name="answer-comment"),
    path(MINUTES + "grant/", minutes.grant, name="grant"),
    path(MINUTES + "grants/<int:number>/end/", minutes.end_grant, name="end-grant"),
    path(MINUTES + "try-again/", minutes.try_again, name="try-again"),
]
