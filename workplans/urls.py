from django.urls import path, register_converter

from workplans import views


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
    path("workplans/<int:year>/add-output/", views.add_output, name="add-output"),
    path("workplans/<int:year>/add-activity/", views.add_activity, name="add-activity"),
    path("workplans/<int:year>/open-review/", views.open_review, name="open-review"),
    path("workplans/<int:year>/back-to-inputs/", views.back_to_inputs, name="back-to-inputs"),
    path("workplans/<int:year>/ask-guidance/", views.ask_guidance, name="ask-guidance"),
    path("workplans/<int:year>/back-to-review/", views.back_to_review, name="back-to-review"),
    path("workplans/<int:year>/put-to-decision/", views.put_to_decision, name="put-to-decision"),
    path("workplans/<int:year>/close-plan/", views.close_plan, name="close-plan"),
    # one activity
    path(ROW, views.activity, name="activity"),
    path(ROW + "responsible/", views.name_responsible, name="responsible"),
    path(ROW + "edit/", views.edit_activity, name="edit-activity"),
    path(ROW + "confirm/", views.contribution, {"answered": "confirm"}, name="confirm"),
    path(ROW + "decline/", views.contribution, {"answered": "decline"}, name="decline"),
    path(ROW + "report/", views.report, name="report"),
    path(ROW + "report/<int:quarter>/", views.report, name="report-on"),
    # one update
    path(UPDATE, views.update, name="update"),
    path(UPDATE + "submit-update/", views.submit_update, name="submit-update"),
    path(UPDATE + "return/", views.return_update, name="return"),
    path(UPDATE + "accept-update/", views.accept_update, name="accept-update"),
]
