"""One teller stays one origin whatever stands beside its name: a day, "according to", its page, its own site, an archive of it."""

from __future__ import annotations

import pytest

from dalil.lookup.links_of_sources import teller_of_link
from dalil.lookup.sources import SourceLookup
from dalil.lookup.words_beside_sources import without_words_beside
from dalil.text.source_spelling import pair_alike

BY_PEOPLE = frozenset({"north monitor", "مرصد الشمال"})


def tellers(cell: str) -> list[str]:
    return [
        source.code for source in SourceLookup(dict.fromkeys(BY_PEOPLE, ("north-monitor",)), BY_PEOPLE).find_all(cell)
    ]


@pytest.mark.parametrize(
    ("cell", "one"),
    [
        *(("AFP 29 Dec", "afp"), ("AFP 29 Dec 2014", "afp"), ("AFP 29/12", "afp"), ("AFP, Dec 29", "afp"), ("AFP Dec. 29", "afp")),
        *(("29 Dec AFP", "afp"), ("SOHR Monday", "sohr"), ("SOHR 5 آذار", "sohr"), ("المرصد السوري ٥ آذار", "sohr")),
        *(("المرصد السوري، الاثنين", "sohr"), ("SNHR (29 Dec)", "snhr"), ("SNHR, on 3 April at 10:30", "snhr"), ("HRW 2018", "hrw")),
        *(("Small Paper 29 Dec", "small-paper"), ("صحيفة ما 5 نيسان/أبريل 2018", "صحيفه-ما")),
    ],
)  # fmt: skip
def test_a_day_beside_a_name_makes_no_other_teller(cell: str, one: str) -> None:
    assert tellers(cell) == [one]


def test_a_list_by_days_of_one_agency_is_one_teller() -> None:
    assert tellers("AFP 29 Dec, AFP 30 Dec") == tellers("AFP; AFP, 30 Dec") == ["afp"]
    assert tellers("AFP 29 Dec, SOHR 30 Dec") == ["afp", "sohr"]


@pytest.mark.parametrize(
    "cell",
    [
        "Jan 2018",
        "Monday",
        "29 December",
        "May",
        "2018",
        "Q1",
        "Week 23",
        "مارس",
        "الاثنين",
        "٥ آذار",
        "آذار 2018",
        "on Friday, 3 May",
    ],
)
def test_a_day_alone_is_nobody(cell: str) -> None:
    assert tellers(cell) == []


@pytest.mark.parametrize(
    ("cell", "one"),
    [
        *((f"{words} SNHR", "snhr") for words in ("according to", "per", "via", "reported by", "as reported by", "citing", "Source:", "from")),
        *((f"{words} المرصد السوري", "sohr") for words in ("بحسب", "حسب", "نقلا عن", "نقلاً عن", "وفق", "عبر", "المصدر:", "كما ذكر", "قال")),
        *(("وفقاً للمرصد السوري", "sohr"), ("وفقا لـ SOHR", "sohr"), ("according to Small Paper", "small-paper")),
        ("as reported by a Small Paper", "a-small-paper"),
    ],
)  # fmt: skip
def test_words_by_which_one_is_relayed_make_no_other_teller(cell: str, one: str) -> None:
    assert tellers(cell) == [one]


@pytest.mark.parametrize(
    ("cell", "one"),
    [
        *((f"SOHR {word}", "sohr") for word in ("Facebook", "Twitter", "Director", "report", "video", "update", "English", "1", "Facebook page")),
        *(("SOHR's director", "sohr"), ("director of SOHR", "sohr"), ("SOHR on Telegram", "sohr"), ("Facebook: SOHR", "sohr")),
        *(("صفحة المرصد السوري على فيسبوك", "sohr"), ("مدير المرصد السوري", "sohr"), ("تقرير الشبكة السورية", "snhr")),
        *(("Small Paper Facebook", "small-paper"), ("Small Paper (Twitter)", "small-paper"), ("صفحة مرصد الشمال على فيسبوك", "north-monitor")),
        *(("North Monitor video", "north-monitor"), ("SOHR, 2 others", "sohr"), ("SOHR, N/A", "sohr"), ("SNHR, Idlib", "snhr")),
    ],
)  # fmt: skip
def test_a_page_of_a_teller_and_its_people_are_the_teller(cell: str, one: str) -> None:
    assert tellers(cell) == [one]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        *(("BBC Monitoring", "bbc-monitoring"), ("BBC Studios", "bbc-studios"), ("Live Map, SOHR", "live-map-sohr")),
        *(("North Monitor of Hama", "north-monitor-of-hama"), ("Sunday Paper", "sunday-paper"), ("14 March Alliance", "14-march-alliance")),
        *(("Small Paper 1", "small-paper-1"), ("Small Paper video", "small-paper-video"), ("Radio 15", "radio-15")),
        *(("Per Doe", "per-doe"), ("Field team 3", "field-team-3"), ("Reuters citing SOHR", "reuters-citing-sohr")),
    ],
)  # fmt: skip
def test_names_that_merely_look_alike_stay_what_they_are(cell: str, code: str) -> None:
    assert tellers(cell) == [code]


