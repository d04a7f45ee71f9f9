"""The pages a reader opens, in both languages, without any script."""

import re
import xml.etree.ElementTree as xml
from collections import Counter
from urllib.parse import parse_qs

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from dalil.archive.folder_store import path_of
from dalil.archive.protection import Level, Viewer
from dalil.bulletin.models import CardPage, FrontPage, StoryPage
from dalil.record import actions
from dalil.record.models import Report, Verdict

LANGUAGES = ("en", "ar")
ATOM = "{http://www.w3.org/2005/Atom}"


QUESTIONS = 4
"""Links that only put another question to one page (`?place=…`), of which so many are followed."""
ARABIC_OF_A_ROUTE = 12
"""Arabic pages of a part of the site that are followed; the English ones are followed all, and are made of the same."""


def statuses(reader):
    """Every public page there is (those of the tree, the record's and the figures'), and how the site answers for it."""
    paths = {page.get_url() for page in Page.objects.filter(depth__gt=1).live()}
    waiting, answered, asked = [path for path in paths if path], {}, Counter()
    while waiting:
        path = waiting.pop()
        if path in answered or not re.match(r"^/(en|ar)/", path) or path.endswith("/file"):
            continue
        page, _, question = path.partition("?")
        asked[page, tuple(sorted(parse_qs(question)))] += 1
        part = path.split("/")[1:3]
        asked[tuple(part)] += 1
        if question and asked[page, tuple(sorted(parse_qs(question)))] > QUESTIONS:
            continue
        if part[0] == "ar" and asked[tuple(part)] > ARABIC_OF_A_ROUTE:
            continue
        answer = reader.get(path)
        answered[path] = answer.status_code
        if answer.status_code == 200 and "html" in answer["Content-Type"]:
            waiting += [href.replace("&amp;", "&") for href in re.findall(r'href="(/[^"#]*)"', answer.content.decode())]
    return answered


@pytest.mark.long
def test_every_link_of_the_public_site_leads_to_a_page(loaded, reader):
    answered = statuses(reader)
    assert len(answered) > 150
    assert [path for path, status in answered.items() if status not in (200, 302)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_front_page_has_all_that_a_front_page_has(loaded, reader, language):
    html = reader.get(f"/{language}/").content.decode()
    front = FrontPage.objects.get(locale__language_code=language)
    assert front.lead.title in html
    for card in CardPage.objects.filter(locale__language_code=language):
        assert card.title.replace("&", "&amp;").replace("'", "&#x27;") in html
    assert html.count('class="fig"') >= 5, "figures in running text"
    assert f'lang="{language}"' in html and ('dir="rtl"' in html) == (language == "ar")
    assert "<script" not in html and "style=" not in html


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["more than 80", "hundreds", "at least 82", "about 8,000", "more than 11,000"]),
        (
            "ar",
            [
                "أكثر من ٨٠",
                "مئات",
                "ما لا يقل عن ٨٢ هجوماً",
                "خمس مجازر",
                "كيانان",
                "نحو ٨٬٠٠٠ شخص",
                "أكثر من ١١٬٠٠٠ عائلة",
            ],
        ),
    ],
)
def test_figures_keep_their_bounds_all_the_way_to_the_page(loaded, reader, language, words):
    html = "".join(reader.get(f"/{language}/{path}").content.decode() for path in ("", "idlib-offensive/", "news/"))
    for word in words:
        assert f"<bdi>{word}</bdi>" in html


def test_a_partial_breakdown_is_never_shown_as_complete(loaded, reader):
    html = reader.get("/en/figures/vital-centres-attacked/").content.decode()
    assert "partial breakdown" in html
    assert "add up to <bdi>46</bdi> of <bdi>at least 82</bdi>" in html
    assert "<bdi>36 or more</bdi>" in html, "what was not named by kind"


def test_a_figure_opens_to_who_said_it_the_words_and_the_document(loaded, reader):
    html = reader.get("/en/figures/civilians-killed/").content.decode()
    for part in (
        "United Nations",
        "The front page of May 2019",
        "more than 80 civilians were killed",
        "/en/documents/",
        "81 or more",
    ):
        assert part in html
    assert "/en/figures/civilians-killed/1/" in html, "an address to cite"


