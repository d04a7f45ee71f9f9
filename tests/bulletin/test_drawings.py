"""What readers see of where, when and how far reports lie apart: maps, series, tables; in both languages, with words for who cannot see."""

from __future__ import annotations

import gzip
import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.utils.translation import override

import dalil
from dalil.archive.protection import Level, Viewer
from dalil.bulletin.drawings.locator_maps import draw_locator
from dalil.bulletin.drawings.register_maps import PlacedNumber, draw_register
from dalil.bulletin.drawings.time_charts import draw_time
from dalil.counting.answer import AnswerLine, ask
from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.measures_in_force import measures_in_force
from dalil.counting.question import Question
from dalil.record import actions, gazetteer_in_use
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.models import Verdict
from dalil.values import Bilingual, Where
from dalil.values.total import Total
from dalil.vocabulary.borders import write_rings
from dalil.wording.differences import say_difference

PUBLIC = Viewer.public()
IDLIB, ALEPPO = "SY07", "SY02"
FIRST_LOAD = 60_000
"""Bytes of a page with a map and of the style sheet, as they are sent."""


def town():
    """The code of a shipped town in Idlib with a point."""
    here = gazetteer()
    return next(code for code in sorted(here.within(IDLIB)) if here.get(code).level == "town" and here.get(code).lat)


def pictures(page):
    """The drawings of a page as trees; they are well-formed, or this fails."""
    return [ElementTree.fromstring(svg) for svg in re.findall(r'<svg xmlns="http.*?</svg>', page, re.DOTALL)]


def classes(picture):
    return [name for mark in picture.iter() for name in (mark.get("class") or "").split()]


def locate(**where):
    with override("en"):
        return draw_locator([Where.model_validate(where)], name="m", language="en")


@pytest.mark.parametrize(
    ("where", "circles", "areas"),
    [
        ({"lat": 35.8, "lon": 36.8, "precision": "exact"}, 1, 0),
        ({"lat": 35.8, "lon": 36.8, "precision": "near"}, 1, 0),
        ({"places": [IDLIB], "lat": 35.8, "lon": 36.8, "precision": "governorate"}, 0, 1),
        ({"places": ["SY"], "lat": 35.0, "lon": 38.0, "precision": "country"}, 0, 1),
        ({"lat": 35.93, "lon": 36.63, "precision": "governorate"}, 0, 1),
        ({"places": [IDLIB]}, 0, 1),
    ],
)
def test_how_exactly_a_place_is_known_is_drawn_as_an_area_and_never_as_a_point(db, where, circles, areas):
    drawing = locate(**where)
    (picture,) = pictures(drawing.svg)
    found = classes(picture)
    assert (found.count("reach"), found.count("marked")) == (circles, areas)
    assert drawing.table.rows and drawing.words[0].startswith("Borders")
    assert all(float(mark.get("r")) >= 5 for mark in picture.iter() if mark.get("class") == "reach")


def test_twenty_five_kilometres_are_twenty_five_kilometres_on_the_map(db):
    near, exact = (pictures(locate(lat=35.5, lon=36.5, precision=each).svg)[0] for each in ("near", "exact"))
    (circle,) = (mark for mark in near.iter() if mark.get("class") == "reach")
    (bar,) = (mark for mark in near.iter() if mark.get("class") == "scale-bar")
    length = float(re.search(r"h([\d.]+)", bar.get("d"))[1])
    (km,) = (int(text.text.split()[0]) for text in near.iter() if (text.text or "").endswith(" km"))
    assert abs(float(circle.get("r")) / length - 25 / km) < 0.02
    assert "reach" in classes(exact)


def test_what_cannot_be_placed_has_no_map(db):
    assert locate(name="near the old market") is None
    assert draw_locator([], name="m", language="en") is None


