from django.urls import path

from members import views

app_name = "members"
urlpatterns = [
    path("members/", views.directory, name="directory"),
    path("members/committee/", views.committee, name="committee"),
    # the register
    path("members/register/", views.register, name="register"),
    path("members/incomplete/", views.incomplete_entries, name="incomplete"),
    path("members/changes/", views.recent_changes, name="changes"),
    # one organization
    path("members/<slug:slug>/", views.organization, name="organization"),
    path("members/<slug:slug>/add-officer/", views.add_officer, name="add-officer"),
    path("members/<slug:slug>/representatives/<int:pk>/invite/", views.invite_again, name="invite-again"),
    # one's own account
    path("join/<str:token>/", views.open_invitation, name="invitation"),
    path("join/", views.join, name="join"),
    path("account/alive/", views.alive, name="alive"),
    path("account/preferences/", views.preferences, name="preferences"),
]