def test_a_figure_whose_source_is_not_known_says_so(loaded, reader):
    assert "Source unknown" in reader.get("/en/figures/disappeared-isis/").content.decode()
    assert "المصدر غير معروف" in reader.get("/ar/figures/disappeared-isis/").content.decode()


def test_the_language_switch_stays_on_the_same_page(loaded, reader):
    for path in ("", "news/", "idlib-offensive/", "figures/civilians-killed/", "record/?kind=tally", "murder/"):
        html = reader.get(f"/en/{path}").content.decode()
        assert f'href="/ar/{path}" lang="ar"' in html
        assert f'hreflang="ar" href="http://localhost/ar/{path}"' in html


def test_a_page_without_a_translation_switches_to_the_other_front_page(loaded, reader):
    StoryPage.objects.get(slug="idlib-offensive", locale__language_code="ar").unpublish()
    assert 'href="/ar/" lang="ar"' in reader.get("/en/idlib-offensive/").content.decode()


def test_the_feed_holds_every_card_with_its_summary_and_absolute_addresses(loaded, reader):
    for language in LANGUAGES:
        feed = xml.fromstring(reader.get(f"/{language}/feed.xml").content)
        entries = feed.findall(f"{ATOM}entry")
        assert len(entries) == CardPage.objects.live().filter(locale__language_code=language).count() > 0
        for entry in entries:
            assert entry.find(f"{ATOM}summary").text.strip()
            assert entry.find(f"{ATOM}link").get("href").startswith(f"http://localhost/{language}/news/")
        assert (
            "82" in feed.find(f"{ATOM}entry/{ATOM}summary").text or "٨٢" in feed.find(f"{ATOM}entry/{ATOM}summary").text
        )


def test_the_sitemap_lists_both_languages_of_every_page_and_figure(loaded, reader):
    text = reader.get("/sitemap.xml").content.decode()
    urls = xml.fromstring(text).findall("{http://www.sitemaps.org/schemas/sitemap/0.9}url")
    for url in urls:  # each names itself and its translations, which name it
        others = {each.get("href") for each in url.findall("{http://www.w3.org/1999/xhtml}link")}
        assert url.find("{*}loc").text in others
    assert any(url.find("{*}lastmod") is not None for url in urls)
    for language in LANGUAGES:
        for path in ("", "murder/", "figures/civilians-killed/", "news/secret-prisons/"):
            assert f"<loc>http://localhost/{language}/{path}</loc>" in text
    assert "Sitemap: http://localhost/sitemap.xml" in reader.get("/robots.txt").content.decode()


def test_search_finds_across_scripts_and_says_how_many(loaded, reader):
    for query in ("barrel", "برميل", "Idleb", "إدلب", "ادلب"):
        html = reader.get("/en/record/", {"q": query}).content.decode()
        assert not re.search(r'id="found">0 found', html), query
    assert "Nothing public answers" in reader.get("/en/record/?q=zebra").content.decode()


def places_offered(reader, query=""):
    found = reader.get(f"/en/record/{query}")
    (by_place,) = [each for each in found.context["search"].filters if each.label == "Place"]
    return [option.label for option in by_place.options]


def test_the_search_offers_the_governorates_in_which_something_was_found(enter, reader):
    enter({"what": "AIR_STRIKE", "when": "2019-05-01", "where": {"places": ["SY07"]}})
    enter({"what": "AIR_STRIKE", "when": "2019-05-01", "where": {"places": ["SY02"]}}, level=Level.INTERNAL)
    enter({"what": "SHELLING", "when": "2019-05-01", "where": {"places": ["SY01"]}}, origin="north-monitor")
    assert places_offered(reader) == ["Everywhere", "Damascus", "Idlib"]
    assert places_offered(reader, "?q=shelling") == ["Everywhere", "Damascus"]
    assert places_offered(reader, "?source=north-monitor") == ["Everywhere", "Damascus"]
    assert places_offered(reader, "?source=north-monitor&place=SY02") == ["Everywhere", "Aleppo", "Damascus"]
    assert places_offered(reader, "?q=zebra") == ["Everywhere"]


