"""The example: the facts of a real front page, through the same actions as any others."""

import re

import pytest
from django.contrib.auth.models import User

from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.bulletin import example
from dalil.bulletin.models import CardPage, StoryPage
from dalil.record import actions
from dalil.record.log import last_number
from dalil.record.models import Report, Supersession

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


def test_the_example_shows_a_conflict_a_corrected_report_a_series_a_map_and_a_published_correction(loaded, reader):
    page = reader.get("/en/before-the-offensive/").content.decode()
    assert "8–40" in page and "in conflict" in page
    assert page.count("<svg") >= 3, "a series, a map of governorates, and a map of what its figures count"
    corrections = reader.get("/en/corrections/").content.decode()
    assert "Khan Shaykhun" in corrections and "Airwars" in corrections
    assert "إيروورز" in reader.get("/ar/corrections/").content.decode()
    old = Supersession.objects.get().old
    assert old.external_id == f"{example.MARK}kafrayya-as-first-entered"
    shown = reader.get(f"/en/reports/{old.address}/")
    assert f"/en/reports/{Supersession.objects.get().new.address}/" in shown.content.decode()


def test_the_demo_is_shown_to_an_editor_and_another_account_keeps_the_machine(loaded, home, settings):
    from dalil.cli import demo

    earlier = User.objects.create(username=demo.EDITOR, is_superuser=True, is_staff=True)  # as earlier demos made it
    passwords = [demo.introduce(demo.EDITOR, "editor"), demo.introduce(demo.KEEPER, "steward", keeper=True)]
    earlier.refresh_from_db()
    assert not earlier.is_superuser and not earlier.is_staff and earlier.has_perm("desk.publish")
    keeper = User.objects.get(username=demo.KEEPER)
    assert keeper.is_superuser and passwords[0] != passwords[1] and keeper.check_password(passwords[1])
    assert all((each.stat().st_mode & 0o777) == 0o600 for each in home.glob("demo-password*"))
    assert passwords[1] == demo.introduce(demo.KEEPER, "steward", keeper=True), "it is told again, not made anew"
    earlier.refresh_from_db()
    assert earlier.check_password(passwords[0])
