"""Letters on the site: as they were sent, without what was taken from the public since, and with what was corrected."""

import json
from datetime import date

import pytest
from django.utils import timezone

from dalil.access.models import AccessEntry
from dalil.access.refused import Refused
from dalil.archive.protection import Level
from dalil.bulletin.corrections.correcting import correct_page
from dalil.bulletin.models import CardPage, FigureOnPage, StoryPage
from dalil.bulletin.newsletter import drafts, issuing
from dalil.bulletin.newsletter.models import Letter
from dalil.counting.figures import publish_edition
from dalil.counting.models import Figure
from dalil.gate.examination import Asker
from dalil.record import actions


def test_a_letter_stands_on_the_site_in_both_languages_with_its_feed(reader, issue):
    assert "No letter has gone out yet" in reader.get("/en/letters/").content.decode()
    issue()
    for language, subject, title in (
        ("en", "What we know of the cave", "The cave at the river"),
        ("ar", "ما نعرفه عن الكهف", "الكهف عند النهر"),
    ):
        assert subject in reader.get(f"/{language}/letters/").content.decode()
        page = reader.get(f"/{language}/letters/1/").content.decode()
        assert subject in page and title in page and f'href="/{language}/cave/"' in page
        assert subject in reader.get(f"/{language}/letters.xml").content.decode()
        (entry,) = json.loads(reader.get(f"/{language}/letters.json").content)["items"]
        assert entry["title"] == subject and title in entry["content_text"]
    assert reader.get("/en/letters/2/").status_code == 404
    assert "/en/letters/" in reader.get("/sitemap.xml").content.decode()
    assert 'href="/en/letters/"' in reader.get("/en/").content.decode()


def test_a_draft_is_on_no_page(reader, draft):
    for path in ("/en/letters/", "/en/letters.xml", "/en/letters/1/"):
        assert "What we know of the cave" not in reader.get(path).content.decode()


def test_a_number_stays_as_it_was_sent_and_a_correction_stands_beneath(reader, issue, enter, edith, pages):
    issue()
    enter({"when": "2019-05-04", "killed": "90"}, origin="north-monitor")
    figure = Figure.objects.get(slug="killed")
    publish_edition(figure, actor=edith, reason="a late report")
    before = FigureOnPage.objects.get(page=pages["en"])
    FigureOnPage.objects.create(
        page=pages["en"],
        edition=Figure.objects.get(slug="killed").edition,
        corrects=before,
        by=edith,
        reason="late report",
    )
    page = reader.get("/en/letters/1/").content.decode()
    assert "at least 3" in page and "late report" in page and "93" in page


def test_what_is_taken_from_the_public_leaves_the_letter_on_the_site_too(reader, issue, pages):
    issue()
    assert "A mill burned" in reader.get("/en/letters/1/").content.decode()
    pages["card"].unpublish()
    page = reader.get("/en/letters/1/").content.decode()
    assert "A mill burned" not in page and "is not public any more" in page
    assert "A mill burned" not in reader.get("/en/letters.xml").content.decode()


def test_a_letter_holds_only_what_everybody_may_read(draft, pages, edith):
    hidden = StoryPage(title="Hidden", slug="hidden", dated="2020", live=False)
    pages["en"].get_parent().add_child(instance=hidden)
    assert hidden.translation_key not in {item.key for item in drafts.list_offered(draft)}
    with pytest.raises(Refused):
        drafts.take_in(draft, hidden.translation_key)
    pages["en"].unpublish()
    assert [entry.title for entry in drafts.entries_of_draft(draft, "en")] == ["A mill burned"]


def test_the_gate_is_asked_about_the_words_of_the_letter(draft, edith, alice):
    source = actions.name_source("quiet", actor=alice, en="Quiet Spring", level=Level.RESTRICTED)
    drafts.write_words(draft, {"en": ("News", f"As {source.name.en} told us."), "ar": ("خبر", "")})
    told = list(issuing.list_hindrances(draft, Asker(edith)))
    assert len(told) == 1 and "a name that is protected" in told[0]
    with pytest.raises(Refused):
        issuing.issue(draft, Asker(edith))
    assert Letter.objects.get().state == "draft"


def test_a_letter_needs_its_subject_in_each_language_that_it_has_something_in(draft, edith):
    drafts.write_words(draft, {"en": ("News", ""), "ar": ("", "")})
    assert list(issuing.list_hindrances(draft, Asker(edith))) == ["Write the subject in Arabic."]
    assert list(issuing.list_warnings(draft)) == ["Entries that cannot be read in Arabic and are left out there: 1."]


def test_the_next_letter_offers_what_came_since_and_tells_of_corrections(issue, edith, enter, pages):
    issue()
    letter = drafts.make_draft(edith)
    assert drafts.list_offered(letter) == drafts.list_passed_over(letter) == [], "all of it stood in a letter"
    pages["en"].corrections = [("correction", {"date": date.today(), "text": "It was the east bank."})]
    pages["en"].save_revision().publish()
    told = drafts.entries_of_draft(letter, "en")
    assert [(entry.kind, entry.title) for entry in told] == [("correction", "The cave at the river")]
    drafts.write_words(letter, {"en": ("A correction", ""), "ar": ("تصحيح", "")})
    card = pages["card"].copy(
        update_attrs={"slug": "mill-2", "title": "A second mill", "first_published_at": timezone.now()}, keep_live=True
    )
    drafts.take_in(letter, card.translation_key)
    assert [entry.title for entry in drafts.entries_of_draft(letter, "en")] == [
        "A second mill",
        "The cave at the river",
    ]
    assert issuing.issue(letter, Asker(edith)).number == 2
    third = drafts.make_draft(edith)
    assert drafts.entries_of_draft(third, "en") == [], "a correction is told of once"


def test_a_number_that_was_corrected_on_its_page_is_told_of_once(issue, enter, edith, pages):
    issue()
    enter({"when": "2019-05-04", "killed": "90"}, origin="north-monitor")
    figure = Figure.objects.get(slug="killed")
    publish_edition(figure, actor=edith, reason="A late report")
    letter = drafts.make_draft(edith)
    (alone,) = drafts.entries_of_draft(letter, "ar")
    assert alone.title == "كم قُتل؟", "no page in Arabic shows the new number yet"
    correct_page(pages["en"], Figure.objects.get(slug="killed"), asker=Asker(edith), reason="A late report")
    (told,) = drafts.entries_of_draft(letter, "en")
    assert told.title == "The cave at the river" and "A late report" in told.text_html
    pages["card"].copy(update_attrs={"slug": "mill-2", "title": "A second mill"}, keep_live=True)
    drafts.take_in(letter, CardPage.objects.get(slug="mill-2").translation_key)
    drafts.write_words(letter, {"en": ("A correction", ""), "ar": ("تصحيح", "")})
    assert issuing.issue(letter, Asker(edith)).number == 2
    assert drafts.entries_of_draft(drafts.make_draft(edith), "en") == [], "nor does the next letter repeat it"


def test_a_letter_is_issued_once_and_the_log_says_by_whom(draft, edith, issue):
    issue()
    with pytest.raises(Refused):
        issue()
    with pytest.raises(Refused):
        drafts.take_in(draft, draft.items.first().key)
    assert AccessEntry.objects.filter(action="letter").count() == 1
