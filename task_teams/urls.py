from django.urls import path

from network_portal.records.web.acts import act_paths
from task_teams import acts, views

app_name = "task_teams"
urlpatterns = [
    path("task-teams/", views.listing, name="list"),
    path("task-teams/propose/", views.propose, name="propose"),
    # one team
    path("task-teams/<slug:slug>/", views.detail, name="detail"),
    *act_paths("task-teams/<slug:slug>/", views.visible, acts.OF_TEAM),
    *act_paths("task-teams/<slug:slug>/deliverables/<int:number>/", views.deliverable_of, acts.OF_DELIVERABLE),
]
