from django.urls import path

from network_portal.records import views

app_name = "records"
urlpatterns = [
    path("files/<slug:sha256>/", views.document, name="document"),
]
