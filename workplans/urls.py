from django.urls import path, register_converter

from network_portal.records.web.acts import act_paths
from workplans import acts, views


class Code:
    """The code of an activity, as 2.1.3."""

    regex = r"[0-9]+(?:\.[0-9]+)*"
    to_python = to_url = staticmethod(str)


register_converter(Code, "code")
app_name = "workplans"
ROW = "workplans/<int:year>/activities/<code:code>/"
UPDATE = ROW + "updates/<int:quarter>/<slug:slug>/"
urlpatterns = [
    path("workplans/", views.current, name="current"),
    path("workplans/begin/", views.begin, name="begin"),
    # one plan
    path("workplans/<int:year>/", views.plan, name="plan"),
    path("workplans/<int:year>/review/", views.review, name="review"),
    *act_paths("workplans/<int:year>/", views.plan_of, acts.OF_PLAN),
    # one activity
    path(ROW, views.activity, name="activity"),
    path(ROW + "edit/", views.edit_activity, name="edit-activity"),
    *act_paths(ROW, views.activity_of, acts.OF_ACTIVITY),
    *act_paths(ROW, views.part_of, acts.OF_PART),
    path(ROW + "report/", views.report, name="report"),
    path(ROW + "report/<int:quarter>/", views.report, name="report-on"),
    # one update
    path(UPDATE, views.update, name="update"),
    *act_paths(UPDATE, views.update_of, acts.OF_UPDATE),
]
