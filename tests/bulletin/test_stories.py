"""Stories: found in a list by month, led to by their subjects and series, signed, and built of blocks that the record holds up."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from dalil.bulletin.models import FrontPage, NewsIndexPage, PageSubject, StoryPage, ThemePage
from dalil.bulletin.pages.story_blocks import PlaceBlock
from dalil.counting.figures import define_figure
from dalil.counting.question import Question


@pytest.fixture
def front(db):
    return FrontPage.objects.get(locale__language_code="en")


@pytest.fixture
def tell(front):
    """Publish a story in one line."""

    def one(slug, dated="2019-05", **facts):
        page = front.add_child(
            instance=StoryPage(**{"title": slug.title(), "slug": slug, "dated": dated, "live": False, **facts})
        )
        page.save_revision().publish()
        page.refresh_from_db()
        return page

    return one


def block(kind, value):
    child = StoryPage._meta.get_field("body").stream_block.child_blocks[kind]
    return child, child.to_python(value)


def text_of(reader, url):
    return reader.get(url).content.decode()


def test_every_story_is_in_the_list_the_latest_first_and_by_month(tell, reader):
    for slug, dated in (("older", "2018-11-03"), ("newer", "2019-05-14"), ("undated", "2019")):
        tell(slug, dated)
    html = text_of(reader, "/en/stories/")
    assert html.index(">Newer<") < html.index(">Older<") and ">Undated<" in html
    assert "?month=2019-05" in html and "?month=2018-11" in html and "May 2019" in html
    narrowed = text_of(reader, "/en/stories/?month=2018-11")
    assert ">Older<" in narrowed and ">Newer<" not in narrowed
    assert 'href="/en/stories/"' in text_of(reader, "/en/")


def test_pages_about_the_same_lead_to_each_other_and_from_the_pages_of_the_record(tell, front, reader):
    theme = front.add_child(instance=ThemePage(title="Sieges", slug="sieges"))
    strike = tell("strike", about=[("place", "SY07"), ("weapon", "BARREL_BOMB"), ("theme", theme)])
    siege = tell("siege", about=[("place", "SY07")])
    other = tell("other", about=[("place", "SY02")])
    html = text_of(reader, strike.url)
    assert siege.url in html and other.url not in html
    for address in (reverse("place", args=["SY07"]), reverse("term", args=["weapons", "BARREL_BOMB"]), theme.url):
        address = address.replace("/ar/", "/en/")
        assert address in html and strike.url in text_of(reader, address)
    siege.unpublish()
    assert siege.url not in text_of(reader, strike.url)
    strike.about = []
    strike.save_revision().publish()
    assert not PageSubject.objects.filter(page=strike).exists()


def test_a_card_is_related_to_a_story(tell, front, reader):
    from dalil.bulletin.models import CardPage

    news = NewsIndexPage.objects.child_of(front).get()
    card = news.add_child(
        instance=CardPage(title="Rain", slug="rain", summary="<p>Tents.</p>", dated="2019", about=[("place", "SY07")])
    )
    card.save_revision().publish()
    story = tell("flood", about=[("place", "SY07")])
    assert card.url in text_of(reader, story.url) and story.url in text_of(reader, card.url)


def test_the_stories_of_a_series_lead_to_each_other_in_their_order(tell, reader):
    first, second, third = (tell(f"part-{n}", f"2019-0{n}-01", series="The long siege") for n in (1, 2, 3))
    html = text_of(reader, second.url)
    assert "The long siege" in html and html.index(first.url) < html.index(third.url)
    assert "series" not in text_of(reader, tell("alone", series="Only one").url).partition("<main")[2]


def test_a_story_says_who_wrote_it_and_withholds_a_name_for_safety(tell, reader):
    page = tell("signed", byline=[("person", "Rana Haddad"), ("desk", "The desk for camps"), ("anonymous", None)])
    html = text_of(reader, page.url)
    assert "By" in html and "Rana Haddad, The desk for camps and a writer whose name is withheld for safety" in html


def test_a_story_says_when_it_was_published_changed_and_corrected(tell, reader):
    page = tell("dated")
    html = text_of(reader, page.url)
    assert "Published" in html and "Updated" not in html and "Corrected" not in html
    StoryPage.objects.filter(pk=page.pk).update(first_published_at=timezone.now() - timezone.timedelta(days=3))
    page.refresh_from_db()
    page.corrections = [("correction", {"date": timezone.now().date(), "text": "It was two tents."})]
    page.save_revision().publish()
    html = text_of(reader, page.url)
    assert "Updated" in html and "Corrected" in html and "It was two tents." in html


@pytest.mark.parametrize(("typed", "kept"), [("Idlib", "SY07"), ("إدلب", "SY07"), ("SY07", "SY07")])
def test_a_place_is_chosen_by_its_name_in_either_language(db, typed, kept):
    assert PlaceBlock().clean(typed) == kept


def test_a_place_that_nobody_knows_is_refused_in_words(db):
    with pytest.raises(ValidationError, match=r"(?i)no place is called"):
        PlaceBlock().clean("Nowhere-on-earth")


def test_words_quoted_from_a_report_stand_in_it_and_carry_its_source(tell, enter, reader):
    report = enter(
        {"when": "2019-05-02", "killed": "3"}, origin="north-monitor", said="Three people were killed\nat noon."
    )
    child, right = block("report_quote", {"report": report.address, "words": "killed at noon"})
    child.clean(right)
    with pytest.raises(ValidationError):
        child.clean(child.to_python({"report": report.address, "words": "killed at night"}))
    with pytest.raises(ValidationError):
        child.clean(child.to_python({"report": "nothing-there", "words": ""}))
    page = tell("quote", body=[("report_quote", right)])
    html = text_of(reader, page.url)
    assert "killed at noon" in html and "North-Monitor" in html and reverse("report", args=[report.address])[3:] in html


def test_a_story_is_built_of_moments_tables_law_and_the_drawing_of_a_figure(tell, enter, edith, reader):
    for day in (1, 2, 3):
        enter({"when": f"2019-05-0{day}", "where": {"places": ["SY07"]}, "killed": f"{day}+"}, origin="north-monitor")
    define_figure("by-day", Question(measure="killed", by=("day",)), actor=edith, title_en="Killed, by day")
    moments = [{"when": "2019-05-14", "what": "The second strike."}, {"when": "2019-05", "what": "The first strike."}]
    table = {
        "columns": [{"type": "text", "heading": "Camp"}, {"type": "text", "heading": "Tents"}],
        "rows": [{"values": ["North", "12"]}],
        "caption": "",
    }
    body = [
        ("timeline", block("timeline", {"heading": "Two strikes", "entries": moments})[1]),
        ("table", block("table", {"caption": "Tents by camp", "table": table})[1]),
        ("law", block("law", {"code": "API-51", "text": "What people live on may not be destroyed."})[1]),
        ("drawing", "by-day"),
    ]
    child, typed = block(
        "timeline",
        {"heading": "", "entries": [{"when": "14 May 2019", "what": "a"}, {"when": "أيار ٢٠١٩", "what": "b"}]},
    )
    assert [each["when"] for each in child.clean(typed)["entries"]] == ["2019-05-14", "2019-05"]
    html = text_of(reader, tell("built", body=body).url)
    assert html.index("The first strike.") < html.index("The second strike.")
    assert "<caption>Tents by camp</caption>" in html and '<th scope="row"><bdi>North</bdi></th>' in html
    assert "What people live on may not be destroyed." in html and 'id="by-day-series-title"' in html
