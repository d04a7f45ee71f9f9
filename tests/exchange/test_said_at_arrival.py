"""What `dalil bundle` takes and `dalil receive` prints: names of places, new sources, and what may be what was here already."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from django.utils import translation

from dalil.archive.protection import Viewer
from dalil.cli.exchanging import bundle as bundle_command
from dalil.cli.exchanging import receive as receive_command
from dalil.exchange.partners import add_partner
from dalil.intake.models import Import
from dalil.intake.notes import list_notes
from dalil.matching import pairs_of_import
from dalil.matching.models import LikelyPair
from dalil.matching.pairs_of_import import find_pairs_of_import
from dalil.record import actions
from dalil.record.models import Report, Verdict
from dalil.wording.matches import say_pairs_of_import
from dalil.wording.refusals import say_kept

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_person_alone")]

STEWARD = Viewer.steward()
STRIKE = {"when": "2019-03-05", "what": "AIR_STRIKE", "where": {"places": ["SY0703"]}, "killed": "12"}


def receive(content, tmp_path, *words):
    file = tmp_path / "came.dalil"
    file.write_bytes(content)
    return CliRunner().invoke(receive_command, [str(file), *words], catch_exceptions=False).output


def test_receiving_says_how_many_may_be_what_is_here_and_which_sources_are_new(told, enter, alice, tmp_path):
    def happen(send):
        theirs = enter(STRIKE, origin="rescue-desk")
        other = enter({"when": "2020-11-30", "killed": "2"}, origin="rescue-desk")
        send(theirs, other)

    (content,) = told(happen)
    mine = enter(STRIKE, origin="our-own-desk")
    said = receive(content, tmp_path)
    assert "1 sources are new here: rescue-desk" in said
    assert "1 of its reports may tell of something that was here before" in said and "waiting pairs: 1" in said
    run = Import.objects.visible_to(STEWARD).first()
    assert any(note.startswith("1 sources are new here") for note in run.notes)
    theirs = Report.objects.visible_to(STEWARD).exclude(pk=mine.pk).get(content__killed__low=12)
    actions.judge(mine, theirs, Verdict.SAME, actor=alice)
    found = find_pairs_of_import(run.entered, STEWARD)
    assert (found.reports, found.pairs) == (0, 0), "somebody has judged"
    assert LikelyPair.objects.count() == 1


def test_where_too_many_wait_the_print_says_that_they_are_not_compared_yet(told, enter, alice, tmp_path, monkeypatch):
    (content,) = told(lambda send: send(enter(STRIKE)))
    monkeypatch.setattr(pairs_of_import, "FEW", 0)
    assert "Not all of it is compared yet" in receive(content, tmp_path)
    assert not LikelyPair.objects.exists()


def test_what_waits_is_said_in_both_languages_and_counts_nothing_hidden(told, enter, alice, tmp_path):
    (content,) = told(lambda send: send(enter(STRIKE, origin="rescue-desk")))
    enter(STRIKE, origin="our-own-desk")
    receive(content, tmp_path, "--level", "internal")
    run = Import.objects.visible_to(STEWARD).first()
    assert find_pairs_of_import(run.entered, STEWARD).pairs == 1
    assert find_pairs_of_import(run.entered, Viewer.public()).pairs == 0
    assert "إفادة واحدة منه" in say_pairs_of_import(1, 1, "ar", compared=True)
    assert "لم يُقارَن" in say_pairs_of_import(0, 0, "ar", compared=False)


def test_a_source_whose_name_is_spelled_like_one_that_is_here_is_named(told, enter, alice, tmp_path):
    (content,) = told(lambda send: send(enter({"when": "2019-03-05"}, origin="northern-rescue-desk")))
    enter({"when": "2019-03-06"}, origin="nothern-rescue-desk")
    assert "may be one source: northern-rescue-desk and nothern-rescue-desk" in receive(content, tmp_path).replace(
        "nothern-rescue-desk and northern-rescue-desk", "northern-rescue-desk and nothern-rescue-desk"
    )


def test_a_bundle_takes_names_and_refuses_in_a_sentence(enter, partner_key, tmp_path):
    add_partner(str(partner_key.public))
    enter({"when": "2019-03-05", "where": {"places": ["SY02"]}}, origin="north-monitor")
    enter({"when": "2019-03-05", "where": {"places": ["SY07"]}}, origin="north-monitor")

    def bundle(*words):
        file = tmp_path / f"{len(list(tmp_path.iterdir()))}.dalil"
        return CliRunner().invoke(bundle_command, [str(file), "--to", partner_key.name, *words])

    for words in (("--place", "Aleppo"), ("--place", "حلب"), ("--place", "SY02")):
        assert "1 reports, 1 documents" in bundle(*words, "--source", "north-monitor").output
    for words, why in (
        (("--place", "Nowhere-at-all"), "Nowhere-at-all"),
        (("--source", "nobody"), "nobody"),
        (("--kind", "incdent"), "incdent"),
        (("--q", "hospital"), "none is here that was asked for"),
        (("--for", "icc", "--q", "hospital"), "none is here that was asked for"),
    ):
        done = bundle(*words)
        assert done.exit_code == 1 and why in done.output and "{" not in done.output, done.output


def test_what_came_of_a_bundle_is_said_on_the_page_of_its_import_in_arabic(told, enter, alice, tmp_path):
    def happen(send):
        taken_in = enter(STRIKE, origin="rescue-desk")
        send(taken_in)
        actions.withdraw(taken_in, actor=alice, reason="the bridge fell by itself")
        send(enter({"when": "2020-11-30", "killed": "2"}, origin="night-desk"))

    for content in told(happen):
        receive(content, tmp_path)
    (run,) = Import.objects.visible_to(STEWARD).filter(notes__icontains="withdrawn there since")
    notes, kept_back = list_notes(run, STEWARD)
    with translation.override("ar"):
        said = [say_kept(each.told, each) for each in notes]
    assert not kept_back and any("سُحبت هناك منذ ذلك الحين وسُحبت الآن هنا، عددها 1" in each for each in said)
    assert any("مصادر جديدة هنا، عددها 1" in each for each in said)
    assert not [each for each in said if "there" in each or "new here" in each]
