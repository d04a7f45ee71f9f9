"""What a keeper of accounts does for somebody who cannot get in: a passphrase for one time, the lost factor off, the sessions ended."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from dalil.desk.people.accounts import may_keep
from dalil.desk.screens import DeskRequest, screen
from dalil.desk.sign_in.factors import take_off_factors
from dalil.desk.sign_in.letting_in import fresh_sign_in
from dalil.desk.sign_in.passphrases import give_one_time_passphrase
from dalil.desk.sign_in.sessions import end_sessions, sessions_of


@fresh_sign_in
def ways_in(request: DeskRequest, account: int) -> HttpResponseBase:
    """How somebody gets in, and the three acts that help when they cannot. Nobody does them to themselves."""
    person = get_object_or_404(User, pk=account)
    if not request.user.has_perm("auth.change_user") or not may_keep(request.user, person):
        raise PermissionDenied
    oneself = person.pk == request.user.pk
    if oneself:
        return redirect("mfa_index")
    if request.method == "POST":
        act = request.POST.get("act")
        if act == "passphrase":
            return show_passphrase(request, person)
        if act == "factors":
            take_off_factors(person, actor=request.user)
            messages.success(request, _("The second factor is taken off. The next sign-in asks for a new one."))
        if act == "sessions":
            end_sessions(person, actor=request.user, request=request)
            messages.success(request, _("All sessions are ended."))
        return redirect("ways_in", account=person.pk)
    factors = Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return screen(
        request,
        "desk/sign_in/ways_in.html",
        _("Ways in of %(name)s") % {"name": person.get_username()},
        icon="key",
        above=[(reverse("wagtailusers_users:index"), _("Accounts"))],
        person=person,
        factors=factors.count(),
        sessions=sessions_of(person).count(),
    )


def show_passphrase(request: DeskRequest, person: User) -> HttpResponseBase:
    """Give a passphrase for one time and show it, this once."""
    made = give_one_time_passphrase(person, actor=request.user)
    return screen(
        request,
        "desk/sign_in/one_time_passphrase.html",
        _("A passphrase for one time"),
        icon="key",
        above=[(reverse("wagtailusers_users:index"), _("Accounts"))],
        person=person,
        passphrase=made,
    )


def check_state(request: Any, action_type: str, objects: Any, action: Any) -> None:
    """End the sessions of accounts that are closed or opened many at once; Wagtail does so without telling."""
    if action.model is User and action_type == "set_active_state":
        with transaction.atomic():
            for account in objects:
                end_sessions(account, actor=request.user, request=request)
