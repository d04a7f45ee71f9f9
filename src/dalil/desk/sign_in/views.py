"""The entrance, and each person's own page: passphrase, second factor, sessions."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as factor
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dalil.desk.screens import DeskRequest
from dalil.desk.sign_in.adapter import may_enter
from dalil.desk.sign_in.events import SignInEvent, report
from dalil.desk.sign_in.models import OpenSession
from dalil.desk.sign_in.sessions import end_sessions, has_factor, sessions_of


class SignIn(account.LoginView):
    """The entrance. Whoever is in already goes on; without a role that opens the desk, to their own page."""

    def get_authenticated_redirect_url(self) -> Any:
        return super().get_authenticated_redirect_url() if may_enter(self.request) else reverse("mfa_index")

    def get_success_url(self) -> Any:
        return super().get_success_url() if not self.request.user.is_authenticated or may_enter(self.request) else None


class OwnPage(factor.IndexView):
    """What opens this person's account: passphrase, second factor, sessions; and what is missing."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        session: OpenSession = self.request.open_session
        return {
            **super().get_context_data(**kwargs),
            "missing": settings.SECOND_FACTOR == "required" and not session.factor,
            "has_factor": has_factor(self.request.user),
            "may_enter": may_enter(self.request),
            "open_sessions": sessions_of(self.request.user).count(),
        }


class ChangePassphrase(account.PasswordChangeView):
    """A new passphrase. It ends every other session."""

    def dispatch(self, request: DeskRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not request.user.has_usable_password():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        messages.success(self.request, _("Your passphrase is changed. Every other session of yours is ended."))
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        session: OpenSession = self.request.open_session
        return {**super().get_context_data(**kwargs), "for_one_time": session.must_change}


@login_required
@require_http_methods(["GET", "POST"])
def my_sessions(request: DeskRequest) -> HttpResponse:
    """The sessions of the person, and the buttons that end them."""
    here: OpenSession = request.open_session  # type: ignore[attr-defined]
    if request.method == "POST":
        asked = request.POST.get("end", "")
        if asked == "others":
            end_sessions(request.user, apart_from=here, request=request)
        else:
            _end_one(request, asked)
        messages.success(request, _("Ended."))
        return redirect("my_sessions")
    return render(
        request,
        "desk/sign_in/my_sessions.html",
        {"sessions": sessions_of(request.user), "here": here, "may_enter": may_enter(request)},
    )


def _end_one(request: DeskRequest, key: str) -> None:
    """End one session of the person. Raises Http404 where there is none of theirs with this key."""
    try:
        found = get_object_or_404(sessions_of(request.user), pk=uuid.UUID(key))
    except ValueError as error:
        raise Http404 from error
    found.delete()
    report(SignInEvent.SESSIONS_ENDED, account=request.user, request=request)
