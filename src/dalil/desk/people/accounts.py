"""Keeping accounts and roles in Wagtail, without rising above oneself.

Who is no superuser makes none, touches no account that may do more than they may, gives no role that may do more, and does not
change their own roles. The account in whose name commands write is nobody's to open.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.users.forms import GroupForm, UserCreationForm, UserEditForm
from wagtail.users.views import groups, users

from dalil.desk.people.page_rights import noting_page_rights
from dalil.desk.people.rights import rights_of, rights_of_roles
from dalil.desk.sign_in.letting_in import ask_if_stale
from dalil.record import actions


def abilities_beyond(keeper: User) -> QuerySet[Permission]:
    """The permissions that this person does not have."""
    if keeper.is_superuser:
        return Permission.objects.none()
    return Permission.objects.exclude(Q(group__user=keeper) | Q(user=keeper))


def roles_within(keeper: User) -> QuerySet[Group]:
    """The roles that this person may give: those by which nobody may do or see what this person may not."""
    roles = Group.objects.order_by("name")
    if keeper.is_superuser:
        return roles
    own = rights_of(keeper)
    return roles.filter(pk__in=[role.pk for role in roles if rights_of_roles([role]) <= own])


def may_keep(keeper: User, account: User) -> bool:
    """Whether this person may change an account, and so its password."""
    if account.username == actions.SYSTEM:
        return False
    if keeper.is_superuser:
        return True
    return not account.is_superuser and rights_of(account) <= rights_of(keeper)


class _Kept:
    """What both forms of an account keep to: `keeper` is who fills them in. Of nobody a name or an address of mail is asked."""

    def keep_within(self: Any, keeper: User) -> None:
        for name in ("email", "first_name", "last_name"):
            self.fields[name].required = False
        if keeper.is_superuser:
            return
        if "is_superuser" in self.fields:
            self.fields["is_superuser"].disabled = True  # what is sent is not read; what stands stays
        self.fields["groups"].queryset = roles_within(keeper)
        self.fields["groups"].disabled = keeper.pk == self.instance.pk


class NewAccount(_Kept, UserCreationForm):
    """An account that is made."""

    def __init__(self, *args: Any, keeper: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keep_within(keeper)


class ChangedAccount(_Kept, UserEditForm):
    """An account that is changed."""

    def __init__(self, *args: Any, keeper: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keep_within(keeper)


class RoleForm(GroupForm):
    """A role: of its permissions, those that the person who fills this in does not have stay as they are."""

    def __init__(self, *args: Any, keeper: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: QuerySet[Permission] = self.fields["permissions"].queryset
        self.registered_permissions = offered.exclude(pk__in=abilities_beyond(keeper))
        self.fields["permissions"].queryset = self.registered_permissions


class _ByKeeper:
    """A view that tells its form who fills it in, and asks them to prove again who they are."""

    def dispatch(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        ask_if_stale(request)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def get_form_kwargs(self: Any) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "keeper": self.request.user}  # type: ignore[misc]


class CreateAccount(_ByKeeper, users.CreateView):
    """The screen of a new account."""


class EditAccount(_ByKeeper, users.EditView):
    """The screen of an account; closed for one that may do more than the person at the screen."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not may_keep(request.user, self.object):  # type: ignore[arg-type]
            raise PermissionDenied


class _WithinKeeper(_ByKeeper):
    """A screen of a role, on which nobody gives by any panel what they do not have themselves; what the role had stays."""

    def process_form(self: Any) -> HttpResponse:
        with transaction.atomic(), noting_page_rights(self.object):
            return self._process_within()  # type: ignore[no-any-return]

    def _process_within(self: Any) -> HttpResponse:
        keeper: User = self.request.user
        if keeper.is_superuser:
            return super().process_form()  # type: ignore[misc,no-any-return]
        may_give = rights_of(keeper) | rights_of_roles([self.object] if self.object.pk else [])
        with transaction.atomic():
            answer: HttpResponse = super().process_form()  # type: ignore[misc]
            if self.object.pk and not rights_of_roles([self.object]) <= may_give:
                transaction.set_rollback(True)
                messages.error(
                    self.request, _("The role was not saved: it would be given more than you may do or see yourself.")
                )
                return redirect(self.request.path)
        return answer


class CreateRole(_WithinKeeper, groups.CreateView):
    """The screen of a new role."""


class EditRole(_WithinKeeper, groups.EditView):
    """The screen of a role."""


class Accounts(users.UserViewSet):
    """Wagtail's screens of accounts, kept within what their user may do."""

    add_view_class = CreateAccount
    edit_view_class = EditAccount
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type:
        return ChangedAccount if for_update else NewAccount


class Roles(groups.GroupViewSet):
    """Wagtail's screens of roles, kept within what their user may do."""

    add_view_class = CreateRole
    edit_view_class = EditRole

    def get_form_class(self, for_update: bool = False) -> type:
        return RoleForm


def check_many(request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any) -> None:
    """The same rules for what is done to several accounts at once. Raises PermissionDenied."""
    if action.model is not User:
        return
    ask_if_stale(request)
    keeper: User = request.user  # type: ignore[assignment]
    if not all(may_keep(keeper, account) for account in objects):
        raise PermissionDenied
    if action_type == "set_active_state":
        for account in objects:  # one by one: what is updated in one statement ends no session and is in no log
            account.is_active = action.cleaned_form.cleaned_data["mark_as_active"]
            account.save(update_fields=["is_active"])
    if action_type == "assign_role" and not keeper.is_superuser:
        role = action.cleaned_form.cleaned_data["role"]
        if keeper in objects or role not in roles_within(keeper):
            raise PermissionDenied
