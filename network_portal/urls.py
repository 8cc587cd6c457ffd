"""Every address of the portal. Views of other packages are routed one by one, so that none slips in."""

from allauth.account import views as account
from allauth.account.decorators import secure_admin_login
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as sessions
from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from members.accounts.entrance import counts_tries, one_at_a_time, remembers_device
from members.accounts.factor import guarded
from network_portal.dashboard.views import errors
from network_portal.records.access import marks

for model in list(admin.site._registry):
    if model._meta.app_label not in settings.OUR_APPS:
        admin.site.unregister(model)
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", include("network_portal.dashboard.urls")),
    path("", include("network_portal.records.web.urls")),
    path("", include("members.urls")),
    path("", include("decisions.urls")),
    path("", include("workplans.urls")),
    path("", include("meetings.urls")),
    path("", include("task_teams.urls")),
    path("admin/password_change/", marks.public(RedirectView.as_view(pattern_name="account_change_password"))),
    path("admin/r/<path:rest>", errors.no_short_cut),
    path("admin/", admin.site.urls),
    path("i18n/", set_language, name="set_language"),
    # signing in and out
    path("account/sign-in/", counts_tries(remembers_device(account.login)), name="account_login"),
    path("account/sign-out/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    # passwords
    path("account/password/", guarded(account.password_change), name="account_change_password"),
    path("account/password/set/", guarded(account.password_set), name="account_set_password"),
    path("account/reset/", account.password_reset, name="account_reset_password"),
    path("account/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(  # both halves are told apart as the package does; <str:> would take the key's hyphen for the divider
        r"^account/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[0-9A-Za-z:_-]+)/$",
        one_at_a_time(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("account/reset/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    # the second factor
    path("account/second-factor/", mfa.index, name="mfa_index"),
    path("account/second-step/", remembers_device(mfa.authenticate), name="mfa_authenticate"),
    path("account/second-step/confirm/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/app/activate/", guarded(totp.activate_totp), name="mfa_activate_totp"),
    path("account/app/deactivate/", guarded(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/codes/", guarded(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("account/codes/new/", guarded(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("account/codes/download/", guarded(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("account/passkeys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("account/passkeys/add/", guarded(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/", guarded(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path("account/passkeys/<int:pk>/remove/", guarded(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
    path("account/passkeys/confirm/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/passkeys/sign-in/", remembers_device(webauthn.login_webauthn), name="mfa_login_webauthn"),
    # one's sessions
    path("account/sessions/", sessions.list_usersessions, name="usersessions_list"),
]
handler400 = "network_portal.dashboard.views.errors.bad_request"
handler403 = "network_portal.dashboard.views.errors.forbidden"
handler404 = "network_portal.dashboard.views.errors.not_found"
handler429 = "network_portal.dashboard.views.errors.too_many"
handler500 = "network_portal.dashboard.views.errors.server_error"