def test_the_search_offers_any_country_with_reports_and_names_countries_where_there_are_several(enter, reader):
    enter({"what": "AIR_STRIKE", "when": "2019-05-01", "where": {"places": ["IQ-NI"]}})
    assert places_offered(reader) == ["Everywhere", "Nineveh"]
    enter({"what": "AIR_STRIKE", "when": "2019-05-01", "where": {"places": ["SY07"]}})
    enter({"what": "AIR_STRIKE", "when": "2019-05-01", "where": {"places": ["CY"]}})
    assert places_offered(reader) == ["Everywhere", "Cyprus", "Iraq", "Nineveh", "Syria", "Idlib"]


def test_the_search_asks_for_its_places_twice_however_many_there_are(enter, reader):
    def queries():
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as asked:
            reader.get("/en/record/?kind=incident")
        return len(asked)

    enter({"what": "AIR_STRIKE", "when": "2019-05-01", "where": {"places": ["SY07"]}})
    reader.get("/en/record/?kind=incident")
    few = queries()
    for place in ("SY01", "SY02", "SY03", "SY04", "IQ-NI", "TR-31", "LB-BI"):
        enter({"what": "AIR_STRIKE", "when": "2019-05-01", "where": {"places": [place]}})
    reader.get("/en/record/?kind=incident")
    assert queries() == few


def test_what_was_searched_for_is_offered_as_lines_of_json(enter, reader):
    enter({"what": "AIR_STRIKE", "when": "2019-05-01", "where": {"places": ["SY07"]}})
    assert 'href="/api/reports.jsonl?place=SY07"' in reader.get("/en/record/?place=SY07").content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-3",
        "page=x",
        "page=9999999999999999999999",
        "q=%25_",
        "kind=nothing",
        "place=NOWHERE",
        "source=x",
        "document=zz",
    ],
)
def test_no_query_breaks_the_search(loaded, reader, query):
    assert reader.get(f"/en/record/?{query}").status_code == 200


@pytest.mark.parametrize("path", ["/en/record/?q=%00", "/en/sources/a%00b/"])
def test_a_character_that_no_text_holds_is_refused(reader, path):
    assert reader.get(path).status_code == 400


def test_after_a_merge_the_later_address_leads_to_the_earlier(enter, edith, reader):
    first = enter({"when": "2019-05-01", "killed": "3"}, origin="north-monitor")
    second = enter({"when": "2019-05-01", "killed": "5"}, origin="south-monitor")
    assert reader.get(f"/en/record/{second.address}/").status_code == 200
    judgement = actions.judge(first, second, Verdict.SAME, actor=edith)
    answer = reader.get(f"/en/record/{second.address}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/en/record/{first.address}/")
    html = reader.get(f"/en/record/{first.address}/").content.decode()
    assert "3–5" in html and "North-Monitor" in html and "South-Monitor" in html
    actions.retract(judgement, actor=edith)
    assert reader.get(f"/en/record/{second.address}/").status_code == 200


def test_a_correction_and_a_withdrawal_are_told(enter, alice, reader):
    old = enter({"when": "2019-05-01", "killed": "3"})
    draft = actions.Draft(
        claim=old.claim.model_copy(update={"killed": None}),
        document=old.document,
        attribution=old.attribution,
        level=Level.PUBLIC,
    )
    new = actions.supersede(old, draft, actor=alice, reason="It was another day")
    assert f"/en/reports/{new.address}/" in reader.get(f"/en/reports/{old.address}/").content.decode()
    actions.withdraw(new, actor=alice, reason="The monitor took it back")
    assert "The monitor took it back" in reader.get(f"/en/reports/{new.address}/").content.decode()


def test_a_document_is_handed_over_as_it_was_found_and_never_opened_as_a_page(loaded, reader):
    report = Report.objects.visible_to(Viewer.public()).select_related("document").first()
    answer = reader.get(f"/en/documents/{report.document.address}/file")
    body = b"".join(answer.streaming_content)
    assert len(body) == report.document.size
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert {"sandbox", "base-uri 'none'", "frame-ancestors 'self'"} <= set(
        answer["Content-Security-Policy"].split("; ")
    )


