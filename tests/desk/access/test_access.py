"""The screens of the log of access, of pausing and travelling, and of what waits for a second person."""

from __future__ import annotations

import csv
import io

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from list_samples import un
from wagtail.models import GroupPagePermission, Page, PageViewRestriction

from dalil.access.models import AccessEntry, Action, Proposal
from dalil.archive.protection import Level
from dalil.desk.people.page_rights import noting_page_rights
from dalil.exports.confirmed import propose_export
from dalil.record import actions
from dalil.record.models import Report
from dalil.record.sealed import compartment
from dalil.record.sealed.identities import make_identity, recipient_of
from dalil.record.sealed.persons import enter_person, read_person
from dalil.sanctions.taking_versions import VersionRequest, take_version

DESK = "/desk/record/access/"


@pytest.fixture
def hidden(enter, staff):
    """A restricted report that alice entered, seen by her, by layla and by tariq."""
    circle = Group.objects.create(name="circle")
    for name in ("alice", "layla", "tariq"):
        staff[name].groups.add(circle)
    return enter({"when": "2019-05-01", "killed": "3"}, level=Level.RESTRICTED, groups=[circle])


@pytest.fixture
def nour(staff):
    return User.objects.create(username="nour", is_superuser=True)


def test_a_person_sees_who_read_what_they_entered_and_their_own_sign_ins(as_, hidden):
    as_("layla").get(f"/desk/record/reports/{hidden.address}/")
    as_("layla").get("/desk/record/reports/")
    page = as_("alice").get(DESK)
    assert [(each.who, each.action) for each in page.context["readings"]] == [
        ("layla", Action.LISTED),
        ("layla", Action.READ),
    ]
    assert Action.SIGNED_IN in [each.action for each in page.context["sign_ins"]]
    assert list(as_("bob").get(DESK).context["readings"]) == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_log_is_filtered_by_person_thing_day_and_action(as_, hidden, staff, nour, language):

    as_("layla").get(f"/desk/record/reports/{hidden.address}/")
    as_("tariq").get("/desk/record/reports/")
    client = Client()
    client.force_login(nour)
    assert client.get(f"{DESK}log/", headers={"accept-language": language}).status_code == 200

    def found(**asked):
        return [(each.who, each.action) for each in client.get(f"{DESK}log/", asked).context["page"]]

    assert found(thing=hidden.address) == [("tariq", "listed"), ("layla", "read")]
    assert found(who="layla", action="read") == [("layla", "read")]
    assert found(day="2001-01-01") == []
    assert found(day="no day at all") == []
    rows = list(csv.reader(io.StringIO(b"".join(client.get(f"{DESK}log.csv", {"action": "read"})).decode("utf-8-sig"))))
    assert rows[0][0] == "number" and f"report:{hidden.address}" in rows[1]
    assert AccessEntry.objects.filter(action=Action.EXPORTED, who="nour").count() == 1


def test_a_steward_who_does_not_see_everything_sees_no_address_of_a_restricted_thing(as_, hidden):
    as_("layla").get(f"/desk/record/reports/{hidden.address}/")
    page = as_("salma").get(f"{DESK}log/")
    assert hidden.address not in page.content.decode()
    assert "layla" in page.content.decode()
    assert hidden.address not in b"".join(as_("salma").get(f"{DESK}log.csv")).decode()


def test_a_page_of_a_list_is_one_entry_with_what_is_restricted_on_it(as_, enter, hidden):
    enter({"when": "2019-05-02"})
    as_("layla").get("/desk/record/reports/")
    (entry,) = AccessEntry.objects.filter(action=Action.LISTED)
    assert [thing.address for thing in entry.things.all()] == [hidden.address]


@pytest.mark.parametrize(
    "path",
    ["reports/", "entities/", "documents/", "sources/", "imports/", "suggest/documents/?q=Secret", "sources/alike/"],
)
def test_every_list_of_the_desk_tells_the_log_what_it_showed(as_, staff, hidden, nour, path):

    from dalil.intake.models import Import
    from dalil.record.models import SourceJudgement

    group = list(hidden.groups.all())
    paper = actions.receive_document(
        io.BytesIO(b"secret"), actor=nour, title="Secret", media_type="text/plain", level=Level.RESTRICTED, groups=group
    )
    one, two = (
        actions.name_source(f"s{n}", actor=nour, en=f"S {n}", level=Level.RESTRICTED, groups=group) for n in "12"
    )
    SourceJudgement.objects.create(kept=one, other=two, verdict="same", matcher="m", actor=nour)
    Import.objects.create(document=paper, format="table", actor=nour)
    client = Client()
    client.force_login(nour)
    assert client.get(f"/desk/record/{path}").status_code == 200
    entry = AccessEntry.objects.filter(action=Action.LISTED).first()
    assert entry.things.exists() and entry.who == "nour"


