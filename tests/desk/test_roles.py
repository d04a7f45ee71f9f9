"""The roles: what each may do, and what Wagtail alone would show beyond it. Who may open which address: test_every_role.py."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents.models import Document as FileOfPages
from wagtail.models import GroupPagePermission

from dalil.archive.protection import Level
from dalil.bulletin.models import FrontPage, StoryPage
from dalil.bulletin.pages.first_pages import lay_first_pages
from dalil.desk.people.roles import ROLES

EVERYBODY = {"rana", "alice", "bob", "tariq", "layla", "edith", "salma"}


def test_the_roles_are_those_of_the_people(staff):
    assert set(ROLES) == {staff[name].groups.get().name for name in EVERYBODY}


def test_the_menu_shows_each_what_opens_for_them(as_):
    assert "/desk/record/reports/new/" in as_("alice").get("/desk/").content.decode()
    assert "/desk/record/reports/new/" not in as_("rana").get("/desk/").content.decode()


def test_roles_that_a_steward_changed_are_left_alone_by_the_next_migration(staff):
    from dalil.desk.people.roles import make_roles

    role = staff["rana"].groups.get()
    role.permissions.clear()
    make_roles()
    assert not role.permissions.exists()


def test_the_roles_are_those_of_the_manual():
    manual = (Path(__file__).parents[2] / "docs/operating.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("| ").split("|")] for line in manual.splitlines() if "|" in line]
    heads = next(row for row in rows if row[0] == "role")
    told = {
        row[0]: {name for name, cell in zip(heads[1:], row[1:], strict=False) if cell}
        for row in rows
        if row[0] in ROLES
    }
    assert told == {role: set(abilities) for role, abilities in ROLES.items()}


def test_who_may_not_count_at_the_desk_gets_the_publics_answer_from_the_api(as_, enter):
    enter({"when": "2019-05-01", "killed": "5"}, origin="north-monitor")
    enter({"when": "2019-05-02", "killed": "6"}, origin="north-monitor", level=Level.INTERNAL)
    for person, killed in (("rana", 11), ("alice", 5), ("samir", 5)):
        answer = as_(person).get("/api/count?measure=killed").json()
        assert answer["total"]["low"] == killed, person


@pytest.fixture
def draft(db):
    """A story that edith has begun; its title is for those who write pages."""
    lay_first_pages()
    front = FrontPage.objects.get(locale__language_code="en")
    story = front.add_child(instance=StoryPage(title="The nurse of the cave", slug="cave", dated="2020", live=False))
    story.save_revision()
    return story


def test_titles_of_drafts_are_for_those_who_write_pages(as_, draft):
    search, move = "choose-page/search/?q=nurse", f"pages/{draft.pk}/move/{draft.get_parent().pk}/confirm/"
    bulk = f"bulk/wagtailcore/page/delete/?id={draft.pk}"
    for path in (search, move, bulk):
        assert "The nurse of the cave" in as_("edith").get(f"/desk/{path}").content.decode(), path
        for person in sorted(EVERYBODY - {"edith", "salma"}):
            assert as_(person).get(f"/desk/{path}").status_code == 403, (path, person)


def test_who_writes_one_part_of_the_pages_chooses_among_these_alone(as_, draft, staff):
    translators = Group.objects.create(name="translators")
    arabic, may_change = (
        FrontPage.objects.get(locale__language_code="ar"),
        Permission.objects.get(codename="change_page"),
    )
    GroupPagePermission.objects.create(group=translators, page=arabic, permission=may_change)
    staff["rana"].groups.add(translators)
    assert "The nurse of the cave" not in as_("rana").get("/desk/choose-page/search/?q=nurse").content.decode()
    assert f"choose-page/{arabic.pk}/" in as_("rana").get("/desk/choose-page/?locale=ar").json()["html"]


def test_a_file_of_pages_is_handed_to_nobody_outside_the_desk_and_never_shown_in_place(as_, settings):
    file = FileOfPages.objects.create(title="Map", file=ContentFile(b"%PDF-1.4", "map.pdf"))
    for stranger in (as_("charlie"), as_("samir"), Client()):
        assert "/login/" in stranger.get(file.url).url
    assert as_("rana").get(file.url)["Content-Disposition"].startswith("attachment")


def test_no_role_keeps_files_of_pages_which_know_no_level_of_protection(as_):
    assert [person for person in sorted(EVERYBODY) if as_(person).get("/desk/documents/add/").status_code == 200] == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nobody_can_ask_by_mail_whether_an_address_has_an_account(db, language):
    nobody = Client(headers={"accept-language": language})
    assert nobody.get("/desk/password_reset/").status_code == 404
    assert nobody.post("/desk/password_reset/", {"email": "bob@example.org"}).status_code == 404
    assert "password_reset" not in nobody.get("/desk/login/").content.decode()
