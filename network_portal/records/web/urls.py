from django.urls import path

from network_portal.records.web import views

app_name = "records"
urlpatterns = [
    path("files/<slug:sha256>/", views.document, name="document"),
    path("verify/", views.verify, name="verify-any"),
    path("verify/<str:code>/", views.verify, name="verify"),
    path("drafts/", views.drafts, name="drafts"),
    path("drafts/keep/", views.keep_draft, name="keep-draft"),
    path("drafts/<int:pk>/delete/", views.delete_draft, name="delete-draft"),
]
