from django.urls import path

from meetings import acts
from meetings.views import minutes, planning, session
from network_portal.records.web.acts import act_paths

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
    path(ONE + "attendance/", session.attendance, name="attendance"),
    *act_paths(ONE, planning.visible, acts.OF_MEETING),
    *act_paths(ONE + "participants/<int:pk>/", session.participant_of, acts.OF_PARTICIPANT),
    # one item
    path(ITEM, session.item, name="item"),
    path(ITEM + "positions/", session.positions, name="positions"),
    *act_paths(ITEM, session.item_of, acts.OF_ITEM),
    *act_paths(ITEM + "actions/<int:action>/", session.item_action_of, acts.OF_ITEM_ACTION),
    # the minutes
    path(MINUTES, minutes.detail, name="minutes"),
    path(MINUTES + "sections/<int:order>/", minutes.section, name="section"),
    *act_paths(MINUTES + "grants/<int:number>/", minutes.grant_of, acts.OF_GRANT),
    *act_paths(MINUTES, minutes.visible, acts.OF_MINUTES),
    *act_paths(MINUTES + "comments/<int:number>/", minutes.comment_of, acts.OF_COMMENT),
]
