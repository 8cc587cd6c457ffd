from django.urls import path

from task_teams import views

app_name = "task_teams"
urlpatterns = [
    path("task-teams/", views.listing, name="list"),
    path("task-teams/propose/", views.propose, name="propose"),
    # one team
    path("task-teams/<slug:slug>/", views.detail, name="detail"),
    path("task-teams/<slug:slug>/propose-closing/", views.propose_closing, name="propose-closing"),
    path("task-teams/<slug:slug>/add-deliverable/", views.add_deliverable, name="add-deliverable"),
    path("task-teams/<slug:slug>/deliverables/<int:number>/deliver/", views.deliver, name="deliver"),
]
