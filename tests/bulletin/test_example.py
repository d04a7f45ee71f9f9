"""The example: the facts of a real front page, through the same actions as any others."""

import re

import pytest

from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.bulletin import example
from dalil.bulletin.models import CardPage, StoryPage
from dalil.record import actions
from dalil.record.log import last_number
from dalil.record.models import Report

PUBLIC = Viewer.public()


def test_loading_the_example_twice_adds_nothing(loaded):
    reports, entries, cards = (
        Report.objects.visible_to(PUBLIC).count(),
        last_number(),
        CardPage.objects.count(),
    )
    assert example.load(actions.system_actor()) == loaded
    assert (Report.objects.visible_to(PUBLIC).count(), last_number(), CardPage.objects.count()) == (
        reports,
        entries,
        cards,
    )


def test_the_example_is_not_loaded_among_evidence(enter):
    enter({"when": "2019-05-01", "killed": "3"})
    with pytest.raises(actions.Refused, match="1 reports that are not of the example"):
        example.load(actions.system_actor())
    assert not CardPage.objects.exists()


def test_every_report_of_the_example_rests_on_words_of_its_document(loaded):
    for report in Report.objects.visible_to(PUBLIC).select_related("document"):
        assert report.said
        entry = next(
            e for e in example.content("documents")["documents"] if report.document.filename.startswith(f"{e['slug']}.")
        )
        lines = example.text_of(entry, "en").splitlines()
        first, last = (int(n) for n in (re.findall(r"\d+", report.locator) * 2)[:2])
        assert report.said in "\n".join(lines[first - 1 : last])


def test_a_source_that_the_page_does_not_name_stays_unknown(loaded):
    unnamed = {entry["key"] for entry in example.content("reports")["reports"] if entry["origin"] is None}
    for report in Report.objects.visible_to(PUBLIC).prefetch_related("attribution__credits"):
        origins = [credit for credit in report.attribution.credits.all() if credit.role == "origin"]
        assert (not origins) == (report.external_id.removeprefix(example.MARK) in unnamed)


def test_each_note_is_kept_in_both_languages_and_the_arabic_names_its_original(loaded):
    arabic = Document.objects.visible_to(PUBLIC).filter(language="ar")
    assert arabic.count() == Document.objects.visible_to(PUBLIC).filter(language="en").count()
    assert all(document.relation == "translation" and document.parent.language == "en" for document in arabic)


def test_the_pages_of_both_languages_are_translations_of_each_other(loaded):
    for kind in (StoryPage, CardPage):
        keys = [
            set(kind.objects.filter(locale__language_code=code).values_list("translation_key", flat=True))
            for code in ("en", "ar")
        ]
        assert keys[0] == keys[1] != set()


def test_the_card_without_a_headline_and_summary_is_not_among_the_published(loaded):
    refused = {entry["slug"] for entry in example.content("news-and-views")["refused"]}
    assert refused
    assert not CardPage.objects.filter(slug__in=refused).exists()
