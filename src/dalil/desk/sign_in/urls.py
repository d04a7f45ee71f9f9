"""The addresses of signing in. They stand before those of Wagtail, so that its own entrance is never reached."""

from __future__ import annotations

from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as key
from django.http import HttpRequest
from django.urls import path
from wagtail.admin.localization import get_localized_response

from dalil.desk.sign_in import views


def _in_own_language(view: Any) -> Any:
    """The view in the language that the person chose at the desk; nobody's is the browser's."""

    @wraps(view)
    def localized(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            return get_localized_response(view, request, *args, **kwargs)
        return view(request, *args, **kwargs)

    return localized


def _at(route: str, view: Any, name: str) -> Any:
    return path(route, _in_own_language(view), name=name)


urlpatterns = [
    _at("login/", views.SignIn.as_view(), "account_login"),
    _at("logout/", account.logout, "account_logout"),
    _at("sign-in/code/", factor.authenticate, "mfa_authenticate"),
    _at("sign-in/key/", key.login_webauthn, "mfa_login_webauthn"),
    _at("sign-in/again/", account.reauthenticate, "account_reauthenticate"),
    _at("sign-in/again/code/", factor.reauthenticate, "mfa_reauthenticate"),
    _at("sign-in/again/key/", key.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    _at("sign-in/", views.OwnPage.as_view(), "mfa_index"),
    _at("sign-in/passphrase/", views.ChangePassphrase.as_view(), "account_change_password"),
    _at("sign-in/sessions/", views.my_sessions, "my_sessions"),
    _at("sign-in/app/add/", app.activate_totp, "mfa_activate_totp"),
    _at("sign-in/app/remove/", app.deactivate_totp, "mfa_deactivate_totp"),
    _at("sign-in/keys/", key.list_webauthn, "mfa_list_webauthn"),
    _at("sign-in/keys/add/", key.add_webauthn, "mfa_add_webauthn"),
    _at("sign-in/keys/<int:pk>/rename/", key.edit_webauthn, "mfa_edit_webauthn"),
    _at("sign-in/keys/<int:pk>/remove/", key.remove_webauthn, "mfa_remove_webauthn"),
    _at("sign-in/recovery-codes/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    _at("sign-in/recovery-codes/new/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
]