def test_a_place_without_a_border_of_its_own_shades_the_area_around_it_and_says_so(db):
    here = gazetteer()
    district = next(code for code in sorted(here.within(IDLIB)) if here.get(code).level == "district")
    drawing = locate(places=[district])
    assert classes(pictures(drawing.svg)[0]).count("marked") == 1
    assert "has no border of it" in drawing.table.rows[0][1]


def test_a_register_shades_what_is_known_only_to_an_area_and_says_what_it_could_not_place(db):
    def one(code, label, low, high=None):
        return PlacedNumber(code, label, Total(low=low, high=high, entities=1, open=high is None))

    numbers = [
        one(town(), "a town", 9, 9),
        one(IDLIB, "Idlib", 4, 6),
        one("SY", "Syria", 2),
        one(None, "unknown", 3, 3),
    ]
    with override("en"):
        drawing = draw_register(numbers, name="m", title="t", caption="c", language="en")
    (picture,) = pictures(drawing.svg)
    found = classes(picture)
    assert found.count("circle") == 1 and "open" not in found
    assert sum(name.startswith("step-") for name in found) == 1, "the governorate, and not the country"
    said = " ".join(drawing.words)
    assert "1 is known only to an area" in said and "1 is known only to a larger area, and is not drawn: Syria" in said
    assert "Of 1 it is not known so exactly where it was" in said
    assert [row[1] for row in drawing.table.rows] == ["9", "4–6", "2 or more", "3"]
    assert "a town: 9" in picture.find("{http://www.w3.org/2000/svg}desc").text


def test_a_governorate_is_not_shaded_beneath_its_districts(enter, db):
    """With borders of districts imported, what is known only to the governorate would hide under them; it is said instead."""
    here = gazetteer()
    district = next(code for code in sorted(here.within(IDLIB)) if here.get(code).level == "district")
    gazetteer_in_use.row_of(
        here.get(district), "test", write_rings([[(36.3, 35.6), (36.7, 35.6), (36.7, 35.9)]])
    ).save()
    gazetteer_in_use._current = None
    numbers = [PlacedNumber(code, code, Total(low=4, high=4, entities=1)) for code in (district, IDLIB, ALEPPO)]
    with override("en"):
        drawing = draw_register(numbers, name="m", title="t", caption="c", language="en")
    assert sum(name.startswith("step-") for name in classes(pictures(drawing.svg)[0])) == 2
    said = " ".join(drawing.words)
    assert f"not drawn: {IDLIB}" in said and "come from the list of places imported here" in said


@pytest.fixture
def spring(enter, bob):
    """Six dated incidents and one of an unknown day; the first is told by three monitors, one of whom stands against the others."""
    three = [
        enter({"when": "2019-03-13", "where": where, "killed": killed}, origin=origin)
        for killed, origin, where in (
            (
                "40",
                "north-monitor",
                {"places": [IDLIB], "lat": 35.86, "lon": 36.8, "precision": "near", "name": "A village"},
            ),
            ("10-14", "south-monitor", {"places": [IDLIB], "precision": "governorate"}),
            ("12", "east-paper", {"places": [IDLIB]}),
        )
    ]
    for one, other in pairwise(three):
        actions.judge(one, other, Verdict.SAME, actor=bob)
    for month in (1, 4, 5):
        enter(
            {
                "when": f"2019-0{month}-02",
                "where": {"places": [town()]},
                "killed": f"{month}+",
                "weapons": ["ARTILLERY"],
            },
            origin="north-monitor",
        )
    enter({"when": "2016-05-02", "where": {"places": [ALEPPO]}}, origin="north-monitor")
    enter({"when": "2019", "where": {"places": [ALEPPO]}, "killed": "7"}, origin="north-monitor")
    return three


@pytest.fixture
def page_of(edith, reader):
    """Publish a figure of a question, and open its page in a language."""

    def open_page(language="en", **question):
        figure = define_figure("asked", Question.of(question), actor=edith, title_en="Asked", title_ar="سؤال")
        publish_edition(figure, actor=edith)
        return reader.get(f"/{language}/figures/asked/").content.decode()

    return open_page