@pytest.mark.parametrize("path", ["?q=Haddad", "un_sc/", "un_sc/changes/", "un_sc/entries/XXi.001/"])
def test_who_read_a_restricted_list_of_sanctions_is_known(staff, hidden, nour, tmp_path, path):
    file = tmp_path / "list.xml"
    file.write_text(un(), encoding="utf-8")
    groups = tuple(hidden.groups.all())
    take_version(VersionRequest(paths=(file,), actor=nour, level=Level.RESTRICTED, groups=groups))
    client = Client()
    client.force_login(nour)
    assert client.get(f"/desk/record/sanctions/{path}").status_code == 200
    entry = AccessEntry.objects.filter(action=Action.LISTED).first()
    assert entry.things.exists() and entry.who == "nour"


def test_two_people_open_a_restricted_report_at_the_desk(as_, hidden, staff):
    address = f"/desk/record/reports/{hidden.address}/protect/"
    assert "reason" in as_("layla").get(address).context["form"].fields
    assert as_("layla").post(address, {"level": "1"}).status_code == 422, "a proposal says why"
    as_("layla").post(address, {"level": "1", "reason": "it is known by now"})
    hidden.refresh_from_db()
    assert hidden.level == Level.RESTRICTED
    proposal = Proposal.objects.get()
    (row,) = as_("layla").get(f"{DESK}proposals/").context["rows"]
    assert not row.may_confirm
    assert as_("layla").post(f"{DESK}proposals/{proposal.pk}/", {"verdict": "confirmed"}).status_code == 403
    assert as_("salma").get(f"{DESK}proposals/").context["rows"] == [], "who does not see the report learns nothing"
    (row,) = as_("tariq", "ar").get(f"{DESK}proposals/").context["rows"]
    assert row.may_confirm
    as_("tariq").post(f"{DESK}proposals/{proposal.pk}/", {"verdict": "confirmed"})
    hidden.refresh_from_db()
    assert hidden.level == Level.INTERNAL


def test_an_export_of_restricted_reports_is_proposed_confirmed_and_taken_once(as_, hidden, enter):
    enter({"when": "2019-05-02"})
    export = "/desk/record/reports/export.jsonl?kind=incident"
    page = as_("layla").get(export)
    assert page.context["restricted"] == 1
    assert hidden.address.encode() not in b"".join(as_("layla").get(f"{export}&restricted=left-out"))
    as_("layla").post(export, {"reason": "for the court"})
    proposal = Proposal.objects.get()
    take = f"{DESK}proposals/{proposal.pk}/export/"
    assert as_("layla").post(take).status_code == 302
    as_("tariq").post(f"{DESK}proposals/{proposal.pk}/", {"verdict": "confirmed"})
    assert as_("tariq").post(take).status_code == 403
    assert hidden.address.encode() in b"".join(as_("layla").post(take))
    assert as_("layla").post(take).status_code == 302


def test_what_a_command_proposed_is_not_taken_at_the_desk_as_an_export_of_everything(as_, hidden, enter, staff):
    enter({"when": "2019-05-02"})
    reports = Report.objects.filter(pk=hidden.pk)
    proposal = propose_export(reports, by=staff["layla"], reason="for the court", query={"bag": hidden.address})
    as_("tariq").post(f"{DESK}proposals/{proposal.pk}/", {"verdict": "confirmed"})
    (row,) = as_("layla").get(f"{DESK}proposals/").context["rows"]
    answer = as_("layla").post(f"{DESK}proposals/{proposal.pk}/export/")
    assert not row.may_take and answer.status_code == 302
    proposal.refresh_from_db()
    assert proposal.verdict and proposal.used_at is None


def test_the_only_one_who_may_confirm_is_told_what_to_do(as_, hidden, staff):
    User.objects.exclude(username="layla").update(is_active=False)
    answer = as_("layla").post(
        f"/desk/record/reports/{hidden.address}/protect/", {"level": "1", "reason": "r"}, follow=True
    )
    assert any("DALIL_FOUR_EYES=off" in str(message) for message in answer.context["messages"])


