"""Who keeps accounts does not rise above themselves by it, nor lift anybody else."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from wagtail.models import Collection, GroupPagePermission, Page
from wagtail.users.views.groups import get_permission_panel_classes

from dalil.access.models import AccessEntry, Action
from dalil.desk.people.accounts import roles_within
from dalil.desk.people.rights import rights_of_roles
from dalil.desk.people.roles import KEEPING_PEOPLE

PASSWORD = "four quiet horses"
SALMAS = "steward"


@pytest.fixture
def root(db):
    return User.objects.create(username="root", is_superuser=True, email="root@example.org")


def sent(account=None, **changed):
    """The form of an account as a browser sends it."""
    name = account.username if account else "newcomer"
    facts = {"username": name, "email": f"{name}@example.org", "first_name": "A", "last_name": "B", "is_active": "on"}
    return {**facts, "password1": PASSWORD, "password2": PASSWORD, **changed}


def role(name):
    return Group.objects.get(name=name)


def test_a_steward_makes_an_account_with_a_role(as_):
    as_("salma").post("/desk/users/new/", sent(groups=[role("analyst").pk]))
    assert list(User.objects.get(username="newcomer").groups.all()) == [role("analyst")]


def test_a_steward_makes_nobody_a_superuser(as_, staff):
    salma = as_("salma")
    salma.post("/desk/users/new/", sent(is_superuser="on"))
    salma.post(f"/desk/users/edit/{staff['bob'].pk}/", sent(staff["bob"], is_superuser="on"))
    salma.post(f"/desk/users/edit/{staff['salma'].pk}/", sent(staff["salma"], is_superuser="on"))
    assert User.objects.get(username="newcomer") and User.objects.get(username="bob").first_name == "A"
    assert not User.objects.filter(is_superuser=True).exists()


def test_a_superuser_makes_a_superuser(as_, staff, root):
    staff["root"] = root
    as_("root").post("/desk/users/new/", sent(is_superuser="on"))
    assert User.objects.get(username="newcomer").is_superuser


def test_a_steward_does_not_touch_a_superusers_account_nor_that_of_the_record(as_, staff, root):
    from dalil.record.actions import system_actor

    staff["root"] = root
    for account in (root, system_actor()):
        as_("salma").post(f"/desk/users/edit/{account.pk}/", sent(account))
        account.refresh_from_db()
        assert not account.check_password(PASSWORD) and account.first_name == ""
    as_("root").post(f"/desk/users/edit/{system_actor().pk}/", sent(system_actor()))
    assert not system_actor().is_active


def test_a_steward_gives_no_role_that_may_do_more_and_does_not_change_their_own(as_, staff):
    above = Group.objects.create(name="above")
    above.permissions.add(Permission.objects.get(codename="delete_user"))
    salma = as_("salma")
    answer = salma.post("/desk/users/new/", sent(groups=[above.pk]))
    assert "groups" in answer.context["form"].errors
    salma.post(
        f"/desk/users/edit/{staff['salma'].pk}/",
        sent(staff["salma"], groups=[role(SALMAS).pk, role("legal officer").pk]),
    )
    assert list(User.objects.get(username="salma").groups.all()) == [role(SALMAS)]


def test_nor_is_there_a_way_around_it_for_several_accounts_at_once(as_, staff, root):
    salma, bulk = as_("salma"), "/desk/bulk/auth/user"
    above = Group.objects.create(name="above")
    above.permissions.add(Permission.objects.get(codename="delete_user"))
    salma.post(f"{bulk}/assign_role/?id={staff['bob'].pk}", {"role": above.pk})
    salma.post(f"{bulk}/assign_role/?id={staff['salma'].pk}", {"role": role("legal officer").pk})
    salma.post(f"{bulk}/set_active_state/?id={root.pk}", {"mark_as_active": "False"})
    salma.post(f"{bulk}/assign_role/?id={staff['bob'].pk}", {"role": role("editor").pk})
    root.refresh_from_db()
    assert root.is_active and not above.user_set.exists()
    assert role("legal officer") not in staff["salma"].groups.all()
    assert role("editor") in staff["bob"].groups.all()


def test_a_steward_puts_no_permission_into_a_role_that_they_do_not_have(as_, staff, root):
    staff["root"] = root
    beyond, within = Permission.objects.get(codename="delete_user"), Permission.objects.get(codename="change_user")
    address = f"/desk/groups/edit/{role(SALMAS).pk}/"
    for name, offered in (("salma", {within}), ("root", {within, beyond})):
        form = as_(name).get(address).context["form"]
        assert set(form.fields["permissions"].queryset) & {within, beyond} == offered, name
    as_("salma").post(address, {"name": SALMAS, "permissions": [beyond.pk]})
    assert beyond not in role(SALMAS).permissions.all()


def panels(role, offered=(), **changed):
    """The form of a role as a browser sends it, its panels of pages, collections and pictures not filled in. offered: its permissions."""
    empty = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    prefixes = [getattr(panel, "default_prefix", "page_permissions") for panel in get_permission_panel_classes()]
    forms = {f"{prefix}-{name}": value for prefix in prefixes for name, value in empty.items()}
    return {
        "name": role.name,
        "permissions": [each.pk for each in role.permissions.all() if each in offered],
        **forms,
        **changed,
    }


@pytest.fixture
def keeper(as_, staff, django_user_model):
    """samira keeps accounts and roles, and nothing else: no page, no picture, no restricted thing."""
    role = Group.objects.create(name="keeper")
    role.permissions.add(
        *Permission.objects.filter(codename__in=["access_admin", *KEEPING_PEOPLE]),
    )
    staff["samira"] = django_user_model.objects.create(username="samira")
    staff["samira"].groups.add(role)
    return as_("samira")


@pytest.mark.parametrize(
    ("panel", "over", "codename"),
    [
        ("page_permissions", ("page", Page), "publish_page"),
        ("collection_permissions", ("collection", Collection), "change_collection"),
        ("image_permissions", ("collection", Collection), "add_image"),
        ("document_permissions", ("collection", Collection), "add_document"),
    ],
)
def test_a_keeper_gives_their_own_role_nothing_by_its_panels(keeper, panel, over, codename):
    role, (field, tree) = Group.objects.get(name="keeper"), over
    right = Permission.objects.filter(content_type__app_label__startswith="wagtail", codename=codename).first()
    one = {f"{panel}-TOTAL_FORMS": 1, f"{panel}-0-{field}": tree.get_first_root_node().pk}
    one |= {f"{panel}-0-permissions": [codename if panel == "page_permissions" else right.pk]}
    before, address = rights_of_roles([role]), f"/desk/groups/edit/{role.pk}/"
    offered = keeper.get(address).context["form"].fields["permissions"].queryset
    answer = keeper.post(address, panels(role, offered, **one), follow=True)
    assert "more than you may do or see yourself" in answer.content.decode()
    assert rights_of_roles([role]) == before
    keeper.post("/desk/groups/new/", {**panels(role, offered, **one), "name": "another"})
    assert not Group.objects.filter(name="another").exists()


def test_the_screen_of_a_role_writes_what_changed_of_its_pages_into_the_log(staff, django_user_model):
    nour, browser = django_user_model.objects.create(username="nour", is_superuser=True), Client()
    browser.force_login(nour)
    role, root = Group.objects.create(name="translators"), Page.get_first_root_node()
    given = {"page_permissions-TOTAL_FORMS": 1, "page_permissions-0-page": root.pk}
    browser.post(
        f"/desk/groups/edit/{role.pk}/", panels(role, **given, **{"page_permissions-0-permissions": ["publish_page"]})
    )
    assert role.page_permissions.count() == 1
    entry = AccessEntry.objects.filter(action=Action.RIGHTS_CHANGED).first()
    assert (entry.who, entry.detail) == ("nour", {"role": "translators", "given": f"publish_page on page {root.pk}"})


def test_a_keeper_without_pages_makes_no_account_that_has_them(keeper, role_of_pages):
    answer = keeper.post("/desk/users/new/", sent(groups=[role_of_pages.pk]))
    assert "groups" in answer.context["form"].errors
    assert not User.objects.filter(username="newcomer").exists()


def test_who_does_not_see_what_is_restricted_to_a_circle_puts_nobody_into_it(keeper, staff, document):
    circle = Group.objects.create(name="circle")
    assert circle in roles_within(staff["samira"]), "nothing is restricted to it yet"
    document.groups.add(circle)
    assert circle not in roles_within(staff["samira"])
    staff["bob"].groups.set([circle])
    keeper.post(f"/desk/users/edit/{staff['bob'].pk}/", sent(staff["bob"]))
    assert not User.objects.get(username="bob").check_password(PASSWORD), "or bob's eyes would be the keeper's"


@pytest.fixture
def role_of_pages(db):
    """A role that has no permission of its own, but may publish every page."""
    role = Group.objects.create(name="front desk")
    publish = Permission.objects.get(codename="publish_page")
    GroupPagePermission.objects.create(group=role, page=Page.get_first_root_node(), permission=publish)
    return role
