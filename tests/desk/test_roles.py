"""Every address of the desk, for everybody: who may open it, who is refused, and who is not even let in."""

from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import get_resolver
from wagtail.documents.models import Document as FileOfPages
from wagtail.models import GroupPagePermission

from dalil.archive.protection import Level
from dalil.bulletin.links.models import FeedItem
from dalil.bulletin.models import FrontPage, StoryPage
from dalil.bulletin.pages.first_pages import lay_first_pages
from dalil.counting.figures import define_figure
from dalil.counting.question import Question
from dalil.desk.people.roles import ROLES
from dalil.exports.confirmed import propose_export
from dalil.intake.models import Import
from dalil.record import actions
from dalil.record.models import Report, Source, Verdict
from dalil.record.sealed.models import Consent, ConsentAct, ConsentCover, KeyHolder, SealedPerson

EVERYBODY = {"rana", "alice", "bob", "tariq", "layla", "edith", "salma"}
ENTER = EVERYBODY - {"rana"}
COUNT = EVERYBODY - {"alice"}
JUDGE = {"bob", "tariq", "layla", "salma"}
WITHDRAW = {"layla", "edith", "salma"}
PROTECT = {"tariq", "layla", "edith", "salma"}
OFFICERS = {"tariq", "layla"}

TABLE = {
    "reports": EVERYBODY,
    "new": ENTER,
    "enter": ENTER,
    "report": EVERYBODY,
    "correct": ENTER,
    "withdraw": WITHDRAW | {"alice"},  # a slip of her own, of today
    "reinstate": WITHDRAW,
    "undo_correction": WITHDRAW | {"alice"},
    "protect_report": PROTECT,
    "entities": EVERYBODY,
    "entity": EVERYBODY,
    "documents": EVERYBODY,
    "document": EVERYBODY,
    "download": EVERYBODY,
    "protect_document": PROTECT,
    "clean_document": PROTECT,
    "sources": EVERYBODY,
    "name_source": ENTER,
    "source": EVERYBODY,
    "protect_source": PROTECT,
    "alike": JUDGE,
    "judge_sources": JUDGE,
    "undo_source_judgement": JUDGE,
    "add_alias": JUDGE,
    "remove_alias": JUDGE,
    "pairs": JUDGE,
    "compare": JUDGE,
    "export_reports": EVERYBODY,
    "undo": JUDGE,
    "count": COUNT,
    "make_figure": {"edith", "salma"},
    "figures": COUNT,
    "figure_choices": COUNT,
    "figure": COUNT,
    "publish_figure": {"edith", "salma"},
    "imports": {"bob", "salma"},
    "import": {"bob", "salma"},
    "failed_rows": {"bob", "salma"},
    "new_import": {"bob", "salma"},
    "pending_import": {"bob", "salma"},
    "import_mapping": {"bob", "salma"},
    "start_import": {"bob", "salma"},
    "give_up_import": {"bob", "salma"},
    "withdraw_gone": {"salma"},
    "sealed": OFFICERS,
    "sealed_open": OFFICERS,
    "sealed_close": OFFICERS,
    "sealed_search": OFFICERS,
    "sealed_set_up": OFFICERS,
    "sealed_officers": OFFICERS,
    "sealed_key": OFFICERS,
    "sealed_admit": OFFICERS,
    "sealed_remove": OFFICERS,
    "sealed_enter": OFFICERS,
    "sealed_person": OFFICERS,
    "sealed_change": OFFICERS,
    "sealed_erase": OFFICERS,
    "sealed_consent_give": OFFICERS,
    "sealed_consent": OFFICERS,
    "sealed_consent_change": OFFICERS,
    "sealed_withdraw": OFFICERS,
    "sealed_cover": OFFICERS,
    "sealed_uncover": OFFICERS,
    "suggest": EVERYBODY,
    "understand_date": EVERYBODY,
    "my_access": EVERYBODY,
    "links": {"edith", "salma"},
    "decide_link": {"edith", "salma"},
    "jobs": {"salma"},
    "access_log": {"salma"},
    "access_log_csv": {"salma"},
    "paused_accounts": {"salma"},
    "change_access": {"alice", "salma"},  # alice's own account
    "proposals": EVERYBODY,
    "decide_proposal": {"edith", "tariq", "layla", "salma"},  # edith takes her own back
    "take_export": {"edith"},  # who proposed it
}
"""Who may open each address of the desk, by its name."""

POSTED = {
    "clean_document",
    "undo",
    "make_figure",
    "publish_figure",
    "judge_sources",
    "undo_source_judgement",
    "add_alias",
    "remove_alias",
    "withdraw_gone",
    "sealed_close",
    "sealed_search",
    "sealed_admit",
    "sealed_remove",
    "sealed_withdraw",
    "sealed_cover",
    "sealed_uncover",
    "start_import",
    "give_up_import",
    "change_access",
    "decide_proposal",
    "take_export",
    "decide_link",
}
OPENED = {200, 302, 422}


