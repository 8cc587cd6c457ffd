from django.urls import path

from decisions import views

app_name = "decisions"
urlpatterns = [
    path("decisions/", views.register, name="list"),
    path("decisions/propose/", views.propose, name="propose"),
    # what follows
    path("decisions/actions/", views.actions, name="actions"),
    path("decisions/actions/<int:number>/", views.action, name="action"),
    path("decisions/actions/<int:number>/assign/", views.assign_action, name="assign"),
    path("decisions/actions/<int:number>/finish/", views.finish_action, name="finish"),
    path("decisions/actions/<int:number>/close-action/", views.close_action, name="close_action"),
    path("decisions/actions/<int:number>/reopen/", views.reopen_action, name="reopen"),
    # one decision
    path("decisions/<slug:slug>/", views.detail, name="detail"),
    path("decisions/<slug:slug>/edit/", views.edit, name="edit"),
    # its moves
    path("decisions/<slug:slug>/submit/", views.submit, name="submit"),
    path("decisions/<slug:slug>/return/", views.return_proposal, name="return"),
    path("decisions/<slug:slug>/open-consultation/", views.open_consultation, name="open-consultation"),
    path("decisions/<slug:slug>/new-text/", views.new_text, name="new-text"),
    path("decisions/<slug:slug>/open-round/", views.open_round, name="open-round"),
    path("decisions/<slug:slug>/replace-text/", views.replace_text, name="replace-text"),
    path("decisions/<slug:slug>/adopt/", views.adopt, name="adopt"),
    path("decisions/<slug:slug>/take-to-principals/", views.take_to_principals, name="take-to-principals"),
    path("decisions/<slug:slug>/refer/", views.refer, name="refer"),
    path("decisions/<slug:slug>/not-adopt/", views.not_adopt, name="not-adopt"),
    path("decisions/<slug:slug>/withdraw/", views.withdraw, name="withdraw"),
    path("decisions/<slug:slug>/lapse/", views.lapse, name="lapse"),
    path("decisions/<slug:slug>/take-over/", views.take_over, name="take-over"),
    # consultation, positions, concerns
    path("decisions/<slug:slug>/comment/", views.comment, name="comment"),
    path("decisions/<slug:slug>/comments/<int:number>/answer/", views.answer_comment, name="answer-comment"),
    path("decisions/<slug:slug>/position/", views.position, name="position"),
    path("decisions/<slug:slug>/enter-position/", views.enter_position, name="enter-position"),
    path("decisions/<slug:slug>/close-round/", views.close_round, name="close-round"),
    path("decisions/<slug:slug>/concern/", views.concern, name="concern"),
    *[
        path(f"decisions/<slug:slug>/concerns/<int:number>/{verb}/", views.concern_move, {"verb": verb}, name=verb)
        for verb in ("address", "confirm", "maintain", "withdraw-concern", "lapse-concern")
    ],
    # escalation and consents
    path("decisions/<slug:slug>/contact/", views.contact, name="contact"),
    path("decisions/<slug:slug>/outcome/", views.outcome, name="outcome"),
    path("decisions/<slug:slug>/committee-request/", views.request_referral, name="committee-request"),
    path("decisions/<slug:slug>/consent-withdrawal/", views.consent, {"to": "withdrawal"}, name="consent-withdrawal"),
    path(
        "decisions/<slug:slug>/consent-not-adopted/", views.consent, {"to": "not_adopted"}, name="consent-not-adopted"
    ),
    path("decisions/<slug:slug>/give-action/", views.give_action, name="give-action"),
]
