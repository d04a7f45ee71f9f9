"""Pairs of dated versions of one page: what somebody changed in it is found in words, and what changes by itself is not."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from page_sites import Site, serve_pages

from dalil.archive import fetching
from dalil.captures.capturing import CaptureRequest, capture
from dalil.captures.models import Capture
from dalil.captures.repeating import look_again, watch_page

pytestmark = pytest.mark.django_db

STORY = {
    "en": (
        "At least 43 people were killed when warplanes struck a market in Maarat al-Numan on Tuesday morning, rescue workers said.",
        "The civil defence said its teams had pulled 19 bodies from the rubble, and that women and children were among the dead.",
        "Military sources denied that their aircraft took part and said they had hit positions of fighters.",
        "The town was struck more than twenty times during the past week, according to a local monitor.",
    ),
    "ar": (
        "قال شهود إن طائرة حربية قصفت سوقاً شعبياً في بلدة معرة النعمان صباح الثلاثاء، ما أدى إلى مقتل 43 مدنياً وإصابة العشرات.",
        "وأكد الدفاع المدني أن فرقه انتشلت 19 جثة من تحت الأنقاض، وأن بين القتلى أطفالاً ونساءً.",
        "ونفت مصادر عسكرية أن تكون طائراتها قد شاركت في القصف، وقالت إنها استهدفت مواقع لمسلحين.",
        "وتعرضت البلدة خلال الأسبوع الماضي لأكثر من عشرين غارة، بحسب مرصد محلي يوثق الغارات.",
    ),
}
TITLE = {"en": "43 killed in strike on market", "ar": "43 قتيلاً في قصف سوق"}
WORDS = {
    "en": ("Advertisement", "Last updated:", "views", "comments", "shares", "Read also", "Published", "Most read"),
    "ar": ("إعلان", "آخر تحديث:", "مشاهدة", "تعليقاً", "مشاركة", "اقرأ أيضاً", "نُشر", "الأكثر قراءة"),
}
AGO = {"en": ("12 minutes ago", "3 hours ago", "2 days ago"), "ar": ("منذ 12 دقيقة", "منذ 3 ساعات", "منذ يومين")}
MONTHS = {"en": ("June", "July"), "ar": ("حزيران", "تموز")}
ADVERTS = {
    "en": ("Buy shoes today", "Win a holiday now", "Cheap flights"),
    "ar": ("اشتر الآن", "اربح رحلة", "عروض السيارات"),
}


def version(language, drawn, title=None, story=None):
    """A page as a newsroom gives it out at some moment; drawn: draws what is another at each moment."""
    advert, updated, views, comments, shares, also, published, most = WORDS[language]
    number = lambda: f"{drawn.randrange(1000, 90_000):,}"  # noqa: E731
    today = f"{datetime.now(UTC).day} {drawn.choice(MONTHS[language])} {datetime.now(UTC).year}"
    others = "".join(f'<li><a href="/{each}">{each} {number()}</a></li>' for each in drawn.sample(ADVERTS[language], 2))
    paragraphs = "".join(f"<p>{each}</p>" for each in story or STORY[language])
    title = title or TITLE[language]
    return f"""<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title} | Daily North</title></head><body>
<header><nav><a href="/">Daily North</a></nav><div class="today">{today}</div></header>
<div class="ad"><p>{advert}</p><p>{drawn.choice(ADVERTS[language])}</p></div>
<main><article><h1>{title}</h1><p>{updated} {drawn.randrange(24)}:{drawn.randrange(10, 60)} GMT</p>
{paragraphs}<p>{advert}: {drawn.choice(ADVERTS[language])}</p><p>{published} {drawn.choice(AGO[language])}</p>
<p>{number()} {views}</p><p>{number()} {comments}</p><div class="share">{number()} {shares}</div><p>{today}</p>
<section class="related"><h3>{also}</h3><ul>{others}</ul></section></article></main>
<aside><h3>{most}</h3><ol>{others}</ol></aside><footer><p>© {today} Daily North</p></footer></body></html>"""


@pytest.fixture
def watched(monkeypatch, alice):
    """Look at a page in one version and then in others: returns the captures after the first."""
    monkeypatch.setattr(fetching, "is_public", lambda address: address == "127.0.0.1")

    def look(*versions):
        class Shown(Site):
            shown = versions[0]

            def front(self):
                self.give(type(self).shown.encode())

        with serve_pages(Shown) as site:
            url = f"{site}/front"
            assert capture(CaptureRequest(url=url, actor=alice, compare=False)).document
            watch = watch_page(url, every=1, actor=alice)
            made = []
            for number, Shown.shown in enumerate(versions[1:], 1):
                made.append(look_again(watch, watch.next_at + timedelta(days=number)))
            return made

    return look


@pytest.mark.parametrize("language", ["en", "ar"])
def test_counters_dates_adverts_and_links_to_other_stories_are_no_edit(watched, language):
    drawn = random.Random(11)
    made = watched(*(version(language, drawn) for _ in range(9)))
    assert [each.change for each in made] == [""] * 8, [each.difference for each in made if each.change]
    assert len({each.document_id for each in Capture.objects.all()}) == 1, "no other document is kept"


EDITS = {
    "a number of dead": ("en", "At least 43 people", "At least 34 people", "43", "34"),
    "one digit of it": ("en", "pulled 19 bodies", "pulled 18 bodies", "19", "18"),
    "who denies": ("en", "Military sources denied", "Military sources confirmed", "denied", "confirmed"),
    "from how many times": ("en", "more than twenty times", "more than ten times", "twenty", "ten"),
    "a number in Arabic": ("ar", "مقتل 43 مدنياً", "مقتل 34 مدنياً", "43", "34"),
    "who did it in Arabic": ("ar", "طائرة حربية قصفت", "طائرة مجهولة قصفت", "حربية", "مجهولة"),
    "who was hit": ("ar", "استهدفت مواقع لمسلحين", "استهدفت مواقع لمدنيين", "لمسلحين.", "لمدنيين."),
}


@pytest.mark.parametrize("name", EDITS)
def test_a_small_change_of_what_is_told_is_found_in_words_among_all_that_moves(watched, name):
    language, was, now, word, other = EDITS[name]
    drawn = random.Random(5)
    assert any(was in each for each in STORY[language])
    edited = [each.replace(was, now) for each in STORY[language]]
    same, changed = watched(*(version(language, drawn) for _ in range(2)), version(language, drawn, story=edited))
    assert (same.change, changed.change) == ("", Capture.Change.EDITED)
    assert changed.difference == {"taken_out": 1, "put_in": 1, "passages": [{"was": word, "now": other}]}


def test_a_title_a_paragraph_and_a_date_that_is_told_are_found(watched):
    drawn, paragraphs = random.Random(3), [*STORY["en"], "2 July 2019"]
    made = watched(
        version("en", drawn, story=paragraphs),
        version("en", drawn, story=paragraphs, title="34 killed in strike on market"),
        version("en", drawn, story=[*paragraphs[:2], *paragraphs[3:]], title="34 killed in strike on market"),
        version(
            "en", drawn, story=[*paragraphs[:2], paragraphs[3], "3 July 2019"], title="34 killed in strike on market"
        ),
    )
    assert made[0].difference["passages"] == [{"was": "43", "now": "34"}]
    assert made[1].difference["passages"] == [{"was": STORY["en"][2], "now": ""}]
    assert made[2].difference["passages"] == [{"was": "2", "now": "3"}]