@pytest.fixture
def addresses(enter, document, alice, edith):
    """An address for each name, of things that everybody who works here may see."""
    one = enter({"when": "2019-05-01", "killed": "5"}, origin="north-monitor", level=Level.INTERNAL)
    two = enter({"when": "2019-05-02", "killed": "6"}, origin="field-daily", level=Level.INTERNAL)
    judgement = actions.judge(one, two, Verdict.SAME, actor=alice, reason="r")
    withdrawn = enter({"when": "2019-05-03"}, level=Level.INTERNAL)
    actions.withdraw(withdrawn, actor=edith, reason="r")
    corrected = enter({"when": "2019-05-04"}, level=Level.INTERNAL)
    draft = actions.Draft(
        claim=one.claim, document=document, attribution=corrected.attribution, locator="p. 9", level=Level.INTERNAL
    )
    actions.supersede(corrected, draft, actor=alice, reason="r")
    sources = [Source.objects.get(code=code) for code in ("north-monitor", "field-daily")]
    alias = actions.add_alias(sources[0], "Nordmonitor", actor=alice)
    one_source = actions.judge_sources(*sources, Verdict.SAME, actor=alice)
    define_figure("all-killed", Question(measure="killed"), actor=alice, title_en="Killed")
    sealed = SealedPerson.objects.create(role="witness", reference="x", entered_by=alice)
    consent = Consent.objects.create(reference="x", person=sealed)
    ConsentAct.objects.create(consent=consent, verb="given", on_day=date(2026, 1, 1), actor=alice)
    covered = ConsentCover.objects.create(consent=consent, report=one, actor=alice)
    run = Import.objects.create(document=document, format="ged", actor=alice)
    proposal = propose_export(Report.objects.all(), by=edith, reason="r", query="")
    given = {
        "account": alice.pk,
        "act": "travel",
        "decision": "leave",
        "item": FeedItem.objects.create(url="https://a.example/", same_as="a.example", title="T").pk,
        "proposal": proposal.pk,
        "address": one.address,
        "code": "north-monitor",
        "kind": "incident",
        "slug": "all-killed",
        "what": "places",
        "alias": alias.pk,
        "judgement": one_source.pk,
        "reference": "x",
        "cover": covered.pk,
        "holder": KeyHolder.objects.create(user=alice, recipient="age1").pk,
        "key": "put-up-by-somebody",
    }

    def address(name):
        from django.urls import reverse

        if name in ("document", "download", "protect_document", "clean_document"):
            return reverse(f"desk:{name}", args=[document.address])
        if name in ("import", "failed_rows", "withdraw_gone"):
            return reverse(f"desk:{name}", args=[run.pk])
        if name in ("reinstate", "undo_correction"):
            return reverse(f"desk:{name}", args=[(withdrawn if name == "reinstate" else corrected).address])
        if name == "undo":
            return reverse("desk:undo", args=[judgement.pk])
        if name == "compare":
            return f"{reverse('desk:compare')}?a={one.address}&b={two.address}"
        wanted = next(iter(desk().reverse_dict.getlist(name)))[0][0][1]
        return reverse(f"desk:{name}", kwargs={each: given[each] for each in wanted})

    return address


def desk():
    _prefix, resolver = get_resolver().namespace_dict["desk"]
    return resolver


def test_the_table_names_every_address_of_the_desk():
    assert {name for name in desk().reverse_dict if isinstance(name, str)} == set(TABLE)


def test_the_roles_are_those_of_the_people(staff):
    assert set(ROLES) == {staff[name].groups.get().name for name in EVERYBODY}


@pytest.mark.parametrize("name", sorted(TABLE))
def test_each_address_opens_for_its_people_and_for_nobody_else(as_, addresses, name):
    address = addresses(name)
    for person in sorted(EVERYBODY):
        client = as_(person)
        status = (client.post if name in POSTED else client.get)(address).status_code
        assert (status in OPENED) if person in TABLE[name] else (status == 403), (person, name, status)
    for stranger in (as_("charlie"), as_("samir"), Client()):
        answer = (stranger.post if name in POSTED else stranger.get)(address)
        assert answer.status_code == 302 and "/login/" in answer.url, name


@pytest.mark.parametrize("name", ["report", "correct", "withdraw", "protect_report", "entity"])
def test_a_hidden_report_is_not_there_even_for_those_who_may_do_it_to_others(as_, enter, staff, name):
    hidden = enter({"when": "2019-05-01"}, level=Level.RESTRICTED, groups=[staff["tariq"].groups.get()])
    from django.urls import reverse

    address = reverse(f"desk:{name}", args=[hidden.address])
    for person in sorted(TABLE[name] - {"tariq"}):
        assert as_(person).get(address).status_code == 404, person


def test_a_hidden_document_and_source_are_not_there(as_, document, north, staff, alice):
    group = staff["tariq"].groups.get()
    for thing in (document, north):
        actions.protect(thing, Level.RESTRICTED, actor=alice, groups=[group])
    for address in (
        f"documents/{document.address}/",
        f"documents/{document.address}/download/",
        f"documents/{document.address}/protect/",
        "sources/north-monitor/",
        "sources/north-monitor/protect/",
    ):
        assert as_("salma").get(f"/desk/record/{address}").status_code == 404
        assert as_("tariq").get(f"/desk/record/{address}").status_code == 200


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


def test_titles_of_drafts_pictures_and_files_are_for_those_who_write_pages(as_, draft):
    search = "choose-page/search/?q=nurse"
    choosers = [search, "choose-page/", f"choose-page/{draft.get_parent().pk}/", f"choose-page/{draft.pk}/"]
    choosers += [f"choose-page/chosen-multiple/?id={draft.pk}", "images/chooser/", "documents/chooser/"]
    choosers += ["tag-autocomplete/?term=a", "api/main/images/", "api/main/documents/", "api/main/pages/"]
    for person in sorted(EVERYBODY - {"edith", "salma"}):
        client = as_(person)
        assert [path for path in choosers if client.get(f"/desk/{path}").status_code != 403] == [], person
    assert "The nurse of the cave" in as_("edith").get(f"/desk/{search}").content.decode()
    for stranger in (as_("charlie"), as_("samir"), Client()):
        assert "/login/" in stranger.get(f"/desk/{search}").url


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