def test_the_api_says_how_many_restricted_reports_it_leaves_out(as_, hidden, enter):
    enter({"when": "2019-05-02"})
    answer = as_("layla").get("/api/reports.jsonl")
    assert answer["Dalil-Left-Out"] == "1"
    assert hidden.address.encode() not in b"".join(answer)


def test_everybody_pauses_themself_at_the_desk_and_a_steward_lets_somebody_travel(as_, hidden, staff):
    alice = as_("alice")
    alice.post(f"{DESK}accounts/{staff['alice'].pk}/pause/", {"reason": "a checkpoint"})
    assert alice.get("/desk/").status_code == 302
    assert as_("salma").get(f"{DESK}accounts/").status_code == 200
    layla = as_("layla")
    as_("salma").post(f"{DESK}accounts/{staff['layla'].pk}/travel/", {"until": "2099-01-01"})
    assert layla.get(f"/desk/record/reports/{hidden.address}/").status_code == 404
    assert layla.post(f"{DESK}accounts/{staff['layla'].pk}/lift/").status_code == 403
    assert "1" in layla.get(DESK).content.decode()
    as_("salma").post(f"{DESK}accounts/{staff['layla'].pk}/lift/")
    assert layla.get(f"/desk/record/reports/{hidden.address}/").status_code == 200


def test_many_accounts_that_are_closed_at_once_lose_their_sessions(as_, staff, nour):

    client, bob = Client(), as_("bob")
    client.force_login(nour)
    address = f"/desk/bulk/auth/user/set_active_state/?id={staff['bob'].pk}"
    for active in ("False", "True"):
        client.post(address, {"mark_as_active": active})
    assert bob.get("/desk/").status_code == 302
    assert AccessEntry.objects.filter(action=Action.ACCOUNT_CLOSED, detail__of="bob").exists()


def _said(action):
    return [(entry.who, entry.detail) for entry in AccessEntry.objects.filter(action=action).order_by("number")]


def test_keeping_publishing_and_correcting_a_figure_stand_in_the_log(as_, enter, staff):
    enter({"when": "2019-05-01", "killed": "5"})
    asked = '{"measure": "killed"}'
    as_("edith").post("/desk/record/count/figure/", {"slug": "all-killed", "question": asked, "title_en": "Killed"})
    as_("edith").post("/desk/record/figures/all-killed/publish/", {})
    enter({"when": "2019-05-02", "killed": "6"})
    as_("salma").post("/desk/record/figures/all-killed/publish/", {"reason": "a report came in"})
    assert _said(Action.FIGURE_KEPT) == [("edith", {})]
    assert _said(Action.FIGURE_PUBLISHED) == [("edith", {"edition": 1})]
    assert _said(Action.FIGURE_CORRECTED) == [("salma", {"edition": 2})]


def test_rights_on_pages_and_collections_stand_in_the_log(staff):
    role, front = staff["rana"].groups.get(), Page.get_first_root_node()
    right = Permission.objects.get(codename="change_page")
    with noting_page_rights(role):
        GroupPagePermission.objects.bulk_create([GroupPagePermission(group=role, page=front, permission=right)])
    with noting_page_rights(role):
        role.page_permissions.all().delete()
    PageViewRestriction.objects.create(page=front, restriction_type="login").delete()
    told = f"change_page on page {front.pk}"
    changes = [
        detail
        for _, detail in _said(Action.RIGHTS_CHANGED)
        if "closed" in detail or "opened" in detail or "role" in detail
    ]
    assert changes[-4:] == [
        {"role": "reader", "given": told},
        {"role": "reader", "taken": told},
        {"closed": f"page {front.pk}", "how": "login"},
        {"opened": f"page {front.pk}"},
    ]


def test_an_officer_sees_who_read_the_sealed_person_that_they_entered(as_, staff):
    key = make_identity()
    compartment.set_up(staff["tariq"], recipient=recipient_of(key))
    opened = compartment.unlock(staff["tariq"], identity=key)
    person = enter_person(opened, "witness", {"name": "Canary Haddad"}, actor=staff["tariq"])
    read_person(opened, person, actor=staff["layla"], session="s")
    (entry,) = as_("tariq").get("/desk/record/access/").context["readings"]
    assert (entry.who, entry.action, [thing.address for thing in entry.things.all()]) == (
        "layla",
        "read",
        [person.reference],
    )
    assert not AccessEntry.objects.filter(detail__icontains="canary").exists()
    assert list(as_("layla").get("/desk/record/access/").context["readings"]) == []
    opens = AccessEntry.objects.filter(action=Action.SEALED).values_list("who", flat=True)
    assert list(opens) == ["tariq"]
