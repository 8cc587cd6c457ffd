from django.urls import path

from network_portal.dashboard.views import demo, home, operations

app_name = "dashboard"
urlpatterns = [
    path("", home.home, name="home"),
    path("acting/", home.capacity, name="capacity"),
    path("counts/", home.counts, name="counts"),
    path("governance/", home.governance, name="governance"),
    path("search/", home.search, name="search"),
    path("help/", home.show_help, name="help"),
    path("tour/dismiss/", home.dismiss_tour, name="dismiss-tour"),
    path("notices/", home.notices, name="notices"),
    path("operations/", operations.operations, name="operations"),
    path(".well-known/security.txt", operations.security_txt, name="security-txt"),
    path("styleguide/", home.styleguide, name="styleguide"),
    # the demonstration alone
    path("demo/clock/", demo.move_clock, name="clock"),
    path("outbox/", demo.outbox, name="outbox"),
    path("outbox/<str:name>/", demo.mail, name="mail"),
]
