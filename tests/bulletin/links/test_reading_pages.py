"""What a page elsewhere says of itself, in both languages; and no date that it did not say."""

import pytest

from dalil.archive.fetching import Fetched
from dalil.bulletin.links.page_elsewhere import NoPage, read_page, shorten
from dalil.letters import guess_language

ENGLISH = """<html lang="en"><head><title>Two villages flooded | Valley Paper</title>
<meta property="og:site_name" content="Valley Paper"><meta property="og:image" content="/pictures/tents.jpg">
<meta name="description" content="Tents of some 400 families stood under water.">
<meta property="article:published_time" content="2021-01-19T08:30:00+02:00"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Two villages flooded</h1>
<p>Tents of some 400 families stood under water after the storm of 18 January 2021, the camp's council said in the morning.</p>
<p>The road to the town was cut for two days, and bread was brought by tractor, according to people who live there.</p></article></body></html>"""

ARABIC = """<html lang="ar" dir="rtl"><head><title>خروج مشفى عن الخدمة</title></head><body><article><h1>خروج مشفى عن الخدمة</h1>
<p>السبت 13 نيسان/أبريل 2019</p>
<p>خرج المشفى الميداني في البلدة عن الخدمة بعد قصف استمر ساعة كاملة، وفق ما قاله عاملون فيه، وأصيب سبعة أشخاص بجروح.</p>
<p>ونُقل الجرحى إلى مشاف أخرى في المنطقة الحدودية، بحسب المصادر نفسها، وعاد الهدوء إلى المكان في المساء.</p></article></body></html>"""


def page(html, url="https://valley-paper.example/2019/a", media="text/html; charset=utf-8", status=200):
    return Fetched(url, status, {"content-type": media}, html.encode())


def test_a_page_in_english_says_all_of_it():
    facts = read_page(page(ENGLISH))
    assert (facts.title, facts.site, facts.language) == ("Two villages flooded", "Valley Paper", "en")
    assert facts.summary == "Tents of some 400 families stood under water."
    assert facts.published == "2021-01-19", "the day of the page, not of the storm"
    assert facts.picture == "https://valley-paper.example/pictures/tents.jpg"


def test_a_page_in_arabic_with_its_date_in_words_is_read_as_well():
    facts = read_page(page(ARABIC))
    assert (facts.title, facts.language, facts.site) == ("خروج مشفى عن الخدمة", "ar", "valley-paper.example")
    assert facts.published == "2019-04-13", "not the first of January, which the address alone would give"
    assert facts.summary.startswith("خرج المشفى الميداني")


def test_where_only_a_year_is_known_only_the_year_is_kept():
    assert read_page(page(ARABIC.replace("السبت 13 نيسان/أبريل 2019", ""))).published in ("2019", "")


def test_two_dates_at_the_head_of_a_text_decide_nothing():
    two = ARABIC.replace("السبت 13 نيسان/أبريل 2019", "نُشر في 13 نيسان/أبريل 2019، وعُدّل في 15 نيسان/أبريل 2019")
    assert read_page(page(two)).published in ("2019", "")


@pytest.mark.parametrize(
    ("answer", "type_"),
    [
        (page(ENGLISH, status=404), "not_there"),
        (page("%PDF-1.7", media="application/pdf"), "no_page"),
        (page("<html><body><script>draw()</script></body></html>"), "empty_page"),
        (page(""), "empty_page"),
    ],
)
def test_what_is_no_page_is_refused_in_words(answer, type_):
    with pytest.raises(NoPage) as caught:
        read_page(answer)
    assert caught.value.type == type_ and str(caught.value)


def test_a_summary_ends_with_a_word():
    assert shorten("word " * 200).endswith("word…") and len(shorten("word " * 200)) <= 400
    assert guess_language("١٢٣") == ""
