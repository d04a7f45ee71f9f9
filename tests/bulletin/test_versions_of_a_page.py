"""Both versions of a page tell the same facts, each in its own letters; where they do not, an editor is told before it goes out."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from dalil.bulletin.models import FrontPage, StoryPage
from dalil.bulletin.pages.own_words import in_other_letters
from dalil.bulletin.pages.persons_in_text import persons_in
from dalil.bulletin.pages.versions import differences
from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.question import Question
from dalil.desk.pages.other_version import present_version

ENGLISH = "<p>At least 12 civilians were killed in Idlib on 4 March 2031, and 30 were injured.</p>"
ARABIC = "<p>قُتل ما لا يقل عن 12 مدنياً في إدلب في 4 آذار 2031، وأصيب 30.</p>"
OTHER = "<p>قُتل ما لا يقل عن 13 مدنياً في حلب في 5 آذار 2031، وأصيب 30.</p>"


def story(language, text, title="Strike", twin=None):
    page = StoryPage(title=title, slug="strike", dated="2031-03", body=[("text", text)], live=False)
    if twin is not None:
        page.translation_key = twin.translation_key
    return FrontPage.objects.get(locale__language_code=language).add_child(instance=page)


@pytest.fixture
def english(db):
    page = story("en", ENGLISH)
    page.save_revision().publish()
    return page


def test_versions_that_tell_the_same_agree_across_scripts(english):
    assert differences(story("ar", ARABIC, twin=english), english, "en") == []


def test_what_differs_is_named_with_the_version_that_tells_it(english):
    found = differences(story("ar", OTHER, twin=english), english, "en")
    assert found == [
        "Numbers in Arabic alone: 13+",
        "Numbers in English alone: 12+",
        "Dates in Arabic alone: 5 March 2031",
        "Dates in English alone: 4 March 2031",
        "Places in Arabic alone: Aleppo",
        "Places in English alone: Idlib",
    ]


@pytest.mark.parametrize(
    "words",
    ["طُرق الباب ولم يفتح أحد", "خرجوا في مظاهرة سلمية", "بقي الجرح مفتوحاً دوماً", "بعد الثورة عادوا", "ضرر مالي كبير"],
)
def test_an_everyday_word_is_not_missed_as_a_place_in_the_other_version(english, words):
    assert differences(story("ar", f"{ARABIC}<p>{words}.</p>", twin=english), english, "en") == []


def test_a_place_whose_name_is_an_everyday_word_agrees_with_itself_and_is_missed_where_it_is_not_named(db):
    named = story("en", f"{ENGLISH}<p>They came from Al-Bab.</p>")
    named.save_revision().publish()
    arabic = story("ar", f"{ARABIC}<p>جاؤوا من الباب.</p>", twin=named)
    assert differences(arabic, named, "en") == []
    arabic.body = [("text", ARABIC)]
    assert differences(arabic, named, "en") == ["Places in English alone: Al-Bab"]


def test_an_english_text_under_an_arabic_page_does_not_go_out(english):
    page = story("ar", ENGLISH, twin=english)
    assert len(in_other_letters(page)) == 1
    with pytest.raises(ValidationError, match="not yet translated"):
        page.save_revision().publish()


def test_a_name_in_other_letters_is_no_text(db):
    assert in_other_letters(story("ar", "<p>قالت منظمة Physicians for Human Rights إن المشفى قُصف مرتين.</p>")) == []


def test_the_editor_sees_the_other_version_and_is_told_once_what_differs(english, reader):
    page = story("ar", OTHER, "ضربة", twin=english)
    desk = Client(headers={"host": "localhost"})
    desk.force_login(User.objects.create_superuser("nadia"))
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    shown = desk.get(edit)
    html = shown.content.decode()
    assert "At least 12 civilians were killed" in html and "Numbers in English alone" in html

    sent = {
        **{"title": page.title, "slug": page.slug, "dated": page.dated, "action-publish": "1"},
        **{"body-count": "1", "body-0-type": "text", "body-0-order": "0", "body-0-deleted": "", "body-0-id": ""},
        **{f"{name}-count": "0" for name in ("byline", "unknown", "about", "reports", "corrections")},
        "body-0-value": '{"blocks": [{"key": "a", "type": "unstyled", "text": "قُتل 13 مدنياً في حلب.", "depth": 0, "entityRanges": [], '
        '"inlineStyleRanges": []}], "entityMap": {}}',
        **{f"comments-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")},
    }
    told = desk.post(edit, sent)
    assert "Places in English alone: Idlib" in told.content.decode()
    assert reader.get("/ar/strike/").status_code == 404
    assert desk.post(edit, sent).status_code == 302, "who publishes again has seen it"
    assert reader.get("/ar/strike/").status_code == 200


def test_beside_a_page_stands_what_the_figures_of_the_other_version_say(enter, edith):
    enter({"when": "2019-05-01", "killed": "7-9"}, origin="north-monitor")
    publish_edition(define_figure("killed", Question(measure="killed"), actor=edith, title_en="Killed"), actor=edith)
    told = '<p>Monitors count <embed embedtype="figure" slug="killed"/> &amp; say so of <embed embedtype="figure" slug="none"/>.</p>'
    english = story("en", told)
    shown = present_version(story("ar", ARABIC, twin=english), english)
    assert "Monitors count [7–9] & say so of […] ." in shown.paragraphs


NAMED = "<p>Ahmad al-Khalil and Dr Muhammad Salim spoke to the Security Council in May; Mahmoud Darwish did not.</p>"
NAMED_ARABIC = "<p>تحدث أحمد الخليل ومحمود درويش أمام مجلس الأمن في أيار. وصدر القرار.</p>"


def test_a_person_whom_only_one_version_names_is_said_and_spellings_are_not_differences(db):
    english = story("en", NAMED)
    found = differences(story("ar", NAMED_ARABIC, twin=english), english, "en")
    assert found == ["Names of persons in English alone: Muhammad Salim"]


def test_a_person_of_the_arabic_version_alone_is_said_too(db):
    english = story("en", "<p>Ahmad al-Khalil spoke to the Human Rights Council in May.</p>")
    arabic = story("ar", "<p>تحدث أحمد الخليل ومحمد إبراهيم في أيار.</p>", twin=english)
    assert differences(arabic, english, "en") == ["Names of persons in Arabic alone: محمد إبراهيم"]


@pytest.mark.parametrize(
    "text",
    [
        "The Syrian Network for Human Rights and the White Helmets counted 12 dead in Khan Shaykhun on Monday.",
        "Government forces of the Syrian Arab Republic shelled Kafr Nabl Hospital near Jabal al-Zawiya.",
        "أعلنت الشبكة السورية لحقوق الإنسان مقتل عدد من المدنيين في مدينة خان شيخون، وقالت إن قوات الحكومة قصفت المشفى.",
        "قال محمد إن كل شيء انتهى بعد عام كامل من الحصار في ريف حلب الغربي.",
    ],
)
def test_what_is_no_person_is_not_taken_for_one(db, text):
    assert persons_in(text) == ()
