"""Bob says which sources are one; what others see of it is what they may know of both."""

from __future__ import annotations

import pytest

from dalil.archive.protection import Level, Viewer
from dalil.record import actions
from dalil.record.models import Source, SourceAlias, SourceJudgement
from dalil.record.source_identity import read_identities

SOURCES = "/desk/record/sources"


@pytest.fixture
def pair(alice):
    for code, en in (("airwars", "Airwars"), ("aiwars", "Aiwars")):
        actions.name_source(code, actor=alice, en=en, level=Level.PUBLIC, from_file=True)
    actions.propose_same_sources(["aiwars"], actor=alice)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Sources that may be one"), ("ar", "مصادر قد تكون مصدراً واحداً")]
)
def test_pairs_wait_until_somebody_judges_them(as_, pair, language, words):
    bob = as_("bob", language)
    page = bob.get(f"{SOURCES}/alike/").content.decode()
    assert words in page and "Aiwars" in page
    bob.post(f"{SOURCES}/aiwars/judge/", {"other": "airwars", "verdict": "other", "reason": "A slip.", "next": "alike"})
    assert read_identities(Viewer.public()).same == {"aiwars": "airwars"}
    assert "Aiwars" not in bob.get(f"{SOURCES}/alike/").content.decode()


def test_a_judgement_is_read_on_both_sources_and_taken_back(as_, pair):
    bob = as_("bob")
    bob.post(f"{SOURCES}/airwars/judge/", {"other": "Aiwars", "verdict": "kept", "reason": "A slip of the pen."})
    for code in ("airwars", "aiwars"):
        assert "A slip of the pen." in bob.get(f"{SOURCES}/{code}/").content.decode()
    bob.post(f"{SOURCES}/judgements/{SourceJudgement.objects.get(matcher='').pk}/undo/")
    assert read_identities(Viewer.public()).same == {}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"other": "nobody", "verdict": "kept", "reason": "x"}, "Name the other source"),
        ({"other": "aiwars", "verdict": "maybe", "reason": "x"}, "one source or two"),
        ({"other": "aiwars", "verdict": "kept", "reason": " "}, "Say why"),
        ({"other": "airwars", "verdict": "kept", "reason": "x"}, "not compared with itself"),
    ],
)
def test_what_is_missing_is_said(as_, pair, typed, words):
    assert words in as_("bob").post(f"{SOURCES}/airwars/judge/", typed, follow=True).content.decode()
    assert not SourceJudgement.objects.filter(matcher="").exists()


def test_a_source_gets_a_further_name_and_loses_it(as_, pair):
    bob = as_("bob")
    assert "found by" in bob.post(f"{SOURCES}/airwars/names/", {"name": "مراقب الطيران"}, follow=True).content.decode()
    assert "already" in bob.post(f"{SOURCES}/airwars/names/", {"name": "AIRWARS"}, follow=True).content.decode()
    alias = SourceAlias.objects.get()
    bob.post(f"{SOURCES}/airwars/names/{alias.pk}/take-back/")
    assert not SourceAlias.objects.exists()


def test_who_does_not_judge_and_who_does_not_see_both_changes_nothing(as_, pair, alice):
    typed = {"other": "aiwars", "verdict": "kept", "reason": "x"}
    assert as_("rana").post(f"{SOURCES}/airwars/judge/", typed).status_code == 403
    actions.name_source("hidden", actor=alice, en="Hidden", level=Level.RESTRICTED)
    answer = as_("bob").post(f"{SOURCES}/airwars/judge/", typed | {"other": "hidden"}, follow=True).content.decode()
    assert "Name the other source" in answer
    assert as_("bob").post(f"{SOURCES}/hidden/judge/", typed).status_code == 404
    assert Source.objects.count() == 3