@pytest.mark.parametrize(
    ("link", "one"),
    [
        *(("syriahr.com", "sohr"), ("https://snhr.org/1", "snhr"), ("https://news.un.org/1", "un"), ("https://t.me/syriahr/12", "sohr")),
        *(("https://arabic.reuters.com/a", "reuters"), ("@hrw", "hrw"), ("https://web.archive.org/web/2018/http://www.syriahr.com/en/1", "sohr")),
        *(("https://x.com/Some_Body/status/1", "twitter.com-some_body"), ("https://fb.com/somebody", "facebook.com-somebody")),
        ("https://mobile.twitter.com/some_body", "twitter.com-some_body"),
        ("https://www.facebook.com/somebody/posts/1?x=1", "facebook.com-somebody"),
        *(("https://facebook.com/permalink.php?story_fbid=1&id=77", "facebook.com-id77"), ("https://t.me/s/somebody", "t.me-somebody")),
        *(("https://www.youtube.com/@somebody/videos", "youtube.com-somebody"), ("https://en.example.org/1", "example.org")),
        ("https://web.archive.org/web/2018*/https://twitter.com/somebody/status/4", "twitter.com-somebody"),
    ],
)  # fmt: skip
def test_a_link_is_the_teller_whose_site_or_account_it_is(link: str, one: str) -> None:
    assert tellers(link) == [one]


@pytest.mark.parametrize(
    "link",
    ["https://www.youtube.com/watch?v=1", "https://youtu.be/abc", "https://archive.ph/abc", "https://www.facebook.com/watch/?v=5",
     "https://t.me/joinchat/abc", "https://twitter.com/i/web/status/5", "https://www.facebook.com/", "https://instagram.com/p/abc"],
)  # fmt: skip
def test_a_thing_on_a_platform_whose_maker_its_address_does_not_say_is_nobodys(link: str) -> None:
    assert tellers(link) == []
    assert tellers(f"{link} SOHR") == ["sohr"]


@pytest.mark.parametrize(
    "cell",
    ["link", "here", "click here", "op. cit.", "redacted", "withheld", "hidden", "XXX", "hospital", "Source 1", "Source A", "Report 5",
     "Social networks", "father of the victim", "victim's brother", "Idlib", "Syria", "regime", "Rebels", "2 others", "name withheld",
     "رابط", "هنا", "محجوب", "مستشفى", "مصدر 1", "شبكات التواصل", "مراسلنا", "والد الضحية", "شقيقه", "إدلب", "سوريا", "النظام", "المعارضة"],
)  # fmt: skip
def test_where_a_name_should_stand_and_none_does_nobody_tells(cell: str) -> None:
    assert tellers(cell) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        *(("Syria TV", "syria-tv"), ("Idlib Media Center", "idlib-media-center"), ("Hospital of Mercy Foundation", "hospital-of-mercy-foundation")),
        *(("Channel 4", "channel-4"), ("Witness 3", "witness-3"), ("Free Syrian Army", "free-syrian-army"), ("سوريا اليوم", "سوريا-اليوم")),
        ("Ministry of Health, Gaza", "ministry-of-health-gaza"),
    ],
)  # fmt: skip
def test_who_bears_such_a_word_in_a_name_is_somebody(name: str, code: str) -> None:
    assert tellers(name) == [code]


def test_a_name_that_people_gave_counts_whatever_it_says() -> None:
    lookup = SourceLookup({"idlib": ("idlib-office",)}, frozenset({"idlib"}))
    assert [source.code for source in lookup.find_all("Idlib")] == ["idlib-office"]


def test_one_account_name_on_two_platforms_is_proposed_and_not_taken() -> None:
    assert pair_alike({"a": ["twitter.com/somebody"], "b": ["t.me/somebody"], "c": ["t.me/nobody"]}) == {("a", "b")}


@pytest.mark.parametrize(
    "words", ["http://" * 60, "according to " * 30, "29 Dec " * 50, "x" * 4000, "على فيسبوك " * 25]
)
def test_long_and_odd_cells_are_read_too(words: str) -> None:
    assert isinstance(without_words_beside(words), str)
    assert isinstance(teller_of_link(words), str)
    assert isinstance(tellers(words), list)
