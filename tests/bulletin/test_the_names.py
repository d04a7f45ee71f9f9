"""Readers come to the names of the dead: each person once, in both languages, and nobody who may not be named."""

from __future__ import annotations

import pytest

from dalil.archive.protection import Level
from dalil.record import actions
from dalil.record.models import Verdict

RAMI = {"who": "رامي خالد الحداد", "fate": "KILLED", "age": 31, "when": "2018-02-20", "where": {"places": ["C3916"]}}


@pytest.fixture
def two_tellings(enter, bob):
    """Two monitors name one person, each in a script of its own, and bob judged that it is one."""
    north = enter(RAMI, kind="victim", origin="north-monitor")
    valley = enter({**RAMI, "who": "Rami Khaled al-Haddad", "age": 32}, kind="victim", origin="valley-news")
    actions.judge(north, valley, Verdict.SAME, actor=bob)
    return north, valley


def test_each_person_stands_there_once_with_every_name_and_age_that_was_said(client, two_tellings):
    for language, many in (("en", "1 person"), ("ar", "شخص واحد")):
        page = client.get(f"/{language}/names/").content.decode()
        assert many in page and page.count('<li><a class="plain"') == 1
        assert "رامي خالد الحداد" in page and "Rami Khaled al-Haddad" in page
    assert "٣١–٣٢" in page


def test_who_is_hidden_or_may_live_is_not_there_and_a_person_without_a_name_is(client, enter):
    enter({**RAMI, "who": "Canary Hidden"}, kind="victim", level=Level.INTERNAL)
    enter({"fate": "DETAINED", "sex": "male", "described": "Canary Detained"}, kind="victim")
    enter({"fate": "DIED_IN_DETENTION", "sex": "female"}, kind="victim")
    page = client.get("/en/names/").content.decode()
    assert "Canary" not in page and "1 person" in page
    assert "somebody whose name is not known" in page


def test_before_anybody_may_be_named_the_page_says_so_and_odd_pages_are_the_first(client, db):
    for address in ("/en/names/", "/en/names/?page=0", "/en/names/?page=x", "/en/names/?page=999999999999"):
        assert "No name is public yet" in client.get(address).content.decode()
    assert "لم يُعلن أي اسم بعد" in client.get("/ar/names/").content.decode()