def table_of(page):
    """The rows of the table under the first drawing, as texts."""
    figure = re.search(r'<figure class="drawn">.*?</figure>', page, re.DOTALL)[0]
    rows = re.findall(r"<tr>(.*?)</tr>", figure, re.DOTALL)
    return [[re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in rows]


def test_a_monthly_series_is_drawn_as_bars_with_ranges_and_no_longer_as_one_stacked_bar(spring, page_of):
    page = page_of(measure="killed", by=["month"])
    assert 'class="bar"' not in page
    (picture,) = pictures(page)
    assert {"sure", "band", "open", "unknown"} <= set(classes(picture))
    _head, *rows = table_of(page)
    assert [row[:2] for row in rows] == [
        ["May 2016", "unknown, which is not zero"],
        ["January 2019", "1 or more"],
        ["March 2019", "10–40"],
        ["April 2019", "4 or more"],
        ["May 2019", "5 or more"],
        ["not known so exactly", "7"],
    ]
    assert rows[3][2] == "at least 36 fewer" and rows[4][2] == "cannot be told"
    assert "Of 1 it is not known so exactly when it was" in page


def test_every_line_of_an_answer_stands_in_the_table_of_its_drawing(spring, page_of):
    for by in ("day", "week", "month", "year", "governorate", "place", "weapons", "source", "grade"):
        page = page_of(by=[by])
        answer = ask(Question.of({"by": [by]}), PUBLIC)
        _head, *rows = table_of(page)
        labels = [" · ".join(words.en for words in line.labels) for line in answer.rows]
        assert sorted(row[0] for row in rows) == sorted(labels), by


def test_two_facets_make_a_table_with_totals(spring, page_of):
    head, *rows = table_of(page_of(by=["weapons", "governorate"], measure="killed"))
    assert head[0] == "With what / Governorate" and head[-1] == "All" and rows[-1][0] == "All"
    total = ask(Question.of({"measure": "killed"}), PUBLIC).total
    assert rows[-1][-1] == f"{total.low} or more"
    assert ["–" in row for row in rows] == [False, True, False], "a pair that is not in the record is no nought"


def test_a_gap_is_seen_between_the_bars(spring, enter, page_of):
    asked = {"measure": "gap", "facets": {"weapons": ["ARTILLERY"]}}
    enter({"when": "2022-05-02", "where": {"places": [ALEPPO]}, "weapons": ["ARTILLERY"]}, origin="north-monitor")
    (picture,) = pictures(page_of(**asked))
    assert "gap" in classes(picture) and "36 months" in [text.text for text in picture.iter()]
    enter({"when": "2022-05-09", "where": {"places": [ALEPPO]}, "weapons": ["ARTILLERY"]}, origin="north-monitor")
    assert "gap" not in classes(pictures(page_of(**asked))[0]), "a week is too short to be marked"


def test_a_ceasefire_stands_behind_the_bars_from_its_beginning_to_its_breach(spring, enter, page_of):
    name = {"what": "CEASEFIRE", "title_of": {"en": "Winter ceasefire", "ar": "هدنة الشتاء"}}
    enter({**name, "action": "in_force", "when": "2019-01-20"}, kind="measure", origin="north-monitor")
    enter({**name, "action": "broken", "when": "2019-03-13"}, kind="measure", origin="north-monitor")
    enter(
        {"what": "UNSC_RESOLUTION", "title_of": "A resolution", "action": "adopted", "when": "2011-08-23"},
        kind="measure",
        origin="north-monitor",
    )
    page = page_of(measure="killed", by=["month"])
    assert "Winter ceasefire (20 January 2019; broken 13 March 2019)" in page
    assert "A resolution" not in page, "one without an end is shown where it began"
    assert classes(pictures(page)[0]).count("span") == 1
    (one,) = measures_in_force(spring[0].claim.when.start, spring[0].claim.when.end, PUBLIC)
    assert one.broken and one.first.month == 1 and one.last.month == 3
    enter({**name, "action": "ended", "when": "2019-02-01"}, kind="measure", origin="x", level=Level.INTERNAL)
    assert measures_in_force(spring[0].claim.when.start, spring[0].claim.when.end, PUBLIC) == (one,)


def test_the_page_of_an_entity_in_conflict_says_who_would_have_to_be_wrong(spring, reader):
    page = reader.get(f"/en/record/{spring[0].address}/").content.decode()
    assert "These reports exclude each other" in page
    assert "Without the report of North-Monitor (40 people), all the others allow 12 people." in page
    locator, ranges = pictures(page)
    assert {"reach", "marked"} <= set(classes(locator))
    assert classes(ranges).count("agreed") == 0 and "one" in classes(ranges) and "read" in classes(ranges)
    arabic = reader.get(f"/ar/record/{spring[0].address}/").content.decode()
    assert "من دون إفادة North-Monitor" in arabic and "١٢" in arabic
    assert all(picture.get("direction") == "rtl" for picture in pictures(arabic))


def test_a_source_is_seen_beside_those_that_report_the_same(spring, reader):
    page = reader.get("/en/sources/north-monitor/").content.decode()
    assert 'id="overlap"' in page and "?source=south-monitor#overlap" in page
    chosen = reader.get("/en/sources/north-monitor/?source=south-monitor").content.decode()
    assert "Both report 1; only North-Monitor has 5, only South-Monitor has 0." in chosen
    assert "in 0 the two allow one another, in 1 they exclude each other" in chosen
    alone = reader.get("/en/sources/north-monitor/?source=nobody")
    assert alone.status_code == 200
    assert 'id="overlap"' not in reader.get("/en/sources/stranger/").content.decode()


def test_a_hidden_report_changes_no_drawing(spring, enter, reader, page_of):
    asked = [
        {"by": ["month"]},
        {"by": ["place"]},
        {"by": ["weapons", "governorate"]},
        {"measure": "killed", "by": ["day"]},
    ]
    paths = [f"/en/record/{spring[0].address}/", "/en/sources/north-monitor/"]

    def seen():
        figures = [table_of(page_of(**question)) for question in asked]
        return figures, [
            re.findall(r'<figure class="drawn">.*?</figure>', reader.get(path).content.decode(), re.DOTALL)
            for path in paths
        ]

    before = seen()
    enter(
        {"when": "2019-02-02", "where": {"places": [ALEPPO]}, "killed": "99", "weapons": ["CLUSTER"]},
        origin="south-monitor",
        level=Level.INTERNAL,
    )
    assert seen() == before


def test_a_page_with_a_map_is_light(spring, reader, page_of):
    sheets = Path(dalil.__file__).parent / "bulletin/static/bulletin"
    sheet = b"".join((sheets / name).read_bytes() for name in ("site.css", "drawings.css"))
    page_of(measure="killed", by=["place"])
    for path in ("/en/figures/asked/", "/ar/figures/asked/", f"/ar/record/{spring[0].address}/"):
        page = reader.get(path).content
        assert len(page) + len(sheet) < FIRST_LOAD, path
        assert len(gzip.compress(page)) + len(gzip.compress(sheet)) < FIRST_LOAD / 3, path


def test_a_difference_is_said_as_far_as_it_is_bounded():
    said = [(4, 6), (4, 4), (-3, -3), (-6, -4), (-2, 5), (0, 0), (None, -36), (4, None), (None, None)]
    assert [say_difference(low, high, "en") for low, high in said] == [
        "4 to 6 more",
        "4 more",
        "3 fewer",
        "4 to 6 fewer",
        "between 2 fewer and 5 more",
        "as many",
        "at most 36 fewer",
        "at least 4 more",
        "cannot be told",
    ]
    assert say_difference(4, 6, "ar") == "أكثر بـ٤ إلى ٦"


def test_a_place_and_a_weapon_have_pages_that_say_what_the_record_holds_of_them(spring, reader):
    page = reader.get(f"/en/places/{IDLIB}/").content.decode()
    killed = ask(Question.of({"measure": "killed", "places": [IDLIB]}), PUBLIC).total
    assert f"{killed.low} or more" in page and "have no upper end" in page
    assert "2 January 2019" in page and "2 May 2019" in page
    assert [{"map", "series"} & set(classes(each)) for each in pictures(page)] == [{"map"}, {"series"}]
    weapon = reader.get("/ar/terms/weapons/ARTILLERY/").content.decode()
    assert "أول توثيق" in weapon and len(pictures(weapon)) == 2
    for path in ("/en/places/NOWHERE/", "/en/terms/weapons/NOTHING/", "/en/terms/sexes/female/"):
        assert reader.get(path).status_code == 404, path
    empty = reader.get("/en/places/SY13/").content.decode()
    assert "does not say that nothing happened" in empty


def test_the_page_of_an_entity_leads_to_the_pages_of_what_it_names(spring, enter, reader):
    one = enter(
        {"when": "2020-01-01", "where": {"places": [IDLIB]}, "weapons": ["ARTILLERY"], "targets": ["SCHOOL", "MARKET"]}
    )
    page = reader.get(f"/en/record/{one.address}/").content.decode()
    assert f'href="/en/places/{IDLIB}/"' in page and 'href="/en/terms/weapons/ARTILLERY/"' in page
    assert 'href="/en/terms/targets/SCHOOL/"' in page and 'href="/en/terms/targets/MARKET/"' in page, "each of several"


def test_an_actor_named_as_a_party_is_not_counted_as_the_one_who_did_it(enter, reader):
    enter(
        {
            "when": "2020-01-01",
            "what": "CLASH",
            "where": {"places": [IDLIB]},
            "parties": [{"actor": "SYR_GOV"}, {"actor": "SYR_ARMY"}],
        }
    )
    page = reader.get("/en/terms/actors/SYR_GOV/").content.decode()
    facts = re.findall(r"<dt>([^<]*)</dt><dd><strong><bdi>([^<]*)</bdi>", page)
    assert facts[0] == ("Incidents", "1") and facts[-1] == ("Of these, said to have been done by it", "0")


def test_a_theme_shows_where_and_when_its_incidents_were(loaded, enter, reader):
    for day in ("2016-05-02", "2019-03-13", "2019-05-02"):
        enter({"when": day, "where": {"places": [IDLIB]}, "weapons": ["CHLORINE"]})
    page = reader.get("/en/chemical-weapons/").content.decode()
    where, when = pictures(page)
    assert "step-3" in classes(where) and {"sure", "gap"} <= set(classes(when))
    assert "34 months" in [text.text for text in when.iter()]
    assert "Where: incidents by place" in page and "When: incidents in time" in page


def test_a_page_stays_light_however_much_there_is_to_draw(db):
    lines = [
        AnswerLine(
            (f"{2011 + at // 365}-{1 + at % 12:02}-{1 + at % 28:02}",),
            (Bilingual(en="day"),),
            Total(low=1, high=1, entities=1),
        )
        for at in range(4000)
    ]
    with override("en"):
        days = draw_time(lines, "day", name="s", title="t", language="en", viewer=PUBLIC)
        here = gazetteer()
        places = [place.code for place in here.places if place.level == "town" and place.lat] * 3
        numbers = [PlacedNumber(code, code, Total(low=at, high=at, entities=1)) for at, code in enumerate(places)]
        places_drawn = draw_register(numbers, name="m", title="t", caption="c", language="en")
    assert len(days.svg) < 40_000 and "Only the latest periods are shown." in days.words
    assert len(places_drawn.svg) < 60_000 and "Only the largest circles are drawn: 300." in places_drawn.words
    assert len(places_drawn.table.rows) == 300 and f"the first 300 of {len(numbers)}" in places_drawn.table.caption
