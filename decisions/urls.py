from django.urls import path

from decisions import acts, views
from network_portal.records.web.acts import act_paths

app_name = "decisions"
DECISION = "decisions/<slug:slug>/"
ACTION = "decisions/actions/<int:number>/"
urlpatterns = [
    path("decisions/", views.register, name="list"),
    path("decisions/propose/", views.propose, name="propose"),
    path("decisions/propose-method/", views.propose_method, name="propose-method"),
    # what follows
    path("decisions/actions/", views.actions, name="actions"),
    path(ACTION, views.action, name="action"),
    *act_paths(ACTION, views.action_of, acts.OF_ACTION),
    # one decision
    path(DECISION, views.detail, name="detail"),
    *act_paths(DECISION, views.visible, acts.OF_DECISION),
    *act_paths(DECISION + "comments/<int:number>/", views.comment_of, acts.OF_COMMENT),
    *act_paths(DECISION + "concerns/<int:number>/", views.concern_of, acts.OF_CONCERN),
]