def test_a_file_that_was_damaged_is_not_handed_out_and_its_reader_is_told(reader, enter):
    document = enter({"when": "2019-05-01", "killed": "5"}).document
    kept = path_of(document.sha256)
    kept.chmod(0o600)
    for damage, says in (
        (lambda: kept.write_bytes(b"other"), {"en": "has changed since", "ar": "تغيّر الملف"}),
        (kept.unlink, {"en": "is missing", "ar": "الملف مفقود"}),
    ):
        damage()
        for language in ("en", "ar"):
            answer = reader.get(f"/{language}/documents/{document.address}/file")
            assert answer.status_code == 404
            assert says[language] in answer.content.decode()


def test_public_pages_forbid_scripts_and_the_desk_is_not_kept(loaded, reader):
    public = reader.get("/en/")
    assert (
        "script-src 'none'" in public["Content-Security-Policy"]
        and "default-src 'self'" in public["Content-Security-Policy"]
    )
    desk = reader.get("/desk/", follow=True)
    assert desk["Cache-Control"] == "no-store"


def test_a_page_kept_is_never_stale(loaded, enter, edith, reader):
    def front():
        page = reader.get("/en/record/?kind=incident").content.decode()
        return re.sub("<time datetime=.*?</time>", "", page)  # the foot says since when the record is so

    before = front()
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as first:
        front()
    with CaptureQueriesContext(connection) as again:
        assert front() == before
    assert len(again) == 2 < len(first)
    report = enter({"when": "2019-05-01", "killed": "3"})
    assert report.address in front()
    actions.protect(report, Level.INTERNAL, actor=edith)
    assert front() == before


def test_a_page_that_is_changed_unpublished_or_moved_is_changed_for_readers_at_once(loaded, reader):
    card = CardPage.objects.get(locale__language_code="en", slug="law-10")
    assert reader.get("/en/news/law-10/").status_code == 200
    card.title = "Law 10, again"
    card.save_revision().publish()
    assert "Law 10, again" in reader.get("/en/").content.decode()
    card.unpublish()
    assert "Law 10, again" not in reader.get("/en/").content.decode()
    assert reader.get("/en/news/law-10/").status_code == 404


def test_a_reader_who_has_the_page_already_is_told_so(loaded, reader):
    tag = reader.get("/en/")["ETag"]
    again = reader.get("/en/", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_the_front_page_is_light(loaded, reader):
    page = reader.get("/en/", headers={"Accept-Encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    assert len(page.content) < 12_000


@pytest.mark.parametrize("path", ["/en/news/?form=x", "/ar/news/?form=video", "/en/news/", "/en/feed.xml", "/en/"])
def test_lists_without_a_card_are_lists_all_the_same(db, reader, path):
    assert reader.get(path).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_questions_stand_once_on_the_front_page(loaded, reader, language):
    html = reader.get(f"/{language}/").content.decode()
    card = CardPage.objects.get(locale__language_code=language, form=CardPage.Form.QUESTIONS)
    assert html.count(f'href="{card.get_url()}"') == 2, "its headline and “Read the answers”"
    assert f'href="{card.get_url()}"' in reader.get(f"/{language}/news/").content.decode()


def test_a_report_is_read_as_its_kind_once_for_each_page(enter, edith, reader, monkeypatch):
    """The page of an entity read each of its reports 25 times."""
    from dalil.record.kind import Kind

    reports = [
        enter({"when": "2019-05-01", "killed": str(number), "injured": "4"}, origin=f"monitor-{number}")
        for number in range(3, 9)
    ]
    for other in reports[1:]:
        actions.judge(reports[0], other, Verdict.SAME, actor=edith)
    read = []
    validate = Kind.model_validate.__func__
    monkeypatch.setattr(
        Kind, "model_validate", classmethod(lambda cls, *one, **more: read.append(cls) or validate(cls, *one, **more))
    )
    assert reader.get(f"/en/record/{reports[0].address}/").status_code == 200
    assert len(reports) <= len(read) <= 2 * len(reports)


def test_on_paper_each_link_is_followed_by_its_full_address(reader):
    styles = reader.get("/print.css")
    assert styles["Content-Type"] == "text/css; charset=utf-8"
    assert 'main a[href^="/"]::after { content: " <http://localhost" attr(href) ">"' in styles.content.decode()
    assert '<link rel="stylesheet" href="/print.css" media="print">' in reader.get("/en/record/").content.decode()
